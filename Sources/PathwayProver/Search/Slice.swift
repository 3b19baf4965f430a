import PathwayModel

/// How much of a case a search keeps apart. What is not kept is free: at each step it may be anything.
///
/// The less is kept, the fewer cases there are, and the more a search sees that no case can come to. Where that raises a
/// false alarm, more is kept.
struct Slice: Hashable, Sendable {
    /// Tasks of which it is known whether they are open.
    var tasks = PlaceSet<TaskDefinition>()
    /// Fields of which the value is known.
    var fields = PlaceSet<Field>()
    /// Instruments of which the results are known.
    var instruments = PlaceSet<Instrument>()
    /// Promises that are watched.
    var promises = PlaceSet<Promise>()
    /// Whether decisions are owed once they are proposed.
    var owesDecisions = false
    /// Whether it counts too what is taken without leading anywhere.
    var keepsAnswers = false

    /// States that have to be told apart; nil for all of them.
    var places: PlaceSet<State>?
    /// States that are taken for one with the state around them: whether the case is there is free.
    var merged = PlaceSet<State>()

    /// What leads from state to state, and nothing else.
    static let course = Slice()
}

extension Pathway {
    /// The same pathway without what makes no difference to what a slice keeps, and the slice with what it needs for that:
    /// the tasks whose events lead somewhere.
    func sliced(to slice: Slice) -> (pathway: Pathway, slice: Slice) {
        var slice = slice
        while true {
            let pathway = cut(to: slice)
            let heard = pathway.heardTasks
            guard !heard.allSatisfy({ slice.tasks.contains($0) }) else {
                guard let places = slice.places else { return (pathway, slice) }
                slice.merged = pathway.insidesWithoutEffect(naming: places)
                return (pathway.merging(slice.merged), slice)
            }
            slice.tasks.formUnion(heard)
        }
    }

    private func cut(to slice: Slice) -> Pathway {
        var sliced = self
        for place in sliced.states.indices {
            sliced.states[place].entry = kept(states[place].entry, slice)
            sliced.states[place].exit = kept(states[place].exit, slice)
            sliced.states[place].tasks = states[place].tasks.filter { slice.tasks.contains($0.task) }
        }
        for place in sliced.transitions.indices {
            sliced.transitions[place].actions = kept(transitions[place].actions, slice)
            if !slice.owesDecisions, case .decision(var decision) = transitions[place].trigger {
                decision.within = nil
                sliced.transitions[place].trigger = .decision(decision)
            }
        }
        for place in sliced.reactions.indices {
            sliced.reactions[place].actions = kept(reactions[place].actions, slice)
        }
        for place in sliced.promises.indices where !slice.promises.contains(PromiseIndex(place)) {
            sliced.promises[place].task = nil
        }
        for place in sliced.tasks.indices where !slice.tasks.contains(TaskIndex(place)) {
            sliced.tasks[place].closedBy = []
        }
        if !slice.keepsAnswers { sliced.dropIdle() }
        return sliced
    }

    /// The same pathway in which nothing happens in some states.
    private func merging(_ merged: PlaceSet<State>) -> Pathway {
        var pathway = self
        for place in merged { pathway.states[place].transitions = [] }
        return pathway
    }

    private func kept(_ actions: [Action], _ slice: Slice) -> [Action] {
        actions.compactMap { action in
            switch action {
            case .notify, .enroll: return nil
            case .set(let assignments):
                let kept = assignments.filter { slice.keepsAnswers || slice.fields.contains($0.field) }
                return kept.isEmpty ? nil : .set(kept)
            case .add(let amounts):
                let kept = amounts.filter { slice.keepsAnswers || slice.fields.contains($0.field) }
                return kept.isEmpty ? nil : .add(kept)
            case .raise, .attend: return action
            case .openTask(let task, _): return slice.tasks.contains(task) ? action : nil
            case .closeTasks(let tasks):
                let kept = tasks.filter { slice.tasks.contains($0) }
                return kept.isEmpty ? nil : .closeTasks(kept)
            }
        }
    }

    /// Takes out what does nothing: reactions, and transitions that lead nowhere and stand before no other.
    private mutating func dropIdle() {
        var leading = PlaceSet<Event>()
        for transition in transitions where !transition.isIdle {
            leading.formUnion(transition.events ?? PlaceSet())
        }
        for place in states.indices {
            let whole = self
            states[place].reactions.removeAll { whole.reactions[$0].actions.isEmpty }
            states[place].transitions.removeAll { index in
                guard whole.transitions[index].isIdle else { return false }
                switch whole.transitions[index].trigger {
                // It keeps an outer one, or a later one, from being taken.
                case .event(let events): return events.isDisjoint(with: leading)
                case .automatic, .decision: return true
                }
            }
        }
    }

    /// Tasks of which something is heard that happens to them.
    private var heardTasks: PlaceSet<TaskDefinition> {
        var heard = PlaceSet<Event>()
        for state in states {
            for index in state.transitions {
                heard.formUnion(transitions[index].events ?? PlaceSet())
            }
            for index in state.reactions { heard.formUnion(reactions[index].events) }
        }
        return heard.reduce(into: PlaceSet()) { tasks, event in
            switch events[event].kind {
            case .taskDone(let task), .taskOverdue(let task): tasks.insert(task)
            case .declared, .recordedField, .recordedInstrument, .session, .consented, .stateDone: break
            }
        }
    }
}

extension Transition {
    /// Whether it leads nowhere and does nothing.
    fileprivate var isIdle: Bool { targets.isEmpty && actions.isEmpty }
}
