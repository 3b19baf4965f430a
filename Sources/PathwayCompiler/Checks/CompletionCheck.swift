import PathwayModel

/// Completions that are waited for and cannot come.
enum CompletionCheck {
    static func diagnostics(of pathway: CompiledPathway) -> [Diagnostic] {
        guard !pathway.behavior.completions.isEmpty else { return [] }
        let completing = completingStates(of: pathway.tree)
        return pathway.behavior.completions.filter { !completing.contains($0.state) }.map { completion in
            let path = pathway.tree[completion.state].path
            return Diagnostic(
                .neverDone, "'\(path)' never completes: it has no final state to reach", at: completion.span)
        }
    }

    private static func completingStates(of tree: StateTree) -> PlaceSet<State> {
        var completing = PlaceSet<State>()
        // What is inside stands behind.
        for position in tree.states.indices.reversed() {
            let state = StateIndex(position)
            let children = tree[state].children.filter { !tree[$0].isHistory }
            let completes =
                switch tree[state].kind {
                case .compound: children.contains { tree[$0].kind == .final }
                case .parallel: !children.isEmpty && children.allSatisfy { completing.contains($0) }
                case .atomic, .final, .history: false
                }
            if completes { completing.insert(state) }
        }
        return completing
    }
}
