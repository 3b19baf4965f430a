import PathwayModel

/// Where an inner transition takes an event that an outer one would leave with, the outer one is not taken.
struct HidingCheck {
    /// What leaves a state with an event.
    private struct Leaving {
        var events = PlaceSet<Event>()
        /// The first transition that takes an event.
        var first: [EventIndex: TransitionIndex] = [:]
    }

    private let pathway: CompiledPathway
    /// Of each state.
    private let leaving: [Leaving]

    static func diagnostics(of pathway: CompiledPathway) -> [Diagnostic] {
        let behavior = pathway.behavior
        let inner = behavior.transitions.indices.filter { place in
            behavior.transitions[place].targets.isEmpty && behavior.transitions[place].refuse == nil
        }
        guard !inner.isEmpty else { return [] }
        let check = HidingCheck(pathway)
        return inner.compactMap { place in
            let transition = behavior.transitions[place]
            guard case .event(let events) = transition.trigger,
                let (hidden, outer) = check.hidden(by: events, of: transition)
            else { return nil }
            let name = pathway.symbols.events[hidden].name
            return Diagnostic(
                .hidesOuter, "this hides an outer transition with '\(name)' that leads elsewhere",
                at: behavior.notes[place].span,
                notes: [
                    .init(message: "the outer transition", span: behavior.notes[outer.position].span)
                ])
        }
    }

    private init(_ pathway: CompiledPathway) {
        self.pathway = pathway
        let behavior = pathway.behavior
        leaving = behavior.states.map { state in
            var leaving = Leaving()
            for place in state.transitions {
                let transition = behavior.transitions[place]
                // `"*"` catches whatever is left on purpose.
                guard case .event(let events) = transition.trigger, !transition.targets.isEmpty,
                    !pathway.isAny(events)
                else { continue }
                for event in events where leaving.first[event] == nil { leaving.first[event] = place }
                leaving.events.formUnion(events)
            }
            return leaving
        }
    }

    /// What an inner transition hides: the first of the nearest state around that has any.
    private func hidden(
        by events: PlaceSet<Event>, of transition: Transition
    ) -> (event: EventIndex, outer: TransitionIndex)? {
        var around = pathway.tree[transition.source].parent
        while let state = around {
            let left = leaving[state.position]
            var found: (event: EventIndex, outer: TransitionIndex)?
            for event in left.events.intersection(events) {
                guard let outer = left.first[event] else { continue }
                if found.map({ outer < $0.outer }) ?? true { found = (event, outer) }
            }
            if let found { return found }
            around = pathway.tree[state].parent
        }
        return nil
    }
}
