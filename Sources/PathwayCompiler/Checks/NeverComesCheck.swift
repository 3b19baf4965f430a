import CEL
import PathwayModel

/// Events that are waited for and never come: nothing accepts them, or what they are about never happens.
struct NeverComesCheck {
    static func diagnostics(of pathway: CompiledPathway) -> [Diagnostic] {
        guard pathway.isFinished else { return [] }
        let check = NeverComesCheck(pathway)
        return check.closings() + check.counted() + check.waits()
    }

    private let pathway: CompiledPathway
    /// The events that may come.
    private let coming: PlaceSet<Event>
    /// Those that are about a task that is opened nowhere, which is said of the task.
    private let ofUnopened: PlaceSet<Event>

    private init(_ pathway: CompiledPathway) {
        self.pathway = pathway
        var (coming, ofUnopened) = (PlaceSet<Event>(), PlaceSet<Event>())
        let behavior = pathway.behavior
        let events = pathway.symbols.events.elements
        for transition in behavior.transitions where transition.refuse == nil {
            if let events = transition.events { coming.formUnion(events) }
        }
        for reaction in behavior.reactions { coming.formUnion(reaction.events) }
        for case .raise(let event) in pathway.actions { coming.insert(event) }
        let (opened, due) = (pathway.openedTasks, Self.tasksWithDue(in: pathway))
        let hasSessions = behavior.states.contains { !$0.sessions.isEmpty } || pathway.attends
        for (place, event) in events.enumerated() {
            let index = EventIndex(place)
            switch event.kind {
            case .declared: if event.isLogged { coming.insert(index) }
            case .recordedField, .recordedInstrument, .consented, .stateDone: coming.insert(index)
            case .session: if hasSessions { coming.insert(index) } else { coming.remove(index) }
            case .taskDone(let task), .taskOverdue(let task):
                let isOverdue = if case .taskOverdue = event.kind { true } else { false }
                let isOpened = opened.contains(task) || Pathway.isBuiltIn(task: behavior.tasks[task.position].name)
                if !isOpened { ofUnopened.insert(index) }
                let comes = isOpened && (!isOverdue || due.contains(task))
                if comes { coming.insert(index) } else { coming.remove(index) }
            }
        }
        self.coming = coming
        self.ofUnopened = ofUnopened
    }

    /// The tasks that are due at any time.
    private static func tasksWithDue(in pathway: CompiledPathway) -> PlaceSet<TaskDefinition> {
        var due = pathway.tasksDueElsewhere
        for (place, task) in pathway.behavior.tasks.enumerated() {
            if case .open = task.due { continue }
            due.insert(TaskIndex(place))
        }
        return due
    }

    // MARK: What waits

    /// An event that completes a task in vain. What waits in a closed case accepts what completes it by that alone.
    private func closings() -> [Diagnostic] {
        let closed = tasksOfClosedCases
        return pathway.behavior.closings.compactMap { closing in
            guard isVain(closing.events), !closed.contains(closing.task) else { return nil }
            let task = pathway.behavior.tasks[closing.task.position].name
            return diagnostic(closing.events, "'\(task)' is never completed by it", at: closing.span)
        }
    }

    /// Tasks that may be open when the case is closed.
    private var tasksOfClosedCases: PlaceSet<TaskDefinition> {
        var found = PlaceSet<TaskDefinition>()
        for (place, task) in pathway.behavior.tasks.enumerated() where task.afterClose || task.isSafety {
            found.insert(TaskIndex(place))
        }
        for state in pathway.behavior.states where state.outcome != nil {
            found.formUnion(PlaceSet(state.tasks.map(\.task)))
            for case .openTask(let task, _) in state.entry { found.insert(task) }
        }
        return found
    }

    /// `occurrences("…")` of what never comes.
    private func counted() -> [Diagnostic] {
        var reported: Set<SourceSpan> = []
        return pathway.expressions.compiled.compactMap { program, span in
            guard let call = program.calls.first(where: { isVain($0) }), let number = call.constants.first ?? nil,
                reported.insert(span).inserted
            else { return nil }
            return diagnostic(PlaceSet([EventIndex(Int(number))]), "there are never any occurrences of it", at: span)
        }
    }

    private func isVain(_ call: Program.HostCall) -> Bool {
        guard call.id == HostFunction.occurrences.rawValue, let number = call.constants.first ?? nil else {
            return false
        }
        return isVain(PlaceSet([EventIndex(Int(number))]))
    }

    /// Transitions on what the engine never raises here.
    private func waits() -> [Diagnostic] {
        zip(pathway.behavior.transitions, pathway.behavior.notes).compactMap { transition, note in
            guard let events = transition.events, !note.isDoubtful, isVain(events) else { return nil }
            let what = note.isIgnoring ? "there is nothing to ignore" : "this transition is never taken"
            return diagnostic(events, what, at: note.span)
        }
    }

    private func isVain(_ events: PlaceSet<Event>) -> Bool {
        !events.isEmpty && events.isDisjoint(with: coming) && events.isDisjoint(with: ofUnopened)
    }

    private func diagnostic(_ events: PlaceSet<Event>, _ what: String, at span: SourceSpan) -> Diagnostic {
        let first = events.first { _ in true }.map { pathway.symbols.events[$0] }
        let name = first?.name ?? ""
        let (why, hint): (String, String?)
        switch first?.kind {
        case .session: (why, hint) = ("no state has 'sessions'", "add 'sessions' to a state")
        case .taskOverdue: (why, hint) = ("its task has no due date", "add 'due' to the task")
        case .declared:
            (why, hint) = ("nothing accepts it", "let a transition or a reaction take it, or declare it with log: true")
        case .taskDone, .recordedField, .recordedInstrument, .consented, .stateDone, .none:
            (why, hint) = ("nothing brings it", nil)
        }
        return Diagnostic(.neverComes, "the event '\(name)' never comes, since \(why): \(what)", at: span, hint: hint)
    }
}

extension CompiledPathway {
    /// Whether some action records attendance.
    fileprivate var attends: Bool {
        actions.contains { if case .attend = $0 { true } else { false } }
    }
}
