import CEL
import PathwayModel

extension Stepper {
    mutating func run(_ actions: Range<Int>, in place: StateIndex) {
        budget.actions += actions.count
        for action in actions {
            reader.place = place
            switch chart.actions[action] {
            case .set(let assignments): set(assignments)
            case .other(let other): run(chart.actions.other(other))
            }
        }
    }

    private mutating func run(_ action: Action) {
        switch action {
        case .notify(let recipient, let message, let via):
            emit(.effect(.message(message, recipient: recipient, via: via)))
        case .openTask(let task, let due): open(task, due: due)
        case .closeTasks(let tasks):
            for task in tasks where state.tasks[task.position].status == .open {
                emit(.taskEnded(task, leaving: nil))
            }
        case .raise(let event):
            let payload = pathway.events[event].payload.map(\.defaultValue)
            remember(event, payload, header.moment)
            enqueue(Queued(event: event, payload: payload))
        case .attend(let status, let type):
            emit(.sessionRecorded(Session(status: status, type: type, moment: header.moment)))
            raise(.session(status))
        case .enroll(let pathway, let values): if !beginsNoCase { enroll(pathway, with: values) }
        case .set: preconditionFailure("fields are set by assignments")
        }
    }

    /// Queues a built-in event, if the pathway knows it.
    mutating func raise(_ kind: Event.Kind) {
        guard let event = tables.names.event(kind) else { return }
        remember(event, [], header.moment)
        enqueue(Queued(event: event, payload: []))
    }

    /// Puts an event among the facts where it says something that no other fact says, or where a guard looks back.
    mutating func remember(_ event: EventIndex, _ payload: [Value?], _ moment: Moment) {
        guard pathway.events[event].kind == .declared || tables.rememberedEvents.contains(event) else { return }
        emit(.occurred(event, payload: payload, moment))
    }

    // MARK: Values

    /// All right sides are computed first. One that fails, or does not fit its field, changes nothing.
    private mutating func set(_ assignments: Range<Int>) {
        guard assignments.count > 1 else {
            for place in assignments { put(value(of: place), chart.actions.field(place)) }
            return
        }
        let outcomes = assignments.map { value(of: $0) }
        for (place, outcome) in zip(assignments, outcomes) { put(outcome, chart.actions.field(place)) }
    }

    private mutating func value(of assignment: Int) -> Outcome {
        reader.evaluate(chart.actions.program(assignment), spending: &observed.steps)
    }

    private mutating func put(_ outcome: Outcome, _ field: FieldIndex) {
        switch outcome {
        case .value(let value) where pathway.fields[field].type.admits(value):
            emit(.valueSet(field, value, header.moment))
        case .value:
            report(
                Trouble(
                    code: Refusal.Code.invalidValue,
                    detail: "an action gives '\(pathway.fields[field].name)' a value that it does not admit"))
        case .unknown:
            if state.fields[field.position] != nil { emit(.valueSet(field, nil, header.moment)) }
        case .error(let error):
            report(
                Trouble(
                    code: Refusal.Code.guardError,
                    detail: "the new value of '\(pathway.fields[field].name)' ended in an error: \(error.message)"))
        }
    }

    private mutating func enroll(_ pathway: String, with values: [Action.NamedValue]) {
        var texts: [Input.NamedText] = []
        for value in values {
            switch reader.evaluate(value.program, spending: &observed.steps) {
            case .value(let known): texts.append(Input.NamedText(value.name, known.shown))
            case .unknown: break
            case .error(let error):
                report(
                    Trouble(
                        code: Refusal.Code.guardError,
                        detail: "'\(value.name)' of the linked case ended in an error: \(error.message)"))
            }
        }
        emit(.effect(.enroll(pathway: pathway, with: texts)))
    }

    // MARK: Tasks

    /// Opens a task of a state, with its own due date where it has one.
    mutating func open(_ task: StateTask, of place: StateIndex) {
        reader.place = place
        open(task.task, due: task.due, until: task.untilExit ? place : nil)
    }

    /// Opens a task; an open one is kept as it is.
    mutating func open(_ task: TaskIndex, due override: Due?, until: StateIndex? = nil) {
        guard state.tasks[task.position].status != .open else { return }
        let definition = pathway.tasks[task]
        if definition.isSafety, case .after(let delay) = override ?? definition.due, delay.isExact,
            let at = pathway.calendar.end(of: delay, from: header.moment.at)
        {
            let due = TimeLimit(
                due: pathway.calendar.zone.date(of: at), dueAt: at, remind: definition.remind,
                escalate: definition.escalate, in: pathway.calendar)
            return emit(.taskOpened(TaskOpening(task: task, due, until: until)))
        }
        let due = date(of: override ?? definition.due, for: definition)
        let limit = TimeLimit(
            due: due, dueAt: nil, remind: definition.remind, escalate: definition.escalate, in: pathway.calendar)
        emit(.taskOpened(TaskOpening(task: task, limit, until: until)))
    }

    private mutating func date(of due: Due, for task: TaskDefinition) -> CalendarDate? {
        switch due {
        case .open: return nil
        case .after(let delay): return pathway.calendar.date(after: delay, from: header.moment.at)
        case .at(let program):
            switch reader.evaluate(program, spending: &observed.steps) {
            case .value(.date(let date)): return date
            case .unknown: return nil
            case .value, .error:
                report(
                    Trouble(
                        code: Refusal.Code.guardError, detail: "the due date of '\(task.name)' ended in an error"))
                return nil
            }
        }
    }

    /// Completes a task; its event comes after, so that it may open anew.
    mutating func complete(_ task: TaskIndex) {
        emit(.taskCompleted(task))
        raise(.taskDone(task))
    }
}
