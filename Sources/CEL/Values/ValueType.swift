/// The type of a value, as the checker sees it.
public indirect enum ValueType: Hashable, Sendable {
    case dyn
    case null
    case bool
    case int
    case uint
    case double
    case string
    case bytes
    case list(ValueType)
    case map(ValueType, ValueType)
    case timestamp
    case duration
    case date
    case period
    /// A record declared by the host: its place in `Environment.objectTypes`.
    case object(Int)
    /// Any record that has these fields, each of its type: what a host's method on lists of records asks for.
    case record(having: [String: ValueType])
    case optional(ValueType)
    case type(ValueType)
    /// A type of the host's that only its functions make and take, with its parameters: `tuple(int, string)`.
    case abstract(String, [ValueType])
    /// A type parameter of an overload.
    case parameter(String)
    /// What an expression that did not check has: it causes no second issue.
    case error
}

extension ValueType: CustomStringConvertible {
    /// What CEL calls it: `list(int)`, `map(string, dyn)`, `google.protobuf.Timestamp`.
    public var description: String { name }

    /// What CEL calls it, where a parameter that nothing was found out about is `dyn`.
    var name: String {
        switch self {
        case .dyn: "dyn"
        case .null: "null_type"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .string: "string"
        case .bytes: "bytes"
        case .list(let element): "list(\(element.name))"
        case .map(let key, let value): "map(\(key.name), \(value.name))"
        case .timestamp: "google.protobuf.Timestamp"
        case .duration: "google.protobuf.Duration"
        case .date: "date"
        case .period: "period"
        case .object, .record: "record"
        case .optional(let wrapped): "optional_type(\(wrapped.name))"
        case .type(let inner): "type(\(inner.name))"
        case .abstract(let name, let parameters):
            parameters.isEmpty ? name : "\(name)(\(parameters.map(\.name).joined(separator: ", ")))"
        case .parameter(let name): name.hasPrefix("$") ? "dyn" : name
        case .error: "error"
        }
    }

    var isNumber: Bool { self == .int || self == .double }
}
