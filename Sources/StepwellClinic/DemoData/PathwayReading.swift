import CEL
import PathwayModel

/// What the guards of a pathway ask for, and what closes its tasks: found once, however many cases run on it.
struct PathwayReading {
    /// What a criterion is about that staff can see to.
    struct Needs {
        var instruments: [InstrumentIndex] = []
        var fields: [FieldIndex] = []
        var events: [EventIndex] = []
        var consents: [String] = []

        var isEmpty: Bool { instruments.isEmpty && fields.isEmpty && events.isEmpty && consents.isEmpty }
    }

    /// Events that end a task where this state is active; in every state where it is nil.
    struct Closer {
        let source: StateIndex?
        let events: [EventIndex]
    }

    let pathway: Pathway
    /// Items that guards ask about by themselves. What they ask is rare.
    let alarms: Set<String>
    /// Instruments whose results guards compare: what is measured week by week.
    let measured: [InstrumentIndex]
    /// The role that most is asked of.
    let usualRole: String
    /// By task.
    let closers: [[Closer]]
    /// By task: states from which a way that nobody chooses ends it.
    let endings: [[StateIndex]]
    /// By field: results that set it, where the pathway sets it by itself.
    private let setters: [Int: [InstrumentIndex]]
    private let ownFields: Set<FieldIndex>

    init(_ pathway: Pathway) {
        self.pathway = pathway
        let items = Set(pathway.instruments.flatMap { $0.items.map(\.name) })
            .subtracting(pathway.instruments.flatMap { $0.scores.map(\.name) })
        var alarms: Set<String> = []
        var measured: Set<InstrumentIndex> = []
        for variable in Set(pathway.programs.flatMap(\.variables)).sorted().map({ pathway.variables[$0] }) {
            if case .payload(let name) = variable, items.contains(name) { alarms.insert(name) }
            if case .item(let index, let place) = variable {
                alarms.insert(pathway.instruments[index].items[place].name)
            }
            if case .score = variable, let index = variable.instrument { measured.insert(index) }
        }
        self.alarms = alarms
        self.measured = measured.sorted()
        let asked = pathway.tasks.compactMap(\.role) + pathway.transitions.flatMap { $0.by ?? [] }
        let counts = pathway.roles.map { role in (role: role, count: asked.count { $0 == role }) }
        usualRole = counts.max { $0.count < $1.count }?.role ?? "staff"
        let deeds = Deed.all(in: pathway)
        closers = pathway.tasks.indices.map { Self.closers(of: TaskIndex($0), in: pathway, deeds) }
        endings = pathway.tasks.indices.map { place in
            deeds.filter { $0.events == nil && $0.closes(TaskIndex(place)) }.map(\.source)
        }
        ownFields = Set(deeds.flatMap(\.fields))
        var setters: [Int: [InstrumentIndex]] = [:]
        for deed in deeds {
            let results = (deed.events ?? []).compactMap { pathway.events[$0].kind.instrument }
            for field in deed.fields { setters[field.position, default: []] += results }
        }
        self.setters = setters
    }

    private static func closers(of task: TaskIndex, in pathway: Pathway, _ deeds: [Deed]) -> [Closer] {
        let own = pathway.tasks[task].closedBy.map { Closer(source: nil, events: $0.events.map { $0 }) }
        let guarded = deeds.filter(\.isGuardedWay)
        let others = deeds.filter { $0.closes(task) && !$0.isClosing }.compactMap { deed -> Closer? in
            // What leads on under conditions is not sent for a task's sake.
            let barred = guarded.filter { $0.source == deed.source }.flatMap { $0.events ?? [] }
            return deed.events.map { Closer(source: deed.source, events: $0.filter { !barred.contains($0) }) }
        }
        return (own + others).map { closer in
            Closer(source: closer.source, events: closer.events.filter { pathway.events[$0].kind.isOfStaff })
        }.filter { !$0.events.isEmpty }
    }

    /// Whether a way ends the case.
    func isClosing(_ transition: Transition) -> Bool {
        transition.targets.contains { pathway.states[$0].outcome != nil || pathway.states[$0].kind == .final }
    }

    // MARK: What criteria read

    func needs(of criteria: [Criterion]) -> Needs {
        var needs = Needs()
        for criterion in criteria {
            switch criterion.body {
            case .expression(let program): add(program, to: &needs)
            case .namedGuard(let index): add(pathway.guards[index].program, to: &needs)
            case .rule: break
            }
        }
        // What the pathway sets by itself is not written down: where a result sets it, that is asked for.
        for field in needs.fields where ownFields.contains(field) { needs.instruments += setters[field.position] ?? [] }
        needs.fields.removeAll { ownFields.contains($0) }
        return Needs(
            instruments: needs.instruments.uniqued, fields: needs.fields.uniqued,
            events: needs.events.filter { pathway.events[$0].kind == .declared }.uniqued,
            consents: needs.consents.uniqued)
    }

    private func add(_ program: Program, to needs: inout Needs) {
        for number in program.variables {
            let variable = pathway.variables[number]
            if let index = variable.instrument { needs.instruments.append(index) }
            if case .field(let index) = variable { needs.fields.append(index) }
            if case .namedGuard(let index) = variable { add(pathway.guards[index].program, to: &needs) }
        }
        for call in program.calls { add(call, to: &needs) }
    }

    private func add(_ call: Program.HostCall, to needs: inout Needs) {
        guard case .some(.some(let number)) = call.constants.first else { return }
        guard let function = HostFunction(rawValue: call.id) else {
            let place = call.id - HostFunction.resultsSinceBase
            if pathway.instruments.indices.contains(place) { needs.instruments.append(InstrumentIndex(place)) }
            return
        }
        let place = Int(number)
        switch function {
        case .fresh, .freshWithin, .known, .recordedAt, .daysSince:
            switch pathway.references[place] {
            case .field(let index): needs.fields.append(index)
            case .instrument(let index): needs.instruments.append(index)
            case .payload: break
            }
        case .occurrences: needs.events.append(EventIndex(place))
        case .consent: needs.consents.append(pathway.consentKinds[place])
        case .decision: add(pathway.decisions[place].program, to: &needs)
        case .attendanceSince, .attendanceLast, .attendanceWithin, .attendanceOf, .dates, .openTasks, .task, .active,
            .enteredAt, .daysIn, .visits, .cameFrom, .day, .businessDays:
            break
        }
    }
}

/// What a transition or a reaction does.
private struct Deed {
    let source: StateIndex
    /// On which events; nil where it happens by itself.
    let events: [EventIndex]?
    let isClosing: Bool
    /// Whether it leads on, and asks for more than its event.
    let isGuardedWay: Bool
    let actions: [Action]

    static func all(in pathway: Pathway) -> [Deed] {
        let ways = pathway.transitions.compactMap { transition -> Deed? in
            if case .decision = transition.trigger { return nil }
            return Deed(
                source: transition.source, events: transition.events.map { $0.map { $0 } },
                isClosing: transition.targets.contains { pathway.states[$0].outcome != nil },
                isGuardedWay: !transition.targets.isEmpty && !transition.checks.isEmpty,
                actions: transition.actions)
        }
        return ways
            + pathway.reactions.map {
                Deed(
                    source: $0.source, events: $0.events.map { $0 }, isClosing: false, isGuardedWay: false,
                    actions: $0.actions)
            }
    }

    func closes(_ task: TaskIndex) -> Bool {
        actions.contains { if case .closeTasks(let tasks) = $0 { tasks.contains(task) } else { false } }
    }

    var fields: [FieldIndex] {
        actions.flatMap { action -> [FieldIndex] in
            switch action {
            case .set(let assignments), .add(let assignments): assignments.map(\.field)
            case .notify, .openTask, .closeTasks, .raise, .attend, .enroll: []
            }
        }
    }
}

extension Pathway {
    /// The expressions of its guards, tables and promises.
    fileprivate var programs: [Program] {
        let conditions =
            transitions.flatMap { [$0.when] + $0.checks.map { .criterion($0.criterion) } } + reactions.map(\.when)
            + tasks.flatMap { $0.closedBy.map(\.when) }
        return conditions.flatMap { $0?.criteria ?? [] }.compactMap { criterion in
            if case .expression(let program) = criterion.body { program } else { nil }
        } + guards.map(\.program) + decisions.map(\.program)
    }
}

extension VariableReference {
    /// The instrument whose results it stands for.
    fileprivate var instrument: InstrumentIndex? {
        switch self {
        case .score(let index, _), .item(let index, _), .baseline(let index), .previous(let index), .change(let index),
            .percentChange(let index), .band(let index), .count(let index), .results(let index):
            index
        case .field, .namedGuard, .attendance, .payload, .now, .today, .patientAge, .patientLanguage: nil
        }
    }
}

extension Event.Kind {
    /// The instrument whose result it is.
    var instrument: InstrumentIndex? { if case .recordedInstrument(let index) = self { index } else { nil } }

    /// Whether staff bring it by writing something down.
    fileprivate var isOfStaff: Bool {
        switch self {
        case .declared, .recordedField, .recordedInstrument: true
        case .session, .taskDone, .taskOverdue, .consented, .stateDone: false
        }
    }
}
