/// What a variable in a pathway's expression stands for.
package enum VariableReference: Hashable, Sendable {
    case field(FieldIndex)
    case score(InstrumentIndex, Int)
    case item(InstrumentIndex, Int)
    case baseline(InstrumentIndex)
    case previous(InstrumentIndex)
    case change(InstrumentIndex)
    case percentChange(InstrumentIndex)
    case band(InstrumentIndex)
    case count(InstrumentIndex)
    case results(InstrumentIndex)
    case namedGuard(GuardIndex)
    case attendance
    /// `event.<name>`, of whatever event is at hand.
    case payload(String)
    case now
    case today
    case patientAge
    case patientLanguage
}

/// What `known(x)`, `fresh(x)`, `recorded_at(x)` and `days_since(x)` may name.
package enum RecordReference: Hashable, Sendable {
    case field(FieldIndex)
    case instrument(InstrumentIndex)
    /// `event.<name>`, of whatever event is at hand: known where the event brings it.
    case payload(String)
}

/// The functions a pathway's expressions may call; the raw value is `Overload.id`.
///
/// Arguments arrive as listed: references and literals as numbers.
package enum HostFunction: Int, Hashable, Sendable, CaseIterable {
    /// `fresh(reference)`
    case fresh
    /// `fresh(reference, period)`
    case freshWithin
    case known
    case recordedAt
    case daysSince
    /// `attendance.since(state)`, a method.
    case attendanceSince
    /// `attendance.last(n)`, a method.
    case attendanceLast
    /// `attendance.within(period)`, a method.
    case attendanceWithin
    /// `attendance.of(session type)`, a method; a type's number is its place in `Pathway.sessionTypes`.
    case attendanceOf
    /// `occurrences(event)`: a list of records `{at, date, …payload, by, roles}`, newest first.
    case occurrences
    /// `list.dates()`, a method on lists of records with a `date`: its distinct dates, newest first.
    case dates
    /// `open_tasks(glob)`; a glob's number is its place in `Pathway.taskGlobs`.
    case openTasks
    /// `task(id)`: a record `{done, open, overdue, due, done_on, outcome, by, roles}`.
    case task
    case active
    case enteredAt
    case daysIn
    case visits
    case cameFrom
    /// `day(instant)`
    case day
    /// `business_days(date, n)`
    case businessDays
    /// `consent(kind)`; a kind's number is its place in `Pathway.consentKinds`.
    case consent
    /// `decision(table)`
    case decision

    /// `phq9.since("iop_3")` of instrument n has the id `resultsSinceBase + n`; its argument is a state.
    package static let resultsSinceBase = 1_000
}

/// What a text written out in an expression names; the raw value is the literal's kind.
package enum LiteralKind: Int, Hashable, Sendable {
    case state, event, task, taskGlob, consent, sessionType, decision
}

/// The record types that every pathway's expressions know; the raw value is the place in `Pathway.objectTypes`.
///
/// After them stand one type an instrument (`{<score>…, <item>…, at, date}`) and one an event
/// (`{at, date, …payload, by, roles}`), in the order of their tables.
package enum BuiltInObject: Int, Sendable, CaseIterable {
    /// `{attended, no_shows, excused, rate, no_shows_in_a_row}`; the payload holds the places of the sessions.
    case attendance
    /// `{done, open, overdue, due, done_on, outcome, by, roles}`; those compiled earlier end with `done_on`.
    case task
}

extension BuiltInObject {
    /// What people call a figure of `attendance`, by its field's name, or how many sessions there are of a status.
    package static func attendanceWords(_ field: String?) -> String {
        switch field {
        case "attended": "sessions attended"
        case "no_shows", AttendanceStatus.noShow.rawValue: "sessions missed"
        case "excused": "sessions excused"
        case "rate": "share of sessions attended"
        case "no_shows_in_a_row": "sessions missed in a row"
        default: "sessions"
        }
    }
}

extension Pathway {
    /// The record type of an instrument's results.
    package func objectType(of instrument: InstrumentIndex) -> Int {
        BuiltInObject.allCases.count + instrument.position
    }

    /// The record type of an event's occurrences.
    package func objectType(of event: EventIndex) -> Int {
        BuiltInObject.allCases.count + instruments.count + event.position
    }
}
