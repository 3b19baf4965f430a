package import CEL
import PathwayModel

extension Machine {
    /// The earliest instant after `instant` at which time alone may change the case; nil for never.
    package func nextWakeUp(of state: CaseState, after instant: Timestamp) -> Timestamp? {
        upcoming(for: state, after: instant).map(\.at).min()
    }

    /// What time will bring to a case after an instant, each thing at its earliest.
    func upcoming(for state: CaseState, after instant: Timestamp) -> [Explanation.Upcoming] {
        var all: [Explanation.Upcoming] = []
        func add(_ kind: Explanation.Upcoming.Kind, _ at: Timestamp?) {
            if let at, at > instant { all.append(Explanation.Upcoming(kind: kind, at: at)) }
        }
        let isClosed = state.status != .open
        let active = state.status.isAtEnd ? PlaceSet() : state.configuration
        var readsToday = false
        for place in active where !(isClosed && place == Pathway.root) {
            let stay = state.stays[place.position]
            guard let entered = stay.entered else { continue }
            readsToday = readsToday || tables.readsDate[place.position]
            for index in pathway.states[place].transitions {
                let transition = pathway.transitions[index]
                guard let after = transition.after else { continue }
                let end = pathway.calendar.end(of: after, from: entered.at)
                switch transition.trigger {
                case .automatic: if !state.taken.contains(index) { add(.transition(index), end) }
                case .decision(let decision): if decision.within != nil { add(.decisionOwed(index), end) }
                case .event: break
                }
            }
            for (task, progress) in zip(pathway.states[place].tasks, state.progress[place.position]) {
                add(.taskOpens(task.task), opening(of: task, progress, entered: entered.at))
            }
        }
        for (place, task) in state.tasks.enumerated() where task.status == .open {
            guard let opening = task.opening else { continue }
            let index = TaskIndex(place)
            if !task.isOverdue { add(.taskOverdue(index), opening.overdueAt) }
            if task.reminded < opening.reminders.count { add(.reminder(index), opening.reminders[task.reminded]) }
            if task.escalated < opening.escalations.count {
                add(.escalation(index), opening.escalations.sorted()[task.escalated])
            }
        }
        for (place, owed) in state.owed {
            let index = TransitionIndex(place)
            let (reminders, escalations) = (owed.decision.reminders, owed.decision.escalations)
            if !owed.isOverdue { add(.decisionOverdue(index), owed.decision.overdueAt) }
            if owed.reminded < reminders.count { add(.decisionReminder(index), reminders[owed.reminded]) }
            if owed.escalated < escalations.count {
                add(.decisionEscalation(index), escalations.sorted()[owed.escalated])
            }
        }
        for remembered in state.verdicts where !state.status.isAtEnd {
            if let until = remembered?.verdict.until { add(.newDate, until) }
        }
        if readsToday {
            let today = pathway.calendar.zone.date(of: instant)
            add(.newDate, today.adding(days: 1).map { pathway.calendar.zone.instant(on: $0) })
        }
        return all
    }

    /// When a state's task comes up next by time.
    private func opening(
        of task: StateTask, _ progress: CaseState.StateTaskProgress, entered: Timestamp
    ) -> Timestamp? {
        switch task.opening {
        case .onEntry: return nil
        case .after(let delay): return progress.times == 0 ? pathway.calendar.end(of: delay, from: entered) : nil
        case .every(let delay): return pathway.calendar.tick(progress.times + 1, of: delay, from: entered)
        case .when(_, let every):
            guard let every, let since = progress.holdsSince else { return nil }
            return pathway.calendar.tick(progress.times + 1, of: every, from: since)
        }
    }
}
