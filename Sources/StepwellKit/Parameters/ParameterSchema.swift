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
        if let named = parameter.names { return ["type": "string", "format": .string(named.rawValue)] }
        func bounded(_ type: String, _ min: JSON?, _ max: JSON?) -> JSON {
            var members: [JSON.Member] = [.init("type", .string(type))]
            if let min { members.append(.init("minimum", min)) }
            if let max { members.append(.init("maximum", max)) }
            return .object(members)
        }
        /// Whole bounds are written as people write them.
        func number(_ value: Double) -> JSON { Int64(exactly: value).map { .int($0) } ?? .double(value) }
        return switch parameter.type {
        case .boolean: ["type": "boolean"]
        case .integer(let min, let max): bounded("integer", min.map { .int($0) }, max.map { .int($0) })
        case .number(let min, let max): bounded("number", min.map(number), max.map(number))
        case .text: ["type": "string"]
        case .choice(let options): ["type": "string", "enum": JSON(options)]
        case .date: ["type": "string", "format": "date"]
        case .instant: ["type": "string", "format": "date-time"]
        }
    }

    /// Words that only describe, and bind nothing.
    static let descriptive: Set<String> = ["title", "description", "default", "examples", "$schema", "$comment"]

    /// Reads a schema. What it says beyond parameters of these types is refused, and never ignored: a check that
    /// nobody makes is worse than none.
    package static func parameters(_ schema: JSON) throws(ProtocolError) -> [RuleSignature.Parameter] {
        let known: Set<String> = ["type", "properties", "required", "additionalProperties"]
        try refuseUnknown(schema, known, "the schema")
        guard schema["type"]?.string == "object" else { throw ProtocolError("the schema's 'type' must be object") }
        guard schema["additionalProperties"].map({ $0 == false }) ?? true else {
            throw ProtocolError("'additionalProperties' must be false: parameters are those that are named")
        }
        let required = schema["required"]?.array?.compactMap(\.string) ?? []
        let properties = schema["properties"]?.members ?? []
        if let stray = required.first(where: { name in !properties.contains { $0.name == name } }) {
            throw ProtocolError("'required' names '\(stray)', which is no property")
        }
        var parameters: [RuleSignature.Parameter] = []
        for property in properties {
            let (type, names) = try type(property.value, property.name)
            parameters.append(
                .init(
                    name: property.name, type: type, isRequired: required.contains(property.name), names: names))
        }
        return parameters
    }

    private static func type(
        _ schema: JSON, _ name: String
    ) throws(ProtocolError) -> (FieldType, RuleSignature.Parameter.Named?) {
        let word = schema["type"]?.string ?? ""
        let allowed: [String: Set<String>] = [
            "boolean": ["type"], "integer": ["type", "minimum", "maximum"], "number": ["type", "minimum", "maximum"],
            "string": ["type", "enum", "format"],
        ]
        guard let known = allowed[word] else {
            throw ProtocolError("the parameter '\(name)' must be of type boolean, integer, number or string")
        }
        try refuseUnknown(schema, known, "the parameter '\(name)'")
        switch word {
        case "boolean": return (.boolean, nil)
        case "integer":
            return (
                .integer(min: schema["minimum"]?.int.map { Int64($0) }, max: schema["maximum"]?.int.map { Int64($0) }),
                nil
            )
        case "number": return (.number(min: schema["minimum"]?.double, max: schema["maximum"]?.double), nil)
        default:
            if let words = schema["enum"]?.array {
                let options = words.compactMap(\.string)
                guard options.count == words.count, !options.isEmpty else {
                    throw ProtocolError("the 'enum' of the parameter '\(name)' must list texts")
                }
                return (.choice(options), nil)
            }
            switch schema["format"]?.string {
            case nil: return (.text, nil)
            case "date": return (.date, nil)
            case "date-time": return (.instant, nil)
            case "instrument": return (.text, .instrument)
            case "field": return (.text, .field)
            case let format?: throw ProtocolError("the parameter '\(name)' has a 'format' that is not known: \(format)")
            }
        }
    }

    private static func refuseUnknown(_ schema: JSON, _ known: Set<String>, _ what: String) throws(ProtocolError) {
        guard let members = schema.members else { throw ProtocolError("\(what) must be an object") }
        for member in members where !known.contains(member.name) && !descriptive.contains(member.name) {
            throw ProtocolError("\(what) has '\(member.name)', which Stepwell does not check")
        }
    }
}
