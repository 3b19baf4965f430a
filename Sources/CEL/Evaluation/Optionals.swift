/// Functions about values that may be absent.
enum Optionals {
    static func answer(
        _ function: OptionalFunction, _ arguments: Arguments
    ) throws(EvaluationFailure) -> Value {
        switch function {
        case .none: return .optional(nil)
        case .of: return .optional(try arguments.value(0))
        case .ofNonZeroValue:
            let value = try arguments.value(0)
            return .optional(value.isZero ? nil : value)
        case .hasValue: return .bool(try wrapped(arguments.value(0)) != nil)
        case .value:
            guard let value = try wrapped(arguments.value(0)) else {
                throw EvaluationFailure(.invalidArgument, "The optional has no value")
            }
            return value
        case .unwrap:
            var values: [Value] = []
            for element in try arguments.list(0) {
                if let value = try wrapped(element) { values.append(value) }
            }
            return .list(values)
        case .first: return .optional(try arguments.list(0).first)
        case .last: return .optional(try arguments.list(0).last)
        }
    }

    private static func wrapped(_ value: Value) throws(EvaluationFailure) -> Value? {
        guard case .optional(let wrapped) = value else { throw .mismatch }
        return wrapped
    }
}

extension Value {
    /// Whether it is what its type has where nothing was said: 0, the empty text, null.
    fileprivate var isZero: Bool {
        switch self {
        case .null: true
        case .bool(let truth): !truth
        case .int(let number): number == 0
        case .uint(let number): number == 0
        case .double(let number): number == 0
        case .string(let text): text.isEmpty
        case .bytes(let bytes): bytes.isEmpty
        case .list(let elements): elements.isEmpty
        case .map(let entries): entries.isEmpty
        case .timestamp(let instant): instant == Timestamp(seconds: 0)
        case .duration(let duration): duration == Duration(seconds: 0)
        case .period(let period): period == Period()
        case .optional(let wrapped): wrapped == nil
        case .date, .object, .type: false
        }
    }
}
