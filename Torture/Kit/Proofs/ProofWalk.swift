import CEL
import PathwayEngine
package import PathwayModel

/// Somebody who does anything at all to cases of the real engine, and looks for what breaks what was proved of them.
///
/// A fresh case begins where one has been closed for a while or has gone on for long. The same seed goes the same way.
/// Left out is what proofs do not cover: what is entered late, put right, withdrawn or undone.
package struct ProofWalk {
    private let machine: Machine
    private let inputs: WalkedInputs
    private let oracles: ProofOracles
    private var random: SeededGenerator
    private var state: CaseState?
    private var now = Timestamp(seconds: 0)
    /// Till when time is passing.
    private var target: Timestamp?
    /// The case as it was when it began.
    private var beginning: CaseState?
    private var answers: [String: Verdict.Answer] = [:]
    private var told: [String] = []
    /// Steps that are left to this case.
    private var left = 0
    package private(set) var cases = 0
    /// Steps of the engine.
    package private(set) var steps = 0
    /// Where cases have been.
    package private(set) var places: Set<PlaceSet<State>> = []

    package init(_ pathway: Pathway, _ claims: ProofClaims, seed: UInt64) {
        machine = Machine(pathway)
        inputs = WalkedInputs(pathway)
        oracles = ProofOracles(machine, claims)
        random = SeededGenerator(seed: seed)
    }

    private var pathway: Pathway { machine.pathway }
    private var today: CalendarDate { pathway.calendar.zone.date(of: now) }

    /// Does one thing, or lets time bring one, and says what of the proofs that breaks.
    package mutating func step() -> [ProofBreak] {
        guard left > 0, let state else { return begin() }
        left -= 1
        if state.status != .open { left = min(left, Self.afterClose) }
        if let target {
            if let next = machine.nextWakeUp(of: state, after: now), next <= target {
                now = next
                return give(.wake)
            }
            now = max(now, target)
            self.target = nil
        }
        if random.chance(28) {
            target = waiting(state)
            return []
        }
        return give(inputs.input(to: state, on: today, &random))
    }

    /// What of the proofs is broken by all that was seen, and by no single step.
    package func atLast() -> [ProofBreak] {
        oracles.atLast().map { ProofBreak(property: $0.property, says: $0.says, told: []) }
    }

    private static let afterClose = 25

    private mutating func begin() -> [ProofBreak] {
        (state, target, told) = (nil, nil, [])
        cases += 1
        left = random.pick([30, 80, 200, 400])
        let first = CalendarDate(year: 2026, month: 1, day: 5) ?? CalendarDate(daysSinceEpoch: 0)
        let day = first.adding(days: Int.random(in: 0..<400, using: &random)) ?? first
        let hour = random.pick([12, 12, 12, Int64.random(in: 0..<24, using: &random)])
        now = pathway.calendar.zone.instant(on: day, secondOfDay: hour * 3_600)
        let found = give(inputs.enrollment(on: day, &random))
        if let state, state.status == .open { beginning = state }
        return found
    }

    // MARK: Time

    /// Until something comes due: just before it, at it or after it; through several such things, or for days.
    private mutating func waiting(_ state: CaseState) -> Timestamp {
        let next = machine.nextWakeUp(of: state, after: now)
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<3:
            guard let next else { break }
            return Timestamp(seconds: max(now.seconds, next.seconds + random.pick([-1, 0, 1])))
        case 3..<5:
            return Timestamp(seconds: now.seconds + Int64.random(in: 1..<172_800, using: &random))
        default: break
        }
        let days = random.pick(inputs.days) + random.pick([-1, 0, 0, 1])
        return Timestamp(seconds: now.seconds + max(1, min(days, Self.longestWait)) * 86_400)
    }

    /// In days.
    private static let longestWait: Int64 = 120

    // MARK: Steps

    private mutating func give(_ input: Input) -> [ProofBreak] {
        if random.chance(25) { answers = [:] }
        for rule in Set(pathway.ruleUses.map(\.rule)).sorted() where answers[rule] == nil {
            answers[rule] = random.pick(Verdict.Answer.allCases)
        }
        let (machine, answers) = (machine, answers)
        let ask: (RuleQuestion) -> RuleAnswer = { question in
            let plugin = machine.pathway.ruleUses.first { $0.rule == question.rule }?.plugin ?? ""
            let answer = answers[question.rule] ?? .unknown
            return RuleAnswer(Verdict(answer, reasons: ["at random"]), from: plugin)
        }
        let outcome = machine.step(state, PathwayEngine.Request(input, at: now), asking: ask)
        steps += 1
        let step = WalkedStep(machine, state, input, at: now, outcome) {
            inputs.facts(of: input, at: now, machine, open: beginning)
        }
        state = step.after
        if let state { places.insert(state.configuration) }
        told.append(line(of: step, answers))
        return oracles.broken(by: step, asking: ask).map {
            ProofBreak(property: $0.property, says: $0.says, told: told)
        }
    }

    private func line(of step: WalkedStep, _ answers: [String: Verdict.Answer]) -> String {
        let rules = answers.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value.rawValue)" }.joined()
        let what = step.refusal.map { "refused: \($0.code)" } ?? step.after.map { pathway.places(of: $0) } ?? "nowhere"
        return "\(step.now.rfc3339()) \(step.input)\(rules) -> \(what)"
    }
}
