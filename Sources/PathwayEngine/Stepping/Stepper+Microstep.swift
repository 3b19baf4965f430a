import PathwayModel

/// What a microstep enters.
private struct Entry {
    var states = PlaceSet<State>()
    /// Those whose stay goes on, as a history state with `clock: keep` says.
    var continued = PlaceSet<State>()
    /// Default transitions of history states, by the state after whose entry their actions run.
    var defaults: [(parent: StateIndex, transition: TransitionIndex)] = []
}

extension Stepper {
    /// Leaves, acts and enters, as Appendix D of SCXML says.
    mutating func microstep(_ transitions: [TransitionIndex], reason: String? = nil) throws(Interruption) {
        microsteps += 1
        guard microsteps <= limits.microsteps else {
            throw .trouble(
                Trouble(
                    code: Refusal.Code.stepLimit,
                    detail: "the case did not come to rest within \(limits.microsteps) microsteps"))
        }
        for index in transitions {
            keepVerdicts(of: pathway.transitions[index].when)
            emit(.transitionTaken(index, reason: reason))
        }
        var exits = PlaceSet<State>()
        for index in transitions { exits.formUnion(exitSet(of: pathway.transitions[index])) }
        leave(exits)
        for index in transitions {
            let transition = pathway.transitions[index]
            run(transition.actions, in: transition.source)
        }
        var entry = Entry()
        for index in transitions { add(pathway.transitions[index], to: &entry) }
        enter(entry)
    }

    /// Enters the pathway for the first time.
    mutating func enterInitial() {
        var entry = Entry()
        add(descendants: Pathway.root, to: &entry)
        enter(entry)
    }

    // MARK: Leaving

    private mutating func leave(_ exits: PlaceSet<State>) {
        let order = exits.reversed()
        for place in order {
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
        for place in order {
            run(pathway.states[place].exit, in: place)
            emit(.stateExited(place))
            for task in pathway.tasks.indices {
                let record = state.tasks[task]
                guard record.status == .open, record.opening?.until == place else { continue }
                emit(.taskEnded(TaskIndex(task), leaving: place))
            }
        }
    }

    /// The active states that a transition leaves.
    func exitSet(of transition: Transition) -> PlaceSet<State> {
        guard !transition.targets.isEmpty else { return PlaceSet() }
        let domain = domain(of: transition)
        return PlaceSet(state.configuration.filter { pathway.isDescendant($0, of: domain) })
    }

    /// The innermost compound state around a transition's source and all its targets; itself for an internal one.
    private func domain(of transition: Transition) -> StateIndex {
        let targets = effectiveTargets(of: transition)
        let source = transition.source
        func holdsAll(_ place: StateIndex) -> Bool { targets.allSatisfy { pathway.isDescendant($0, of: place) } }
        if source == Pathway.root { return source }
        if transition.isInternal, pathway.states[source].kind == .compound, holdsAll(source) { return source }
        var place = pathway.states[source].parent
        while let candidate = place, candidate != Pathway.root {
            if pathway.states[candidate].kind == .compound, holdsAll(candidate) { return candidate }
            place = pathway.states[candidate].parent
        }
        return Pathway.root
    }

    /// A transition's targets, with what history states stand for in their place.
    private func effectiveTargets(of transition: Transition) -> [StateIndex] {
        transition.targets.flatMap { target -> [StateIndex] in
            guard pathway.states[target].isHistory else { return [target] }
            if let kept = state.history[target.position] { return kept }
            guard let fallback = pathway.states[target].historyDefault else { return [] }
            return effectiveTargets(of: pathway.transitions[fallback])
        }
    }

    // MARK: Entering

    private func add(_ transition: Transition, to entry: inout Entry) {
        guard !transition.targets.isEmpty else { return }
        for target in transition.targets { add(descendants: target, to: &entry) }
        let domain = domain(of: transition)
        for target in effectiveTargets(of: transition) { add(ancestors: target, below: domain, to: &entry) }
    }

    private func add(descendants place: StateIndex, to entry: inout Entry) {
        let target = pathway.states[place]
        switch target.kind {
        case .history(_, let keepsClock): add(history: place, keepsClock: keepsClock, to: &entry)
        case .atomic, .final: entry.states.insert(place)
        case .compound:
            entry.states.insert(place)
            for initial in target.initial { add(descendants: initial, to: &entry) }
            for initial in target.initial { add(ancestors: initial, below: place, to: &entry) }
        case .parallel:
            entry.states.insert(place)
            add(missingRegionsOf: place, to: &entry)
        }
    }

    private func add(history place: StateIndex, keepsClock: Bool, to entry: inout Entry) {
        guard let parent = pathway.states[place].parent else { return }
        let targets: [StateIndex]
        if let kept = state.history[place.position] {
            targets = kept
            if keepsClock {
                for target in kept {
                    var around: StateIndex? = target
                    while let state = around, state >= parent {
                        entry.continued.insert(state)
                        around = pathway.states[state].parent
                    }
                }
            }
        } else if let fallback = pathway.states[place].historyDefault {
            entry.defaults.append((parent, fallback))
            targets = pathway.transitions[fallback].targets
        } else {
            targets = []
        }
        for target in targets { add(descendants: target, to: &entry) }
        for target in targets { add(ancestors: target, below: parent, to: &entry) }
    }

    private func add(ancestors place: StateIndex, below domain: StateIndex, to entry: inout Entry) {
        var around = pathway.states[place].parent
        while let ancestor = around, ancestor != domain, ancestor != Pathway.root {
            entry.states.insert(ancestor)
            if pathway.states[ancestor].kind == .parallel { add(missingRegionsOf: ancestor, to: &entry) }
            around = pathway.states[ancestor].parent
        }
    }

    private func add(missingRegionsOf parallel: StateIndex, to entry: inout Entry) {
        for child in pathway.states[parallel].children where !pathway.states[child].isHistory {
            guard !entry.states.contains(child), !entry.states.contains(where: { pathway.isDescendant($0, of: child) })
            else { continue }
            add(descendants: child, to: &entry)
        }
    }

    private mutating func enter(_ entry: Entry) {
        for place in entry.states where !state.isActive(place) {
            let continued = entry.continued.contains(place)
            emit(.stateEntered(place, continued: continued))
            let entered = pathway.states[place]
            if let outcome = entered.outcome { close(outcome) }
            if continued {
                reopenTasks(of: place)
            } else {
                run(entered.entry, in: place)
            }
            for fallback in entry.defaults where fallback.parent == place {
                run(pathway.transitions[fallback.transition].actions, in: place)
            }
            if !continued { openTasks(onEntryOf: place) }
            if entered.kind == .final { complete(final: place) }
        }
    }

    private mutating func reopenTasks(of place: StateIndex) {
        for task in pathway.tasks.indices where state.tasks[task].endedWith == place {
            emit(.taskReopened(TaskIndex(task)))
        }
    }

    private mutating func openTasks(onEntryOf place: StateIndex) {
        for task in pathway.states[place].tasks {
            guard case .onEntry = task.opening else { continue }
            open(task, of: place)
        }
    }

    private mutating func complete(final place: StateIndex) {
        guard let parent = pathway.states[place].parent else { return }
        guard parent != Pathway.root else {
            // An outcome has closed the case already; without one it is at its end.
            if state.status == .open {
                endOpenTasks()
                emit(.ended)
            }
            return
        }
        raise(.stateDone(parent))
        guard let region = pathway.states[parent].parent, pathway.states[region].kind == .parallel else { return }
        let regions = pathway.states[region].children.filter { !pathway.states[$0].isHistory }
        if regions.allSatisfy(isInFinalState) { raise(.stateDone(region)) }
    }

    private func isInFinalState(_ place: StateIndex) -> Bool {
        let children = pathway.states[place].children.filter { !pathway.states[$0].isHistory }
        return switch pathway.states[place].kind {
        case .compound: children.contains { pathway.states[$0].kind == .final && state.isActive($0) }
        case .parallel: children.allSatisfy(isInFinalState)
        case .atomic, .final, .history: false
        }
    }

    /// Ends what was open; the closing state's own entry and tasks come after.
    private mutating func close(_ outcome: String) {
        endOpenTasks()
        emit(.closed(outcome: outcome))
    }

    private mutating func endOpenTasks() {
        for task in pathway.tasks.indices where state.tasks[task].status == .open && !pathway.tasks[task].afterClose {
            emit(.taskEnded(TaskIndex(task), leaving: nil))
        }
    }
}
