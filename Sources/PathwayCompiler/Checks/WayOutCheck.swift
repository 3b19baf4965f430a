import PathwayModel

/// Open states that nothing leads out of: a case that comes there stays there for ever.
enum WayOutCheck {
    static func diagnostics(of pathway: CompiledPathway) -> [Diagnostic] {
        guard let found = WayOut(of: pathway)?.deadEnds, !found.isEmpty else { return [] }
        let tree = pathway.tree
        // What cannot be reached is often what a dead end was to lead to.
        let unreached = ReachabilityCheck.beginnings(of: pathway)
        return found.enumerated().map { number, state in
            let notes =
                number > 0
                ? []
                : unreached.map { missed in
                    Diagnostic.Note(
                        message: "the state '\(tree[missed].path)' cannot be reached", span: tree[missed].span)
                }
            let meant = number > 0 ? nil : unreached.first.map { tree.shortName($0) }
            return Diagnostic(
                .noWayOut, "nothing leads out of the state '\(tree[state].path)': who comes there stays there for ever",
                at: tree[state].span,
                hint: meant.map { "should it lead to '\($0)'?" }
                    ?? "add a transition, or an outcome that closes the case",
                notes: notes)
        }
    }
}

/// The states of a pathway that are reached and never left.
struct WayOut {
    /// In document order, without what is inside them.
    private(set) var deadEnds: [StateIndex] = []

    private let tree: StateTree
    private let behavior: Behavior
    /// What transitions name, from the first place to the last; of each state with those around it.
    private var targets: [ClosedRange<Int>?]
    /// Whether something inside a state, or the state itself, leads out of it.
    private var isLeft: [Bool]

    /// Nil where too little is certain.
    init?(of pathway: CompiledPathway) {
        guard pathway.isFinished else { return nil }
        (tree, behavior) = (pathway.tree, pathway.behavior)
        targets = Array(repeating: nil, count: tree.count)
        isLeft = Array(repeating: false, count: tree.count)
        for state in tree.states.indices { follow(StateIndex(state)) }
        var reach = StateReach(pathway)
        reach.spread(from: Pathway.root)
        find(among: reach.reached, pathway)
    }

    /// Notes what the transitions of a state lead to; what is around it stands before it.
    private mutating func follow(_ state: StateIndex) {
        targets[state.position] = tree[state].parent.flatMap { targets[$0.position] }
        for transition in behavior.states[state].transitions {
            for target in behavior.transitions[transition].targets {
                let place = target.position
                let known = targets[state.position] ?? place...place
                targets[state.position] = min(known.lowerBound, place)...max(known.upperBound, place)
                var left: StateIndex? = state
                while let source = left, !tree.isIn(target, source) {
                    isLeft[source.position] = true
                    left = tree[source].parent
                }
            }
        }
    }

    private mutating func find(among reached: PlaceSet<State>, _ pathway: CompiledPathway) {
        var closing = tree.states.indices.reversed().reduce(into: PlaceSet<State>()) { closing, place in
            let state = StateIndex(place)
            let inside = tree[state].children.contains { closing.contains($0) }
            if inside || pathway.closes(state) { closing.insert(state) }
        }
        closing.insert(Pathway.root)
        var end = 0
        for place in tree.states.indices.dropFirst() {
            let state = StateIndex(place)
            // What is inside a dead end is one too, and regions are left together.
            if place < end { continue }
            if tree[state].kind == .parallel { end = tree[state].end }
            guard reached.contains(state), !closing.contains(state), !hasWayOut(state) else { continue }
            switch tree[state].kind {
            case .final, .history: continue
            case .atomic, .compound, .parallel: break
            }
            deadEnds.append(state)
            end = tree[state].end
        }
    }

    private func hasWayOut(_ state: StateIndex) -> Bool {
        if isLeft[state.position] { return true }
        guard let around = tree[state].parent.flatMap({ targets[$0.position] }) else { return false }
        return around.lowerBound < state.position || around.upperBound >= tree[state].end
    }
}
