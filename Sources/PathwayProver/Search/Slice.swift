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

    /// Fields of which it is told that an action sets them, also where the value is not known.
    fileprivate(set) var noticed = PlaceSet<Field>()

    /// Fields that the watched promises read: they are looked at once the step has come to rest, after all that actions set.
    fileprivate var promised = PlaceSet<Field>()

    /// Whether what an event brings as an outcome may not be known.
    var mayLackOutcome = true

    /// What leads from state to state, and nothing else.
    static let course = Slice()
}

extension Pathway {
    /// Whether an event may bring no outcome where a guard asks for it: one that is declared, or of a task that something
    /// else than a person completes.
    var mayLackOutcome: Bool {
        events.contains { $0.kind == .declared && $0.payload.contains { $0.name == EventPart.outcome.rawValue } }
            || tasks.contains { !$0.outcomes.isEmpty && !$0.closedBy.isEmpty }
    }

    /// The same pathway without what makes no difference to what a slice keeps, and the slice with what it needs for that:
    /// the tasks whose events lead somewhere.
    func sliced(to slice: Slice) -> (pathway: Pathway, slice: Slice) {
        var slice = slice
        slice.noticed = fieldsReadOnTheWay
        slice.mayLackOutcome = mayLackOutcome
        slice.promised = fields(of: slice.promises.reduce(into: []) { $0.formUnion(readings(of: promises[$1])) })
        while true {
            let pathway = cut(to: slice)
            let heard = pathway.heardTasks
            guard !heard.allSatisfy({ slice.tasks.contains($0) }) else {
                guard let places = slice.places else { return (pathway, slice) }
                slice.merged = pathway.insidesWithoutEffect(naming: places, keeping: slice)
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
            if sliced.transitions[place].isIdle(in: slice) { sliced.transitions[place].actions = [] }
            if case .decision(var decision) = transitions[place].trigger {
                if !slice.owesDecisions { decision.within = nil }
                // A first signature changes nothing but whose the decision is.
                decision.signers = 1
                sliced.transitions[place].trigger = .decision(decision)
            }
        }
        for place in sliced.reactions.indices {
            sliced.reactions[place].actions = kept(reactions[place].actions, slice)
            if sliced.reactions[place].actions.allSatisfy({ $0.isIdle(in: slice) }) {
                sliced.reactions[place].actions = []
            }
        }
        for place in sliced.promises.indices where !slice.promises.contains(PromiseIndex(place)) {
            sliced.promises[place].task = nil
        }
        for place in sliced.tasks.indices where !slice.tasks.contains(TaskIndex(place)) {
            sliced.tasks[place].closedBy = []
        }
        if !slice.keepsAnswers { sliced.dropIdle(slice) }
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
                let kept = assignments.filter { slice.notices($0.field) }
                return kept.isEmpty ? nil : .set(kept)
            case .add(let amounts):
                let kept = amounts.filter { slice.notices($0.field) }
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
    private mutating func dropIdle(_ slice: Slice) {
        // Whether what a case sends to itself is taken is looked at in every search.
        var leading = raisedEvents
        let raised = leading
        for transition in transitions where !transition.isIdle(in: slice) {
            leading.formUnion(transition.events ?? PlaceSet())
        }
        for place in states.indices {
            let whole = self
            states[place].reactions.removeAll {
                whole.reactions[$0].actions.isEmpty && whole.reactions[$0].events.isDisjoint(with: raised)
            }
            states[place].transitions.removeAll { index in
                guard whole.transitions[index].isIdle(in: slice) else { return false }
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
        for task in tasks { for closing in task.closedBy { heard.formUnion(closing.events) } }
        return heard.reduce(into: PlaceSet()) { tasks, event in
            switch events[event].kind {
            case .taskDone(let task), .taskOverdue(let task): tasks.insert(task)
            case .declared, .recordedField, .recordedInstrument, .session, .consented, .stateDone: break
            }
        }
    }
}

extension Pathway {
    /// Events that a case sends to itself.
    var raisedEvents: PlaceSet<Event> {
        PlaceSet(actions.compactMap { if case .raise(let event) = $0 { event } else { nil } })
    }

    /// Fields that are read again after actions of the same step: by automatic transitions, conditions that open tasks,
    /// and what takes an event that the case sends to itself.
    var fieldsReadOnTheWay: PlaceSet<Field> {
        var read: Set<Reading> = []
        let raised = raisedEvents
        for transition in transitions {
            let isOnTheWay =
                switch transition.trigger {
                case .automatic: true
                case .event(let events): !events.isDisjoint(with: raised)
                case .decision(let decision): decision.within != nil
                }
            guard isOnTheWay else { continue }
            read.formUnion(readings(of: transition.when))
            for check in transition.checks { read.formUnion(readings(of: .criterion(check.criterion))) }
        }
        for state in states {
            for task in state.tasks { if case .when(let when, _) = task.opening { read.formUnion(readings(of: when)) } }
        }
        for reaction in reactions where !reaction.events.isDisjoint(with: raised) {
            read.formUnion(readings(of: reaction.when))
        }
        return fields(of: read)
    }

    private func fields(of readings: Set<Reading>) -> PlaceSet<Field> {
        PlaceSet(readings.compactMap { if case .field(let field) = $0 { field } else { nil } })
    }
}

extension Slice {
    /// Whether it counts that an action sets a field: what was supposed of it before is not so any more.
    fileprivate func notices(_ field: FieldIndex) -> Bool {
        keepsAnswers || looks(at: field) || noticed.contains(field)
    }

    fileprivate func looks(at field: FieldIndex) -> Bool { fields.contains(field) || promised.contains(field) }
}

extension Transition {
    /// Whether it leads nowhere and does nothing that a slice keeps.
    fileprivate func isIdle(in slice: Slice) -> Bool {
        targets.isEmpty && actions.allSatisfy { $0.isIdle(in: slice) }
    }
}

extension Action {
    /// Whether it changes nothing that a slice keeps.
    func isIdle(in slice: Slice) -> Bool {
        switch self {
        case .set(let values), .add(let values):
            !slice.keepsAnswers && values.allSatisfy { !slice.looks(at: $0.field) }
        case .notify, .openTask, .closeTasks, .raise, .attend, .enroll: false
        }
    }
}
