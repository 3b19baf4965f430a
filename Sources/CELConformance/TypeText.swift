import CEL

/// A type as the cases write it: `map(string, list(int))`, `param:T`.
struct TypeText: Decodable {
    let type: ValueType

    init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        var reader = Reader(text: text[...])
        let type = reader.type()
        guard reader.text.isEmpty, type != .error else {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "'\(text)' is no type"))
        }
        self.type = type
    }

    private struct Reader {
        var text: Substring

        mutating func type() -> ValueType {
            let name = text.prefix { !"(),".contains($0) }
            text = text.dropFirst(name.count)
            var parameters: [ValueType] = []
            if text.first == "(" {
                repeat {
                    text = text.dropFirst().drop { $0 == " " }
                    parameters.append(type())
                } while text.first == ","
                guard text.first == ")" else { return .error }
                text = text.dropFirst()
            }
            return Self.type(String(name), parameters)
        }

        private static func type(_ name: String, _ parameters: [ValueType]) -> ValueType {
            if name.hasPrefix("param:") { return .parameter(String(name.dropFirst(6))) }
            return switch (name, parameters.count) {
            case ("list", 1): .list(parameters[0])
            case ("list", 0): .list(.dyn)
            case ("map", 2): .map(parameters[0], parameters[1])
            case ("map", 0): .map(.dyn, .dyn)
            case ("optional_type", 1): .optional(parameters[0])
            case ("optional_type", 0): .optional(.dyn)
            case ("type", 1): .type(parameters[0])
            case ("type", 0): .type(.dyn)
            case ("", _): .error
            case (_, 0): simple[name] ?? .abstract(name, [])
            default: .abstract(name, parameters)
            }
        }

        private static let simple: [String: ValueType] = [
            "dyn": .dyn, "null": .null, "null_type": .null, "bool": .bool, "int": .int, "uint": .uint,
            "double": .double, "string": .string, "bytes": .bytes, "timestamp": .timestamp, "duration": .duration,
            "google.protobuf.Timestamp": .timestamp, "google.protobuf.Duration": .duration,
        ]
    }
}
