import PathwayModel

/// What a microstep enters.
private struct Entering {
    var states = PlaceSet<State>()
    /// Those whose stay goes on, as a history state with `clock: keep` says.
    var continued = PlaceSet<State>()
    /// Default transitions of history states, by the state after whose entry their actions run.
    var defaults: [(parent: StateIndex, transition: TransitionIndex)] = []
}

extension Stepper {
    /// Leaves, acts and enters, as Appendix D of SCXML says.
    mutating func microstep(_ transitions: [TransitionIndex], reason: String? = nil) throws(Interruption) {
        budget.microsteps += 1
        guard try mayGoOn() else { return }
        for index in transitions {
            keepVerdicts(of: chart.transitions[index.position].when)
            emit(.transitionTaken(index, reason: reason))
            settleDecision(index)
        }
        var exits = PlaceSet<State>()
        for index in transitions { exits.formUnion(exitSet(of: index)) }
        // A state is not left before it was entered.
        let reached = course
        if courseFact != nil {
            for place in exits {
                if let entered = state.stays[place.position].entered, entered.isAfter(course) { course = entered }
            }
        }
        weighed = transitions.first.map { .transition($0) }
        isMoving = true
        leave(exits)
        for index in transitions {
            let transition = chart.transitions[index.position]
            isMoving = transition.hasTargets
            run(transition.actions, in: transition.source)
            reader.oracle?.takes(index)
        }
        isMoving = true
        var entering = Entering()
        for index in transitions { add(index, to: &entering) }
        enter(entering)
        isMoving = false
        weighed = nil
        course = reached
    }

    /// Enters the pathway for the first time.
    mutating func enterInitial() {
        var entering = Entering()
        add(descendants: Pathway.root, to: &entering)
        isMoving = true
        enter(entering)
        isMoving = false
    }

    // MARK: Leaving

    private mutating func leave(_ exits: PlaceSet<State>) {
        guard !exits.isEmpty else { return }
        // Innermost first: states stand in preorder.
        if !exits.isDisjoint(with: tables.remembered) { keepHistory(of: exits) }
        var exits = exits
        while let place = exits.popLast() {
            run(chart.states[place.position].exit, in: place)
            emit(.stateExited(place, courseFact))
            settleDecisions(of: place)
            reader.oracle?.leaves(place)
            for task in state.tasks.indices
            where state.tasks[task].status == .open && state.tasks[task].opening?.until == place {
                emit(.taskEnded(TaskIndex(task), leaving: place))
            }
        }
    }

    private mutating func keepHistory(of exits: PlaceSet<State>) {
        for place in exits.reversed() where tables.remembered.contains(place) {
            for child in pathway.states[place].children {
                guard case .history(let deep, _) = pathway.states[child].kind else { continue }
                let kept = state.configuration.filter { active in
                    deep
                        ? pathway.states[active].isAtomic && pathway.isDescendant(active, of: place)
                        : pathway.states[active].parent == place
                }
                emit(.historyKept(child, kept))
            }
        }
    }

    /// The active states that a transition leaves.
    mutating func exitSet(of index: TransitionIndex) -> PlaceSet<State> {
        guard chart.transitions[index.position].hasTargets else { return PlaceSet() }
        let domain = domain(of: index)
        return state.configuration.intersection(chart.states[domain.position].inside)
    }

    private mutating func domain(of index: TransitionIndex) -> StateIndex {
        if let domain = tables.domains[index.position] { return domain }
        let targets = effectiveTargets(of: index)
        return pathway.domain(of: index, to: targets)
    }

    /// A transition's targets, with what history states stand for in their place.
    private mutating func effectiveTargets(of index: TransitionIndex) -> [StateIndex] {
        let targets = pathway.transitions[index].targets
        guard tables.domains[index.position] == nil else { return targets }
        return targets.flatMap { target -> [StateIndex] in
            guard pathway.states[target].isHistory else { return [target] }
            if let kept = state.history[target.position] { return kept }
            guard let fallback = pathway.states[target].historyDefault else { return [] }
            return effectiveTargets(of: fallback)
        }
    }

    // MARK: Entering

    private mutating func add(_ index: TransitionIndex, to entering: inout Entering) {
        guard !pathway.transitions[index].targets.isEmpty else { return }
        for target in pathway.transitions[index].targets { add(descendants: target, to: &entering) }
        let domain = domain(of: index)
        for target in effectiveTargets(of: index) { add(ancestors: target, below: domain, to: &entering) }
    }

    private mutating func add(descendants place: StateIndex, to entering: inout Entering) {
        switch pathway.states[place].kind {
        case .history(_, let keepsClock): add(history: place, keepsClock: keepsClock, to: &entering)
        case .atomic, .final: entering.states.insert(place)
        case .compound:
            entering.states.insert(place)
            for initial in pathway.states[place].initial { add(descendants: initial, to: &entering) }
            for initial in pathway.states[place].initial { add(ancestors: initial, below: place, to: &entering) }
        case .parallel:
            entering.states.insert(place)
            add(missingRegionsOf: place, to: &entering)
        }
    }

    private mutating func add(history place: StateIndex, keepsClock: Bool, to entering: inout Entering) {
        guard let parent = pathway.states[place].parent else { return }
        let targets: [StateIndex]
        if let kept = state.history[place.position] {
            targets = kept
            if keepsClock {
                for target in kept {
                    var around: StateIndex? = target
                    while let state = around, state >= parent {
                        entering.continued.insert(state)
                        around = pathway.states[state].parent
                    }
                }
            }
        } else if let fallback = pathway.states[place].historyDefault {
            entering.defaults.append((parent, fallback))
            targets = pathway.transitions[fallback].targets
        } else {
            targets = []
        }
        for target in targets { add(descendants: target, to: &entering) }
        for target in targets { add(ancestors: target, below: parent, to: &entering) }
    }

    private mutating func add(ancestors place: StateIndex, below domain: StateIndex, to entering: inout Entering) {
        var around = pathway.states[place].parent
        while let ancestor = around, ancestor != domain, ancestor != Pathway.root {
            entering.states.insert(ancestor)
            if pathway.states[ancestor].kind == .parallel { add(missingRegionsOf: ancestor, to: &entering) }
            around = pathway.states[ancestor].parent
        }
    }

    private mutating func add(missingRegionsOf parallel: StateIndex, to entering: inout Entering) {
        for child in regions(of: parallel) {
            guard !entering.states.contains(child), !entering.states.intersects(pathway.inside(child)) else { continue }
            add(descendants: child, to: &entering)
        }
    }

    private mutating func enter(_ entering: Entering) {
        for place in entering.states where !state.isActive(place) {
            let continued = entering.continued.contains(place)
            emit(.stateEntered(place, continued: continued, courseFact))
            if chart.states[place.position].hasOutcome, let outcome = pathway.states[place].outcome {
                endOpenTasks(endsSafety: pathway.states[place].endsSafety)
                emit(.closed(outcome: outcome))
            }
            if continued {
                reopenTasks(of: place)
            } else {
                run(chart.states[place.position].entry, in: place)
            }
            for fallback in entering.defaults where fallback.parent == place {
                run(chart.transitions[fallback.transition.position].actions, in: place)
            }
            if !continued, tables.opening.contains(place) { openTasks(onEntryOf: place) }
            if chart.states[place.position].isFinal { complete(final: place) }
            reader.oracle?.enters(place)
        }
    }

    private mutating func reopenTasks(of place: StateIndex) {
        for task in pathway.tasks.indices where state.tasks[task].endedWith == place {
            emit(.taskReopened(TaskIndex(task)))
        }
    }

    private mutating func openTasks(onEntryOf place: StateIndex) {
        for number in pathway.states[place].tasks.indices {
            guard case .onEntry = pathway.states[place].tasks[number].opening else { continue }
            open(number, of: place, at: course, because: .entered(place))
        }
    }

    private mutating func complete(final place: StateIndex) {
        guard let parent = pathway.states[place].parent else { return }
        guard parent != Pathway.root else {
            // An outcome has closed the case already; without one it is at its end.
            if state.status == .open {
                endOpenTasks(endsSafety: false)
                emit(.ended)
            }
            return
        }
        raise(.stateDone(parent), .nothing, course)
        guard let region = pathway.states[parent].parent, pathway.states[region].kind == .parallel else { return }
        if regions(of: region).allSatisfy({ isInFinalState($0) }) { raise(.stateDone(region), .nothing, course) }
    }

    /// A state's children that can be active.
    private mutating func regions(of place: StateIndex) -> [StateIndex] {
        pathway.states[place].children.filter { child in
            if case .history = pathway.states[child].kind { false } else { true }
        }
    }

    private mutating func isInFinalState(_ place: StateIndex) -> Bool {
        let children = regions(of: place)
        return switch pathway.states[place].kind {
        case .compound: children.contains { pathway.states[$0].kind == .final && state.isActive($0) }
        case .parallel: children.allSatisfy({ isInFinalState($0) })
        case .atomic, .final, .history: false
        }
    }

    /// Ends what was open when the case closes; the closing state's own entry and tasks come after.
    private mutating func endOpenTasks(endsSafety: Bool) {
        for place in pathway.tasks.indices where state.tasks[place].status == .open {
            let task = pathway.tasks[place]
            guard task.isSafety ? endsSafety : !task.afterClose else { continue }
            emit(.taskEnded(TaskIndex(place), leaving: nil))
        }
    }
}
