import CEL
import PathwayModel

extension FieldType {
    /// The values it can take, for comparisons that can never be true.
    var domain: Variable.Domain? { domain(isFixed: true) }

    /// The same, of a scale (an instrument says what it is), or of what may be widened (a field's bounds are the clinic's).
    func domain(isFixed: Bool) -> Variable.Domain? {
        switch self {
        case .choice(let options): .options(options)
        case .integer(let min, let max):
            min == nil && max == nil
                ? nil : .range(min: min.map { Double($0) }, max: max.map { Double($0) }, isFixed: isFixed)
        case .number(let min, let max): min == nil && max == nil ? nil : .range(min: min, max: max, isFixed: isFixed)
        case .boolean, .text, .date, .instant: nil
        }
    }

    /// What a value of it is, in an author's words.
    var words: String {
        func bounds(_ min: (some CustomStringConvertible)?, _ max: (some CustomStringConvertible)?) -> String {
            switch (min, max) {
            case (let min?, let max?): " from \(min) to \(max)"
            case (let min?, nil): " from \(min) on"
            case (nil, let max?): " up to \(max)"
            case (nil, nil): ""
            }
        }
        switch self {
        case .boolean: return "a boolean"
        case .integer(let min, let max): return "an integer" + bounds(min, max)
        case .number(let min, let max): return "a number" + bounds(min, max)
        case .text: return "a text"
        case .choice: return "one of the options"
        case .date: return "a date like 2026-01-31"
        case .instant: return "an instant like 2026-01-31T12:00:00Z"
        }
    }
}
