import PathwayModel

/// What a case remembers of promises.
extension Machine {
    func evolve(_ promise: PromiseIndex, _ change: PromiseChange, _ state: inout CaseState) {
        switch change {
        case .runs(let running): state.promises[promise.position].running = running
        case .kept, .lapsed: state.promises[promise.position].running = nil
        case .condition(let holds): state.promises[promise.position].holds = holds
        case .broken(let place):
            state.promises[promise.position].running = nil
            if let place {
                state.promises[promise.position].overstayed.insert(place)
            } else if pathway.promises[promise].isStanding {
                state.promises[promise.position].holds = true
            }
        }
    }

    /// Somebody has seen to a state: to it and all inside it.
    func note(reviewOf place: StateIndex, _ state: inout CaseState, _ moment: Moment) {
        for leaf in state.configuration.intersection(tables.atomic)
        where leaf == place || pathway.isDescendant(leaf, of: place) {
            state.stays[leaf.position].reviewed = moment
            forget(leaf, &state)
        }
    }

    /// A task that a state opens was completed.
    func note(completionOf task: TaskIndex, _ state: inout CaseState, _ moment: Moment) {
        for place in tables.watch.openers[task.position] where state.isActive(place) {
            note(reviewOf: place, &state, moment)
        }
    }

    /// That a state was stayed in too long.
    func forget(_ place: StateIndex, _ state: inout CaseState) {
        for promise in tables.watch.everyState { state.promises[promise.position].overstayed.remove(place) }
    }
}

extension Promise {
    /// Whether it is broken for as long as something is true, and once for each such time.
    var isStanding: Bool {
        switch body {
        case .never: true
        case .whenever(.holds, expect: _, let within): within.isNothing
        case .whenever, .everyState: false
        }
    }
}
