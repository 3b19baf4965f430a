import PathwayEngine
package import PathwayModel
import PathwayScenarios
package import StepwellRuntime

/// What `why-not` shows: the way from where a case is to a state.
package struct RouteView: Hashable, Sendable {
    /// A later step.
    package struct Step: Hashable, Sendable {
        package var name: String
        package var targets: [StateName]
    }

    package var id: CaseID
    package var target: StateName
    /// Whether the case is there.
    package var isActive: Bool
    /// The active atomic states.
    package var from: [StateName]
    /// Ways on that lead there, or on the shortest way there; none where nothing does.
    package var first: [WayView]
    /// What has to follow the first.
    package var then: [Step]

    /// - Parameter text: the state, by its path or its last parts.
    package init(_ seen: SeenCase, to text: String) throws {
        let pathway = seen.pathway
        let target = try pathway.state(named: text)
        var routes: [TransitionIndex: [TransitionIndex]] = [:]
        for way in seen.explanation.ways where pathway.transitions[way.transition].refuse == nil {
            routes[way.transition] = pathway.route(after: way.transition, to: target)
        }
        let shortest = routes.values.map(\.count).min()
        let ways = seen.explanation.ways.filter { routes[$0.transition]?.count == shortest && shortest != nil }
        id = seen.id
        self.target = seen.name(target)
        isActive = seen.state.isActive(target)
        from = seen.leaves.map { seen.name($0) }
        first = ways.map { WayView($0, seen) }
        then = (ways.first.flatMap { routes[$0.transition] } ?? []).map { index in
            Step(
                name: pathway.name(of: index), targets: pathway.transitions[index].targets.map { seen.name($0) })
        }
    }

    package var json: JSON {
        [
            "case": .string(id.text), "state": .string(target.path), "active": .bool(isActive),
            "first": .array(first.map(\.json)), "then": JSON(then.map(\.name)),
        ]
    }
}

extension Pathway {
    fileprivate func state(named text: String) throws -> StateIndex {
        let named = states(named: text)
        guard let only = named.first else {
            throw Failure(.missing, "no_such_state", "the pathway has no state '\(text)'")
        }
        guard named.count == 1 else {
            let paths = named.map { states[$0].path }.joined(separator: ", ")
            throw Failure(.usage, "ambiguous_state", "'\(text)' may be \(paths)")
        }
        return only
    }

    /// The shortest sequence of transitions that leads to a state after one is taken; nil where none does.
    fileprivate func route(after start: TransitionIndex, to target: StateIndex) -> [TransitionIndex]? {
        // Each transition is looked at once.
        var pending: [(transition: TransitionIndex, path: [TransitionIndex])] = [(start, [])]
        var seen: Set<TransitionIndex> = [start]
        var next = 0
        while next < pending.count {
            let (transition, path) = pending[next]
            next += 1
            var entered: Set<StateIndex> = []
            for state in transitions[transition].targets { enter(state, &entered) }
            if entered.contains(target) { return path }
            for state in entered.sorted(by: { $0.position < $1.position }) {
                for following in states[state].transitions
                where !transitions[following].targets.isEmpty && seen.insert(following).inserted {
                    pending.append((following, path + [following]))
                }
            }
        }
        return nil
    }

    /// The states that are active once a state has been entered, its ancestors included.
    private func enter(_ state: StateIndex, _ entered: inout Set<StateIndex>) {
        guard entered.insert(state).inserted else { return }
        if let parent = states[state].parent { entered.insert(parent) }
        switch states[state].kind {
        case .compound: for initial in states[state].initial { enter(initial, &entered) }
        case .parallel: for child in states[state].children where !states[child].isHistory { enter(child, &entered) }
        case .history:
            guard let fallback = states[state].historyDefault else { return }
            for target in transitions[fallback].targets { enter(target, &entered) }
        case .atomic, .final: break
        }
    }
}
