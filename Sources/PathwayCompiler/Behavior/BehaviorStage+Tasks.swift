import CEL
import PathwayModel

extension BehaviorStage {
    /// Adds what tasks say about events and in expressions.
    mutating func finishTasks() {
        var tasks = symbols.tasks
        for entry in declared.tasks {
            guard let form = entry.value, let place = tasks[entry.name] else { continue }
            if let due = form.due.value.flatMap({ due($0, at: .pathway) }) { tasks[place].due = due }
            tasks[place].closedBy = (form.closedBy.value ?? []).values().map { closed(by: $0, of: place) }
            noteRecipients(of: form.escalate)
            if let byHand = form.byHand.value.flatMap({ byHand($0) }) { tasks[place].byHand = byHand }
            if case .never = tasks[place].byHand, let key = form.outcomes.key {
                read.report(
                    .keysClash, "'outcomes' are said by who completes the task, and 'by_hand: false' lets nobody",
                    at: key)
            }
        }
        behavior.tasks = tasks.elements
    }

    /// `true` and `false` stand for themselves; everything else is a guard.
    private mutating func byHand(_ guarded: GuardDeclaration) -> TaskDefinition.ByHand? {
        if case .expression(let node) = guarded, node.isPlain {
            if node.text == "true" { return .always }
            if node.text == "false" { return .never }
        }
        return condition(guarded, at: .pathway).map { .when($0) }
    }

    /// Remembers who is told of what is late.
    mutating func noteRecipients(of escalations: Written<[Item<EscalationDeclaration>]>) {
        for (role, node) in (escalations.value ?? []).values().compactMap(\.to.entry) {
            behavior.recipients.append((role, node.span))
        }
    }

    private mutating func closed(by closing: ClosingDeclaration, of task: TaskIndex) -> TaskDefinition.Closing {
        switch closing {
        case .events(let items): return TaskDefinition.Closing(events: events(items, closing: task), when: nil)
        case .form(let form):
            let events = events(form.event.value ?? [], closing: task)
            let place = ExpressionPlace(state: Pathway.root, events: events)
            return TaskDefinition.Closing(events: events, when: form.when.value.flatMap { condition($0, at: place) })
        }
    }

    private mutating func events(_ items: [Item<String>], closing task: TaskIndex) -> PlaceSet<Event> {
        var all = PlaceSet<Event>()
        for item in items {
            let events = events([item], from: Pathway.root).events
            behavior.closings.append((task, events, item.node.span))
            all.formUnion(events)
        }
        return all
    }

    /// When a task is due; nil where it is reported.
    mutating func due(_ due: DueDeclaration, at place: ExpressionPlace) -> Due? {
        switch due {
        case .after(let delay): return .after(delay)
        case .at(let form):
            guard let node = form.at.node,
                let program = expressions.program(node, "'at'", at: place, expected: .date)
            else { return nil }
            behavior.dueDates.append((program, node.span))
            return .at(program, isFixed: form.fixed.value ?? false)
        }
    }

    // MARK: Tasks of states

    mutating func task(_ declaration: StateTaskDeclaration, of state: StateIndex) -> StateTask? {
        switch declaration {
        case .onEntry(let name, let span):
            task(name, at: span).map { StateTask(task: $0, opening: .onEntry, due: nil, untilExit: false) }
        case .form(let form): task(form, of: state)
        }
    }

    private mutating func task(_ form: TaskOpeningDeclaration, of state: StateIndex) -> StateTask? {
        let place = ExpressionPlace(state: state, events: nil)
        let task = form.task.entry.flatMap { self.task($0.value, at: $0.node.span) }
        let when = form.when.value.flatMap { condition($0, at: place) }
        for (key, name) in [(form.when.key, "when"), (form.every.key, "every")] where form.after.isPresent {
            guard let key else { continue }
            read.report(.keysClash, "'after' and '\(name)' exclude each other", at: key)
        }
        if let (every, node) = form.every.entry, every.terms.allSatisfy({ $0.amount == 0 }) {
            read.report(.badDuration, "'every' must be longer than nothing", at: node.span)
        }
        let due = form.due.value.flatMap { self.due($0, at: place) }
        guard let task else { return nil }
        let opening: StateTask.Opening =
            if let when {
                .when(when, every: form.every.value)
            } else if let after = form.after.value {
                .after(after)
            } else if let every = form.every.value {
                .every(every)
            } else {
                .onEntry
            }
        return StateTask(task: task, opening: opening, due: due, untilExit: form.until.value != nil)
    }
}
