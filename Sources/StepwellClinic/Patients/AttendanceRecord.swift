package import CEL
import PathwayEngine
package import PathwayModel
package import StepwellRuntime

/// What became of sessions, as it counts now.
package struct AttendanceRecord: Hashable, Sendable {
    package struct Session: Hashable, Sendable {
        package var date: CalendarDate
        package var status: AttendanceStatus
        package var type: String?
        package var id: CaseID
        /// The entry that recorded it.
        package var sequence: Int
    }

    /// The oldest first.
    package var sessions: [Session]

    package func count(_ status: AttendanceStatus) -> Int { sessions.count { $0.status == status } }

    /// Attended of those that were attended or missed, as a share; nil where there are none. Excused ones do not count.
    package var rate: Double? {
        let (attended, missed) = (count(.attended), count(.noShow))
        return attended + missed == 0 ? nil : Double(attended) / Double(attended + missed)
    }

    init(of cases: [SeenCase]) {
        sessions = cases.flatMap { seen in
            seen.state.sessions.map { recorded in
                Session(
                    date: recorded.session.moment.date, status: recorded.session.status, type: recorded.session.type,
                    id: seen.id, sequence: recorded.step)
            }
        }.enumerated().sorted { ($0.element.date, $0.offset) < ($1.element.date, $1.offset) }.map(\.element)
    }

    package var json: JSON {
        [
            "attended": JSON(count(.attended)), "no_show": JSON(count(.noShow)), "excused": JSON(count(.excused)),
            "rate": rate.map { .double($0) } ?? .null,
            "sessions": .array(
                sessions.map { session in
                    [
                        "date": .string(session.date.description), "status": .string(session.status.rawValue),
                        "type": JSON(session.type), "case": .string(session.id.text),
                        "sequence": JSON(session.sequence),
                    ]
                }),
        ]
    }
}
