package import CEL
package import PathwayModel

/// A week of sessions: what was planned, and what became of it.
package struct AttendanceWeek: Hashable, Sendable {
    /// The Monday that it begins with.
    package var monday: CalendarDate
    /// How many sessions the stay of its end plans; nil where none does.
    package var planned: Int?
    package var attended: Int
    package var missed: Int
    package var excused: Int

    /// Every week from the first session to the last.
    static func each(of record: AttendanceRecord, in stays: [CourseStay]) -> [AttendanceWeek] {
        guard let first = record.sessions.first?.date.monday, let last = record.sessions.last?.date.monday else {
            return []
        }
        let weeks = Int(last.days(since: first)) / 7
        let byWeek = Dictionary(grouping: record.sessions, by: \.date.monday)
        return (0...weeks).compactMap { first.adding(days: 7 * $0) }.map { monday in
            let sessions = byWeek[monday] ?? []
            func count(_ status: AttendanceStatus) -> Int { sessions.count { $0.status == status } }
            return AttendanceWeek(
                monday: monday, planned: planned(in: monday, stays), attended: count(.attended),
                missed: count(.noShow), excused: count(.excused))
        }
    }

    private static func planned(in monday: CalendarDate, _ stays: [CourseStay]) -> Int? {
        let sunday = monday.adding(days: 6) ?? monday
        let at = stays.last { stay in
            !stay.planned.isEmpty && stay.from <= sunday && (stay.until.map { monday <= $0 } ?? true)
        }
        return at?.planned.map(\.perWeek).reduce(0, +)
    }

    package var json: JSON {
        [
            "week_of": .string(monday.description), "planned": JSON(planned), "attended": JSON(attended),
            "no_show": JSON(missed), "excused": JSON(excused),
        ]
    }
}

extension CalendarDate {
    fileprivate var monday: CalendarDate { adding(days: 1 - weekday) ?? self }
}
