import AttendancePlugin
import CEL
import PathwayCompiler
import PathwayEngine
import PathwayModel
import PathwayScenarios
import StepwellKit
import StepwellRuntime

/// What reads bytes that somebody else wrote. Whatever the bytes, it comes to an end, with a product or with what is
/// wrong; a precondition in here is a promise that the reader makes about what it gives back.
package enum FuzzTarget: String, CaseIterable, Sendable {
    /// The composer of YAML files.
    case yaml
    /// The compiler of pathways, and the engine on what it makes.
    case pathway
    /// The compiler of expressions and their evaluation, in CEL's full language.
    case expression
    /// An expression as it stands in a pathway, in the strict language with its names.
    case strict = "guard"
    case json
    /// A journal row's facts.
    case facts
    /// A case's snapshot.
    case snapshot
    /// A file of tests.
    case scenario
    /// Lines of the plugins' protocol, read by both its sides.
    case talk = "protocol"

    package func run(_ bytes: [UInt8]) {
        switch self {
        case .yaml: _ = YAML.compose(bytes, file: "f.yaml")
        case .pathway: Self.compile(bytes)
        case .expression: Self.evaluate(bytes)
        case .strict:
            guard let text = String(validating: bytes, as: UTF8.self) else { return }
            _ = Self.compiler(Sample.bytes).compile(expression: text, in: "f.yaml")
        case .json: Self.parse(bytes)
        case .facts: Self.read(facts: bytes)
        case .snapshot: Self.read(snapshot: bytes)
        case .talk: Self.talk(bytes)
        case .scenario: _ = TestFileReader.read(bytes, file: "f.test.yaml")
        }
    }

    private static func compiler(_ bytes: [UInt8]) -> PathwayCompiler {
        PathwayCompiler(rules: [], channels: nil) { $0 == "f.yaml" ? bytes : nil }
    }

    private static func compile(_ bytes: [UInt8]) {
        let compilation = compiler(bytes).compile("f.yaml")
        guard let pathway = compilation.product else {
            precondition(!compilation.diagnostics.isEmpty, "no pathway and no diagnostic")
            return
        }
        let machine = Machine(pathway)
        let start = Timestamp(seconds: 1_767_625_200)
        let none: (RuleQuestion) -> RuleAnswer = { _ in RuleAnswer(.unknown("none"), from: "none") }
        let begin = Request(.enroll(.init(with: [])), at: start)
        guard case .stepped(let step) = machine.step(nil, begin, asking: none) else { return }
        precondition(CaseState(snapshot: step.state.snapshot, of: machine) == step.state, "another state is read back")
        guard let due = machine.nextWakeUp(of: step.state, after: start) else { return }
        _ = machine.step(step.state, Request(.wake, at: due), asking: none)
    }

    private static func evaluate(_ bytes: [UInt8]) {
        guard let text = String(validating: bytes, as: UTF8.self) else { return }
        var environment = Environment(profile: .standard)
        environment.variables["t"] = Variable(id: 0, type: .dyn)
        environment.variables["l"] = Variable(id: 1, type: .dyn)
        environment.variables["u"] = Variable(id: 2, type: .dyn)
        guard case .success(let program) = Program.compile(text, in: environment, limits: .standard) else { return }
        let first = program.evaluate(FuzzHost(), limits: .standard)
        let second = program.evaluate(FuzzHost(), limits: .standard)
        precondition("\(first)" == "\(second)", "two outcomes of one expression")
    }

    private static func parse(_ bytes: [UInt8]) {
        guard let json = try? JSON.parse(bytes) else { return }
        guard let again = try? JSON.parse(json.bytes) else { preconditionFailure("what is written is not read") }
        precondition(again == json, "another value is read back")
    }

    private static func read(facts bytes: [UInt8]) {
        guard let pathway = Sample.pathway, let facts = try? FactReader(Machine(pathway)).read(bytes) else { return }
        let written = FactWriter(pathway).write(facts)
        guard let again = try? FactReader(Machine(pathway)).read(written) else {
            preconditionFailure("what is written is not read")
        }
        precondition(again == facts, "other facts are read back")
    }

    private static func read(snapshot bytes: [UInt8]) {
        guard let machine = Sample.pathway.map({ Machine($0) }), let state = CaseState(snapshot: bytes, of: machine)
        else { return }
        precondition(CaseState(snapshot: state.snapshot, of: machine) == state, "another state is read back")
    }

    private static func talk(_ bytes: [UInt8]) {
        var session = PluginSession(Attendance.plugin)
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let answer = session.answer(to: Array(line)).bytes
            precondition(!answer.contains(UInt8(ascii: "\n")), "an answer of two lines")
            for said in [Array(line), answer] {
                guard case .success(let result)? = try? PluginReply.read(said).reply else { continue }
                _ = try? Verdict(result)
            }
        }
    }

    /// A seed of what the target reads, from what the program itself writes.
    package var seeds: [[UInt8]] {
        switch self {
        case .facts: Sample.rows
        case .snapshot: Sample.snapshots
        case .yaml, .pathway: [Sample.bytes]
        case .talk: [Sample.talk]
        default: []
        }
    }
}

/// Values of three kinds, and one that is not known.
struct FuzzHost: Host {
    func variable(_ id: Int) -> Outcome {
        switch id {
        case 0: .value(.string("a text, b"))
        case 1: .value(.list([.int(1), .double(0.5), .bool(true), .string("x")]))
        default: .unknown(UnknownSet(UnknownID(1)))
        }
    }

    func call(_ id: Int, _ arguments: [Value]) -> Outcome { .value(.list(arguments)) }
}
