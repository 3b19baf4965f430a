import CEL
import CELConformance
import TestSupport
import Testing

/// Expressions nobody would write. They may fail in every way there is an outcome for, and in no other.
@Suite("Robustness")
struct RobustnessTests {
    static let seeds: [UInt64] = [1, 20_260_105, 0xC0FF_EE00]

    @Test("random expressions end in an outcome", arguments: seeds)
    func random(seed: UInt64) {
        var writer = ExpressionWriter(seed: seed)
        var compiled = 0
        for _ in 0..<2_000 {
            if run(writer.expression(depth: 5)) { compiled += 1 }
        }
        // Most must compile somewhere, or this tests only the parser.
        #expect(compiled > 1_000, "seed \(seed)")
    }

    @Test("mutated expressions end in an outcome", arguments: seeds)
    func mutated(seed: UInt64) {
        var writer = ExpressionWriter(seed: seed)
        let corpus = ConformanceTests.cases.map(\.expression)
        for _ in 0..<2_000 {
            guard let original = corpus.randomElement(using: &writer.generator) else { return }
            _ = run(writer.mutated(original))
            _ = run(writer.mutated(writer.expression(depth: 4)))
        }
    }

    @Test("what nests as deep as it may is walked without exhausting the stack")
    func depth() throws {
        let deep = Limits.standard.depth - 1
        func nested(_ open: String, _ core: String, _ close: String) -> String {
            String(repeating: open, count: deep) + core + String(repeating: close, count: deep)
        }
        for source in [
            nested("(", "1", ")"), nested("[", "1", "]"), nested("!", "true", ""), nested("{'a': ", "1", "}"),
            nested("dyn(", "1", ")"), nested("optional.of(", "1", ")"), nested("cel.bind(x, 1, ", "x", ")"),
            nested("[1].map(x, ", "x", ")"), "[1]" + String(repeating: ".map(x, [x])", count: deep - 1),
            "'%s'.format([" + String(repeating: "[", count: deep - 3) + String(repeating: "]", count: deep - 3) + "])",
        ] {
            #expect(throws: Never.self) { try evaluateBare(source) }
            let found = issuesOfBare("(" + source + ")" + String(repeating: ")", count: 0))
            #expect(found.allSatisfy { $0 == .tooDeep }, "\(source.prefix(40))")
        }
    }

    @Test("long results are paid for before they fill the memory")
    func memory() throws {
        let limits = Limits(length: 16_384, depth: 64, evaluationCost: 20_000)
        let text = String(repeating: "x", count: 500_000)
        let long: [String: Outcome] = [
            "t": .value(.string(text)), "l": .value(.list(Array(repeating: .string(text), count: 2_000))),
        ]
        for source in [
            "t.replace('x', t)", "t.replace('', t)", "l.join(t)", "l.join()", "'%s'.format([l])", "t.split('').join(t)",
            "'\(String(repeating: "%s", count: 500))'.format([\(Array(repeating: "t", count: 500).joined(separator: ","))])",
            "l.map(x, x + x)", "cel.bind(a, t + t, cel.bind(b, a + a, cel.bind(c, b + b, c + c + c + c)))",
        ] {
            let outcome = try evaluateBare(source, long, limits: limits)
            #expect(kind(outcome) == .costExceeded, "\(source.prefix(60))")
        }
    }

    @Test("searching takes time that grows with the text")
    func search() throws {
        let text = String(repeating: "a", count: 400_000)
        let values: [String: Outcome] = [
            "t": .value(.string(text)), "p": .value(.string(String(repeating: "a", count: 200_000) + "b")),
        ]
        let source = "t.contains(p) || t.indexOf(p) >= 0 || t.lastIndexOf('b' + p) >= 0 || size(t.split(p)) > 1"
        #expect(try evaluateBare(source, values) == .value(.bool(false)))
    }

    // MARK: Running

    private func issuesOfBare(_ source: String) -> [CEL.Issue.Code] {
        switch Program.compile(source, in: Environment(profile: .standard), limits: .standard) {
        case .success: []
        case .failure(let issues): issues.all.map(\.code)
        }
    }

    /// Compiles and runs it in every way there is; whether it compiled in one.
    private func run(_ source: String) -> Bool {
        var compiled = false
        for environment in Self.environments {
            switch Program.compile(source, in: environment, resolver: Clinic()) {
            case .failure(let issues):
                let length = source.utf8.count
                #expect(!issues.all.isEmpty, "\(source)")
                #expect(
                    issues.all.allSatisfy { $0.range.lowerBound >= 0 && $0.range.upperBound <= length }, "\(source)")
            case .success(let program):
                compiled = true
                let host = CountingHost()
                let limits = Limits(length: 16_384, depth: 64, evaluationCost: 500)
                let outcome = program.evaluate(host, limits: limits)
                // A node is a step; some take theirs only when they end.
                #expect(host.count <= limits.evaluationCost + source.utf8.count, "\(source)")
                if environment.profile == .strict, case .value(.double(let number)) = outcome {
                    #expect(number.isFinite, "\(source)")
                }
            }
        }
        return compiled
    }

    static let environments: [Environment] = {
        var bare = Environment(profile: .standard)
        for (id, (name, type)) in CountingHost.variables.enumerated() {
            bare.variables[name] = Variable(id: id, type: type)
        }
        var unchecked = bare
        unchecked.isChecked = false
        var strict = bare
        strict.profile = .strict
        strict.variables = strict.variables.filter { CountingHost.strictNames.contains($0.key) }
        return [bare, unchecked, strict]
    }()
}

/// A host that counts how often it is asked.
final class CountingHost: Host {
    static let variables: [(String, ValueType)] = [
        ("a", .int), ("b", .bool), ("c", .string), ("d", .double), ("e", .list(.int)), ("f", .map(.string, .int)),
        ("g", .dyn), ("h", .timestamp), ("u", .int), ("w", .int),
    ]
    static let strictNames: Set<String> = ["a", "b", "c", "d", "e", "h", "u", "w"]
    private static let values: [Outcome] = [
        .value(.int(.max)), .value(.bool(true)), .value(.string("añb")), .value(.double(.greatestFiniteMagnitude)),
        .value(.list((0..<20).map { .int($0) })), .value(.map([.string("a"): .int(1)])),
        .value(.list([.null, .bytes([255])])),
        .value(.timestamp(Timestamp(seconds: 253_402_300_799, nanoseconds: 999_999_999))),
        .unknown(UnknownSet(UnknownID(7))), .error(EvaluationError(.overflow, "Out of range")),
    ]
    // Only one task asks a host.
    nonisolated(unsafe) private(set) var count = 0

    func variable(_ id: Int) -> Outcome {
        count += 1
        return Self.values[id]
    }

    func call(_ id: Int, _ arguments: [Value]) -> Outcome { .value(.int(0)) }
}

/// Writes expressions at random, the same ones for the same seed.
struct ExpressionWriter {
    var generator: SplitMix

    init(seed: UInt64) { generator = SplitMix(seed: seed) }

    private mutating func pick(_ choices: [String]) -> String { choices.randomElement(using: &generator) ?? "1" }

    mutating func expression(depth: Int) -> String {
        guard depth > 0 else { return pick(Self.atoms) }
        func next(_ writer: inout ExpressionWriter) -> String { writer.expression(depth: depth - 1) }
        switch UInt8.random(in: 0..<14, using: &generator) {
        case 0, 1: return "(\(next(&self)) \(pick(Self.operators)) \(next(&self)))"
        case 2: return "(\(number(depth)) \(pick(["+", "-", "*", "/", "%", "<", "==", ">="])) \(number(depth)))"
        case 3: return "(\(truth(depth)) \(pick(["&&", "||"])) \(truth(depth)))"
        case 4: return pick(["!", "-"]) + next(&self)
        case 5: return "(\(truth(depth)) ? \(next(&self)) : \(next(&self)))"
        case 6: return "[\(next(&self)), \(pick(["", "?"]))\(next(&self))]"
        case 7: return "{\(pick(Self.atoms)): \(next(&self)), 'k': \(next(&self))}"
        case 8: return "\(next(&self))\(pick(["[0]", "[?1]", ".k", ".?k", "[a]", "[-1]", "['k']"]))"
        case 9: return "\(pick(["e", "f", "[1, 2]", "{1: 2}"])).\(pick(Self.macros))(x, \(next(&self)))"
        case 10: return "\(next(&self)).\(pick(Self.methods))(\(pick(["", next(&self), "1, 2", "c, c"])))"
        case 11: return "\(pick(Self.functions))(\(pick([next(&self), next(&self) + ", " + next(&self)])))"
        case 12: return "cel.bind(x, \(next(&self)), \(next(&self)))"
        default: return pick([number(depth), truth(depth)])
        }
    }

    private mutating func number(_ depth: Int) -> String {
        guard depth > 1, Bool.random(using: &generator) else {
            return pick(["a", "u", "w", "0", "-1", "9223372036854775807"])
        }
        return "(\(number(depth - 1)) \(pick(["+", "-", "*", "/", "%"])) \(number(depth - 1)))"
    }

    private mutating func truth(_ depth: Int) -> String {
        pick([
            "b", "true", "\(number(depth - 1)) \(pick(["<", "==", ">="])) \(number(depth - 1))",
            "e.exists(x, x == \(number(1)))",
        ])
    }

    /// With bytes exchanged, removed, doubled and moved; invalid UTF-8 becomes replacement characters.
    mutating func mutated(_ source: String) -> String {
        var bytes = Array(source.utf8)
        for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            switch UInt8.random(in: 0..<5, using: &generator) {
            case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &generator)
            case 1: bytes.remove(at: place)
            case 2:
                bytes.insert(Array("()[]{}\"'`.?:,!-+0eu\\x".utf8).randomElement(using: &generator) ?? 40, at: place)
            case 3: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 9)], at: place)
            default: bytes.swapAt(place, bytes.count / 2)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let atoms = [
        "a", "b", "c", "d", "e", "f", "g", "h", "u", "w", "x", "0", "1", "-1", "9223372036854775807",
        "-9223372036854775808",
        "0u", "18446744073709551615u", "0.0", "-0.0", "1e308", "5e-324", "''", "'é'", "'a%s%d%.3f'", "b'\\xff'", "null",
        "true", "false", "[]", "{}", "optional.none()", "optional.of(1)", "duration('292y')",
        "duration('-9223372036s')",
        "timestamp(0)", "int", "'(a*)*b'", "'America/New_York'",
    ]
    private static let operators = ["+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "in", "&&", "||"]
    private static let macros = [
        "all", "exists", "exists_one", "filter", "map", "optMap", "optFlatMap", "transformMap",
    ]
    private static let methods = [
        "size", "contains", "startsWith", "endsWith", "matches", "charAt", "indexOf", "lastIndexOf", "substring",
        "replace",
        "split", "join", "trim", "reverse", "lowerAscii", "upperAscii", "format", "getHours", "getMonth",
        "getDayOfYear",
        "getMilliseconds", "hasValue", "value", "or", "orValue", "first", "last", "unwrapOpt",
    ]
    private static let functions = [
        "size", "int", "uint", "double", "string", "bytes", "bool", "timestamp", "duration", "type", "dyn", "matches",
        "math.greatest", "math.least", "math.abs", "math.sign", "math.ceil", "math.round", "math.sqrt", "math.isNaN",
        "math.bitAnd", "math.bitNot", "math.bitShiftLeft", "math.bitShiftRight", "strings.quote", "base64.encode",
        "base64.decode", "optional.of", "optional.ofNonZeroValue", "optional.unwrap", "min", "max", "sum", "days",
        "hours",
        "date", "months", "abs", "has",
    ]
}
