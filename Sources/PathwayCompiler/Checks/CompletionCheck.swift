import PathwayModel

/// Completions that are waited for and cannot come.
enum CompletionCheck {
    static func diagnostics(of pathway: CompiledPathway) -> [Diagnostic] {
        pathway.behavior.completions.filter { !canComplete($0.state, pathway.tree) }.map { completion in
            let path = pathway.tree[completion.state].path
            return Diagnostic(
                .neverDone, "'\(path)' never completes: it has no final state to reach", at: completion.span)
        }
    }

    private static func canComplete(_ state: StateIndex, _ tree: StateTree) -> Bool {
        let children = tree[state].children.filter { !tree[$0].isHistory }
        return switch tree[state].kind {
        case .compound: children.contains { tree[$0].kind == .final }
        case .parallel: !children.isEmpty && children.allSatisfy { canComplete($0, tree) }
        case .atomic, .final, .history: false
        }
    }
}
