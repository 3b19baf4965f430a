import PathwayModel

/// Where an inner transition takes an event that an outer one would leave with, the outer one is not taken.
enum HidingCheck {
    static func diagnostics(of pathway: CompiledPathway) -> [Diagnostic] {
        zip(pathway.behavior.transitions, pathway.behavior.notes).compactMap { transition, note in
            guard transition.targets.isEmpty, transition.refuse == nil, case .event(let events) = transition.trigger,
                let (hidden, outer) = hidden(by: events, of: transition, in: pathway)
            else { return nil }
            let name = pathway.symbols.events[hidden].name
            return Diagnostic(
                .hidesOuter, "this hides an outer transition with '\(name)' that leads elsewhere", at: note.span,
                notes: [
                    .init(message: "the outer transition", span: pathway.behavior.notes[outer.position].span)
                ])
        }
    }

    private static func hidden(
        by events: PlaceSet<Event>, of transition: Transition, in pathway: CompiledPathway
    ) -> (event: EventIndex, outer: TransitionIndex)? {
        var around = pathway.tree[transition.source].parent
        while let state = around {
            for outer in pathway.behavior.states[state].transitions {
                let candidate = pathway.behavior.transitions[outer]
                // `"*"` catches whatever is left on purpose.
                guard case .event(let outerEvents) = candidate.trigger, !candidate.targets.isEmpty,
                    outerEvents.count < pathway.symbols.events.elements.count,
                    let hidden = events.first(where: { outerEvents.contains($0) })
                else { continue }
                return (hidden, outer)
            }
            around = pathway.tree[state].parent
        }
        return nil
    }
}
