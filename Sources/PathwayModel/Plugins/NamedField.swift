public import CEL

/// Names an instrument of the pathway in a rule's parameters. The rule is handed the results of that one alone.
public struct NamedInstrument: Hashable, Sendable, Decodable {
    public let text: String

    public init(_ text: String) { self.text = text }
    public init(from decoder: any Decoder) throws { text = try decoder.singleValueContainer().decode(String.self) }
}

/// Names a field of the pathway in a rule's parameters, of whatever type. The rule is handed that field alone.
public struct NamedField: Hashable, Sendable, Decodable {
    public let text: String

    public init(_ text: String) { self.text = text }
    public init(from decoder: any Decoder) throws { text = try decoder.singleValueContainer().decode(String.self) }
}

/// Names a field of the pathway whose values are of one type: `TypedField<Bool>`. A pathway that names another does not
/// compile. The rule is handed that field alone.
public struct TypedField<Content: FieldContent>: Hashable, Sendable, Decodable {
    public let text: String

    public init(_ text: String) { self.text = text }
    public init(from decoder: any Decoder) throws { text = try decoder.singleValueContainer().decode(String.self) }
}

/// What a `TypedField` may hold: `Bool`, `Int64`, `Double`, `String`, `CalendarDate` and `Timestamp`.
public protocol FieldContent: Hashable, Sendable {
    /// The content of a value; nil for one of another type.
    init?(of value: Value)

    /// What pathways call the type of such a field: `integer`.
    static var fieldType: String { get }
}

extension Bool: FieldContent {
    public static var fieldType: String { "boolean" }
    public init?(of value: Value) { if case .bool(let content) = value { self = content } else { return nil } }
}

extension Int64: FieldContent {
    public static var fieldType: String { "integer" }
    public init?(of value: Value) { if case .int(let content) = value { self = content } else { return nil } }
}

extension Double: FieldContent {
    public static var fieldType: String { "number" }
    public init?(of value: Value) {
        switch value {
        case .double(let content): self = content
        case .int(let content): self = Double(content)
        default: return nil
        }
    }
}

extension String: FieldContent {
    public static var fieldType: String { "text" }
    public init?(of value: Value) { if case .string(let content) = value { self = content } else { return nil } }
}

extension CalendarDate: FieldContent {
    public static var fieldType: String { "date" }
    public init?(of value: Value) { if case .date(let content) = value { self = content } else { return nil } }
}

extension Timestamp: FieldContent {
    public static var fieldType: String { "instant" }
    public init?(of value: Value) { if case .timestamp(let content) = value { self = content } else { return nil } }
}

extension RuleFacts {
    /// The value of a field that a parameter names; nil where the case has none.
    public subscript<Content>(field: TypedField<Content>) -> Content? { data[field.text].flatMap { Content(of: $0) } }
}

/// A `TypedField`, whatever it holds: what a schema is derived from.
package protocol AnyTypedField {
    static var fieldKind: FieldKind? { get }
    static var sample: Self { get }
}

extension TypedField: AnyTypedField {
    package static var fieldKind: FieldKind? { FieldKind(rawValue: Content.fieldType) }
    package static var sample: TypedField { TypedField("") }
}

/// The types of field that a parameter may ask for, as pathways call them. A number may be a whole one, a text a choice.
package enum FieldKind: String, CaseIterable, Hashable, Sendable {
    case boolean, integer, number, text, date, instant

    /// Whether fields of a type hold such values.
    package func admits(_ type: FieldType) -> Bool {
        switch type {
        case .boolean: self == .boolean
        case .integer: self == .integer || self == .number
        case .number: self == .number
        case .text, .choice: self == .text
        case .date: self == .date
        case .instant: self == .instant
        }
    }
}
