import CEL
import PathwayModel

extension Stepper {
    /// Does what an input asks, then comes to rest.
    mutating func run(_ input: ResolvedInput) throws(Interruption) {
        switch input {
        case .enroll(let enrollment): try enroll(known(enrollment))
        case .send(let event, let payload): try send(event, payload)
        case .record(let entries): try record(known(entries))
        case .correct(let entry, let entries, let reason): try correct(entry, entries, reason)
        case .withdraw(let entry, let reason, let movedTo): try withdraw(entry, reason, movedTo: movedTo)
        case .undo(let entry, let reason, let withLater): try undo(entry, reason, withLater: withLater)
        case .mendClock(let reason): try mendClock(reason)
        case .attend(let status, let type): try attend(status, type)
        case .complete(let task, let outcome): try completeTask(known(task), outcome)
        case .decide(let choice, let reason): try decide(choice, reason)
        case .consent(let changes): try consent(changes)
        case .extend(let extending): try extend(extending.state, until: extending.until, extending.reason)
        case .tend(let tending): try tend(tending)
        case .delivery(let report, let calls): settle(report, calls)
        case .heard(let news): hear(news)
        case .page(let pagings): page(pagings)
        case .wake: isCausedByTime = true
        }
        try finish()
    }

    var isClosed: Bool { if case .open = state.status { false } else { true } }

    /// A closed case takes an input only where one of its events is accepted.
    mutating func refuseUnlessAccepted(_ accepted: Bool) throws(Interruption) {
        guard !accepted else { return }
        switch state.status {
        case .open:
            throw .refused(
                Refusal(Refusal.Code.notAccepted, "nothing where the case is takes this input; it is in \(places)"))
        case .closed:
            throw .refused(
                Refusal(Refusal.Code.caseClosed, "the case is closed, and nothing there takes this input"))
        case .ended, .enteredInError: throw .refused(.ended)
        }
    }

    /// Where the case is, for a message.
    var places: String { state.leaves(in: pathway).map { pathway.states[$0].path }.joined(separator: ", ") }

    /// What was read of an input, or the refusal that stands in its place.
    func known<T>(_ reading: Result<T, Refusal>) throws(Interruption) -> T {
        switch reading {
        case .success(let value): return value
        case .failure(let refusal): throw .refused(refusal)
        }
    }

    // MARK: Enrollment

    private mutating func enroll(_ enrollment: ResolvedInput.Enrollment) throws(Interruption) {
        for (place, _) in enrollment.values { try checkMayRecord(pathway.fields[place].by) }
        emit(.enrolled(birthDate: enrollment.birthDate, language: enrollment.language))
        for (place, value) in enrollment.values { emit(.valueSet(place, value, occurred)) }
        for (place, result) in enrollment.results { emit(.resultRecorded(place, result)) }
        enterInitial()
        let step = header.sequence
        let inherited = enrollment.results.lazy.map { place, result in
            Recorded(
                kind: .recordedInstrument(place), subject: .result(place, result, entry: step, corrects: false),
                moment: result.moment)
        }
        try process(inherited, isStored: true, whereClosed: true)
    }

    // MARK: Events

    private mutating func send(
        _ event: EventIndex?, _ payload: Result<[Value?], Refusal>
    ) throws(Interruption) {
        guard let place = event else {
            guard !isClosed else { return try refuseUnlessAccepted(false) }
            _ = try known(payload)
            return
        }
        let event = chart.events[place.position]
        if event.isRestricted {
            let by = pathway.events[place].by
            guard actor.mayAct(in: by) else { throw .refused(.role(by)) }
        }
        let payload = try known(payload)
        isAccepted = event.isLogged && !isClosed
        noteDoer()
        emit(.occurred(place, payload: payload, occurred))
        try take(Queued(event: place, subject: .declared(payload), moment: occurred))
        try refuseUnlessJudged(place)
        try settle()
        try refuseUnlessAccepted(isAccepted)
    }

    /// An event that nothing took, where a rule that was asked about it gave no answer, might have been taken.
    private func refuseUnlessJudged(_ event: EventIndex) throws(Interruption) {
        guard !isAccepted, let failed = failedRules.first else { return }
        throw .refused(
            Refusal(
                Refusal.Code.ruleUnknown, "whether '\(pathway.events[event].name)' is taken cannot be told: \(failed)"))
    }

    /// Something that an input recorded, as the event that says so.
    struct Recorded {
        var kind: Event.Kind
        var subject: Queued.Subject
        var moment: Moment
    }

    /// Runs built-in events in order, each its own macrostep.
    ///
    /// - Parameters:
    ///   - isStored: whether an open case takes the input whatever comes of its events.
    ///   - whereClosed: whether a closed one does too.
    mutating func process(
        _ events: some Sequence<Recorded>, isStored: Bool, whereClosed: Bool = false
    ) throws(Interruption) {
        let wasClosed = isClosed
        for recorded in events { try process(recorded) }
        try refuseUnlessAccepted(isAccepted || (isStored && (!wasClosed || whereClosed)))
    }

    private mutating func process(_ recorded: Recorded) throws(Interruption) {
        guard let event = event(recorded.kind, recorded.subject, recorded.moment) else { return }
        try process(event)
    }

    // MARK: Values

    private mutating func record(_ entries: [ResolvedInput.Entry]) throws(Interruption) {
        guard !entries.isEmpty else { throw .refused(.invalid("there is nothing to record")) }
        for entry in entries { try checkMayRecord(by(entry.kind)) }
        for entry in entries { emit(entry.fact(at: occurred)) }
        let wasClosed = isClosed
        // Most are of events that the pathway does not know: nothing is made for these.
        for entry in entries where tables.names.event(entry.kind) != nil {
            try process(entry.recorded(at: occurred, in: header.sequence))
        }
        try refuseUnlessAccepted(isAccepted || !wasClosed)
    }

    private mutating func attend(_ status: AttendanceStatus, _ type: String?) throws(Interruption) {
        let active = state.configuration.filter { !pathway.states[$0].sessions.isEmpty }
        guard !active.isEmpty else { return try refuseUnlessAccepted(false) }
        do { try machine.checkSession(type) } catch { throw .refused(error) }
        emit(.sessionRecorded(Session(status: status, type: type, moment: occurred)))
        let subject = Queued.Subject.session(type: type, isLate: isLate)
        try process([Recorded(kind: .session(status), subject: subject, moment: occurred)], isStored: true)
    }

    private mutating func consent(_ changes: [Input.ConsentChange]) throws(Interruption) {
        guard !changes.isEmpty else { throw .refused(.invalid("no consent is named")) }
        for change in changes { emit(.consentRecorded(kind: change.kind, granted: change.granted, occurred)) }
        let events = changes.map { change in
            Recorded(
                kind: .consented(kind: pathway.consentKinds.contains(change.kind) ? change.kind : nil),
                subject: .consent(granted: change.granted), moment: occurred)
        }
        try process(events, isStored: true)
    }

    // MARK: Tasks

    private mutating func completeTask(_ task: TaskIndex, _ outcome: String?) throws(Interruption) {
        guard state.tasks[task.position].status == .open else { throw .refused(notOpen(task)) }
        try checkMayComplete(task)
        guard isAnswered(task, by: occurred) else { throw .refused(.asked(pathway.tasks[task].name)) }
        try checkByHand(task)
        try checkOutcome(outcome, of: task)
        complete(task, at: occurred, outcome: outcome)
    }

    private func notOpen(_ task: TaskIndex) -> Refusal {
        let open = pathway.tasks.indices.filter { state.tasks[$0].status == .open }.map { pathway.tasks[$0].name }
        return .task(pathway.tasks[task].name, open: open)
    }

    // MARK: Messages

    /// Nobody can be refused here: the message has gone, or has not.
    private mutating func settle(_ report: DeliveryReport, _ calls: Bool) {
        isCausedByTime = true
        emit(.delivery(report))
        if calls, let task = tables.names.task(Pathway.undeliveredTask) { open(task) }
    }
}
