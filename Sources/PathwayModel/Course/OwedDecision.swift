package import CEL

/// A decision that somebody owes since it is proposed, with everything about it that time will bring.
package struct OwedDecision: Hashable, Sendable {
    package var transition: TransitionIndex
    package var due: CalendarDate?
    /// The start of the date after `due`.
    package var overdueAt: Timestamp?
    package var reminders: [Timestamp]
    package var escalations: [Timestamp]

    package init(
        transition: TransitionIndex, due: CalendarDate?, overdueAt: Timestamp?, reminders: [Timestamp],
        escalations: [Timestamp]
    ) {
        self.transition = transition
        self.due = due
        self.overdueAt = overdueAt
        self.reminders = reminders
        self.escalations = escalations
    }

    package func isOverdue(at now: Timestamp) -> Bool { overdueAt.map { $0 <= now } ?? false }
}
