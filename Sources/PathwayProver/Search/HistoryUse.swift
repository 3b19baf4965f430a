import PathwayEngine
import PathwayModel

/// Which history states may still be returned to as they are: what the others remember makes no difference.
struct HistoryUse {
    /// By state: those that a way leads to which begins there and does not go through their parent, where they would
    /// remember something else.
    private let used: [PlaceSet<State>]
    /// By state: the histories of what is in it that nothing inside it returns to. While it is active, they make no
    /// difference: whatever returns to them leaves it first, and they remember something else.
    private let renewed: [PlaceSet<State>]

    init(_ pathway: Pathway) {
        let leads = pathway.states.indices.map { place in
            pathway.states[place].transitions.reduce(into: PlaceSet<State>()) { targets, index in
                targets.formUnion(PlaceSet(pathway.transitions[index].targets))
            }
        }
        var used = pathway.states.map { _ in PlaceSet<State>() }
        var renewed = used
        for place in pathway.states.indices where pathway.states[place].isHistory {
            let history = StateIndex(place)
            guard let parent = pathway.states[place].parent else { continue }
            let isInside = PlaceSet(pathway.inside(parent).map { StateIndex($0) } + [parent])
            if isInside.allSatisfy({ !leads[$0.position].contains(history) }) {
                renewed[parent.position].insert(history)
            }
            for start in pathway.states.indices {
                var reached = PlaceSet([StateIndex(start)])
                var ahead = [StateIndex(start)]
                while let state = ahead.popLast() {
                    if leads[state.position].contains(history) { used[start].insert(history) }
                    for target in leads[state.position] {
                        for next in pathway.entered(with: target)
                        where !reached.contains(next) && (!isInside.contains(next) || target == history) {
                            reached.insert(next)
                            ahead.append(next)
                        }
                    }
                }
            }
        }
        self.used = used
        self.renewed = renewed
    }

    /// What history states remember that may still count.
    func kept(_ state: CaseState) -> [Int: [StateIndex]] {
        guard !state.history.isEmpty else { return state.history }
        let isOpen = state.status == .open
        var live = PlaceSet<State>()
        for place in state.configuration where isOpen || place != Pathway.root { live.formUnion(used[place.position]) }
        for place in state.configuration { for history in renewed[place.position] { live.remove(history) } }
        return state.history.filter { live.contains(StateIndex($0.key)) }
    }
}

extension Pathway {
    /// All that may come to be active where a state is entered: what is around it and inside, and beside it in regions.
    fileprivate func entered(with target: StateIndex) -> [StateIndex] {
        var states: [StateIndex] = [target] + inside(target).map { StateIndex($0) }
        var around = self.states[target].parent
        while let place = around, place != Pathway.root {
            states.append(place)
            // A history state stands for anything in its parent; a region is not entered alone.
            if self.states[place].kind == .parallel
                || self.states[target].isHistory && self.states[target].parent == place
            {
                states += inside(place).map { StateIndex($0) }
            }
            around = self.states[place].parent
        }
        return states
    }
}
