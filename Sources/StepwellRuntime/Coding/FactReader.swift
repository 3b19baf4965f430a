import CEL
package import PathwayEngine
package import PathwayModel

/// Reads facts that `FactWriter` wrote, against the same definition.
package struct FactReader {
    /// A fact that cannot be read: the journal is damaged, or is another definition's.
    package struct Unreadable: Error, Hashable, Sendable {
        package var detail: String
    }

    let machine: Machine
    let fields: [String: FieldIndex]
    private let instruments: [String: InstrumentIndex]
    let events: [String: EventIndex]
    let tasks: [String: TaskIndex]
    let states: [String: StateIndex]
    private let messages: [String: MessageIndex]
    private let promises: [String: PromiseIndex]

    package init(_ machine: Machine) {
        let pathway = machine.pathway
        func places<Element>(_ elements: [Element], _ name: (Element) -> String) -> [String: Place<Element>] {
            Dictionary(
                zip(elements.map(name), elements.indices.map { Place<Element>($0) }),
                uniquingKeysWith: { first, _ in first })
        }
        self.machine = machine
        fields = places(pathway.fields, \.name)
        instruments = places(pathway.instruments, \.name)
        events = places(pathway.events, \.name)
        tasks = places(pathway.tasks, \.name)
        states = places(pathway.states, \.path)
        messages = places(pathway.messages, \.name)
        promises = places(pathway.promises, \.id)
    }

    var pathway: Pathway { _read { yield machine.pathway } }

    package func read(_ bytes: [UInt8]) throws(Unreadable) -> [Fact] {
        let json: JSON
        do { json = try JSON.parse(bytes) } catch { throw Unreadable(detail: error.message) }
        guard let array = json.array else { throw Unreadable(detail: "a row's facts are no list") }
        var facts: [Fact] = []
        facts.reserveCapacity(array.count)
        for element in array { facts.append(try fact(FactForm(element))) }
        return facts
    }

    func fact(_ form: FactForm) throws(Unreadable) -> Fact {
        let word = try form.text("fact")
        guard let kind = FactKind(rawValue: word) else {
            throw Unreadable(detail: "the fact '\(word)' is not known; was it written by a newer Stepwell?")
        }
        switch kind {
        case .enrolled:
            return .enrolled(birthDate: form.date("birth_date"), language: form.optionalText("language"))
        case .valueSet:
            let field: FieldIndex = try place("field", in: fields, form)
            let value = try value(form["value"], pathway.fields[field].type)
            return .valueSet(field, value, try form.moment())
        case .valueAdded:
            let field: FieldIndex = try place("field", in: fields, form)
            guard let amount = try value(form["amount"], pathway.fields[field].type) else { throw form.unreadable }
            return .valueAdded(field, amount, try form.moment())
        case .valueCorrected:
            let field: FieldIndex = try place("field", in: fields, form)
            guard let value = try value(form["value"], pathway.fields[field].type) else { throw form.unreadable }
            return .valueCorrected(field, entry: try form.int("entry"), value, reason: try form.text("reason"))
        case .resultRecorded:
            let (instrument, result) = try result(form)
            return .resultRecorded(instrument, result)
        case .resultCorrected:
            let (instrument, result) = try result(form)
            return .resultCorrected(
                instrument, entry: try form.int("entry"), result, reason: try form.text("reason"))
        case .sessionCorrected:
            return .sessionCorrected(
                entry: try form.int("entry"), try session(form), reason: try form.text("reason"))
        case .entryWithdrawn:
            return .entryWithdrawn(entry: try form.int("entry"), reason: try form.text("reason"))
        case .sessionRecorded: return .sessionRecorded(try session(form))
        case .actionsTakenBack, .entryUndone, .clockMended, .restored, .toldAnew, .judgedAgain, .effectsTakenBack,
            .otherCase, .alarmsStay, .reviewRequested, .decidedAgainst:
            return try puttingRight(form, kind)
        case .occurred: return try occurrence(form)
        case .doneBy:
            return .doneBy(
                Doer(name: try form.text("by"), roles: form["roles"]?.array.map { $0.compactMap(\.string) }))
        case .consentRecorded:
            return .consentRecorded(
                kind: try form.text("kind"), granted: try form.bool("granted"), try form.moment())
        case .decisionOwed: return .decisionOwed(try owed(form))
        case .decisionNotOwed: return .decisionNotOwed(try transition("decision", form))
        case .decisionOverdue: return .decisionOverdue(try transition("decision", form))
        case .decisionReminded:
            return .decisionReminded(try transition("decision", form), try form.int("times"))
        case .decisionEscalated:
            return .decisionEscalated(try transition("decision", form), try form.int("times"))
        case .decisionSigned:
            let signature = DecisionSignature(
                by: try form.text("by"), speaker: form.optionalText("speaker"), isMet: try form.bool("met"),
                reason: form.optionalText("reason"))
            return .decisionSigned(try transition("decision", form), signature)
        case .signatureLapsed: return .signatureLapsed(try transition("decision", form))
        case .stayExtended:
            guard let until = form.date("until") else { throw form.unreadable }
            return .stayExtended(
                try place("state", in: states, form), until: until, reason: try form.text("reason"))
        case .dutyHeld:
            guard let until = form.instant("until") else { throw form.unreadable }
            let note = form.optionalText("note")
            return .dutyTended(try subject(form), .held(by: try form.text("by"), until: until, note: note))
        case .dutyReleased: return .dutyTended(try subject(form), .released(why: form.optionalText("why")))
        case .dutySnoozed:
            guard let until = form.date("until") else { throw form.unreadable }
            return .dutyTended(try subject(form), .snoozed(until: until, reason: try form.text("reason")))
        case .dutyPaged: return .dutyTended(try subject(form), .paged(try form.page(), place: try form.int("place")))
        case .dutyPageLate: return .dutyTended(try subject(form), .pageLate(try form.effectPlace()))
        case .promiseRuns:
            guard let due = form.date("due"), let brokenAt = form.instant("broken_at") else { throw form.unreadable }
            return .promise(try promise(form), .runs(RunningPromise(due: due, brokenAt: brokenAt)))
        case .promiseKept: return .promise(try promise(form), .kept)
        case .promiseLapsed: return .promise(try promise(form), .lapsed)
        case .promiseCondition: return .promise(try promise(form), .condition(holds: try form.bool("holds")))
        case .promiseBroken:
            let state: StateIndex? = form["state"] == nil ? nil : try place("state", in: states, form)
            return .promise(try promise(form), .broken(in: state))
        case .effect: return .effect(try effect(form))
        case .delivery: return .delivery(try DeliveryReport(form))
        case .verdictGiven: return try verdict(form)
        case .incident: return .incident(code: try form.text("code"), detail: try form.text("detail"))
        case .closed: return .closed(outcome: try form.text("outcome"))
        case .ended: return .ended
        case .transitionTaken:
            return .transitionTaken(try transition("transition", form), reason: form.optionalText("reason"))
        case .stateExited: return .stateExited(try place("state", in: states, form), try form.optionalMoment())
        case .historyKept:
            var kept: [StateIndex] = []
            for name in form["states"]?.array ?? [] {
                guard let name = name.string, let state = states[name] else { throw form.unreadable }
                kept.append(state)
            }
            return .historyKept(try place("state", in: states, form), kept)
        case .stateEntered:
            return .stateEntered(
                try place("state", in: states, form), continued: form["continued"]?.bool ?? false,
                try form.optionalMoment())
        case .taskOpened: return .taskOpened(try opening(form))
        case .taskRescheduled: return .taskRescheduled(try opening(form))
        case .taskAskedAgain: return .taskAskedAgain(try place("task", in: tasks, form), try form.moment())
        case .taskCompleted:
            return .taskCompleted(try place("task", in: tasks, form), try form.optionalMoment())
        case .taskCameOut:
            return .taskCameOut(try place("task", in: tasks, form), outcome: try form.text("outcome"))
        case .taskEnded:
            return .taskEnded(
                try place("task", in: tasks, form),
                leaving: form["leaving"] == nil ? nil : try place("leaving", in: states, form))
        case .taskReopened: return .taskReopened(try place("task", in: tasks, form))
        case .taskNotNeeded:
            return .taskNotNeeded(try place("task", in: tasks, form), reason: try form.text("reason"))
        case .taskOverdue: return .taskOverdue(try place("task", in: tasks, form))
        case .taskReminded: return .taskReminded(try place("task", in: tasks, form), try form.int("times"))
        case .taskEscalated: return .taskEscalated(try place("task", in: tasks, form), try form.int("times"))
        case .stateTaskCame:
            return .stateTaskCame(
                try place("state", in: states, form), task: try stateTask(form), times: try form.int("times"))
        case .stateTaskCondition:
            return .stateTaskCondition(
                try place("state", in: states, form), task: try stateTask(form), holds: try form.bool("holds"))
        }
    }

    private func opening(_ form: FactForm) throws(Unreadable) -> TaskOpening {
        TaskOpening(
            task: try place("task", in: tasks, form), due: form.date("due"), dueAt: form.instant("due_at"),
            overdueAt: form.instant("overdue_at"),
            reminders: form.instants("reminders"), escalations: form.instants("escalations"),
            until: form["until"] == nil ? nil : try place("until", in: states, form),
            opened: try form["opened"].map { opened throws(Unreadable) in try FactForm(opened).moment() },
            follows: try form["follows"].map { origin throws(Unreadable) in try self.origin(FactForm(origin)) },
            role: form.optionalText("role"),
            cause: try form["because"].map { cause throws(Unreadable) in try self.cause(FactForm(cause)) })
    }

    private func origin(_ form: FactForm) throws(Unreadable) -> DueOrigin {
        switch try form.text("written") {
        case "task": return .task
        case "state":
            return .stateTask(try place("state", in: states, form), try stateTask(form))
        case "action": return .action(try form.int("number"))
        default: throw form.unreadable
        }
    }

    func transition(_ key: String, _ form: FactForm) throws(Unreadable) -> TransitionIndex {
        let state: StateIndex = try place("state", in: states, form)
        let id = try form.text(key)
        guard let index = pathway.states[state].transitions.first(where: { pathway.transitions[$0].id == id }) else {
            throw form.unreadable
        }
        return index
    }

    private func owed(_ form: FactForm) throws(Unreadable) -> OwedDecision {
        OwedDecision(
            transition: try transition("decision", form), due: form.date("due"), overdueAt: form.instant("overdue_at"),
            reminders: form.instants("reminders"), escalations: form.instants("escalations"))
    }

    private func promise(_ form: FactForm) throws(Unreadable) -> PromiseIndex {
        try place("promise", in: promises, form)
    }

    func stateTask(_ form: FactForm) throws(Unreadable) -> Int {
        let state: StateIndex = try place("state", in: states, form)
        let number = try form.int("number")
        guard pathway.states[state].tasks.indices.contains(number) else { throw form.unreadable }
        return number
    }

    // MARK: Parts

    func place<Element>(
        _ key: String, in table: [String: Place<Element>], _ form: FactForm
    ) throws(Unreadable) -> Place<Element> {
        guard let place = table[try form.text(key)] else { throw form.unreadable }
        return place
    }

    private func value(_ json: JSON?, _ type: FieldType) throws(Unreadable) -> Value? {
        switch (json ?? .null, type) {
        case (.null, _): return nil
        case (.bool(let value), .boolean): return .bool(value)
        case (.int(let value), .integer): return .int(value)
        case (.int(let value), .number): return .double(Double(value))
        case (.double(let value), .number): return .double(value)
        case (.string(let text), .text), (.string(let text), .choice): return .string(text)
        case (.string(let text), .date), (.string(let text), .instant):
            if let value = Scalar.value(of: text, as: type) { return value }
            throw Unreadable(detail: "a value is not of its type")
        default: throw Unreadable(detail: "a value is not of its type")
        }
    }

    private func result(_ form: FactForm) throws(Unreadable) -> (InstrumentIndex, InstrumentResult) {
        let place: InstrumentIndex = try place("instrument", in: instruments, form)
        let instrument = pathway.instruments[place]
        var items: [Value?] = []
        for item in instrument.items { items.append(try value(form["items"]?[item.name], item.type)) }
        var scores: [Value?] = []
        for score in instrument.scores { scores.append(try value(form["scores"]?[score.name], score.type)) }
        return (place, InstrumentResult(items: items, scores: scores, moment: try form.moment()))
    }

    private func occurrence(_ form: FactForm) throws(Unreadable) -> Fact {
        let place: EventIndex = try place("event", in: events, form)
        var payload: [Value?] = []
        for part in pathway.events[place].payload { payload.append(try value(form["with"]?[part.name], part.type)) }
        return .occurred(place, payload: payload, try form.moment())
    }

    private func session(_ form: FactForm) throws(Unreadable) -> Session {
        Session(status: try form.attendance(), type: form.optionalText("type"), moment: try form.moment())
    }

    func effect(_ form: FactForm) throws(Unreadable) -> Effect {
        switch try form.text("effect") {
        case "message":
            return .message(
                try place("message", in: messages, form), recipient: try form.text("recipient"),
                via: form.optionalText("via"))
        case "reminder": return .reminder(try place("task", in: tasks, form), role: try form.text("role"))
        case "escalation": return .escalation(try place("task", in: tasks, form), role: try form.text("role"))
        case "decision_reminder":
            return .decisionReminder(try transition("decision", form), role: try form.text("role"))
        case "decision_escalation":
            return .decisionEscalation(try transition("decision", form), role: try form.text("role"))
        case "page":
            return .page(
                try place("task", in: tasks, form), recipient: try form.text("recipient"), via: try form.text("via"))
        case "enroll":
            return .enroll(pathway: try form.text("pathway"), with: form.namedTexts("with"))
        default: throw form.unreadable
        }
    }

    private func verdict(_ form: FactForm) throws(Unreadable) -> Fact {
        let use = try form.int("use")
        guard pathway.ruleUses.indices.contains(use), let answer = Verdict.Answer(rawValue: try form.text("answer")),
            let question = UInt64(try form.text("question"), radix: 16)
        else { throw form.unreadable }
        func texts(_ key: String) -> [String] { form[key]?.array?.compactMap(\.string) ?? [] }
        let verdict = Verdict(
            answer, reasons: texts("reasons"), evidence: texts("evidence"), until: form.instant("until"),
            wouldMeet: texts("would_meet"))
        return .verdictGiven(RuleUseIndex(use), verdict, question: question, plugin: try form.text("plugin"))
    }
}
