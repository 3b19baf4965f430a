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
    /// A type parameter of an overload.
    case parameter(String)
    /// What an expression that did not check has: it causes no second issue.
    case error
}
