import PathwayModel

/// Tasks whose due date comes too late to count, and reminders that would come before there is anything to remind of.
struct DueCheck {
    static func diagnostics(of pathway: CompiledPathway) -> [Diagnostic] {
        guard pathway.isWhole else { return [] }
        let check = DueCheck(pathway)
        return check.leftTooEarly() + check.reminders() + check.owedReminders()
    }

    private let pathway: CompiledPathway
    private let declared: [String: TaskDeclaration]
    /// Of each state the transitions that time alone takes.
    private let timed: [[TransitionIndex]]
    /// So many of them are looked at of a state, whose tasks are compared with each.
    private static let mostTimed = 8
    /// Tasks that somewhere are due otherwise than they say themselves.
    private let dueElsewhere: PlaceSet<TaskDefinition>

    private init(_ pathway: CompiledPathway) {
        self.pathway = pathway
        declared = Dictionary(
            pathway.declared.tasks.compactMap { entry in entry.value.map { (entry.name, $0) } },
            uniquingKeysWith: { first, _ in first })
        let behavior = pathway.behavior
        timed = behavior.states.map { state in
            let found = state.transitions.lazy.filter { index in
                let transition = behavior.transitions[index]
                guard case .automatic = transition.trigger else { return false }
                return transition.after != nil && transition.when == nil && !transition.targets.isEmpty
            }
            return Array(found.prefix(Self.mostTimed))
        }
        dueElsewhere = pathway.tasksDueElsewhere
    }

    // MARK: Left too early

    /// Where a delay closes the case, or ends the stay that a task belongs to, before the task is due.
    private func leftTooEarly() -> [Diagnostic] {
        let behavior = pathway.behavior
        var reported = PlaceSet<Transition>()
        return pathway.tree.states.indices.flatMap { place -> [Diagnostic] in
            let state = StateIndex(place)
            let tasks = behavior.states[state].tasks
            guard !tasks.isEmpty else { return [] }
            return leaving(state).flatMap { index -> [Diagnostic] in
                let transition = behavior.transitions[index]
                guard let after = transition.after, after.span.most >= 0,
                    let span = behavior.notes[index.position].delay,
                    !reported.contains(index),
                    let early = tasks.first(where: { isEnded($0, by: transition) && isLater($0, than: after) })
                else { return [] }
                reported.insert(index)
                return [diagnostic(early, transition, after, at: span)]
            }
        }
    }

    /// What time alone takes a case out of a state with: transitions of the state itself and of those around it, which
    /// were entered no later.
    private func leaving(_ state: StateIndex) -> [TransitionIndex] {
        var found: [TransitionIndex] = []
        var around: StateIndex? = state
        while let source = around {
            found += timed[source.position]
            around = pathway.tree[source].parent
        }
        return found
    }

    /// Whether a task does not outlast a transition.
    private func isEnded(_ task: StateTask, by transition: Transition) -> Bool {
        let definition = pathway.behavior.tasks[task.task.position]
        if let state = transition.targets.lazy.compactMap({ closing(at: $0) }).first {
            guard !definition.afterClose else { return false }
            return !definition.isSafety || pathway.behavior.states[state].endsSafety
        }
        return task.untilExit
    }

    /// The state with an outcome, or the last one, that entering a state ends in.
    private func closing(at target: StateIndex) -> StateIndex? {
        var around: StateIndex? = target
        while let state = around {
            if pathway.closes(state) { return state }
            around = pathway.tree[state].parent
        }
        return pathway.tree[target].initial.first { pathway.behavior.states[$0].outcome != nil }
    }

    private func isLater(_ task: StateTask, than after: Delay) -> Bool {
        guard let opened = task.opening.delay else { return false }
        guard case .after(let due) = task.due ?? pathway.behavior.tasks[task.task.position].due else {
            return after.isShorter(than: opened)
        }
        return after.isShorter(than: Delay(terms: opened.terms + due.terms, text: ""))
    }

    private func diagnostic(
        _ task: StateTask, _ transition: Transition, _ after: Delay, at span: SourceSpan
    ) -> Diagnostic {
        let definition = pathway.behavior.tasks[task.task.position]
        let closes = transition.targets.contains { closing(at: $0) != nil }
        let what = closes ? "the case is closed" : "the state is left"
        var when: [String] = []
        if let opened = task.opening.delay, !opened.terms.isEmpty { when.append("opened after \(opened.text)") }
        if case .after(let delay) = task.due ?? definition.due { when.append("due after \(delay.text)") }
        let declaration = declared[definition.name]
        return Diagnostic(
            .leftTooEarly,
            "after \(after.text) \(what), before the task '\(definition.name)' has to be done: it is "
                + when.joined(separator: " and "), at: span,
            hint: "wait longer, or let the task be due earlier",
            notes: (declaration?.due.key ?? declaration?.place.span).map {
                [.init(message: "the task is declared here", span: $0)]
            } ?? [])
    }

    // MARK: Reminders

    private func reminders() -> [Diagnostic] {
        pathway.declared.tasks.flatMap { entry -> [Diagnostic] in
            guard let form = entry.value, let task = pathway.symbols.tasks[entry.name], !dueElsewhere.contains(task)
            else { return [] }
            switch pathway.behavior.tasks[task.position].due {
            case .at: return []
            case .open:
                return [(form.remind.key, "remind"), (form.escalate.key, "escalate")].compactMap { key, name in
                    key.map {
                        Diagnostic(
                            .tooEarlyToRemind,
                            "the task '\(entry.name)' has no due date, so that '\(name)' never comes",
                            at: $0, hint: "add 'due'")
                    }
                }
            case .after(let due): return reminders(form.remind, before: due, "the task '\(entry.name)' is opened")
            }
        }
    }

    private func owedReminders() -> [Diagnostic] {
        pathway.declared.everyTransition.flatMap { form -> [Diagnostic] in
            guard let decide = form.decide.value, let within = decide.within.value else { return [] }
            return reminders(decide.remind, before: within, "the decision is owed")
        }
    }

    private func reminders(_ items: Written<[Item<Delay>]>, before due: Delay, _ what: String) -> [Diagnostic] {
        (items.value ?? []).read().filter { due.isShorter(than: $0.value) }.map { reminder in
            Diagnostic(
                .tooEarlyToRemind, "this reminder would come before \(what): it is due after \(due.text)",
                at: reminder.node.span)
        }
    }
}

extension StateTask.Opening {
    /// How long after entry it opens; nil where that depends on a guard.
    fileprivate var delay: Delay? {
        switch self {
        case .onEntry: Delay(terms: [], text: "")
        case .after(let delay), .every(let delay): delay
        case .when: nil
        }
    }
}
