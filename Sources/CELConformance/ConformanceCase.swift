/// One case of the specification's conformance suite: an expression, its surroundings, and what is expected of it.
package struct ConformanceCase: Decodable, Sendable {
    /// A variable, or a function where it has overloads.
    package struct Declaration: Decodable, Sendable {
        struct Function: Decodable {
            let member: Bool
            let params: [TypeText]
            let result: TypeText
        }

        let name: String
        let type: TypeText?
        let function: [Function]?
    }

    package enum Expectation: Sendable {
        case value(ConformanceValue)
        /// Any error: while it is compiled, or when it runs.
        case error
        /// Only the type counts.
        case type
    }

    package let file: String
    package let section: String
    package let name: String
    package let expression: String
    package let expectation: Expectation
    let declarations: [Declaration]
    let bindings: [String: ConformanceValue]
    let container: String
    let isChecked: Bool
    let hasMacros: Bool
    let isCheckOnly: Bool
    let deducedType: TypeText?

    /// `file/section/name`
    package var id: String { "\(file)/\(section)/\(name)" }

    private enum Key: String, CodingKey {
        case file, section, name, container, bindings, expect
        case expression = "expr"
        case declarations = "type_env"
        case isUnchecked = "disable_check"
        case hasNoMacros = "disable_macros"
        case isCheckOnly = "check_only"
        case deducedType = "deduced_type"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        file = try fields.decode(String.self, forKey: .file)
        section = try fields.decode(String.self, forKey: .section)
        name = try fields.decode(String.self, forKey: .name)
        expression = try fields.decode(String.self, forKey: .expression)
        expectation = try fields.decode(Expectation.self, forKey: .expect)
        declarations = try fields.decodeIfPresent([Declaration].self, forKey: .declarations) ?? []
        bindings = try fields.decodeIfPresent([String: ConformanceValue].self, forKey: .bindings) ?? [:]
        container = try fields.decodeIfPresent(String.self, forKey: .container) ?? ""
        isChecked = try !(fields.decodeIfPresent(Bool.self, forKey: .isUnchecked) ?? false)
        hasMacros = try !(fields.decodeIfPresent(Bool.self, forKey: .hasNoMacros) ?? false)
        isCheckOnly = try fields.decodeIfPresent(Bool.self, forKey: .isCheckOnly) ?? false
        deducedType = try fields.decodeIfPresent(TypeText.self, forKey: .deducedType)
    }
}

extension ConformanceCase.Expectation: Decodable {
    private enum Key: String, CodingKey {
        case value, error
        case type = "type_only"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        if let value = try fields.decodeIfPresent(ConformanceValue.self, forKey: .value) {
            self = .value(value)
        } else if try fields.decodeIfPresent(Bool.self, forKey: .error) == true {
            self = .error
        } else if try fields.decodeIfPresent(Bool.self, forKey: .type) == true {
            self = .type
        } else {
            throw DecodingError.dataCorruptedError(
                forKey: .value, in: fields, debugDescription: "The case expects neither a value nor an error nor a type"
            )
        }
    }
}
