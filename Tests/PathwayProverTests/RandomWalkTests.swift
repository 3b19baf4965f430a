import CEL
import PathwayEngine
import PathwayModel
import PathwayProver
import TestSupport
import Testing

extension Proofs {
    /// What is proved is tried on the real engine by somebody who does anything at all.
    struct RandomWalkTests {
        static let walked = CorpusFile.all(in: "Sound").filter { !$0.text.contains("rule:") }

        @Test("nothing that is proved is broken by people who do anything", arguments: walked)
        func holds(_ file: CorpusFile) throws {
            let pathway = try file.compiled()
            let report = Prover(pathway, holders: ["intake", "clinician"]).prove(within: .seconds(60))
            let proved = report.findings.filter { $0.verdict == .proved }
            for seed in UInt64(1)...4 {
                var walk = RandomWalk(pathway, seed: seed)
                for _ in 0..<Self.steps {
                    walk.step()
                    for problem in walk.problems(with: proved) {
                        Issue.record("seed \(seed): \(problem)\n\(walk.told)")
                    }
                    guard walk.isGood else { return }
                }
            }
        }

        private static let steps = 120

        @Test("a walk sees what is wrong with a pathway that has a hole")
        func seesHoles() throws {
            let file = try #require(CorpusFile.all(in: "Holes").first { $0.name == "obligation_waiting_list" })
            let pathway = try file.compiled()
            let claimed = Prover(pathway).prove(within: .seconds(60)).findings.filter { $0.property == .obligation }
            var isSeen = false
            for seed in UInt64(1)...20 where !isSeen {
                var walk = RandomWalk(pathway, seed: seed)
                for _ in 0..<Self.steps {
                    walk.step()
                    isSeen = isSeen || !walk.problems(with: claimed).isEmpty
                }
            }
            #expect(isSeen)
        }
    }
}

/// A case to which anybody does anything.
struct RandomWalk {
    private let pathway: Pathway
    private let machine: Machine
    private var random: SplitMix
    private var state: CaseState?
    private var now: Timestamp
    private var facts: [Fact] = []
    private(set) var told: [String] = []
    private(set) var isGood = true

    init(_ pathway: Pathway, seed: UInt64) {
        self.pathway = pathway
        machine = Machine(pathway)
        random = SplitMix(seed: seed)
        now = Timestamp(seconds: 1_767_614_400)
    }

    mutating func step() {
        facts = []
        guard state != nil else { return give(.enroll(Input.Enrollment(with: []))) }
        if Int.random(in: 0..<3, using: &random) == 0 { wait() } else { give(anything()) }
    }

    private mutating func give(_ input: Input) {
        told.append("\(now.rfc3339()) \(input)")
        take(Request(input, at: now))
    }

    private mutating func take(_ request: Request) {
        let outcome = machine.step(state, request) { _ in RuleAnswer(.unknown("nobody answers"), from: "none") }
        guard case .stepped(let step) = outcome else { return }
        if !step.facts.isEmpty { state = step.state }
        facts += step.facts
    }

    private mutating func wait() {
        let target = Timestamp(seconds: now.seconds + Int64.random(in: 1..<40, using: &random) * 86_400)
        told.append("\(target.rfc3339()) time passes")
        while let state, let next = machine.nextWakeUp(of: state, after: now), next <= target {
            now = next
            take(Request(.wake, at: next))
        }
        now = target
    }

    private mutating func anything() -> Input {
        var inputs: [Input] = []
        for event in pathway.events where event.kind == .declared {
            let with = event.payload.compactMap { part in
                value(of: part.type).map { Input.NamedText(part.name, $0) }
            }
            inputs.append(.send(event: event.name, with: with))
        }
        for field in pathway.fields {
            if let text = value(of: field.type) { inputs.append(.record([.field(field.name, text: text)])) }
        }
        for instrument in pathway.instruments {
            let answers = instrument.scores.compactMap { score in
                value(of: score.type).map { Input.NamedText(score.name, $0) }
            }
            inputs.append(.record([.instrument(instrument.name, answers: answers)]))
            let items = instrument.items.compactMap { item in
                value(of: item.type).map { Input.NamedText(item.name, $0) }
            }
            inputs.append(.record([.instrument(instrument.name, answers: items)]))
        }
        for kind in pathway.consentKinds {
            inputs.append(.consent([.init(kind: kind, granted: Bool.random(using: &random))]))
        }
        for status in AttendanceStatus.allCases { inputs.append(.attend(status, type: nil)) }
        for (place, task) in pathway.tasks.enumerated() where state?.tasks[place].status == .open {
            inputs.append(.complete(task: task.name))
        }
        for transition in pathway.transitions where transition.decision != nil {
            inputs.append(.decide(.transition(id: transition.id), reason: "at random"))
        }
        return inputs.randomElement(using: &random) ?? .wake
    }

    private mutating func value(of type: FieldType) -> String? {
        switch type {
        case .boolean: Bool.random(using: &random) ? "true" : "false"
        case .integer(let min, let max):
            "\(Int64.random(in: (min ?? 0)...Swift.max(min ?? 0, max ?? 30), using: &random))"
        case .number(let min, let max):
            "\(Double(Int.random(in: Int(min ?? 0)...Int(max ?? 30), using: &random)))"
        case .choice(let options): options.randomElement(using: &random)
        case .text: "text"
        case .date:
            CalendarDate(daysSinceEpoch: Int32(now.seconds / 86_400) + Int32.random(in: -20...20, using: &random))
                .description
        case .instant: nil
        }
    }

    /// What is not as it was proved.
    mutating func problems(with proved: [Finding]) -> [String] {
        guard let state else { return [] }
        let problems = proved.compactMap { finding -> String? in
            switch finding.property {
            case .obligation: machine.isLost(state, at: now) ? "nobody owes anything in \(places)" : nil
            case .promise:
                facts.contains { fact in
                    if case .promise(let index, .broken) = fact {
                        pathway.promises[index].id == finding.subject
                    } else {
                        false
                    }
                } ? "\(finding.subject) is broken in \(places)" : nil
            case .rest:
                facts.contains { fact in
                    if case .incident(let code, _) = fact { code == Refusal.Code.stepLimit } else { false }
                } ? "a step did not come to rest in \(places)" : nil
            case .close, .role, .risk, .safetyClose, .safeguard, .gap, .overlap, .never, .always, .dead, .hard,
                .history, .vacuous,
                .event, .task, .stale, .deadline:
                nil
            }
        }
        isGood = isGood && problems.isEmpty
        return problems
    }

    private var places: String {
        state.map { $0.leaves(in: pathway).map { pathway.states[$0].path }.joined(separator: " + ") } ?? ""
    }
}
