import PathwayModel

/// States that nothing leads to. Where a name could not be told, what may have been meant counts.
enum ReachabilityCheck {
    static func diagnostics(of pathway: CompiledPathway) -> [Diagnostic] {
        // Where a name was not looked for, it may be any state's.
        guard !pathway.behavior.possibleEdges.contains(where: { $0.target == .anything }) else { return [] }
        let reached = reachableStates(of: pathway)
        var isReported = PlaceSet<State>()
        var found: [Diagnostic] = []
        for position in pathway.tree.states.indices.dropFirst() {
            let state = StateIndex(position)
            let node = pathway.tree[state]
            guard !reached.contains(state), !node.isHistory else { continue }
            isReported.insert(state)
            // What is inside a state that cannot be reached is not reported again.
            if let parent = node.parent, isReported.contains(parent) || !reached.contains(parent) { continue }
            found.append(Diagnostic(.unreachable, "the state '\(node.path)' cannot be reached", at: node.span))
        }
        return found
    }

    private static func reachableStates(of pathway: CompiledPathway) -> PlaceSet<State> {
        let (tree, behavior) = (pathway.tree, pathway.behavior)
        var possible: [[PossibleEdge.Target]] = Array(repeating: [], count: tree.count)
        for edge in Set(behavior.possibleEdges) { possible[edge.source.position].append(edge.target) }
        var arrived: Set<StateGroup> = []
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
            switch tree[state].kind {
            case .parallel: tree[state].children.forEach(arrive)
            case .compound: tree[state].initial.forEach(arrive)
            case .history:
                // It returns only to where the case was; its default leads on.
                if let fallback = behavior.states[state].historyDefault {
                    behavior.transitions[fallback].targets.forEach(arrive)
                }
            case .atomic, .final: break
            }
            for transition in behavior.states[state].transitions {
                behavior.transitions[transition].targets.forEach(arrive)
            }
            for target in possible[state.position] {
                switch target {
                case .states(let group): if arrived.insert(group).inserted { tree[group].forEach(arrive) }
                case .children: tree[state].children.forEach(arrive)
                case .anything: break
                }
            }
        }
        return reached
    }
}
