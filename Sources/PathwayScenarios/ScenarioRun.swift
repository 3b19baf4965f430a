import CEL
import PathwayCompiler
package import PathwayEngine
package import PathwayModel

/// Plays stories on a pathway: a fixed clock, no store, the engine that runs real cases.
package struct ScenarioRunner {
    let machine: Machine
    let ask: (RuleQuestion) -> RuleAnswer

    /// - Parameter ask: what rules answer.
    package init(_ machine: Machine, asking ask: @escaping (RuleQuestion) -> RuleAnswer) {
        self.machine = machine
        self.ask = ask
    }

    package func run(_ scenario: Scenario) -> ScenarioResult {
        var play = ScenarioPlay(standingIn(for: scenario), scenario.standIns)
        for (number, step) in scenario.steps.enumerated() {
            play.perform(step)
            guard !play.problems.isEmpty else { continue }
            let failure = ScenarioResult.Failure(
                step: number + 1, span: step.span, date: play.today, problems: play.problems)
            return ScenarioResult(name: scenario.name, steps: number + 1, failure: failure, coverage: play.coverage)
        }
        return ScenarioResult(
            name: scenario.name, steps: scenario.steps.count, failure: nil, coverage: play.coverage)
    }

    /// The runner for a story that answers for rules: no answer of theirs is remembered, since the story may say something
    /// else at its next step without anything else having changed.
    func standingIn(for scenario: Scenario) -> ScenarioRunner {
        let rules = Set((scenario.standIns + scenario.steps.flatMap(\.standIns)).map(\.rule))
        guard !rules.isEmpty else { return self }
        var pathway = machine.pathway
        // Remembered is what the plugin of this name says, and nobody has it.
        for place in pathway.ruleUses.indices where rules.contains(pathway.ruleUses[place].rule) {
            pathway.ruleUses[place].plugin = ""
        }
        return ScenarioRunner(Machine(pathway), asking: ask)
    }
}

/// What came of a story. It ends at its first step that is not as expected.
package struct ScenarioResult: Sendable {
    package struct Failure: Sendable {
        /// From 1.
        package var step: Int
        package var span: SourceSpan
        package var date: CalendarDate
        /// One a difference: `state: expected iop_5, is intake`.
        package var problems: [String]
    }

    package var name: String
    package var steps: Int
    package var failure: Failure?
    package var coverage: Coverage
}

/// A story while it is played.
struct ScenarioPlay {
    let runner: ScenarioRunner
    private(set) var state: CaseState?
    private(set) var clock: Timestamp
    /// What the story says in the place of rules, by their names.
    private var standIns: [String: Verdict.Answer] = [:]
    private(set) var coverage = Coverage()
    private(set) var past: [PastStep] = []
    private(set) var problems: [String] = []
    /// What each request id was used for, and what came of it.
    private var requests: [String: PlayedRequest] = [:]
    /// What this step did.
    private(set) var facts: [Fact] = []
    private(set) var refusal: Refusal?
    private(set) var isDuplicate = false

    init(_ runner: ScenarioRunner, _ standIns: [StandIn] = []) {
        self.runner = runner
        // Stories without dates begin on a Monday that is no holiday anywhere.
        clock = Self.noon(of: CalendarDate(year: 2026, month: 1, day: 5) ?? CalendarDate(daysSinceEpoch: 0), runner)
        take(standIns)
    }

    /// What rules answer: what the story says of them, or else they themselves.
    var ask: (RuleQuestion) -> RuleAnswer {
        let (ask, standIns) = (runner.ask, standIns)
        return { question in
            guard let answer = standIns[question.rule] else { return ask(question) }
            return RuleAnswer(Verdict(answer, reasons: ["the story says so"]), from: "the story")
        }
    }

    private mutating func take(_ said: [StandIn]) { for one in said { standIns[one.rule] = one.answer } }

    var machine: Machine { runner.machine }
    var pathway: Pathway { runner.machine.pathway }
    var today: CalendarDate { pathway.calendar.zone.date(of: clock) }

    private static func noon(of date: CalendarDate, _ runner: ScenarioRunner) -> Timestamp {
        runner.machine.pathway.calendar.zone.instant(on: date, secondOfDay: 43_200)
    }

    mutating func perform(_ step: ScenarioStep) {
        facts = []
        refusal = nil
        isDuplicate = false
        take(step.standIns)
        if let at = step.at { move(to: at) }
        if let input = step.input { give(input, step) }
        if let state { coverage.criteria.formUnion(machine.observe(state, at: clock, asking: ask)) }
        problems += step.expect.differences(from: self, isSend: step.isSend)
    }

    // MARK: Time

    private func instant(_ time: TimeDeclaration) -> Timestamp? {
        switch time {
        case .date(let date): date == today ? clock : Self.noon(of: date, runner)
        case .instant(let instant): instant
        case .later(let delay): later(delay)
        }
    }

    /// A delay in days leads to noon, as a date does; one in hours to its instant.
    private func later(_ delay: Delay) -> Timestamp? {
        guard !delay.isExact else { return pathway.calendar.end(of: delay, from: clock) }
        return pathway.calendar.date(after: delay, from: clock).map { Self.noon(of: $0, runner) }
    }

    private mutating func move(to time: TimeDeclaration) {
        // Before its first input a story may begin at any time.
        guard let target = instant(time), state == nil || target >= clock else {
            problems.append("at: the clock stands at \(clock.rfc3339()) and does not go back")
            return
        }
        for _ in 0..<StepLimits.standard.wakeUps {
            guard let state, let next = machine.nextWakeUp(of: state, after: clock), next <= target else {
                clock = target
                return
            }
            clock = next
            step(Request(.wake, at: clock, countsCriteria: true))
        }
        problems.append("at: the case did not come to rest before \(target.rfc3339())")
    }

    // MARK: Inputs

    private mutating func give(_ input: ScenarioInput, _ step: ScenarioStep) {
        let asked = PlayedRequest(input: input, by: step.by, person: step.person, occurred: step.occurred)
        if let id = step.requestID, let first = requests[id] {
            isDuplicate = first.isSame(as: asked)
            refusal = isDuplicate ? first.refusal : .reused
            return
        }
        guard let entry = number(of: input.entry) else { return }
        let before = state?.sequence ?? 0
        let actor = Actor(name: step.person, roles: step.by.map { [$0] })
        let occurred = step.occurred.flatMap { time -> OccurrenceTime? in
            if case .date(let date) = time { .date(date) } else { instant(time).map { .instant($0) } }
        }
        self.step(Request(input.input(of: entry), by: actor, at: clock, occurred: occurred, countsCriteria: true))
        guard let id = step.requestID else { return }
        requests[id] = asked.answered(refusal, entry: state.flatMap { $0.sequence > before ? $0.sequence : nil })
    }

    /// The number of the entry that an input puts right; 0 where it puts none right, nil with a problem.
    private mutating func number(of name: EntryName?) -> Int? {
        switch name {
        case nil: return 0
        case .number(let number)?: return number
        case .request(let id)?:
            if let entry = requests[id]?.entry { return entry }
            problems.append("the step with the request_id '\(id)' has made no entry")
            return nil
        }
    }

    private mutating func step(_ request: Request) {
        switch machine.step(state, request, past: { past }, asking: ask) {
        case .stepped(let step):
            if !step.facts.isEmpty {
                state = step.state
                past.append(PastStep(step, of: request))
            }
            facts += step.facts
            coverage.add(step)
        case .refused(let refusal):
            self.refusal = refusal
            coverage.criteria.formUnion(machine.criteriaSeen(by: request, state, asking: ask))
        case .needs, .needsPast: problems.append("a rule was asked and did not answer")
        }
    }
}

extension ScenarioStep {
    fileprivate var isSend: Bool { if case .given(.send) = input { true } else { false } }
}
