package import CEL
package import PathwayModel
package import StepwellKit

extension WireValue {
    /// A parameter: its schema tells its type, so that dates are plain texts.
    package static func plain(_ value: Value) -> JSON {
        switch value {
        case .date(let date): .string(date.description)
        case .timestamp(let instant): .string(instant.rfc3339())
        default: tagged(value)
        }
    }

    /// A fact. What a rule is never handed (lists, maps, types) stands as nothing.
    package static func tagged(_ value: Value) -> JSON {
        switch value {
        case .bool(let value): .bool(value)
        case .int(let number): .int(number)
        case .uint(let number): Int64(exactly: number).map { .int($0) } ?? .null
        case .double(let number): .double(number)
        case .string(let text): .string(text)
        case .date(let date): ["date": .string(date.description)]
        case .timestamp(let instant): ["instant": .string(instant.rfc3339())]
        case .null, .bytes, .list, .map, .duration, .period, .object, .type, .optional: .null
        }
    }

    static func object(_ values: [String: Value]) -> JSON {
        .object(
            values.keys.sorted().compactMap { name in
                values[name].map { JSON.Member(name, tagged($0)) }
            })
    }
}
