package import PathwayModel

/// A rule's parameters as a JSON Schema, and back: the one description that the compiler, the manifest and the
/// handshake share. In Swift it is derived from the `Parameters` type.
package enum ParameterSchema {
    package static func json(of parameters: [RuleSignature.Parameter]) -> JSON {
        var members: [JSON.Member] = [.init("type", "object")]
        if !parameters.isEmpty {
            members.append(.init("properties", .object(parameters.map { .init($0.name, json(of: $0)) })))
        }
        let required = parameters.filter(\.isRequired).map(\.name)
        if !required.isEmpty { members.append(.init("required", JSON(required))) }
        members.append(.init("additionalProperties", false))
        return .object(members)
    }

    private static func json(of parameter: RuleSignature.Parameter) -> JSON {
        if let named = parameter.names {
            return .compact([
                "type": "string", "format": .string(named.rawValue), "of": JSON(parameter.fieldKind?.rawValue),
            ])
        }
        return json(of: parameter.type)
    }

    package static func json(of type: FieldType) -> JSON {
        func bounded(_ type: String, _ min: JSON?, _ max: JSON?) -> JSON {
            var members: [JSON.Member] = [.init("type", .string(type))]
            if let min { members.append(.init("minimum", min)) }
            if let max { members.append(.init("maximum", max)) }
            return .object(members)
        }
        /// Whole bounds are written as people write them.
        func number(_ value: Double) -> JSON { Int64(exactly: value).map { .int($0) } ?? .double(value) }
        return switch type {
        case .boolean: ["type": "boolean"]
        case .integer(let min, let max): bounded("integer", min.map { .int($0) }, max.map { .int($0) })
        case .number(let min, let max): bounded("number", min.map(number), max.map(number))
        case .text: ["type": "string"]
        case .choice(let options): ["type": "string", "enum": JSON(options)]
        case .date: ["type": "string", "format": "date"]
        case .instant: ["type": "string", "format": "date-time"]
        }
    }
}
