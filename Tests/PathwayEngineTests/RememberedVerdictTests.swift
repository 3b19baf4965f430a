import CEL
import PathwayCompiler
import PathwayEngine
import PathwayModel
import Testing

/// When a rule is asked, and when what it answered before stands.
@Suite("Verdicts that are remembered")
struct RememberedVerdictTests {
    /// A case in which a task and a transition stand on a rule that may read one field.
    private struct Asked {
        private let machine: Machine
        private(set) var state: CaseState?
        private(set) var questions: [RuleQuestion] = []
        private(set) var facts: [Fact] = []
        private var now = Course.start

        init() throws {
            let yaml = """
                stepwell: 1
                pathway: tested
                version: "1"
                title: Tested
                data: {risk: integer, other: integer}
                events: {go: {log: true}}
                tasks: {look: {title: Look}}
                states:
                  one:
                    tasks: [{task: look, when: {rule: t.rule}}]
                    transitions: [{event: go, when: {rule: t.rule}, do: [{set: {other: 1}}]}]
                """
            let signature = RuleSignature(
                name: "t.rule", parameters: [], reads: .data, only: RuleScope(data: ["risk"]), plugin: "t 1")
            let compilation = PathwayCompiler(rules: [signature], channels: nil) { _ in Array(yaml.utf8) }
                .compile("tested.yaml")
            machine = Machine(try #require(compilation.product, "\(compilation.diagnostics.map(\.message))"))
        }

        /// Gives an input some hours later; the rule answers with this verdict where it is asked.
        mutating func give(_ input: Input, hours: Int64 = 0, _ verdict: Verdict) throws {
            now = Timestamp(seconds: now.seconds + hours * 3_600)
            var asked: [RuleQuestion] = []
            let outcome = machine.step(state, Request(input, at: now)) { question in
                asked.append(question)
                return RuleAnswer(verdict, from: "t 1")
            }
            guard case .stepped(let step) = outcome else { throw Course.NotTaken(refusal: "\(outcome)") }
            state = step.state
            facts = step.facts
            questions += asked
        }

        var kept: [Verdict] {
            facts.compactMap { if case .verdictGiven(_, let verdict, _, _) = $0 { verdict } else { nil } }
        }

        var isOpen: Bool {
            machine.pathway.tasks.firstIndex { $0.name == "look" }.map { state?.tasks[$0].status == .open } ?? false
        }

        var nextWakeUp: Timestamp? { state.flatMap { machine.nextWakeUp(of: $0, after: now) } }
    }

    private static let met = Verdict(.met, reasons: ["yes"])
    private static let notMet = Verdict(.notMet, reasons: ["no"])
    private static func after(hours: Int64) -> Timestamp { Timestamp(seconds: Course.start.seconds + hours * 3_600) }

    @Test("stand while nothing changes that the rule may read")
    func stand() throws {
        var asked = try Asked()
        try asked.give(.enroll(.init(with: [])), Self.met)
        #expect(asked.questions.count == 1 && asked.kept == [Self.met] && asked.isOpen)
        try asked.give(.record("other", "1"), hours: 1, Self.notMet)
        try asked.give(.wake, hours: 1, Self.notMet)
        #expect(asked.questions.count == 1 && asked.kept.isEmpty && asked.isOpen)
    }

    @Test("stand no longer once what the rule may read is another")
    func change() throws {
        var asked = try Asked()
        try asked.give(.enroll(.init(with: [])), Self.met)
        try asked.give(.record("risk", "1"), hours: 1, Self.notMet)
        #expect(asked.questions.map { $0.facts.data["risk"] } == [nil, .int(1)])
        // It stays so: what the rule said is asked for by nobody who goes on.
        try asked.give(.record("risk", "2"), hours: 1, Self.met)
        #expect(asked.questions.count == 3 && asked.kept == [Self.met])
    }

    @Test("stand until when the rule said, and wake the case then")
    func until() throws {
        var asked = try Asked()
        try asked.give(.enroll(.init(with: [])), Verdict(.met, reasons: ["for a day"], until: Self.after(hours: 24)))
        #expect(asked.nextWakeUp == Self.after(hours: 24))
        try asked.give(.wake, hours: 23, Self.notMet)
        #expect(asked.questions.count == 1)
        try asked.give(.wake, hours: 1, Self.notMet)
        #expect(asked.questions.count == 2)
    }

    @Test("are kept once, whatever else rests on them")
    func once() throws {
        var asked = try Asked()
        try asked.give(.enroll(.init(with: [])), Self.met)
        try asked.give(.send(event: "go", with: []), hours: 1, Self.notMet)
        #expect(asked.questions.count == 1 && asked.kept.isEmpty)
    }

    @Test("are kept anew where they stood no longer, although the question is the same")
    func renewed() throws {
        var asked = try Asked()
        let first = Verdict(.met, reasons: ["for a day"], until: Self.after(hours: 24))
        let second = Verdict(.met, reasons: ["for two days"], until: Self.after(hours: 48))
        try asked.give(.enroll(.init(with: [])), first)
        try asked.give(.send(event: "go", with: []), hours: 25, second)
        #expect(asked.kept == [second] && asked.nextWakeUp == Self.after(hours: 48))
        try asked.give(.send(event: "go", with: []), hours: 1, Self.notMet)
        #expect(asked.questions.count == 2 && asked.kept.isEmpty)
    }
}
