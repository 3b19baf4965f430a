import CEL
import PathwayModel

extension Stepper {
    /// Does what an input asks, then comes to rest.
    mutating func run(_ input: Input) throws(Interruption) {
        switch input {
        case .enroll(let enrollment): try enroll(enrollment)
        case .send(let event, let values): try send(event, values)
        case .record(let recordings): try record(recordings)
        case .correct(let entry, let recordings, let reason): try correct(entry, recordings, reason)
        case .withdraw(let entry, let reason): try withdraw(entry, reason)
        case .attend(let status, let type): try attend(status, type)
        case .complete(let task): try completeTask(task)
        case .decide(let choice, let reason): try decide(choice, reason)
        case .consent(let changes): try consent(changes)
        case .delivery(let report, let calls): settle(report, calls)
        case .wake: isCausedByTime = true
        }
        try finish()
    }

    private var isClosed: Bool { state.status != .open }

    /// A closed case takes an input only where one of its events is accepted.
    private func refuseUnlessAccepted(_ accepted: Bool) throws(Interruption) {
        guard !accepted else { return }
        throw .refused(
            isClosed
                ? Refusal(Refusal.Code.caseClosed, "the case is closed, and nothing there takes this input")
                : Refusal(Refusal.Code.notAccepted, "nothing in the case's active states takes this input"))
    }

    // MARK: Enrollment

    private mutating func enroll(_ enrollment: Input.Enrollment) throws(Interruption) {
        var values: [(FieldIndex, Value)] = []
        for given in enrollment.with {
            guard let place = tables.names.field(given.name), pathway.fields[place].isEnrollment else {
                throw .refused(.invalid("'\(given.name)' is not one of the data given at enrollment"))
            }
            let field = pathway.fields[place]
            values.append((place, try read(given.text, as: field.type, called: given.name)))
        }
        emit(.enrolled(birthDate: enrollment.birthDate, language: enrollment.language))
        for (place, value) in values { emit(.valueSet(place, value, occurred)) }
        enterInitial()
    }

    // MARK: Events

    private mutating func send(_ name: String, _ values: [Input.NamedText]) throws(Interruption) {
        guard let place = tables.names.event(name), pathway.events[place].kind == .declared else {
            guard !isClosed else { return try refuseUnlessAccepted(false) }
            throw .refused(Refusal(Refusal.Code.notAccepted, "the pathway has no event '\(name)'"))
        }
        let by = pathway.events[place].by
        guard actor.mayAct(in: by) else { throw .refused(.role(by)) }
        let payload = try payload(of: place, values)
        isAccepted = pathway.events[place].isLogged && !isClosed
        emit(.occurred(place, payload: payload, occurred))
        try process(Queued(event: place, payload: payload))
        try refuseUnlessAccepted(isAccepted)
    }

    private func payload(
        of place: EventIndex, _ values: [Input.NamedText]
    ) throws(Interruption) -> [Value?] {
        let parts = pathway.events[place].payload
        for given in values where !parts.contains(where: { $0.name == given.name }) {
            throw .refused(.invalid("the event '\(pathway.events[place].name)' carries no '\(given.name)'"))
        }
        var payload: [Value?] = []
        for part in parts {
            if let given = values.last(where: { $0.name == part.name }) {
                payload.append(try read(given.text, as: part.type, called: part.name))
            } else {
                payload.append(part.defaultValue)
            }
        }
        return payload
    }

    /// Runs built-in events in order, each its own macrostep.
    ///
    /// - Parameter isStored: whether an open case takes the input whatever comes of its events.
    mutating func process(_ events: [Event.Kind], isStored: Bool) throws(Interruption) {
        let wasClosed = isClosed
        for kind in events {
            guard let place = tables.names.event(kind) else { continue }
            remember(place, [], occurred)
            try process(Queued(event: place, payload: []))
        }
        try refuseUnlessAccepted(isAccepted || (isStored && !wasClosed))
    }

    // MARK: Values

    private mutating func record(_ recordings: [Input.Recording]) throws(Interruption) {
        var facts: [Fact] = []
        var events: [Event.Kind] = []
        for recording in recordings {
            switch recording {
            case .field(let name, let text):
                let (place, value) = try fieldValue(name, text)
                facts.append(.valueSet(place, value, occurred))
                events.append(.recordedField(place))
            case .instrument(let name, let answers):
                let place = try instrument(name)
                let form = AnsweredForm(pathway.instruments[place])
                facts.append(.resultRecorded(place, try form.result(of: answers, at: occurred, limits.guards)))
                events.append(.recordedInstrument(place))
            }
        }
        guard !facts.isEmpty else { throw .refused(.invalid("there is nothing to record")) }
        for fact in facts { emit(fact) }
        try process(events, isStored: true)
    }

    /// A field that may be recorded, and its value.
    func fieldValue(_ name: String, _ text: String) throws(Interruption) -> (FieldIndex, Value) {
        guard let place = tables.names.field(name) else {
            throw .refused(.invalid("the pathway has no field or instrument '\(name)'"))
        }
        return (place, try read(text, as: pathway.fields[place].type, called: name))
    }

    func instrument(_ name: String) throws(Interruption) -> InstrumentIndex {
        guard let place = tables.names.instrument(name) else {
            throw .refused(.invalid("the pathway has no instrument '\(name)'"))
        }
        return place
    }

    private mutating func attend(_ status: AttendanceStatus, _ type: String?) throws(Interruption) {
        let active = state.configuration.filter { !pathway.states[$0].sessions.isEmpty }
        guard !active.isEmpty else { return try refuseUnlessAccepted(false) }
        if let type, !pathway.sessionTypes.contains(type) {
            throw .refused(
                .invalid(
                    "'\(type)' is no type of session here; there are \(pathway.sessionTypes.joined(separator: ", "))"))
        }
        emit(.sessionRecorded(Session(status: status, type: type, moment: occurred)))
        try process([.session(status)], isStored: true)
    }

    private mutating func consent(_ changes: [Input.ConsentChange]) throws(Interruption) {
        guard !changes.isEmpty else { throw .refused(.invalid("no consent is named")) }
        for change in changes { emit(.consentRecorded(kind: change.kind, granted: change.granted, occurred)) }
        let events = changes.map { change in
            Event.Kind.consented(kind: pathway.consentKinds.contains(change.kind) ? change.kind : nil)
        }
        try process(events, isStored: true)
    }

    // MARK: Tasks

    private mutating func completeTask(_ name: String) throws(Interruption) {
        guard let task = tables.names.task(name), state.tasks[task.position].status == .open else {
            throw .refused(Refusal(Refusal.Code.noSuchTask, "there is no open task '\(name)'"))
        }
        complete(task)
    }

    // MARK: Messages

    /// Nobody can be refused here: the message has gone, or has not.
    private mutating func settle(_ report: DeliveryReport, _ calls: Bool) {
        isCausedByTime = true
        emit(.delivery(report))
        if calls, let task = tables.names.task(Pathway.undeliveredTask) { open(task, due: nil) }
    }

    // MARK: Decisions

    private mutating func decide(_ choice: Input.Choice, _ reason: String?) throws(Interruption) {
        guard let (index, holds) = try candidate(for: choice) else {
            guard !isClosed else { return try refuseUnlessAccepted(false) }
            throw .refused(Refusal(Refusal.Code.notAccepted, "no such decision stands on an active state"))
        }
        let transition = pathway.transitions[index]
        guard actor.mayAct(in: transition.by) else { throw .refused(.role(transition.by)) }
        try check(index)
        let given = reason?.trimmingSpaces
        if !holds {
            guard case .decision(let decision) = transition.trigger, decision.overridable else {
                throw .refused(try prohibition(of: transition))
            }
            guard let given, !given.isEmpty else {
                throw .refused(
                    Refusal(
                        Refusal.Code.reasonRequired,
                        "not every criterion of '\(transition.id)' is met; say why it is decided all the same"))
            }
        }
        try microstep([index], reason: given.flatMap { $0.isEmpty ? nil : $0 })
    }

    /// The innermost decision meant; of one state's a proposed one first, then the first in document order.
    private mutating func candidate(
        for choice: Input.Choice
    ) throws(Interruption) -> (TransitionIndex, holds: Bool)? {
        var best: (index: TransitionIndex, holds: Bool)?
        for source in state.configuration where !isClosed || source != Pathway.root {
            for index in pathway.states[source].transitions {
                let transition = pathway.transitions[index]
                guard case .decision = transition.trigger, matches(transition, choice), hasWaited(index) else {
                    continue
                }
                guard let rival = best else {
                    best = (index, try holds(transition.when, in: source))
                    continue
                }
                let rivalSource = pathway.transitions[rival.index].source
                if pathway.states[source].depth > pathway.states[rivalSource].depth {
                    best = (index, try holds(transition.when, in: source))
                } else if source == rivalSource, !rival.holds, try holds(transition.when, in: source) {
                    best = (index, true)
                }
            }
        }
        return best
    }

    private func matches(_ transition: Transition, _ choice: Input.Choice) -> Bool {
        switch choice {
        case .transition(let id): transition.id == id
        case .target(let name):
            transition.targets.contains { target in
                let path = pathway.states[target].path
                return path == name || path.hasSuffix(".\(name)")
            }
        }
    }

    /// Where nobody may override, the first unmet criterion is what refuses.
    private mutating func prohibition(of transition: Transition) throws(Interruption) -> Refusal {
        for criterion in transition.when?.criteria ?? []
        where try !holds(.criterion(criterion), in: transition.source) {
            return Refusal(
                criterion.id, "'\(criterion.label ?? criterion.id)' is not met, and nobody may override that")
        }
        return Refusal(Refusal.Code.notAccepted, "'\(transition.id)' may not be taken while its criteria are not met")
    }

    // MARK: Reading

    private func read(_ text: String, as type: FieldType, called name: String) throws(Interruption) -> Value {
        guard let value = type.read(text) else {
            throw .refused(.invalid("'\(name)' has to be \(type.expectation)"))
        }
        return value
    }
}

extension Refusal {
    static func invalid(_ message: String) -> Refusal { Refusal(Code.invalidValue, message) }
}

extension FieldType {
    /// The value that a text gives, within bounds; nil where it gives none.
    func read(_ text: String) -> Value? {
        Scalar.value(of: text, as: self).flatMap { admits($0) ? $0 : nil }
    }

    /// What a value has to be, for people.
    package var expectation: String {
        func bounds(_ min: String?, _ max: String?) -> String {
            switch (min, max) {
            case (let min?, let max?): " from \(min) to \(max)"
            case (let min?, nil): " of at least \(min)"
            case (nil, let max?): " of at most \(max)"
            case (nil, nil): ""
            }
        }
        return switch self {
        case .boolean: "true or false"
        case .integer(let min, let max): "a whole number\(bounds(min.map(String.init), max.map(String.init)))"
        case .number(let min, let max): "a number\(bounds(min.map { "\($0)" }, max.map { "\($0)" }))"
        case .text: "a text"
        case .choice(let options): "one of \(options.joined(separator: ", "))"
        case .date: "a date such as 2026-01-31"
        case .instant: "an instant such as 2026-01-31T09:00:00Z"
        }
    }
}

extension String {
    fileprivate var trimmingSpaces: String {
        let isSpace = { (character: Character) in character.isWhitespace }
        return String(drop(while: isSpace).reversed().drop(while: isSpace).reversed())
    }
}
