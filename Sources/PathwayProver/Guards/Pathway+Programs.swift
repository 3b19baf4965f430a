import CEL
import PathwayEngine
import PathwayModel

extension Pathway {
    /// Whether a state itself has a transition or a reaction on an event.
    func listens(_ place: StateIndex, to event: EventIndex) -> Bool {
        states[place].transitions.contains { transitions[$0].events?.contains(event) ?? false }
            || states[place].reactions.contains { reactions[$0].events.contains(event) }
    }

    /// What actions set or add, everywhere.
    var assignments: [Action.Assignment] {
        actions.flatMap { action -> [Action.Assignment] in
            switch action {
            case .set(let assignments), .add(let assignments): assignments
            case .notify, .openTask, .closeTasks, .raise, .attend, .enroll: []
            }
        }
    }

    /// Fields that actions count up or down.
    var countedFields: PlaceSet<Field> {
        PlaceSet(
            actions.flatMap { action -> [FieldIndex] in
                switch action {
                case .add(let amounts): amounts.map(\.field)
                case .set, .notify, .openTask, .closeTasks, .raise, .attend, .enroll: []
                }
            })
    }

    /// All that the pathway does, wherever it stands.
    var actions: [Action] {
        states.flatMap { state in
            state.entry + state.exit + state.transitions.flatMap { transitions[$0].actions }
                + state.reactions.flatMap { reactions[$0].actions }
        }
    }

    /// The calls of functions that an expression makes, also by the guards that it names, each with where it stands.
    func calls(of program: Program) -> [(call: Program.HostCall, in: Program)] {
        program.calls.map { ($0, program) }
            + program.variables.flatMap { variable -> [(call: Program.HostCall, in: Program)] in
                if case .namedGuard(let index) = variables[variable] { calls(of: guards[index].program) } else { [] }
            }
    }

    /// Every expression that steps look at.
    var programs: [Program] {
        var all: [Program] = []
        func add(_ condition: Condition?) {
            for criterion in condition?.criteria ?? [] { all += [criterion.program(in: self)].compactMap { $0 } }
        }
        for state in states {
            for task in state.tasks { if case .when(let condition, _) = task.opening { add(condition) } }
        }
        for transition in states.flatMap(\.transitions).map({ transitions[$0] }) {
            add(transition.when)
            for check in transition.checks { add(.criterion(check.criterion)) }
        }
        for index in states.flatMap(\.reactions) { add(reactions[index].when) }
        for task in tasks {
            for closing in task.closedBy { add(closing.when) }
            if case .when(let condition) = task.byHand { add(condition) }
        }
        for promise in promises where promise.task != nil { all += promise.programs }
        return all + assignments.map(\.program)
    }
}

extension Criterion {
    /// Its expression; nil for a rule.
    func program(in pathway: Pathway) -> Program? {
        switch body {
        case .expression(let program): program
        case .namedGuard(let index): pathway.guards[index].program
        case .rule: nil
        }
    }
}
