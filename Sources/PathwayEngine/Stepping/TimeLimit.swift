import CEL
import PathwayModel

/// By when something has to be done, with the instants of everything that time will bring until and after then.
struct TimeLimit {
    var due: CalendarDate?
    /// The instant it is due; nil where the whole date counts.
    var dueAt: Timestamp?
    /// The instant it is due, or the start of the date after that.
    var overdueAt: Timestamp?
    var reminders: [Timestamp] = []
    var escalations: [Timestamp] = []

    init(
        due: CalendarDate?, dueAt: Timestamp?, remind: [Delay], escalate: [TaskDefinition.Escalation],
        in calendar: WorkCalendar
    ) {
        func endOfDay(_ date: CalendarDate) -> Timestamp? {
            date.adding(days: 1).map { calendar.zone.instant(on: $0) }
        }
        self.due = due
        self.dueAt = dueAt
        overdueAt = dueAt ?? due.flatMap(endOfDay)
        guard let due, let overdue = overdueAt else { return }
        reminders = remind.compactMap { delay in
            guard let dueAt, delay.isExact else { return calendar.start(of: delay, before: due) }
            return calendar.end(of: delay.reversed, from: dueAt)
        }.sorted()
        // So many days late: when the last of them is over.
        escalations = escalate.compactMap { escalation in
            escalation.after.isExact
                ? calendar.end(of: escalation.after, from: overdue)
                : calendar.add(dates: escalation.after, to: due).flatMap(endOfDay)
        }
    }
}

extension TaskOpening {
    init(task: TaskIndex, _ limit: TimeLimit, until: StateIndex?) {
        self.init(
            task: task, due: limit.due, dueAt: limit.dueAt, overdueAt: limit.overdueAt, reminders: limit.reminders,
            escalations: limit.escalations, until: until)
    }
}

extension Delay {
    fileprivate var reversed: Delay { Delay(terms: terms.map { Term(-$0.amount, $0.unit) }, text: text) }
}
