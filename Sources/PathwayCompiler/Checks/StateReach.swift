import PathwayModel

/// Which states are come to from others, by whatever leads on.
struct StateReach {
    private let pathway: CompiledPathway
    private var possible: [[PossibleEdge.Target]]
    private var arrived: Set<StateGroup> = []
    private var pending: [StateIndex] = []
    private(set) var reached = PlaceSet<State>()

    init(_ pathway: CompiledPathway) {
        self.pathway = pathway
        possible = Array(repeating: [], count: pathway.tree.count)
        for edge in Set(pathway.behavior.possibleEdges) { possible[edge.source.position].append(edge.target) }
    }

    /// Adds a state, what is around it, and all that it leads to.
    mutating func spread(from state: StateIndex) {
        arrive(at: state)
        let (tree, behavior) = (pathway.tree, pathway.behavior)
        while let state = pending.popLast() {
            switch tree[state].kind {
            case .parallel: for child in tree[state].children { arrive(at: child) }
            case .compound: for child in tree[state].initial { arrive(at: child) }
            case .history:
                // It returns only to where the case was; its default leads on.
                if let fallback = behavior.states[state].historyDefault {
                    for target in behavior.transitions[fallback].targets { arrive(at: target) }
                }
            case .atomic, .final: break
            }
            for transition in behavior.states[state].transitions {
                for target in behavior.transitions[transition].targets { arrive(at: target) }
            }
            for target in possible[state.position] {
                switch target {
                case .states(let group):
                    if arrived.insert(group).inserted { for state in tree[group] { arrive(at: state) } }
                case .children: for child in tree[state].children { arrive(at: child) }
                case .anything: break
                }
            }
        }
    }

    private mutating func arrive(at state: StateIndex) {
        var next: StateIndex? = state
        while let state = next, !reached.contains(state) {
            reached.insert(state)
            pending.append(state)
            next = pathway.tree[state].parent
        }
    }
}
