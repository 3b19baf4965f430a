import PathwayEngine
import PathwayModel

/// Which tasks a step may open or close, also where a search does not keep them.
struct TaskChanges {
    struct Tasks {
        var opened = PlaceSet<TaskDefinition>()
        var closed = PlaceSet<TaskDefinition>()

        var isEmpty: Bool { opened.isEmpty && closed.isEmpty }

        mutating func formUnion(_ other: Tasks) {
            opened.formUnion(other.opened)
            closed.formUnion(other.closed)
        }
    }

    /// By what a transition does, by transition.
    let taking: [Tasks]
    /// By coming into a state, and by going out of it.
    let entering: [Tasks]
    let leaving: [Tasks]
    /// By what happens without a move, once an event has come: by event, in which state, and what.
    private let hearing: [[(place: StateIndex, tasks: Tasks)]]
    /// By what time and conditions bring in a state.
    private let staying: [Tasks]

    /// - Parameter merged: states that a search does not tell apart: where the case is among them is not known.
    init(_ whole: Pathway, merged: PlaceSet<State>) {
        taking = whole.transitions.map { whole.tasksChanged(by: $0.actions) }
        var entering = whole.states.indices.map { whole.tasksChanged(byEntering: StateIndex($0)) }
        var leaving = whole.states.indices.map { whole.tasksChanged(byLeaving: StateIndex($0)) }
        var staying = whole.states.indices.map { whole.tasksChanged(byStayingIn: StateIndex($0)) }
        var hearing = whole.tasksChangedInPlace
        let inside = merged.reduce(into: Tasks()) { all, place in
            all.formUnion(entering[place.position])
            all.formUnion(leaving[place.position])
            all.formUnion(staying[place.position])
            for index in whole.states[place].transitions {
                all.formUnion(whole.tasksChanged(by: whole.transitions[index].actions))
            }
            for index in whole.states[place].reactions {
                all.formUnion(whole.tasksChanged(by: whole.reactions[index].actions))
            }
        }
        if !inside.isEmpty {
            for place in merged {
                (entering[place.position], leaving[place.position], staying[place.position]) = (inside, inside, inside)
                for event in hearing.indices { hearing[event].append((place, inside)) }
            }
        }
        (self.entering, self.leaving, self.staying, self.hearing) = (entering, leaving, staying, hearing)
    }

    /// What an event changes where the case is, but for transitions that lead to another state.
    func tasks(on event: EventIndex, in state: CaseState) -> Tasks {
        hearing[event.position].reduce(into: Tasks()) { all, one in
            if state.isActive(one.place) { all.formUnion(one.tasks) }
        }
    }

    /// What comes up by itself where the case is.
    func tasksComing(in state: CaseState) -> Tasks {
        state.configuration.reduce(into: Tasks()) { $0.formUnion(staying[$1.position]) }
    }
}

extension Pathway {
    fileprivate func tasksChanged(by actions: [Action]) -> TaskChanges.Tasks {
        actions.reduce(into: TaskChanges.Tasks()) { tasks, action in
            switch action {
            case .openTask(let task, due: _): tasks.opened.insert(task)
            case .closeTasks(let closed): tasks.closed.formUnion(PlaceSet(closed))
            case .notify, .set, .add, .raise, .attend, .enroll: break
            }
        }
    }

    fileprivate func tasksChanged(byEntering place: StateIndex) -> TaskChanges.Tasks {
        let state = states[place]
        var all = tasksChanged(by: state.entry)
        all.opened.formUnion(PlaceSet(state.tasks.map(\.task)))
        if state.outcome != nil || state.kind == .final && state.parent == Pathway.root {
            all.closed = PlaceSet(tasks.indices.map { TaskIndex($0) })
        }
        for child in state.children {
            if let index = states[child].historyDefault { all.formUnion(tasksChanged(by: transitions[index].actions)) }
        }
        return all
    }

    fileprivate func tasksChanged(byLeaving place: StateIndex) -> TaskChanges.Tasks {
        var all = tasksChanged(by: states[place].exit)
        all.closed.formUnion(PlaceSet(states[place].tasks.filter(\.untilExit).map(\.task)))
        return all
    }

    fileprivate func tasksChanged(byStayingIn place: StateIndex) -> TaskChanges.Tasks {
        let state = states[place]
        var all = TaskChanges.Tasks()
        for task in state.tasks {
            if case .onEntry = task.opening { continue }
            all.opened.insert(task.task)
        }
        for index in state.transitions where transitions[index].targets.isEmpty {
            switch transitions[index].trigger {
            case .automatic: all.formUnion(tasksChanged(by: transitions[index].actions))
            case .event, .decision: break
            }
        }
        if place == Pathway.root {
            for task in tasks.indices where tasks[task].saysOfBreach || tasks[task].name == Pathway.incidentTask {
                all.opened.insert(TaskIndex(task))
            }
        }
        return all
    }

    /// By event: tasks that it closes, wherever the case is, and those that its reactions, and transitions that lead
    /// nowhere, open and close in a state.
    fileprivate var tasksChangedInPlace: [[(place: StateIndex, tasks: TaskChanges.Tasks)]] {
        var all = events.map { _ in [(place: StateIndex, tasks: TaskChanges.Tasks)]() }
        func add(_ events: PlaceSet<Event>, _ place: StateIndex, _ tasks: TaskChanges.Tasks) {
            guard !tasks.isEmpty else { return }
            for event in events { all[event.position].append((place, tasks)) }
        }
        for task in tasks.indices {
            for closing in tasks[task].closedBy {
                add(closing.events, Pathway.root, TaskChanges.Tasks(closed: PlaceSet([TaskIndex(task)])))
            }
        }
        for reaction in reactions { add(reaction.events, reaction.source, tasksChanged(by: reaction.actions)) }
        for transition in transitions where transition.targets.isEmpty {
            add(transition.events ?? PlaceSet(), transition.source, tasksChanged(by: transition.actions))
        }
        return all
    }
}
