import CEL
package import PathwayEngine
package import PathwayModel
import StepwellRuntime

extension Evaluation {
    package var json: JSON {
        switch self {
        case .value(let value): ["value": value.json, "type": .string(value.typeName)]
        case .unknown(let reasons): ["unknown": JSON(reasons)]
        case .error(let message): ["error": .string(message)]
        }
    }
}

extension Value {
    /// CEL's name of the value's type.
    fileprivate var typeName: String {
        switch self {
        case .null: "null_type"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .string: "string"
        case .bytes: "bytes"
        case .list: "list"
        case .map: "map"
        case .timestamp: "timestamp"
        case .duration: "duration"
        case .date: "date"
        case .period: "period"
        case .object: "record"
        case .type: "type"
        case .optional: "optional"
        }
    }
}
