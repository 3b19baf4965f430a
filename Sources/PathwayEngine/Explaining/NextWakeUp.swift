package import CEL
import PathwayModel

extension Machine {
    /// The earliest instant after `instant` at which time alone may change the case; nil for never.
    package func nextWakeUp(of state: CaseState, after instant: Timestamp) -> Timestamp? {
        [
            nextMoment(of: state, after: instant), nextLook(at: state, after: instant),
            nextBreach(of: state, after: instant),
        ].compactMap { $0 }.min()
    }

    /// When the next promise is broken if nobody acts. Nothing else of the case's course hangs on it.
    private func nextBreach(of state: CaseState, after instant: Timestamp) -> Timestamp? {
        guard tables.watch.isOn else { return nil }
        var next = state.promises.compactMap { $0.running?.brokenAt }.filter { $0 > instant }.min()
        guard state.status == .open else { return next }
        for index in tables.watch.everyState {
            guard case .everyState(let within) = pathway.promises[index].body else { continue }
            for leaf in state.configuration.intersection(tables.atomic)
            where !state.promises[index.position].overstayed.contains(leaf) {
                guard let at = reviewDeadline(of: leaf, within: within, state)?.brokenAt, at > instant else { continue }
                next = min(next ?? at, at)
            }
        }
        return next
    }

    /// When something that guards read only for its date is looked at again: the next day, or when a rule's answer ends.
    private func nextLook(at state: CaseState, after instant: Timestamp) -> Timestamp? {
        guard !state.status.isAtEnd else { return nil }
        let isClosed = state.status != .open
        var next = state.verdicts.compactMap { $0?.verdict.until }.filter { $0 > instant }.min()
        let readsToday =
            !isClosed && tables.watch.readsDate
            || state.configuration.contains { place in
                tables.readsDate[place.position] && !(isClosed && place == Pathway.root)
                    && state.stays[place.position].entered != nil
            }
        if readsToday, let day = pathway.calendar.zone.date(of: instant).adding(days: 1) {
            let morning = pathway.calendar.zone.instant(on: day)
            next = min(next ?? morning, morning)
        }
        return next
    }

    /// When the next thing comes that has a time of its own: a transition, a task, what is late, a reminder.
    func nextMoment(of state: CaseState, after instant: Timestamp) -> Timestamp? {
        var next: Timestamp?
        func add(_ at: Timestamp?) {
            if let at, at > instant { next = min(next ?? at, at) }
        }
        let isClosed = state.status != .open
        let active = state.status.isAtEnd ? PlaceSet() : state.configuration
        for place in active where !(isClosed && place == Pathway.root) {
            let stay = state.stays[place.position]
            guard let entered = stay.entered else { continue }
            for index in pathway.states[place].transitions {
                let transition = pathway.transitions[index]
                guard let after = transition.after else { continue }
                let end = pathway.calendar.end(of: after, from: entered.at)
                switch transition.trigger {
                case .automatic: if !state.taken.contains(index) { add(end) }
                case .decision(let decision): if decision.within != nil { add(end) }
                case .event: break
                }
            }
            for (task, progress) in zip(pathway.states[place].tasks, state.progress[place.position]) {
                add(opening(of: task, progress, entered: entered.at))
            }
        }
        for task in state.tasks where task.status == .open {
            guard let opening = task.opening else { continue }
            if !task.isOverdue { add(opening.overdueAt) }
            if task.reminded < opening.reminders.count { add(opening.reminders[task.reminded]) }
            if task.escalated < opening.escalations.count {
                add(opening.escalations.sorted()[task.escalated])
            }
        }
        for owed in state.owed.values {
            let (reminders, escalations) = (owed.decision.reminders, owed.decision.escalations)
            if !owed.isOverdue { add(owed.decision.overdueAt) }
            if owed.reminded < reminders.count { add(reminders[owed.reminded]) }
            if owed.escalated < escalations.count {
                add(escalations.sorted()[owed.escalated])
            }
        }
        return next
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
