import PathwayModel

extension Delay {
    /// How many days a length of time is at least and at most, whatever the calendar is.
    var span: (least: Double, most: Double) {
        terms.reduce((0, 0)) { sum, term in
            let unit = term.unit.span
            let amount = Double(term.amount)
            let ends = (amount * unit.least, amount * unit.most)
            return (sum.0 + min(ends.0, ends.1), sum.1 + max(ends.0, ends.1))
        }
    }

    /// Whether this is shorter than another on every day of every calendar.
    func isShorter(than other: Delay) -> Bool {
        if let (own, others) = businessDays.flatMap({ own in other.businessDays.map { (own, $0) } }) {
            return own < others
        }
        return span.most < other.span.least
    }

    /// How many business days, where it is made of nothing else.
    private var businessDays: Double? {
        terms.allSatisfy { $0.unit == .businessDays } ? terms.reduce(0) { $0 + Double($1.amount) } : nil
    }
}

extension Delay.Unit {
    fileprivate var span: (least: Double, most: Double) {
        switch self {
        case .seconds: (1 / 86_400, 1 / 86_400)
        case .minutes: (1 / 1_440, 1 / 1_440)
        case .hours: (1 / 24, 1 / 24)
        case .days: (1, 1)
        case .weeks: (7, 7)
        case .months: (28, 31)
        case .years: (365, 366)
        // With one workday a week, and none in a holiday week.
        case .businessDays: (1, 14)
        }
    }
}
