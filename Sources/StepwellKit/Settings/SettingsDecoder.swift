import PathwayModel

/// Decodes a channel's settings from what the host hands over.
struct SettingsDecoder: FlatDecoder {
    let values: JSON

    static func decode<Settings: Decodable>(_ type: Settings.Type, from values: JSON) throws -> Settings {
        try Settings(from: SettingsDecoder(values: values))
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(Container(values: values))
    }

    private struct Container<Key: CodingKey>: FlatContainer {
        let values: JSON
        var allKeys: [Key] { (values.members ?? []).compactMap { Key(stringValue: $0.name) } }

        private func value(_ key: Key) -> JSON? { values[ParameterName.inPathways(key.stringValue)] }

        func contains(_ key: Key) -> Bool { value(key) != nil }

        func scalar<Scalar>(_ type: Scalar.Type, _ key: Key) throws -> Scalar {
            guard let value = value(key) else { throw ParameterError.missing(key.stringValue) }
            let scalar: Any? =
                if type == Bool.self {
                    value == true || value == false ? value == true : nil
                } else if type == Int.self {
                    value.int
                } else if type == Double.self {
                    value.double
                } else {
                    value.string
                }
            guard let scalar = scalar as? Scalar else { throw ParameterError.wrongType(key.stringValue) }
            return scalar
        }

        func decode<Element: Decodable>(_ type: Element.Type, forKey key: Key) throws -> Element {
            let wrong = ParameterError.wrongType(key.stringValue)
            if type == [String].self {
                let texts = value(key)?.array?.map(\.string) ?? []
                guard let texts = texts.compactMap(\.self) as? Element else { throw wrong }
                return texts
            }
            if type == [String: String].self {
                let pairs = (value(key)?.members ?? []).compactMap { member in
                    member.value.string.map { (member.name, $0) }
                }
                guard let names = Dictionary(pairs, uniquingKeysWith: { first, _ in first }) as? Element else {
                    throw wrong
                }
                return names
            }
            return try Element(from: WordDecoder(word: try scalar(String.self, key)))
        }
    }
}
