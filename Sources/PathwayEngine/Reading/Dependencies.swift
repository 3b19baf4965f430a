import CEL
import PathwayModel

/// What the expressions of a pathway read, as far as steps and wake-ups depend on it.
struct Dependencies {
    /// Events that `occurrences(…)` names.
    private(set) var rememberedEvents = PlaceSet<Event>()
    private(set) var readsOrigin = false
    /// Whether anything asks who completed a task or sent an event.
    private(set) var readsDoers = false
    /// Tasks for which something waits until they are done: an event, or an expression that asks.
    private(set) var awaitedTasks = PlaceSet<TaskDefinition>()
    /// Whether any task's due date follows an expression.
    private(set) var followsDates = false
    /// One a state: whether its automatic transitions, its decisions that are owed or the conditions of its tasks may
    /// change with the date.
    private(set) var readsDate: [Bool]
    /// The same of each task that a state opens, by state.
    private(set) var readsDateOfTask: [[Bool]] = []
    /// By state, the rules that its automatic transitions, its decisions that are owed and the conditions of its tasks
    /// ask: these alone are asked without anybody's doing.
    private(set) var rules: [[RuleUseIndex]] = []

    private let pathway: Pathway

    init(of pathway: Pathway) {
        self.pathway = pathway
        readsDate = pathway.states.map { _ in false }
        for program in Self.programs(of: pathway, noting: &followsDates) { note(program) }
        for event in heardEvents {
            if case .taskDone(let task) = pathway.events[event].kind { awaitedTasks.insert(task) }
        }
        readsDateOfTask = pathway.states.map { state in
            state.tasks.map { task in
                guard case .when(let condition, _) = task.opening else { return false }
                return readsDate(condition)
            }
        }
        for place in pathway.states.indices { readsDate[place] = stateReadsDate(StateIndex(place)) }
        rules = pathway.states.map { conditions(of: $0).flatMap(\.rules) }
    }

    /// What a state asks by itself.
    private func conditions(of state: State) -> [Condition] {
        let transitions = state.transitions.flatMap { index -> [Condition] in
            let transition = pathway.transitions[index]
            switch transition.trigger {
            case .event: return []
            case .decision(let decision) where decision.within == nil: return []
            case .automatic, .decision:
                return [transition.when].compactMap { $0 } + transition.checks.map { .criterion($0.criterion) }
            }
        }
        return transitions
            + state.tasks.compactMap { task in
                if case .when(let condition, _) = task.opening { condition } else { nil }
            }
    }

    /// Events that a way, a reaction or a task waits for.
    private var heardEvents: PlaceSet<Event> {
        var heard = PlaceSet<Event>()
        for transition in pathway.transitions { if let events = transition.events { heard.formUnion(events) } }
        for reaction in pathway.reactions { heard.formUnion(reaction.events) }
        for task in pathway.tasks { for closing in task.closedBy { heard.formUnion(closing.events) } }
        return heard
    }

    private mutating func note(_ program: Program) {
        readsDoers = readsDoers || readsDoers(program)
        for call in program.calls {
            switch HostFunction(rawValue: call.id) {
            case .occurrences:
                if case .some(.some(let event)) = call.constants.first {
                    rememberedEvents.insert(EventIndex(Int(event)))
                }
            case .task:
                if case .some(.some(let task)) = call.constants.first { awaitedTasks.insert(TaskIndex(Int(task))) }
            case .cameFrom: readsOrigin = true
            case .fresh, .freshWithin, .known, .recordedAt, .daysSince, .attendanceSince, .attendanceLast,
                .attendanceWithin, .attendanceOf, .dates, .openTasks, .active, .enteredAt, .daysIn, .visits,
                .day, .businessDays, .consent, .decision, nil:
                break
            }
        }
    }

    /// By the places of what it selects from any record: it may ask for something else that stands there.
    private func readsDoers(_ program: Program) -> Bool {
        let asked = program.calls.compactMap { call -> Int? in
            switch (HostFunction(rawValue: call.id), call.constants.first ?? nil) {
            case (.task, _): BuiltInObject.task.rawValue
            case (.occurrences, let event?): pathway.objectType(of: EventIndex(Int(event)))
            default: nil
            }
        }
        let selected = program.selectedPlaces
        return asked.contains { type in
            let fields = pathway.objectTypes[type].fields
            return selected.contains { fields.indices.contains($0) && RecordSource(doer: fields[$0].name) != nil }
        }
    }

    private func stateReadsDate(_ place: StateIndex) -> Bool {
        let state = pathway.states[place]
        let transitions = state.transitions.contains { index in
            switch pathway.transitions[index].trigger {
            case .event: return false
            case .decision(let decision) where decision.within == nil: return false
            case .automatic, .decision: return pathway.transitions[index].when.map(readsDate) ?? false
            }
        }
        return transitions || readsDateOfTask[place.position].contains(true)
    }

    private func readsDate(_ condition: Condition) -> Bool {
        condition.criteria.contains { criterion in
            switch criterion.body {
            case .expression(let program): readsDate(program)
            case .namedGuard(let index): readsDate(pathway.guards[index].program)
            case .rule(let use): readsDate(pathway.ruleUses[use])
            }
        }
    }

    /// A rule reads the date, or a field that goes stale.
    private func readsDate(_ use: RuleUse) -> Bool {
        guard use.reads.isDisjoint(with: [.now, .today]) else { return true }
        return use.reads.contains(.data)
            && pathway.fields.contains { $0.freshFor != nil && use.only.data?.contains($0.name) ?? true }
    }

    private func readsDate(_ program: Program) -> Bool {
        program.variables.contains { readsDate(pathway.variables[$0]) } || program.calls.contains(where: readsDate)
    }

    private func readsDate(_ variable: VariableReference) -> Bool {
        switch variable {
        case .field(let field): pathway.fields[field].freshFor != nil
        case .score(let instrument, _), .item(let instrument, _), .change(let instrument),
            .percentChange(let instrument), .band(let instrument):
            pathway.instruments[instrument].freshFor != nil
        case .namedGuard(let index): readsDate(pathway.guards[index].program)
        case .now, .today, .patientAge: true
        case .baseline, .previous, .count, .results, .attendance, .payload, .patientLanguage: false
        }
    }

    private func readsDate(_ call: Program.HostCall) -> Bool {
        guard let function = HostFunction(rawValue: call.id) else { return false }
        return switch function {
        case .fresh, .freshWithin, .daysSince, .attendanceWithin, .daysIn, .task: true
        case .decision:
            if case .some(.some(let table)) = call.constants.first {
                readsDate(pathway.decisions[Int(table)].program)
            } else {
                true
            }
        case .known, .recordedAt, .attendanceSince, .attendanceLast, .attendanceOf, .occurrences, .dates, .openTasks,
            .active, .enteredAt, .visits, .cameFrom, .day, .businessDays, .consent:
            false
        }
    }

    /// Every expression of a pathway that is about a case.
    private static func programs(of pathway: Pathway, noting followsDates: inout Bool) -> [Program] {
        var follows = false
        defer { followsDates = follows }
        var all = pathway.guards.map(\.program) + pathway.decisions.map(\.program)
        all += pathway.messages.compactMap(\.condition)
        for promise in pathway.promises where promise.task != nil { all += promise.programs }
        func add(_ condition: Condition?) {
            for criterion in condition?.criteria ?? [] {
                if case .expression(let program) = criterion.body { all.append(program) }
            }
        }
        func add(_ due: Due?) {
            guard case .at(let program, let isFixed) = due else { return }
            all.append(program)
            if !isFixed { follows = true }
        }
        func add(_ actions: [Action]) {
            for action in actions {
                switch action {
                case .set(let assignments), .add(let assignments): all += assignments.map(\.program)
                case .enroll(_, let values): all += values.map(\.program)
                case .openTask(_, let due): add(due)
                case .notify, .closeTasks, .raise, .attend: break
                }
            }
        }
        for state in pathway.states {
            add(state.entry)
            add(state.exit)
            for task in state.tasks {
                add(task.due)
                if case .when(let condition, _) = task.opening { add(condition) }
            }
        }
        for transition in pathway.transitions {
            add(transition.when)
            add(transition.actions)
            for check in transition.checks { add(.criterion(check.criterion)) }
        }
        for reaction in pathway.reactions {
            add(reaction.when)
            add(reaction.actions)
        }
        for task in pathway.tasks {
            add(task.due)
            for closing in task.closedBy { add(closing.when) }
            if case .when(let condition) = task.byHand { add(condition) }
        }
        return all
    }
}

extension Condition {
    /// The rules among its leaves.
    fileprivate var rules: [RuleUseIndex] {
        criteria.compactMap { if case .rule(let use) = $0.body { use } else { nil } }
    }
}
