import CEL
import Foundation
import PathwayCompiler
import PathwayEngine
import PathwayModel
import StepwellKit
import StepwellRuntime
import Testing

/// What a plugin's failure does to a case: the verdict is unknown for that step, a person is told, the case goes on.
@Suite("A failed rule in a case")
struct FailureInACaseTests {
    private static let start = Timestamp(seconds: 1_767_625_200)  // 2026-01-05T15:00:00Z
    private static let yaml = """
        stepwell: 1
        pathway: test
        version: "1"
        title: A test
        data: {risk: boolean}
        events: {go: {}, stop: {}}
        states:
          one:
            transitions:
              - {id: by_rule, to: two, when: {rule: odd.rule}}
              - {id: by_event, event: go, to: three}
              - {id: guarded, event: stop, to: three, require: [{id: asked, rule: odd.rule}]}
          two: {}
          three: {}
        """
    private static let signature = RuleSignature(
        name: "odd.rule", parameters: [], reads: [.data, .today], plugin: "odd 1.0.0")

    private static func machine(plugin: String = "odd 1.0.0") throws -> Machine {
        var signature = signature
        signature.plugin = plugin
        let bytes = Array(yaml.utf8)
        let compilation = PathwayCompiler(rules: [signature], channels: nil) { $0 == "t.yaml" ? bytes : nil }
            .compile("t.yaml")
        return Machine(try #require(compilation.product, "\(compilation.diagnostics.map(\.message))"))
    }

    private static func fails(_ question: RuleQuestion) -> RuleAnswer { .failure("it crashed", from: "odd 1.0.0") }
    private static func met(_ question: RuleQuestion) -> RuleAnswer { RuleAnswer(.met("yes"), from: "odd 1.0.0") }
    private static func notMet(_ question: RuleQuestion) -> RuleAnswer {
        RuleAnswer(.notMet("no"), from: "odd 1.0.0")
    }

    private static func step(
        _ machine: Machine, _ state: CaseState?, _ input: Input, hours: Int64 = 0,
        _ ask: @escaping (RuleQuestion) -> RuleAnswer
    ) throws -> Step {
        let at = Timestamp(seconds: start.seconds + hours * 3_600)
        guard case .stepped(let step) = machine.step(state, Request(input, at: at), asking: ask) else {
            throw PluginFailure("the step was refused")
        }
        return step
    }

    private static func names(_ step: Step, _ machine: Machine) -> [String] {
        step.state.leaves(in: machine.pathway).map { machine.pathway.states[$0].path }
    }

    private static func incidents(_ step: Step) -> [String] {
        step.facts.compactMap { if case .incident(let code, let detail) = $0 { "\(code): \(detail)" } else { nil } }
    }

    @Test("opens the incident task, keeps the input, takes no transition on it")
    func opensAnIncident() throws {
        let machine = try Self.machine()
        let step = try Self.step(machine, nil, .enroll(.init(with: [])), Self.fails)
        #expect(Self.names(step, machine) == ["one"])
        #expect(
            Self.incidents(step) == ["rule_failed: the rule 'odd.rule' (odd 1.0.0) gave no answer: it crashed"])
        let task = try #require(machine.pathway.tasks.firstIndex { $0.name == Pathway.incidentTask })
        #expect(step.state.tasks[task].status == .open)
    }

    @Test("stops no transition that does not ask it")
    func goesOn() throws {
        let machine = try Self.machine()
        let first = try Self.step(machine, nil, .enroll(.init(with: [])), Self.fails)
        let next = try Self.step(machine, first.state, .send(event: "go", with: []), hours: 1, Self.fails)
        #expect(Self.names(next, machine) == ["three"])
    }

    @Test("is not remembered: the next step asks again, and goes on once there is an answer")
    func asksAgain() throws {
        let machine = try Self.machine()
        let first = try Self.step(machine, nil, .enroll(.init(with: [])), Self.fails)
        #expect(!first.facts.contains { if case .verdictGiven = $0 { true } else { false } })
        let next = try Self.step(
            machine, first.state, .complete(task: Pathway.incidentTask), hours: 1, Self.met)
        #expect(Self.names(next, machine) == ["two"])
    }

    @Test("a repeated failure on a clock's tick says nothing new")
    func quietWhileOpen() throws {
        let machine = try Self.machine()
        let first = try Self.step(machine, nil, .enroll(.init(with: [])), Self.fails)
        let wake = try Self.step(machine, first.state, .wake, hours: 12, Self.fails)
        #expect(Self.incidents(wake).isEmpty)
    }

    @Test("a requirement that could not be judged refuses, and says why")
    func refusesWithReason() throws {
        let machine = try Self.machine()
        let first = try Self.step(machine, nil, .enroll(.init(with: [])), Self.fails)
        let at = Timestamp(seconds: Self.start.seconds + 3_600)
        let outcome = machine.step(first.state, Request(.send(event: "stop", with: []), at: at), asking: Self.fails)
        guard case .refused(let refusal) = outcome else {
            Issue.record("the input was to be refused")
            return
        }
        #expect(refusal.code == "asked")
        #expect(refusal.message.contains("could not be judged") && refusal.message.contains("it crashed"))
    }

    @Test("replay folds the record, and asks no rule")
    func replays() throws {
        let machine = try Self.machine()
        let (writer, reader) = (FactWriter(machine.pathway), FactReader(machine))
        var live: CaseState?
        var folded: CaseState?
        let inputs: [(Input, (RuleQuestion) -> RuleAnswer)] = [
            (.enroll(.init(with: [])), Self.fails), (.record([.field("risk", text: "true")]), Self.fails),
            (.complete(task: Pathway.incidentTask), Self.met),
        ]
        for (place, (input, ask)) in inputs.enumerated() {
            let step = try Self.step(machine, live, input, hours: Int64(place), ask)
            live = step.state
            machine.evolve(&folded, with: try reader.read(writer.write(step.facts)), in: step.header)
        }
        #expect(folded == live)
    }

    @Test("a field that went stale is not known to a rule either, and its going stale is looked at")
    func stale() throws {
        let yaml = """
            stepwell: 1
            pathway: test
            version: "1"
            title: A test
            data: {risk: {type: boolean, fresh_for: 2 days}}
            states: {one: {transitions: [{to: two, when: {rule: odd.rule}}]}, two: {}}
            """
        let signature = RuleSignature(name: "odd.rule", parameters: [], reads: .data, plugin: "odd 1.0.0")
        let compiler = PathwayCompiler(rules: [signature], channels: nil) { _ in Array(yaml.utf8) }
        let machine = Machine(try #require(compiler.compile("t.yaml").product))
        var seen: [Value?] = []
        func look(_ question: RuleQuestion) -> RuleAnswer {
            seen.append(question.facts.data["risk"])
            return RuleAnswer(.notMet("no"), from: "odd 1.0.0")
        }
        let first = try Self.step(machine, nil, .enroll(.init(with: [])), look)
        let next = try Self.step(machine, first.state, .record([.field("risk", text: "true")]), hours: 1, look)
        #expect(machine.nextWakeUp(of: next.state, after: Timestamp(seconds: Self.start.seconds + 3_600)) != nil)
        _ = try Self.step(machine, next.state, .wake, hours: 80, look)
        #expect(seen == [nil, .bool(true), nil])
    }

    @Test("a remembered verdict is asked for anew once the plugin has another version")
    func newVersion() throws {
        let yaml = """
            stepwell: 1
            pathway: test
            version: "1"
            title: A test
            events: {go: {}}
            tasks: {look: {title: Look}}
            states: {one: {tasks: [{task: look, when: {rule: odd.rule}}], transitions: [{event: go, to: two}]}, two: {}}
            """
        func machine(_ plugin: String) throws -> Machine {
            let signature = RuleSignature(name: "odd.rule", parameters: [], reads: [], plugin: plugin)
            let compiler = PathwayCompiler(rules: [signature], channels: nil) { _ in Array(yaml.utf8) }
            return Machine(try #require(compiler.compile("t.yaml").product))
        }
        var asked = 0
        func count(_ question: RuleQuestion) -> RuleAnswer {
            asked += 1
            return RuleAnswer(.met("yes"), from: "odd 1.0.0")
        }
        let first = try Self.step(try machine("odd 1.0.0"), nil, .enroll(.init(with: [])), count)
        #expect(asked == 1)
        _ = try Self.step(try machine("odd 1.0.0"), first.state, .wake, hours: 1, count)
        #expect(asked == 1)
        _ = try Self.step(try machine("odd 2.0.0"), first.state, .wake, hours: 1, count)
        #expect(asked == 2)
    }
}
