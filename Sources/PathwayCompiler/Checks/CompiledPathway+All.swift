import PathwayModel

extension CompiledPathway {
    /// Everything that is done anywhere.
    var actions: [Action] {
        behavior.transitions.flatMap(\.actions) + behavior.reactions.flatMap(\.actions)
            + behavior.states.flatMap { $0.entry + $0.exit }
    }

    /// Whether these are all events there are: `"*"` catches whatever is left, on purpose.
    func isAny(_ events: PlaceSet<Event>) -> Bool { events.count >= symbols.events.elements.count }

    /// Whether a case that comes here is closed.
    func closes(_ state: StateIndex) -> Bool {
        behavior.states[state].outcome != nil || (tree[state].kind == .final && tree[state].depth == 1)
    }

    /// Tasks that somewhere are due otherwise than they say themselves.
    var tasksDueElsewhere: PlaceSet<TaskDefinition> {
        var found = PlaceSet<TaskDefinition>()
        for task in behavior.states.flatMap(\.tasks) where task.due != nil { found.insert(task.task) }
        for case .openTask(let task, .some) in actions { found.insert(task) }
        return found
    }

    /// Whether a name stands in the pathway's own file, and not in one that several pathways share.
    func isOwn(_ span: SourceSpan) -> Bool { span.file == declared.head.place.span.file }
}

extension Declarations {
    /// The transitions of all states and of the pathway itself, as they are written.
    var everyTransition: [TransitionDeclaration] {
        func inside(_ states: [Named<StateDeclaration>]) -> [TransitionDeclaration] {
            states.compactMap(\.value).flatMap { state in
                (state.transitions.value ?? []).values() + inside(state.states.value ?? [])
            }
        }
        return inside(states) + transitions.values()
    }
}
