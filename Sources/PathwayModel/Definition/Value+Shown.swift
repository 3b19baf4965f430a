package import CEL

extension Value {
    /// The value as people write and read it: in an input, in `why`, in a test's difference.
    package var shown: String {
        switch self {
        case .null: ""
        case .bool(let value): String(value)
        case .int(let value): String(value)
        case .uint(let value): String(value)
        case .double(let value): Self.shown(value)
        case .string(let value): value
        case .date(let value): value.description
        case .timestamp(let value): value.rfc3339()
        case .duration(let value): "\(value.seconds) s"
        case .period(let value): Self.shown(value)
        case .list(let values): "[\(values.map(\.shown).joined(separator: ", "))]"
        case .bytes, .map, .object, .type, .optional: "…"
        }
    }

    private static func shown(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15 ? String(Int64(number)) : String(number)
    }

    private static func shown(_ period: Period) -> String {
        let months = period.months == 0 ? nil : "\(period.months) months"
        let days = period.days == 0 && months != nil ? nil : "\(period.days) days"
        return [months, days].compactMap { $0 }.joined(separator: " ")
    }
}
