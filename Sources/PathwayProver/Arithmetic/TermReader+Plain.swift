import PathwayModel

/// Which values are looked for first.
extension TermReader {
    /// What is said besides in one attempt after another: dates around a day on which stories begin, fractions that a machine
    /// does not round. None where there are neither.
    var plainness: [String] {
        let (days, fractions) = (self.days, self.fractions)
        let pins = days.isEmpty ? fractions : days.flatMap { day in fractions.map { "\(day)\n\($0)" } }
        return pins.filter { $0.contains("assert") }
    }

    private var days: [String] {
        let dates = order.compactMap { quantities[$0] }.filter { $0.kind == .term(.date) }
        let count = dates.isEmpty ? 0 : dates.contains { isToday($0) } ? 14 : 1
        return (0..<count).map { day in
            let first = Int64(Story.firstDay.daysSinceEpoch) + Int64(day)
            let pins = dates.map { date in
                isToday(date)
                    ? date.value("=", SMT(first))
                    : .all([date.value(">=", SMT(first - 400)), date.value("<=", SMT(first + 400))])
            }
            return "(assert \(SMT.all(pins).text))"
        }
    }

    /// Sixty-fourths, then what comes out even, then anything.
    private var fractions: [String] {
        guard !unrounded.isEmpty else { return [""] }
        let even = "(assert \(SMT.all(unrounded).text))"
        let numbers = order.compactMap { quantities[$0] }.filter { $0.kind == .term(.number) }
        let grid = numbers.map { number in
            "(declare-const g\(number.name) Int)(assert (= (* 64.0 \(number.name)) (to_real g\(number.name))))"
        }
        return [grid.joined() + even, even, ""]
    }
}
