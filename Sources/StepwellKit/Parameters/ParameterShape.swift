import CEL
import PathwayModel

/// Learns a rule's parameters from their type: it decodes one from nothing and keeps what was asked for.
struct ParameterShape {
    static func parameters<Parameters: Decodable>(
        of type: Parameters.Type, bounds: [String: ClosedRange<Double>]
    ) -> [RuleSignature.Parameter] {
        let notes = Notes()
        // What comes out is thrown away: only the questions matter. A type that refuses the samples has told its
        // parameters up to that one; `problem` says so.
        _ = Result { try Parameters(from: Asker(notes: notes)) }
        return notes.parameters.map { bounded($0, bounds[$0.name]) }
    }

    /// Why not all parameters can be learned from a type; nil where they can.
    static func problem<Parameters: Decodable>(of type: Parameters.Type) -> String? {
        let notes = Notes()
        do {
            _ = try Parameters(from: Asker(notes: notes))
            return nil
        } catch {
            let known = notes.parameters.map { "'\($0.name)'" }.joined(separator: ", ")
            return "a parameter after \(known.isEmpty ? "none" : known) has a type that parameters cannot have"
        }
    }

    private static func bounded(
        _ parameter: RuleSignature.Parameter, _ bounds: ClosedRange<Double>?
    ) -> RuleSignature.Parameter {
        guard let bounds else { return parameter }
        var parameter = parameter
        switch parameter.type {
        case .integer:
            parameter.type = .integer(
                min: Int64(bounds.lowerBound.rounded(.up)), max: Int64(bounds.upperBound.rounded(.down)))
        case .number: parameter.type = .number(min: bounds.lowerBound, max: bounds.upperBound)
        case .boolean, .text, .choice, .date, .instant: break
        }
        return parameter
    }

    private final class Notes {
        var parameters: [RuleSignature.Parameter] = []

        func note(_ name: String, _ shape: Shape, isRequired: Bool) {
            guard !parameters.contains(where: { $0.name == name }) else { return }
            parameters.append(.init(name: name, type: shape.type, isRequired: isRequired, names: shape.names))
        }
    }

    private struct Asker: Decoder {
        let notes: Notes
        var codingPath: [any CodingKey] { [] }
        var userInfo: [CodingUserInfoKey: Any] { [:] }

        func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
            KeyedDecodingContainer(Container(notes: notes))
        }

        func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw ParameterError.notFlat }
        func singleValueContainer() throws -> any SingleValueDecodingContainer { throw ParameterError.notFlat }
    }

    private struct Container<Key: CodingKey>: FlatContainer {
        let notes: Notes
        var allKeys: [Key] { [] }

        func contains(_ key: Key) -> Bool { true }
        func decodeNil(forKey key: Key) -> Bool { false }

        func scalar<Scalar>(_ type: Scalar.Type, _ key: Key) throws -> Scalar {
            try sample(type, key, isRequired: true)
        }

        func decode<Element: Decodable>(_ type: Element.Type, forKey key: Key) throws -> Element {
            try sample(type, key, isRequired: true)
        }

        func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? { try optional(type, key) }
        func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? { try optional(type, key) }
        func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? { try optional(type, key) }
        func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { try optional(type, key) }
        func decodeIfPresent<Element: Decodable>(_ type: Element.Type, forKey key: Key) throws -> Element? {
            try optional(type, key)
        }

        private func optional<Element>(_ type: Element.Type, _ key: Key) throws -> Element? {
            _ = try sample(type, key, isRequired: false)
            return nil
        }

        private func sample<Element>(_ type: Element.Type, _ key: Key, isRequired: Bool) throws -> Element {
            let shape = try ParameterShape.shape(of: type)
            notes.note(ParameterName.inPathways(key.stringValue), shape, isRequired: isRequired)
            guard let sample = shape.sample as? Element else { throw ParameterError.wrongType(key.stringValue) }
            return sample
        }
    }

    /// What stands for a Swift type.
    private struct Shape {
        var type: FieldType
        /// A value of the Swift type.
        var sample: Any
        var names: RuleSignature.Parameter.Named?
    }

    private static func shape(of type: Any.Type) throws -> Shape {
        if type == Bool.self { return Shape(type: .boolean, sample: false) }
        if type == Int.self { return Shape(type: .integer(min: nil, max: nil), sample: 0) }
        if type == Double.self { return Shape(type: .number(min: nil, max: nil), sample: 0.0) }
        if type == String.self { return Shape(type: .text, sample: "") }
        if type == CalendarDate.self { return Shape(type: .date, sample: CalendarDate(daysSinceEpoch: 0)) }
        if type == NamedInstrument.self {
            return Shape(type: .text, sample: NamedInstrument(""), names: .instrument)
        }
        if type == NamedField.self { return Shape(type: .text, sample: NamedField(""), names: .field) }
        if let choice = type as? any CaseIterable.Type, let (words, first) = words(of: choice) {
            return Shape(type: .choice(words), sample: first)
        }
        throw ParameterError.notFlat
    }

    private static func words<Choice: CaseIterable>(of type: Choice.Type) -> ([String], Any)? {
        let words = type.allCases.compactMap { ($0 as? any RawRepresentable)?.rawValue as? String }
        guard words.count == type.allCases.count, let first = type.allCases.first else { return nil }
        return (words, first)
    }
}
