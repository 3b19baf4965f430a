package import PathwayEngine
package import PathwayModel

/// What of a pathway was seen in its scenario tests.
package struct Coverage: Sendable {
    package internal(set) var states = PlaceSet<State>()
    package internal(set) var transitions = PlaceSet<Transition>()
    package internal(set) var criteria = CriteriaSeen()

    package init() {}

    mutating func add(_ step: Step) {
        for fact in step.facts {
            if case .stateEntered(let state, _, _) = fact { states.insert(state) }
            if case .transitionTaken(let transition, _) = fact { transitions.insert(transition) }
        }
        if let seen = step.criteria { criteria.formUnion(seen) }
    }

    package mutating func formUnion(_ other: Coverage) {
        states.formUnion(other.states)
        transitions.formUnion(other.transitions)
        criteria.formUnion(other.criteria)
    }
}

/// How much of a pathway its tests have seen, and what they have not.
package struct CoverageReport: Sendable {
    package struct Part: Sendable {
        package var seen: Int
        package var all: Int
        /// What was not seen, as an author would name it.
        package var missing: [String]
    }

    package var states: Part
    package var transitions: Part
    /// Criteria count as seen when they were met once and not met once.
    package var criteria: Part

    package init(_ coverage: Coverage, of pathway: Pathway) {
        let states = pathway.states.indices.dropFirst().filter { !pathway.states[$0].isHistory }
        let unseen = states.filter { !coverage.states.contains(StateIndex($0)) }
        self.states = Part(
            seen: states.count - unseen.count, all: states.count, missing: unseen.map { pathway.states[$0].path })

        let defaults = Set(pathway.states.compactMap(\.historyDefault))
        // A transition that refuses is seen in the refusal, and never taken.
        let transitions = pathway.transitions.indices.filter {
            !defaults.contains(TransitionIndex($0)) && pathway.transitions[$0].refuse == nil
        }
        let untaken = transitions.filter { !coverage.transitions.contains(TransitionIndex($0)) }
        self.transitions = Part(
            seen: transitions.count - untaken.count, all: transitions.count,
            missing: untaken.map { pathway.name(of: TransitionIndex($0)) })

        let criteria = pathway.criteria
        let partly = criteria.compactMap { owner, criterion -> String? in
            let met = coverage.criteria.met.contains(criterion.place)
            let unmet = coverage.criteria.unmet.contains(criterion.place)
            if met, unmet { return nil }
            let never = met ? "never unmet" : unmet ? "never met" : "never looked at"
            return "\(owner): \(criterion.label ?? criterion.id) (\(never))"
        }
        self.criteria = Part(seen: criteria.count - partly.count, all: criteria.count, missing: partly)
    }
}

extension Pathway {
    /// Every criterion of its transitions, reactions and tasks, each once, with the name of what it belongs to.
    var criteria: [(owner: String, criterion: Criterion)] {
        var all: [(owner: String, criterion: Criterion)] = []
        var seen = PlaceSet<Criterion>()
        func add(_ owner: String, _ criteria: [Criterion]) {
            for criterion in criteria where !seen.contains(criterion.place) {
                seen.insert(criterion.place)
                all.append((owner, criterion))
            }
        }
        for (place, transition) in transitions.enumerated() {
            let owner = name(of: TransitionIndex(place))
            add(owner, (transition.when?.criteria ?? []) + transition.checks.map(\.criterion))
        }
        for reaction in reactions {
            let path = states[reaction.source].path
            add(path.isEmpty ? "reaction" : "\(path) reaction", reaction.when?.criteria ?? [])
        }
        for state in states {
            for task in state.tasks {
                guard case .when(let condition, _) = task.opening else { continue }
                add("\(state.path) task \(tasks[task.task].name)", condition.criteria)
            }
        }
        for task in tasks {
            for closing in task.closedBy { add("task \(task.name)", closing.when?.criteria ?? []) }
            if case .when(let condition) = task.byHand { add("task \(task.name)", condition.criteria) }
        }
        return all
    }
}
