/// A value of the expression language.
///
/// Beyond CEL's own kinds there are `date` and `period` (civil days, without a zone) and `object`, a record whose type
/// the host declares and whose fields may each be unknown.
public enum Value: Hashable, Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case uint(UInt64)
    case double(Double)
    case string(String)
    case bytes([UInt8])
    case list([Value])
    case map([Value: Value])
    case timestamp(Timestamp)
    case duration(Duration)
    case date(CalendarDate)
    case period(Period)
    case object(Object)
    case type(ValueType)
    indirect case optional(Value?)
}

/// A record of a type that the host declared.
public struct Object: Hashable, Sendable {
    /// The type's place in `Environment.objectTypes`.
    public let type: Int
    /// One outcome a declared field, in order. A field may be unknown by itself.
    public let fields: [Outcome]
    /// What only the host reads: it gets the object back as the receiver of its methods.
    public let payload: [Int64]

    public init(type: Int, fields: [Outcome], payload: [Int64] = []) {
        self.type = type
        self.fields = fields
        self.payload = payload
    }
}
