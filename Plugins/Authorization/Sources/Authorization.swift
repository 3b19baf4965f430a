public import StepwellKit

/// Rules on what a payer has authorized. The pathway's fields hold the numbers; a parameter names the field.
public enum Authorization: PluginProgram {
    public static let plugin = Plugin(
        name: "authorization", version: "1.0.0", rules: [UnitsLeft(), DaysLeft(), ReviewDue()])
}

extension RuleFacts {
    func units(_ field: NamedField) -> Int64? { if case .int(let units)? = data[field.text] { units } else { nil } }
    func date(_ field: NamedField) -> CalendarDate? {
        if case .date(let date)? = data[field.text] { date } else { nil }
    }
}
