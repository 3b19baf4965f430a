package import CEL

/// The type of a field, a payload or an item, with what it may hold.
package enum FieldType: Hashable, Sendable {
    case boolean
    case integer(min: Int64?, max: Int64?)
    case number(min: Double?, max: Double?)
    case text
    case choice([String])
    case date
    case instant
}

/// A value the case may hold besides instrument results.
package struct Field: Sendable {
    package var name: String
    package var type: FieldType
    package var label: String?
    package var defaultValue: Value?
    /// How long a recorded value stays good; nil for ever.
    package var freshFor: Delay?
    /// Given at enrollment.
    package var isEnrollment: Bool
    /// What kind of secret it is; nil for one that anybody may read.
    package var sensitivity: Sensitivity?
    /// Roles that may record it; nil for any.
    package var by: [String]?

    /// What people call it: its label, else its name.
    package var shownName: String { label ?? name }

    package init(
        name: String, type: FieldType, label: String?, defaultValue: Value?, freshFor: Delay?, isEnrollment: Bool,
        sensitivity: Sensitivity? = nil
    ) {
        self.name = name
        self.type = type
        self.label = label
        self.defaultValue = defaultValue
        self.freshFor = freshFor
        self.isEnrollment = isEnrollment
        self.sensitivity = sensitivity
    }
}

extension FieldType {
    /// Whether a value is of this type and within its bounds.
    package func admits(_ value: Value) -> Bool {
        switch self {
        case .boolean: if case .bool = value { true } else { false }
        case .text: if case .string = value { true } else { false }
        case .date: if case .date = value { true } else { false }
        case .instant: if case .timestamp = value { true } else { false }
        case .integer(let min, let max):
            if case .int(let number) = value { number >= (min ?? .min) && number <= (max ?? .max) } else { false }
        case .number(let min, let max):
            if case .double(let number) = value {
                number.isFinite && number >= (min ?? -.infinity) && number <= (max ?? .infinity)
            } else {
                false
            }
        case .choice(let options): if case .string(let text) = value { options.contains(text) } else { false }
        }
    }

    package var valueType: ValueType {
        switch self {
        case .boolean: .bool
        case .integer: .int
        case .number: .double
        case .text, .choice: .string
        case .date: .date
        case .instant: .timestamp
        }
    }
}
