import PathwayModel

/// States that nothing leads to. Where a name could not be told, what may have been meant counts.
enum ReachabilityCheck {
    static func diagnostics(of pathway: CompiledPathway) -> [Diagnostic] {
        // Where a case gets stuck on the way, that is said, and this beside it.
        guard WayOut(of: pathway)?.deadEnds.isEmpty ?? true else { return [] }
        return beginnings(of: pathway).map { state in
            let node = pathway.tree[state]
            return Diagnostic(.unreachable, "the state '\(node.path)' cannot be reached", at: node.span)
        }
    }

    /// The states that are not reached and have to be for the others to be: where a chain of them begins.
    static func beginnings(of pathway: CompiledPathway) -> [StateIndex] {
        // Where a name was not looked for, it may be any state's.
        guard !pathway.behavior.possibleEdges.contains(where: { $0.target == .anything }) else { return [] }
        var reach = StateReach(pathway)
        reach.spread(from: Pathway.root)
        let unreached = outermost(without: reach.reached, in: pathway)
        let led = led(by: unreached, in: pathway)
        var beginnings: [StateIndex] = []
        // First those that none of the others leads to, then one of those that lead to each other.
        for isFirst in [true, false] {
            for state in unreached where !reach.reached.contains(state) && (!isFirst || !led.contains(state)) {
                beginnings.append(state)
                reach.spread(from: state)
            }
        }
        return beginnings.sorted()
    }

    /// States that are not reached, without what is inside them.
    private static func outermost(without reached: PlaceSet<State>, in pathway: CompiledPathway) -> [StateIndex] {
        let (tree, root) = (pathway.tree, Pathway.root)
        return tree.states.indices.dropFirst().map { StateIndex($0) }.filter { state in
            !reached.contains(state) && !tree[state].isHistory && reached.contains(tree[state].parent ?? root)
        }
    }

    /// The states that a transition of another one of these, or of what is inside it, names or stands around.
    private static func led(by states: [StateIndex], in pathway: CompiledPathway) -> PlaceSet<State> {
        var led = PlaceSet<State>()
        let (tree, behavior) = (pathway.tree, pathway.behavior)
        for state in states {
            let own = state.position..<tree[state].end
            for inner in own {
                for transition in behavior.states[inner].transitions {
                    for target in behavior.transitions[transition].targets {
                        var around: StateIndex? = target
                        while let named = around, !own.contains(named.position) {
                            if tree.isInside(state, named) { break }
                            led.insert(named)
                            around = tree[named].parent
                        }
                    }
                }
            }
        }
        return led
    }
}
