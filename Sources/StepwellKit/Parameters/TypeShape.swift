import CEL

/// What stands for a Swift type among a record's members.
protocol SampledShape {
    /// A value of the Swift type.
    var sample: Any { get }
}

/// Learns the members of a flat record from its type: it decodes one from nothing and keeps what was asked for.
enum TypeShape {
    /// A member: its name as a clinic writes it.
    struct Member<Shape: SampledShape> {
        var name: String
        var shape: Shape
        var isRequired: Bool
    }

    /// - Parameter shape: what stands for the type of a member; throws for one that may not be used.
    static func members<Record: Decodable, Shape: SampledShape>(
        of type: Record.Type, _ shape: @escaping (Any.Type) throws -> Shape
    ) -> [Member<Shape>] {
        let notes = Notes(shape)
        // What comes out is thrown away: only the questions matter. A type that refuses the samples has told its
        // members up to that one; `problem` says so.
        _ = Result { try Record(from: Asker(notes: notes)) }
        return notes.members
    }

    /// Why not all members can be learned from a type; nil where they can.
    static func problem<Record: Decodable, Shape: SampledShape>(
        of type: Record.Type, _ what: String, _ shape: @escaping (Any.Type) throws -> Shape
    ) -> String? {
        let notes = Notes(shape)
        do {
            _ = try Record(from: Asker(notes: notes))
            return nil
        } catch {
            let known = notes.members.map { "'\($0.name)'" }.joined(separator: ", ")
            return "a \(what) after \(known.isEmpty ? "none" : known) has a type that \(what)s cannot have"
        }
    }

    private final class Notes<Shape: SampledShape> {
        let shape: (Any.Type) throws -> Shape
        var members: [Member<Shape>] = []

        init(_ shape: @escaping (Any.Type) throws -> Shape) { self.shape = shape }

        func note(_ name: String, _ shape: Shape, isRequired: Bool) {
            guard !members.contains(where: { $0.name == name }) else { return }
            members.append(Member(name: name, shape: shape, isRequired: isRequired))
        }
    }

    private struct Asker<Shape: SampledShape>: FlatDecoder {
        let notes: Notes<Shape>

        func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
            KeyedDecodingContainer(Container(notes: notes))
        }
    }

    private struct Container<Shape: SampledShape, Key: CodingKey>: FlatContainer {
        let notes: Notes<Shape>
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
            let shape = try notes.shape(type)
            notes.note(ParameterName.inPathways(key.stringValue), shape, isRequired: isRequired)
            guard let sample = shape.sample as? Element else { throw ParameterError.wrongType(key.stringValue) }
            return sample
        }
    }
}
