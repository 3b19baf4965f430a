/// What this module's functions answer. The arguments are of the right number where the checker saw them; their types
/// were checked unless they are `dyn`.
enum Builtins {
    /// Answers, and takes what long arguments and results cost from `steps`; below 0 there is no answer.
    static func apply(
        _ function: Builtin, _ values: [Value], isStrict: Bool, steps: inout Int
    ) -> Outcome {
        var arguments = Arguments(values, steps: steps)
        defer { steps = arguments.steps }
        do {
            for value in values { try arguments.charge(value) }
            let result = try answer(function, &arguments, isStrict: isStrict)
            try arguments.charge(result)
            // Guards know no infinity: it would compare as if it were a measured number.
            if isStrict, case .double(let number) = result, !number.isFinite { return .error(Calculation.notFinite) }
            return .value(result)
        } catch {
            return .error(error.error)
        }
    }

    private static func answer(
        _ function: Builtin, _ arguments: inout Arguments, isStrict: Bool
    ) throws(EvaluationFailure) -> Value {
        switch function {
        case .value(let function): try Conversions.answer(function, arguments, isStrict: isStrict)
        case .text(let function): try Texts.answer(function, &arguments)
        case .number(let function): try Numbers.answer(function, arguments, isStrict: isStrict)
        case .time(let function): try Times.answer(function, arguments)
        case .optional(let function): try Optionals.answer(function, arguments)
        }
    }
}

/// The arguments of a function, by their place, and the steps it may still take.
struct Arguments {
    let values: [Value]
    private(set) var steps: Int

    init(_ values: [Value], steps: Int) {
        self.values = values
        self.steps = steps
    }

    var count: Int { values.count }

    func value(_ place: Int) throws(EvaluationFailure) -> Value {
        guard values.indices.contains(place) else { throw .mismatch }
        return values[place]
    }

    func text(_ place: Int) throws(EvaluationFailure) -> String {
        guard case .string(let text) = try value(place) else { throw .mismatch }
        return text
    }

    func int(_ place: Int) throws(EvaluationFailure) -> Int64 {
        guard case .int(let number) = try value(place) else { throw .mismatch }
        return number
    }

    func double(_ place: Int) throws(EvaluationFailure) -> Double {
        guard case .double(let number) = try value(place) else { throw .mismatch }
        return number
    }

    func list(_ place: Int) throws(EvaluationFailure) -> [Value] {
        guard case .list(let elements) = try value(place) else { throw .mismatch }
        return elements
    }

    // MARK: Cost

    /// What a long value costs to be read or made.
    mutating func charge(_ value: Value) throws(EvaluationFailure) { try charge(Cost.of(value)) }

    /// Before so many bytes are made: a function must not fill the memory first and be stopped then.
    mutating func charge(bytes: Int) throws(EvaluationFailure) { try charge(bytes / Cost.bytesAStep) }

    mutating func charge(_ cost: Int) throws(EvaluationFailure) {
        let (rest, overflow) = steps.subtractingReportingOverflow(cost)
        steps = overflow ? -1 : rest
        guard steps >= 0 else { throw .costExceeded }
    }
}

/// What values cost by their length.
enum Cost {
    static let bytesAStep = 64

    static func of(_ value: Value) -> Int {
        switch value {
        case .string(let text): text.utf8.count / bytesAStep
        case .bytes(let bytes): bytes.count / bytesAStep
        case .list(let elements): elements.count
        case .map(let entries): entries.count
        case .null, .bool, .int, .uint, .double, .timestamp, .duration, .date, .period, .object, .type, .optional: 0
        }
    }
}

/// Lets an evaluation's error be thrown, and travel in a `Result`.
struct EvaluationFailure: Error {
    let error: EvaluationError

    init(_ error: EvaluationError) { self.error = error }

    init(_ kind: EvaluationError.Kind, _ message: String) { error = EvaluationError(kind, message) }

    static var mismatch: EvaluationFailure { EvaluationFailure(Calculation.mismatch) }
    static var overflow: EvaluationFailure { EvaluationFailure(Calculation.overflow) }
    static var costExceeded: EvaluationFailure {
        EvaluationFailure(.costExceeded, "The evaluation takes more steps than it may")
    }
}

extension Outcome {
    /// The value; an error is thrown. A function's arguments and results are never unknown.
    func value() throws(EvaluationFailure) -> Value {
        switch self {
        case .value(let value): return value
        case .error(let error): throw EvaluationFailure(error)
        case .unknown: throw .mismatch
        }
    }
}
