import PathwayModel

extension Draft {
    /// Warns of states that nothing leads to. Where a name could not be told, what may have been meant counts.
    mutating func checkReachability() {
        let reached = reachableStates()
        var isReported = PlaceSet<State>()
        for position in tree.states.indices.dropFirst() {
            let state = StateIndex(position)
            let draft = tree[state]
            guard !reached.contains(state), !draft.isHistory else { continue }
            // What is inside a state that cannot be reached is not reported again.
            if let parent = draft.parent, isReported.contains(parent) || !reached.contains(parent) {
                isReported.insert(state)
                continue
            }
            isReported.insert(state)
            read.report(.unreachable, "the state '\(draft.path)' cannot be reached", at: draft.span)
        }
    }

    private func reachableStates() -> PlaceSet<State> {
        var reached = PlaceSet<State>()
        var pending: [StateIndex] = [Pathway.root]
        func arrive(_ state: StateIndex) {
            guard !reached.contains(state) else { return }
            reached.insert(state)
            pending.append(state)
            if let parent = tree[state].parent { arrive(parent) }
        }
        reached.insert(Pathway.root)
        while let state = pending.popLast() {
            let draft = tree[state]
            switch draft.kind {
            case .parallel: draft.children.forEach(arrive)
            case .compound: draft.initial.forEach(arrive)
            case .history:
                // It returns only to where the case was; its default leads on.
                if let fallback = states[state].historyDefault { transitions[fallback].targets.forEach(arrive) }
            case .atomic, .final: break
            }
            for transition in states[state].transitions { transitions[transition].targets.forEach(arrive) }
            for edge in possibleEdges where edge.source == state { arrive(edge.target) }
        }
        return reached
    }

    /// Warns of completions that are waited for and cannot come.
    mutating func checkCompletions() {
        for completion in completions where !canComplete(completion.state) {
            let path = tree[completion.state].path
            read.report(.neverDone, "'\(path)' never completes: it has no final state to reach", at: completion.span)
        }
    }

    private func canComplete(_ state: StateIndex) -> Bool {
        let children = tree[state].children.filter { !tree[$0].isHistory }
        return switch tree[state].kind {
        case .compound: children.contains { tree[$0].kind == .final }
        case .parallel: !children.isEmpty && children.allSatisfy(canComplete)
        case .atomic, .final, .history: false
        }
    }
}
