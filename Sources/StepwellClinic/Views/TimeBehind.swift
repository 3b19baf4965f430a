import CEL
import PathwayModel
import StepwellRuntime

/// That something has been due for long and nobody has let it happen. Lists show what is so all the same.
package struct TimeBehind: Hashable, Sendable {
    /// How long something may be due before anybody is told.
    private static let patience: Int64 = 3_600

    package var since: LocalTime

    /// Nil where all is up to date.
    init?(_ cases: CasesOtherwise, _ now: Timestamp) {
        guard let due = cases.dueSince, due.seconds < now.seconds - Self.patience else { return nil }
        let longest = cases.longestDue.flatMap { cases.seen[$0] }
        since = LocalTime(due, longest?.definition.pathway.calendar.zone ?? .utc)
    }

    package var sentence: String {
        "something has been due since \(since.minute); what is shown is as if 'stepwell advance --all' had run"
    }
}
