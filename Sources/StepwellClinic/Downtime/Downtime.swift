package import CEL
package import PathwayModel
package import StepwellRuntime

/// What is printed for a day on which there may be no computer: what everybody has to do, who is expected, and every
/// patient with an open case.
package struct Downtime: Sendable {
    /// What is to be done by those with a role.
    package struct Worklist: Sendable {
        /// Nil for what is everybody's.
        package var role: String?
        /// Whether the clinic has users, and none of them has the role.
        package var isNobodys: Bool
        package var rows: [WorklistRow]
    }

    /// Who is expected at the sessions of a type.
    package struct Attendance: Sendable {
        package var pathway: String
        package var title: String
        package var type: String
        package var expected: [Expected]
    }

    /// Somebody for whom a week holds such sessions.
    package struct Expected: Sendable {
        package var patient: String
        package var name: String?
        package var id: CaseID
        package var state: StateName
        package var perWeek: Int
        /// How many are on record since Monday.
        package var thisWeek: Int
        package var last: Session?
    }

    /// What became of a session.
    package struct Session: Hashable, Sendable {
        package var date: CalendarDate
        package var status: AttendanceStatus
    }

    /// What the clinic's folder is called.
    package var clinic: String
    /// The day that it is for.
    package var date: CalendarDate
    /// When it was made.
    package var made: LocalTime
    package var worklists: [Worklist]
    package var attendance: [Attendance]
    /// Those with an open case.
    package var patients: [PatientPage]
    /// Since when time has not been let go on, where that is long.
    package var behind: TimeBehind?
    /// Cases of which something is missing because they cannot be read.
    package var damaged: [CaseID]
}
