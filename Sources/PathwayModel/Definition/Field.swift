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
        switch (self, value) {
        case (.boolean, .bool), (.text, .string), (.date, .date), (.instant, .timestamp): true
        case (.integer(let min, let max), .int(let number)): number >= (min ?? .min) && number <= (max ?? .max)
        case (.number(let min, let max), .double(let number)):
            number.isFinite && number >= (min ?? -.infinity) && number <= (max ?? .infinity)
        case (.choice(let options), .string(let text)): options.contains(text)
        default: false
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
