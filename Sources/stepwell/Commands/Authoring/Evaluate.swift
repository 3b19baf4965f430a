import ArgumentParser
import CEL
import PathwayCompiler
import PathwayEngine
import PathwayModel
import StepwellKit
import StepwellRuntime

/// `eval`: one expression.
struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval",
        abstract: "Evaluate one expression of the guard language.",
        discussion: """
            stepwell eval 'phq9 >= 15 && impaired' --set phq9=18 --set impaired=true
            stepwell eval 'phq9.total <= 9' --case P-17

            A name that has no value is unknown: the answer is then a value all the same, or what it waits for.
            """)

    @Argument(help: "The expression.")
    var expression: String

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp("A name's value, written as in JSON or as a date.", valueName: "name=value"))
    var values: [String] = []

    @Option(name: .customLong("case"), help: ArgumentHelp("The case whose values it reads.", valueName: "case"))
    var caseText: String?

    @Flag(help: "As bare CEL, without the stricter rules of guards.")
    var cel = false

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var time: TimeOptions

    func run() throws {
        if let caseText { return tell(try evaluate(onCase: caseText)) }
        let given = try NamedValues.parse(values, "--set").map { ($0.name, GivenValue.read($0.text)) }
        switch BareExpression(expression, given, isStrict: !cel).evaluate() {
        case .success(let outcome): tell(outcome)
        case .failure(let issues):
            if clinic.json { Output.json(["error": .string(issues.all.map(\.message).joined(separator: "; "))]) }
            let place = issues.all.map { "column \($0.range.lowerBound + 1): \($0.message)" }
            var failure = Failure(
                .badData, "bad_expression", place.joined(separator: "; "),
                hint: issues.all.flatMap(\.suggestions).first.map { "did you mean '\($0)'?" })
            failure.isInJSON = clinic.json
            throw failure
        }
    }

    private func evaluate(onCase text: String) throws -> Evaluation {
        guard values.isEmpty else {
            throw Failure(.usage, "bad_option", "--set and --case exclude each other")
        }
        let clinic = try clinic.open()
        let (id, when) = (try clinic.caseID(text), try time.asked(in: clinic))
        let (seen, now) = try Failure.telling { () throws(RuntimeError) in
            try clinic.runner.look(at: id, when: when)
        }
        let digest = seen.definition.pathway.digest
        let stored = try Failure.tellingStore({ () throws(StoreError) in try clinic.store.definition(digest: digest) }
        )
        guard let stored else { throw Failure(.missing, "no_definition", "the case's definition is not in the store") }
        let compiler = PathwayCompiler(rules: clinic.plugins.signatures, channels: nil) { stored.files[$0] }
        let compilation = compiler.compile(expression: expression, in: stored.path)
        guard let compiled = compilation.product else {
            var printer = DiagnosticPrinter(isJSON: false)
            printer.add(compilation.diagnostics, in: PathwayFolder(folder: ""), files: compilation.files)
            throw Failure(.badData, "bad_expression", "the expression does not compile")
        }
        let machine = Machine(compiled.pathway)
        var journal: [Fact]?
        if machine.forgetsEvents(of: compiled.program) {
            let (_, rows) = try Failure.telling { () throws(RuntimeError) in try clinic.runner.history(of: id) }
            journal = rows.filter { $0.row.at <= now }.flatMap(\.facts) + seen.facts
        }
        return machine.evaluate(compiled.program, seen.state, at: now, journal: journal)
    }

    private func tell(_ evaluation: Evaluation) {
        switch evaluation {
        case .value(let value):
            if clinic.json {
                Output.json(["value": value.json, "type": .string(value.typeName)])
            } else {
                Output.line(value.shown.shownSafely)
            }
        case .unknown(let reasons):
            if clinic.json {
                Output.json(["unknown": JSON(reasons)])
            } else {
                Output.line("unknown: \(reasons.joined(separator: "; "))")
            }
        case .error(let message):
            if clinic.json { Output.json(["error": .string(message)]) } else { Output.line("error: \(message)") }
        }
    }
}

/// An expression by itself, with values from the command line.
private struct BareExpression {
    private let source: String
    private let given: [(name: String, value: Value)]
    private let isStrict: Bool

    init(_ source: String, _ given: [(String, Value)], isStrict: Bool) {
        self.source = source
        self.given = given.map { (name: $0.0, value: $0.1) }
        self.isStrict = isStrict
    }

    func evaluate() -> Result<Evaluation, Issues> {
        var environment = Environment(profile: isStrict ? .strict : .standard)
        for (place, entry) in given.enumerated() {
            environment.variables[entry.name] = Variable(id: place, type: entry.value.type)
        }
        switch Program.compile(source, in: environment, resolver: NoNames()) {
        case .success(let program): return .success(evaluation(of: program, names: []))
        case .failure(let issues):
            guard issues.all.allSatisfy({ $0.code == .unknownName }) else { return .failure(issues) }
            return evaluateWithUnknowns(issues)
        }
    }

    /// Names without values are unknown, and of any type.
    private func evaluateWithUnknowns(_ first: Issues) -> Result<Evaluation, Issues> {
        var environment = Environment(profile: .standard)
        for (place, entry) in given.enumerated() {
            environment.variables[entry.name] = Variable(id: place, type: entry.value.type)
        }
        let bytes = Array(source.utf8)
        var names: [String] = []
        for issue in first.all {
            let name = String(decoding: bytes[issue.range.clamped(to: 0..<bytes.count)], as: UTF8.self)
            guard !names.contains(name) else { continue }
            environment.variables[name] = Variable(id: given.count + names.count, type: .dyn)
            names.append(name)
        }
        return Program.compile(source, in: environment, resolver: NoNames()).map { evaluation(of: $0, names: names) }
    }

    private func evaluation(of program: Program, names: [String]) -> Evaluation {
        switch program.evaluate(Values(values: given.map(\.value))) {
        case .value(let value): .value(value)
        case .error(let error): .error(error.message)
        case .unknown(let unknowns):
            .unknown(
                unknowns.ids.compactMap { id in
                    let place = Int(id.rawValue) - given.count
                    return names.indices.contains(place) ? names[place] : nil
                })
        }
    }

    private struct Values: Host {
        let values: [Value]

        func variable(_ id: Int) -> Outcome {
            values.indices.contains(id) ? .value(values[id]) : .unknown(UnknownSet(UnknownID(UInt64(id))))
        }

        func call(_ id: Int, _ arguments: [Value]) -> Outcome {
            .error(EvaluationError(.noSuchOverload, "there is no such function"))
        }
    }

    private struct NoNames: LiteralResolver {
        func resolve(_ text: String, kind: Int) -> LiteralResolution {
            .failed(message: "'\(text)' names nothing", suggestions: [])
        }
    }
}

/// A value on the command line: JSON, a date, an instant, else a text.
private enum GivenValue {
    static func read(_ text: String) -> Value {
        if let date = CalendarDate(text) { return .date(date) }
        if let instant = Timestamp(rfc3339: text) { return .timestamp(instant) }
        do { return value(of: try JSON.parse(text)) } catch { return .string(text) }
    }

    private static func value(of json: JSON) -> Value {
        switch json {
        case .null: .null
        case .bool(let value): .bool(value)
        case .int(let value): .int(value)
        case .double(let value): .double(value)
        case .string(let value): .string(value)
        case .array(let values): .list(values.map(value))
        case .object(let members):
            .map(
                Dictionary(
                    members.map { (.string($0.name), value(of: $0.value)) }, uniquingKeysWith: { _, last in last }))
        }
    }
}

extension Value {
    /// The type that the checker gives it.
    fileprivate var type: ValueType {
        switch self {
        case .null: .null
        case .bool: .bool
        case .int: .int
        case .uint: .uint
        case .double: .double
        case .string: .string
        case .bytes: .bytes
        case .list(let values): .list(Self.common(values.map(\.type)))
        case .map(let values): .map(Self.common(values.keys.map(\.type)), Self.common(values.values.map(\.type)))
        case .timestamp: .timestamp
        case .duration: .duration
        case .date: .date
        case .period: .period
        case .object(let object): .object(object.type)
        case .type(let type): .type(type)
        case .optional(let value): .optional(value?.type ?? .dyn)
        }
    }

    private static func common(_ types: [ValueType]) -> ValueType {
        guard let first = types.first, types.allSatisfy({ $0 == first }) else { return .dyn }
        return first
    }

    /// CEL's name of the value's type.
    fileprivate var typeName: String {
        switch self {
        case .null: "null_type"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .string: "string"
        case .bytes: "bytes"
        case .list: "list"
        case .map: "map"
        case .timestamp: "timestamp"
        case .duration: "duration"
        case .date: "date"
        case .period: "period"
        case .object: "record"
        case .type: "type"
        case .optional: "optional"
        }
    }
}
