import CEL
import PathwayModel

/// A value on the command line: JSON, a date, an instant, else a text.
enum GivenValue {
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
    /// The type that an expression may rely on: of a list or a map also what is inside, where that is all of one type.
    var inferredType: ValueType {
        switch self {
        case .null: .null
        case .bool: .bool
        case .int: .int
        case .uint: .uint
        case .double: .double
        case .string: .string
        case .bytes: .bytes
        case .list(let values): .list(Self.common(values.map(\.inferredType)))
        case .map(let values):
            .map(Self.common(values.keys.map(\.inferredType)), Self.common(values.values.map(\.inferredType)))
        case .timestamp: .timestamp
        case .duration: .duration
        case .date: .date
        case .period: .period
        case .object(let object): .object(object.type)
        case .type(let type): .type(type)
        case .optional(let value): .optional(value?.inferredType ?? .dyn)
        }
    }

    private static func common(_ types: [ValueType]) -> ValueType {
        guard let first = types.first, types.allSatisfy({ $0 == first }) else { return .dyn }
        return first
    }
}
