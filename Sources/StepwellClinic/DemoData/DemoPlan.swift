package import CEL
import PathwayModel

/// What is to be invented.
package struct DemoPlan: Sendable {
    /// The days before the last one in which patients come.
    static let span = 490
    /// The last day in a clinic that has no case yet.
    static let usualEnd = CalendarDate(daysSinceEpoch: 20_621)  // 2026-06-17
    package static let mostCases = 5_000

    package var cases: Int
    package var seed: UInt64
    /// The pathways that patients come for; all of the clinic's where it is empty.
    package var pathways: [String]
    /// The day whose morning it ends with; nil for the day at which the simulated clock stands.
    package var until: CalendarDate?

    package init(cases: Int, seed: UInt64, pathways: [String] = [], until: CalendarDate? = nil) {
        self.cases = cases
        self.seed = seed
        self.pathways = pathways
        self.until = until
    }

    /// The days on which patients come, one each, in order: more of them lately, and the last on the last day.
    func arrivals(until: CalendarDate) -> [CalendarDate] {
        var random = SeededNumbers(.days, 0, seed: seed)
        let days = (1..<max(1, cases)).map { _ in
            // A clinic that has grown: the larger of two is later more often.
            let share = max(Double.random(in: 0..<1, using: &random), Double.random(in: 0..<1, using: &random))
            let day = until.adding(days: -Int(Double(Self.span) * (1 - share))) ?? until
            return day.weekday > 5 ? day.adding(days: 8 - day.weekday) ?? day : day
        }
        return days.map { min($0, until) }.sorted() + [until]
    }
}
