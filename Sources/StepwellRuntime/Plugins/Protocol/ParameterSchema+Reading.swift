package import PathwayModel
package import StepwellKit

/// Reading what a manifest or a handshake says.
extension ParameterSchema {
    /// Words that only describe, and bind nothing.
    private static let descriptive: Set<String> = [
        "title", "description", "default", "examples", "$schema", "$comment",
    ]

    /// Reads a schema. What it says beyond parameters of these types is refused, and never ignored: a check that
    /// nobody makes is worse than none.
    package static func parameters(_ schema: JSON) throws(ProtocolError) -> [RuleSignature.Parameter] {
        try members(schema).map { member throws(ProtocolError) in
            let (type, names) = try type(member.schema, member.name)
            return .init(
                name: member.name, type: type, isRequired: member.isRequired, names: names,
                fieldKind: try fieldKind(member.schema, member.name, names))
        }
    }

    /// The type that a field must have which a parameter names.
    private static func fieldKind(
        _ schema: JSON, _ name: String, _ names: RuleSignature.Parameter.Named?
    ) throws(ProtocolError) -> FieldKind? {
        guard let word = schema["of"] else { return nil }
        guard names == .field, let kind = word.string.flatMap(FieldKind.init(rawValue:)) else {
            let known = FieldKind.allCases.map(\.rawValue).joined(separator: ", ")
            throw ProtocolError("'of' of '\(name)' goes with 'format: field' alone, and is one of \(known)")
        }
        return kind
    }

    /// The members of a flat record's schema.
    static func members(
        _ schema: JSON
    ) throws(ProtocolError) -> [(name: String, schema: JSON, isRequired: Bool)] {
        let known: Set<String> = ["type", "properties", "required", "additionalProperties"]
        try refuseUnknown(schema, known, "the schema")
        guard schema["type"]?.string == "object" else { throw ProtocolError("the schema's 'type' must be object") }
        guard schema["additionalProperties"].map({ $0 == false }) ?? true else {
            throw ProtocolError("'additionalProperties' must be false: there is what is named, and nothing else")
        }
        let required = schema["required"]?.array?.compactMap(\.string) ?? []
        let properties = schema["properties"]?.members ?? []
        if let stray = required.first(where: { name in !properties.contains { $0.name == name } }) {
            throw ProtocolError("'required' names '\(stray)', which is no property")
        }
        return properties.map { ($0.name, $0.value, required.contains($0.name)) }
    }

    static func type(
        _ schema: JSON, _ name: String, _ what: String = "parameter"
    ) throws(ProtocolError) -> (FieldType, RuleSignature.Parameter.Named?) {
        let word = schema["type"]?.string ?? ""
        let allowed: [String: Set<String>] = [
            "boolean": ["type"], "integer": ["type", "minimum", "maximum"], "number": ["type", "minimum", "maximum"],
            "string": ["type", "enum", "format", "of"],
        ]
        guard let known = allowed[word] else {
            throw ProtocolError("the \(what) '\(name)' must be of type boolean, integer, number or string")
        }
        try refuseUnknown(schema, known, "the \(what) '\(name)'")
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
                    throw ProtocolError("the 'enum' of the \(what) '\(name)' must list texts")
                }
                return (.choice(options), nil)
            }
            switch schema["format"]?.string {
            case nil: return (.text, nil)
            case "date": return (.date, nil)
            case "date-time": return (.instant, nil)
            case "instrument": return (.text, .instrument)
            case "field": return (.text, .field)
            case let format?: throw ProtocolError("the \(what) '\(name)' has a 'format' that is not known: \(format)")
            }
        }
    }

    static func refuseUnknown(_ schema: JSON, _ known: Set<String>, _ what: String) throws(ProtocolError) {
        guard let members = schema.members else { throw ProtocolError("\(what) must be an object") }
        for member in members where !known.contains(member.name) && !descriptive.contains(member.name) {
            throw ProtocolError("\(what) has '\(member.name)', which Stepwell does not check")
        }
    }
}
