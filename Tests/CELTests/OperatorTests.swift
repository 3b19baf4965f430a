import CEL
import Testing

/// Every operator over every way an operand can end: a value, unknown, an error.
@Suite("Operators over values, unknowns and errors")
struct OperatorTests {
    /// An operand by the name it has in the expressions.
    enum Operand: String, CaseIterable {
        case yes, no, one, two, absent, missing, broken, failed

        var outcome: Outcome {
            switch self {
            case .yes: .value(.bool(true))
            case .no: .value(.bool(false))
            case .one: .value(.int(1))
            case .two: .value(.int(2))
            case .absent: .unknown(UnknownSet(UnknownID(1)))
            case .missing: .unknown(UnknownSet(UnknownID(2)))
            case .broken: .error(EvaluationError(.overflow, "The first"))
            case .failed: .error(EvaluationError(.conversion, "The second"))
            }
        }

        static let truths: [Operand] = [.yes, .no, .absent, .missing, .broken, .failed]
        static let numbers: [Operand] = [.one, .two, .absent, .missing, .broken, .failed]
    }

    static let bound = Dictionary(uniqueKeysWithValues: Operand.allCases.map { ($0.rawValue, $0.outcome) })

    /// In both profiles, typed so that the integers take the fast way, and as `dyn`, so that nothing does.
    private func outcomes(_ source: String) throws -> [Outcome] {
        let types = Dictionary(
            uniqueKeysWithValues: Operand.allCases.map { operand in
                (
                    operand.rawValue,
                    Operand.numbers.contains(operand) && source.contains(where: \.isArithmetic) ? ValueType.int : .bool
                )
            })
        var environment = Environment(profile: .strict)
        let host = BoundNames(Self.bound)
        for (id, name) in host.names.enumerated() {
            environment.variables[name] = Variable(id: id, type: types[name] ?? .bool)
        }
        return [
            try Program.compile(source, in: environment).get().evaluate(host),
            try evaluateBare(source, Self.bound, types: types),
            try evaluateBare(source, Self.bound),
            try evaluateBare(source, Self.bound, isChecked: false),
        ]
    }

    private func expect(_ source: String, _ expected: Outcome) throws {
        for outcome in try outcomes(source) { #expect(outcome == expected, "\(source)") }
    }

    /// What an operator answers that needs all its operands: unknowns together, else the first error, else the value.
    private func needing(_ operands: [Operand], _ value: Value) -> Outcome {
        var ids: [UnknownID] = []
        var error: EvaluationError?
        for operand in operands {
            switch operand.outcome {
            case .value: break
            case .unknown(let set): ids += set.ids
            case .error(let new): error = error ?? new
            }
        }
        if !ids.isEmpty { return .unknown(UnknownSet(ids)) }
        return error.map { .error($0) } ?? .value(value)
    }

    @Test("&& and || are decided by one side, whatever the other is")
    func logic() throws {
        for left in Operand.truths {
            try expect("!\(left)", needing([left], .bool(left == .no)))
            for right in Operand.truths {
                let sides = [left, right]
                let conjunction = sides.contains(.no) ? Outcome.value(.bool(false)) : needing(sides, .bool(true))
                let disjunction = sides.contains(.yes) ? Outcome.value(.bool(true)) : needing(sides, .bool(false))
                try expect("\(left) && \(right)", conjunction)
                try expect("\(left) || \(right)", disjunction)
                try expect(
                    "!(\(left) && \(right)) && !\(left)", left == .yes ? .value(.bool(false)) : negated(sides, left))
                for third in Operand.truths {
                    let answer = left == .yes ? right : left == .no ? third : left
                    try expect("\(left) ? \(right) : \(third)", answer.outcome)
                }
            }
        }
    }

    private func negated(_ sides: [Operand], _ left: Operand) -> Outcome {
        if sides.contains(.no) { return needing([left], .bool(true)) }
        return needing(sides, .bool(true))
    }

    @Test("arithmetic needs both sides")
    func arithmetic() throws {
        for left in Operand.numbers {
            try expect("-\(left) + 0", needing([left], .int(left == .one ? -1 : -2)))
            for right in Operand.numbers {
                let (a, b): (Int64, Int64) = (left == .one ? 1 : 2, right == .one ? 1 : 2)
                for (sign, value) in [("+", a + b), ("-", a - b), ("*", a * b), ("/", a / b), ("%", a % b)] {
                    try expect("\(left) \(sign) \(right)", needing([left, right], .int(value)))
                    try expect("\(left) \(sign) \(right) + 1 - 1", needing([left, right], .int(value)))
                }
            }
        }
    }

    @Test("comparisons need both sides")
    func relations() throws {
        for left in Operand.numbers {
            for right in Operand.numbers {
                let (a, b) = (left == .one ? 1 : 2, right == .one ? 1 : 2)
                for (sign, holds) in [
                    ("==", a == b), ("!=", a != b), ("<", a < b), ("<=", a <= b), (">", a > b), (">=", a >= b),
                ] {
                    try expect("\(left) + 0 \(sign) \(right)", needing([left, right], .bool(holds)))
                    try expect("[\(left) + 0] == [\(right)]", needing([left, right], .bool(a == b)))
                    try expect("[\(left) + 0][0] \(sign) [\(right)][0]", needing([left, right], .bool(holds)))
                }
                try expect("\(left) + 0 in [\(right), 7]", needing([left, right], .bool(a == b)))
            }
        }
    }

    @Test("all and exists are decided by one element, the others need every one")
    func comprehensions() throws {
        for left in Operand.truths {
            for right in Operand.truths {
                let sides = [left, right]
                let range = "[0, 1]"
                let body = "(x == 0 ? \(left) : \(right))"
                try expect(
                    "\(range).all(x, \(body))", sides.contains(.no) ? .value(.bool(false)) : needing(sides, .bool(true))
                )
                try expect(
                    "\(range).exists(x, \(body))",
                    sides.contains(.yes) ? .value(.bool(true)) : needing(sides, .bool(false)))
                let count = sides.filter { $0 == .yes }.count
                try expect("\(range).exists_one(x, \(body))", needing(sides, .bool(count == 1)))
                try expect("size(\(range).filter(x, \(body)))", needing(sides, .int(Int64(count))))
                try expect("size(\(range).map(x, \(body)))", needing(sides, .int(2)))
                try expect("size(\(range).map(x, \(body), x))", needing(sides, .int(Int64(count))))
            }
        }
    }

    @Test("functions, fields, maps and optionals need what they are asked of")
    func others() throws {
        for operand in [Operand.absent, .broken] {
            for source in [
                "string(\(operand))", "{'a': \(operand)}", "{\(operand): 1}", "{'a': 1}[\(operand)]",
                "\(operand).field", "has(\(operand).field)", "\(operand).?field", "optional.of(\(operand))",
                "optional.of(1).optMap(x, \(operand))", "\(operand).orValue(1)", "optional.none().orValue(\(operand))",
                "cel.bind(x, \(operand), x)", "[?\(operand)]", "\(operand)[0]", "\(operand).map(x, x)",
                "'%s'.format([\(operand)])", "math.greatest(1, \(operand))", "{'a': 1}.transformMap(k, v, \(operand))",
            ] {
                #expect(try evaluateBare(source, Self.bound) == operand.outcome, "\(source)")
            }
            for source in ["optional.of(1).orValue(\(operand)) == 1", "cel.bind(x, \(operand), true)"] {
                #expect(try evaluateBare(source, Self.bound) == .value(.bool(true)), "\(source)")
            }
        }
    }
}

extension Character {
    fileprivate var isArithmetic: Bool { "+-*/%".contains(self) }
}
