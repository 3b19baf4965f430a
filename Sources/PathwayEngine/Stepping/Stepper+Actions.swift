import CEL
import PathwayModel

extension Stepper {
    mutating func run(_ actions: Range<Int>, in place: StateIndex) {
        budget.actions += actions.count
        for action in actions {
            reader.place = place
            switch chart.actions[action] {
            case .set(let assignments): set(assignments)
            case .add(let amounts): add(amounts)
            case .other(let other): run(chart.actions.other(other), at: other)
            }
        }
    }

    private mutating func run(_ action: Action, at number: Int) {
        switch action {
        case .notify(let recipient, let message, let via):
            emit(.effect(.message(message, recipient: recipient, via: via)))
        case .openTask(let task, let due):
            open(task, due: due, writtenIn: due == nil ? .task : .action(number), at: actionMoment)
        case .closeTasks(let tasks):
            for task in tasks where state.tasks[task.position].status == .open {
                emit(.taskEnded(task, leaving: nil))
            }
        case .raise(let event):
            let payload = pathway.events[event].payload.map(\.defaultValue)
            noteDoer()
            emit(.occurred(event, payload: payload, actionMoment))
            enqueue(Queued(event: event, subject: .declared(payload), moment: actionMoment))
        case .attend(let status, let type):
            emit(.sessionRecorded(Session(status: status, type: type, moment: actionMoment)))
            raise(.session(status), .session(type: type, isLate: actionMoment.date < header.moment.date), actionMoment)
        case .enroll(let pathway, let values): if !beginsNoCase { enroll(pathway, with: values) }
        case .set, .add: preconditionFailure("fields are set by assignments")
        }
    }

    /// When what actions do happens: a way from state to state is dated as the case's course is.
    private var actionMoment: Moment { isMoving ? course : header.moment }

    /// Queues a built-in event, if the pathway knows it.
    mutating func raise(_ kind: Event.Kind, _ subject: Queued.Subject, _ moment: Moment) {
        guard let queued = event(kind, subject, moment) else { return }
        enqueue(queued)
    }

    /// A built-in event, remembered where a guard looks back at it; nil where the pathway does not know it.
    mutating func event(_ kind: Event.Kind, _ subject: Queued.Subject, _ moment: Moment) -> Queued? {
        guard let event = tables.names.event(kind) else { return nil }
        let queued = Queued(event: event, subject: subject, moment: moment)
        if tables.rememberedEvents.contains(event) {
            noteDoer()
            emit(.occurred(event, payload: reader.payload(of: queued), moment))
        }
        return queued
    }

    // MARK: Values

    /// All right sides are computed first. One that fails, or does not fit its field, changes nothing.
    private mutating func set(_ assignments: Range<Int>) {
        // Most are one or two, which need no list.
        switch assignments.count {
        case 1: put(value(of: assignments.lowerBound), chart.actions.field(assignments.lowerBound))
        case 2:
            let (one, other) = (assignments.lowerBound, assignments.lowerBound + 1)
            let (first, second) = (value(of: one), value(of: other))
            put(first, chart.actions.field(one))
            put(second, chart.actions.field(other))
        default:
            let outcomes = assignments.map { value(of: $0) }
            for (place, outcome) in zip(assignments, outcomes) { put(outcome, chart.actions.field(place)) }
        }
    }

    /// All amounts are computed first. What is counted out of its bounds changes nothing.
    private mutating func add(_ amounts: Range<Int>) {
        let outcomes = amounts.map { value(of: $0) }
        for (place, outcome) in zip(amounts, outcomes) {
            let field = chart.actions.field(place)
            reader.oracle?.sets(field)
            guard !stands(field) else { continue }
            guard case .value(let amount) = outcome else {
                put(outcome, field)
                continue
            }
            let sum = state.value(of: field, in: pathway)?.adding(amount)
            if let sum, !pathway.fields[field].type.admits(sum) {
                put(.value(sum), field)
            } else {
                emit(.valueAdded(field, amount, header.moment))
            }
        }
    }

    private mutating func value(of assignment: Int) -> Outcome {
        reader.evaluate(chart.actions.program(assignment), spending: &observed.steps)
    }

    /// Whether a field has what these actions set already.
    private func stands(_ field: FieldIndex) -> Bool { repeating?.fields.contains(field) ?? false }

    private mutating func put(_ outcome: Outcome, _ field: FieldIndex) {
        reader.oracle?.sets(field)
        guard !stands(field) else { return }
        switch outcome {
        case .value(let value) where pathway.fields[field].type.admits(value):
            emit(.valueSet(field, value, header.moment))
        case .value:
            report(
                Trouble(
                    code: Refusal.Code.invalidValue,
                    detail: "an action gives '\(pathway.fields[field].name)' a value that it does not admit"))
        case .unknown:
            // From an unknown it becomes unknown, whatever its default.
            if state.value(of: field, in: pathway) != nil { emit(.valueSet(field, nil, header.moment)) }
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
    mutating func open(
        _ number: Int, of place: StateIndex, at moment: Moment, because trigger: TaskCause.Trigger
    ) {
        let task = pathway.states[place].tasks[number]
        reader.place = place
        open(
            task.task, due: task.due, writtenIn: task.due == nil ? .task : .stateTask(place, number), at: moment,
            until: task.untilExit ? place : nil, because: trigger)
    }

    /// Opens a task that has no due date, unless its definition gives one.
    mutating func open(_ task: TaskIndex, role: String? = nil) {
        open(task, due: nil, writtenIn: .task, at: header.moment, role: role)
    }

    /// Opens a task. One that is open keeps its due date, and is asked for again.
    private mutating func open(
        _ task: TaskIndex, due override: Due?, writtenIn origin: DueOrigin, at moment: Moment, until: StateIndex? = nil,
        role: String? = nil, because trigger: TaskCause.Trigger? = nil
    ) {
        guard state.tasks[task.position].status != .open else {
            if let asked = state.tasks[task.position].asked, moment.isAfter(asked) {
                emit(.taskAskedAgain(task, moment))
            }
            return
        }
        guard repeating?.tasks.contains(task) != true else { return }
        let definition = pathway.tasks[task]
        let due = override ?? definition.due
        var opening = opening(of: task, due: due, from: moment, until: until)
        opening.opened = moment == header.moment ? nil : moment
        if definition.role == nil { opening.role = role }
        if case .at(_, isFixed: false) = due { opening.follows = origin }
        opening.cause = cause(trigger)
        emit(.taskOpened(opening))
    }

    /// An open task that is asked for as if it were opened now.
    mutating func renew(_ task: TaskIndex, role: String?) {
        let definition = pathway.tasks[task]
        var opening = opening(of: task, due: definition.due, from: header.moment, until: nil)
        if definition.role == nil { opening.role = role }
        emit(.taskRescheduled(opening))
    }

    private mutating func date(of due: Due, for task: TaskDefinition, from moment: Moment) -> CalendarDate? {
        switch due {
        case .open: return nil
        case .after(let delay): return pathway.calendar.date(after: delay, from: moment.at)
        case .at(let program, isFixed: _):
            // `today` is the day on which it is opened.
            let now = reader.now
            reader.now = moment
            defer { reader.now = now }
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

    /// A task's opening, with the instants of everything that time will bring. One about somebody's safety may be due at
    /// an instant.
    private mutating func opening(
        of task: TaskIndex, due: Due, from moment: Moment, until: StateIndex?
    ) -> TaskOpening {
        let definition = pathway.tasks[task]
        if definition.isSafety, case .after(let delay) = due, delay.isExact,
            let at = pathway.calendar.end(of: delay, from: moment.at)
        {
            return opening(of: task, due: pathway.calendar.zone.date(of: at), dueAt: at, until: until)
        }
        return opening(of: task, due: date(of: due, for: definition, from: moment), until: until)
    }

    func opening(of task: TaskIndex, due: CalendarDate?, dueAt: Timestamp? = nil, until: StateIndex?) -> TaskOpening {
        let definition = pathway.tasks[task]
        var limit = TimeLimit(
            due: due, dueAt: dueAt, remind: definition.remind, escalate: definition.escalate, in: pathway.calendar)
        // What would have had to be said before the task was known is not said.
        limit.reminders.removeAll { $0 <= header.moment.at }
        return TaskOpening(task: task, limit, until: until)
    }

    /// Completes a task; its event comes after, so that it may open anew.
    ///
    /// - Parameter outcome: how it came out, where that was said.
    mutating func complete(_ task: TaskIndex, at moment: Moment, outcome: String? = nil) {
        noteDoer()
        if let outcome { emit(.taskCameOut(task, outcome: outcome)) }
        emit(.taskCompleted(task, moment == header.moment ? nil : moment))
        raise(.taskDone(task), .task(task), moment)
    }
}
