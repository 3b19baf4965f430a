import PathwayModel

extension CompiledPathway {
    /// Everything that is done anywhere.
    var actions: [Action] {
        behavior.transitions.flatMap(\.actions) + behavior.reactions.flatMap(\.actions)
            + behavior.states.flatMap { $0.entry + $0.exit }
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
