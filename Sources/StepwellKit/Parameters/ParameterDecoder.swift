import CEL
import PathwayModel

/// Decodes a rule's parameters from what a pathway wrote.
struct ParameterDecoder: FlatDecoder {
    let values: [String: Value]

    static func decode<Parameters: Decodable>(_ type: Parameters.Type, from values: [String: Value]) throws
        -> Parameters
    {
        try Parameters(from: ParameterDecoder(values: values))
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(Container(values: values))
    }

    private struct Container<Key: CodingKey>: FlatContainer {
        let values: [String: Value]
        var allKeys: [Key] { values.keys.compactMap { Key(stringValue: $0) } }

        func contains(_ key: Key) -> Bool { values[ParameterName.inPathways(key.stringValue)] != nil }

        func scalar<Scalar>(_ type: Scalar.Type, _ key: Key) throws -> Scalar {
            guard let value = values[ParameterName.inPathways(key.stringValue)] else {
                throw ParameterError.missing(key.stringValue)
            }
            let converted: Any? =
                switch value {
                case .bool(let value): value
                case .int(let value): Scalar.self == Double.self ? Double(value) : Int(exactly: value)
                case .double(let value): value
                // A process is handed dates as texts.
                case .string(let value): Scalar.self == CalendarDate.self ? CalendarDate(value) : value
                case .date(let value): value
                default: nil
                }
            guard let scalar = converted as? Scalar else { throw ParameterError.wrongType(key.stringValue) }
            return scalar
        }

        func decode<Element: Decodable>(_ type: Element.Type, forKey key: Key) throws -> Element {
            if Element.self == CalendarDate.self { return try scalar(type, key) }
            return try Element(from: WordDecoder(word: try scalar(String.self, key)))
        }
    }
}

/// Why parameters could not be read. They are checked when a pathway is compiled, so this is a plugin's mistake.
enum ParameterError: Error {
    case missing(String)
    case wrongType(String)
    /// Parameters are flat: no lists, no records in records.
    case notFlat
}

/// A word on its way into a string enumeration.
struct WordDecoder: Decoder, SingleValueDecodingContainer {
    let word: String
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        throw ParameterError.notFlat
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw ParameterError.notFlat }
    func singleValueContainer() -> any SingleValueDecodingContainer { self }
    func decodeNil() -> Bool { false }

    func decode<Element: Decodable>(_ type: Element.Type) throws -> Element {
        guard let word = word as? Element else { throw ParameterError.notFlat }
        return word
    }
}
