import CEL
import PathwayModel

extension FieldType {
    /// The value that a text gives, within bounds; nil where it gives none.
    func read(_ text: String) -> Value? {
        Scalar.value(of: text, as: self).flatMap { admits($0) ? $0 : nil }
    }

    func read(_ text: String, called name: String) throws(Refusal) -> Value {
        guard let value = read(text) else { throw .invalid("'\(name)' has to be \(expectation)") }
        return value
    }

    /// What a value has to be, for people.
    package var expectation: String {
        func bounds(_ min: String?, _ max: String?) -> String {
            switch (min, max) {
            case (let min?, let max?): " from \(min) to \(max)"
            case (let min?, nil): " of at least \(min)"
            case (nil, let max?): " of at most \(max)"
            case (nil, nil): ""
            }
        }
        return switch self {
        case .boolean: "true or false"
        case .integer(let min, let max): "a whole number\(bounds(min.map(String.init), max.map(String.init)))"
        case .number(let min, let max): "a number\(bounds(min.map { "\($0)" }, max.map { "\($0)" }))"
        case .text: "a text"
        case .choice(let options): "one of \(options.joined(separator: ", "))"
        case .date: "a date such as 2026-01-31"
        case .instant: "an instant such as 2026-01-31T09:00:00Z"
        }
    }
}
