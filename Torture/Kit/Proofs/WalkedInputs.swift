import CEL
import PathwayEngine
import PathwayModel

/// What anybody may do to a case, mostly what it listens to just now.
struct WalkedInputs {
    let pathway: Pathway
    private let values: WalkedValues
    /// What waits are long as.
    var days: [Int64] { values.days.sorted() }

    init(_ pathway: Pathway) {
        self.pathway = pathway
        values = WalkedValues(pathway)
    }

    private typealias Random = SeededGenerator

    /// An enrollment: with all that is asked for, or with some of it.
    func enrollment(on today: CalendarDate, _ random: inout SeededGenerator) -> Input {
        let isWhole = random.chance(50)
        var with: [Input.NamedText] = []
        for (place, field) in pathway.fields.enumerated() where field.isEnrollment && (isWhole || random.chance(60)) {
            let value = values.value(field.type, of: [.field(FieldIndex(place))], on: today, &random)
            with.append(Input.NamedText(field.name, value.shown))
        }
        let age = values.value(.integer(min: 1, max: 99), of: [.patientAge], on: today, &random)
        var birth: CalendarDate?
        if random.chance(40), case .int(let years) = age { birth = today.adding(days: -(Int(years) * 366)) }
        return .enroll(Input.Enrollment(with: with, birthDate: birth, language: random.chance(20) ? "es" : nil))
    }

    /// Something that somebody does.
    func input(to state: CaseState, on today: CalendarDate, _ random: inout SeededGenerator) -> Input {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<55: heard(by: state, on: today, &random) ?? anything(on: today, &random)
        case 55..<68: task(open: true, state, &random) ?? anything(on: today, &random)
        case 68..<84: decision(in: state, &random) ?? anything(on: today, &random)
        case 84..<88: several(on: today, &random)
        case 88..<90: extending(on: today, &random)
        case 90..<92: callingOff(&random) ?? .wake
        default: anything(on: today, &random)
        }
    }

    /// Something that where the case is waits for, or an open task.
    private func heard(by state: CaseState, on today: CalendarDate, _ random: inout SeededGenerator) -> Input? {
        var events: [EventIndex] = []
        for place in state.configuration {
            for index in pathway.states[place].transitions {
                if let own = pathway.transitions[index].events { events += own.map { $0 } }
            }
            for index in pathway.states[place].reactions { events += pathway.reactions[index].events.map { $0 } }
        }
        for (task, record) in zip(pathway.tasks, state.tasks) where record.status == .open {
            events += task.closedBy.flatMap { $0.events.map { $0 } }
        }
        let possible = events.filter { pathway.events[$0].kind.comesFromOutside }
        return possible.isEmpty ? nil : input(bringing: random.pick(possible), on: today, &random)
    }

    private func anything(on today: CalendarDate, _ random: inout SeededGenerator) -> Input {
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<5:
            let events = pathway.events.indices.map { EventIndex($0) }.filter {
                pathway.events[$0].kind.comesFromOutside
            }
            return events.isEmpty ? .wake : input(bringing: random.pick(events), on: today, &random)
        case 5, 6: return record(&random, on: today).map { .record([$0]) } ?? .wake
        case 7: return task(open: false, nil, &random) ?? .wake
        case 8: return decision(in: nil, &random) ?? .wake
        default: return attend(random.pick(AttendanceStatus.allCases), &random)
        }
    }

    /// Several things recorded at once.
    private func several(on today: CalendarDate, _ random: inout SeededGenerator) -> Input {
        let entries = [record(&random, on: today), record(&random, on: today)].compactMap { $0 }
        return entries.isEmpty ? .wake : .record(entries)
    }

    private func extending(on today: CalendarDate, _ random: inout SeededGenerator) -> Input {
        .extend(
            state: nil, until: today.adding(days: Int.random(in: 1...60, using: &random)) ?? today, reason: "at random")
    }

    // MARK: Events

    private func input(
        bringing event: EventIndex, on today: CalendarDate, _ random: inout SeededGenerator
    ) -> Input {
        switch pathway.events[event].kind {
        case .declared:
            var with: [Input.NamedText] = []
            for part in pathway.events[event].payload where !random.chance(part.defaultValue == nil ? 3 : 20) {
                let value = values.value(part.type, of: [.payload(part.name)], on: today, &random)
                with.append(Input.NamedText(part.name, value.shown))
            }
            return .send(event: pathway.events[event].name, with: with)
        case .recordedField(let field): return .record([record(field, on: today, &random)])
        case .recordedInstrument(let place): return .record([record(place, on: today, &random)])
        case .session(let status): return attend(status, &random)
        case .consented(let kind):
            return .consent([Input.ConsentChange(kind: kind ?? "other", granted: random.chance(50))])
        case .taskDone, .taskOverdue, .stateDone: return .wake
        }
    }

    private func attend(_ status: AttendanceStatus, _ random: inout SeededGenerator) -> Input {
        let type = pathway.sessionTypes.isEmpty || random.chance(40) ? nil : random.pick(pathway.sessionTypes)
        return .attend(status, type: type)
    }

    private func record(_ random: inout SeededGenerator, on today: CalendarDate) -> Input.Recording? {
        let (fields, instruments) = (pathway.fields.count, pathway.instruments.count)
        guard fields + instruments > 0 else { return nil }
        let place = Int.random(in: 0..<fields + instruments, using: &random)
        return place < fields
            ? record(FieldIndex(place), on: today, &random)
            : record(InstrumentIndex(place - fields), on: today, &random)
    }

    private func record(
        _ field: FieldIndex, on today: CalendarDate, _ random: inout SeededGenerator
    ) -> Input.Recording {
        let declared = pathway.fields[field]
        let value = values.value(declared.type, of: [.field(field), .payload("value")], on: today, &random)
        return .field(declared.name, text: value.shown)
    }

    /// Scores as they are, or answers of the form.
    private func record(
        _ place: InstrumentIndex, on today: CalendarDate, _ random: inout SeededGenerator
    ) -> Input.Recording {
        let instrument = pathway.instruments[place]
        var answers: [Input.NamedText] = []
        if instrument.items.isEmpty || random.chance(65) {
            for (number, score) in instrument.scores.enumerated() where !random.chance(8) {
                let names: [VariableReference] = [.score(place, number), .payload(score.name), .change(place)]
                let value = values.value(score.type, of: names, on: today, &random)
                answers.append(Input.NamedText(score.name, value.shown))
            }
        } else {
            let isLow = random.chance(40)
            for (number, item) in instrument.items.enumerated() where !random.chance(4) {
                let names: [VariableReference] = [.item(place, number), .payload(item.name)]
                var value = values.value(item.type, of: names, on: today, &random)
                if isLow, random.chance(80) { value = item.type.lowest ?? value }
                answers.append(Input.NamedText(item.name, value.shown))
            }
        }
        return .instrument(instrument.name, answers: answers)
    }

    // MARK: Work

    private func callingOff(_ random: inout SeededGenerator) -> Input? {
        guard !pathway.tasks.isEmpty else { return nil }
        return .tend(.init(.notNeeded(reason: "at random"), of: [random.pick(pathway.tasks).name]))
    }

    private func task(open: Bool, _ state: CaseState?, _ random: inout SeededGenerator) -> Input? {
        let tasks = pathway.tasks.indices.filter { !open || state?.tasks[$0].status == .open }
        guard !tasks.isEmpty else { return nil }
        let task = pathway.tasks[random.pick(tasks)]
        return .complete(task: task.name, outcome: task.outcomes.isEmpty ? nil : random.pick(task.outcomes))
    }

    /// A decision of where the case is, or any; with a reason, or without.
    private func decision(in state: CaseState?, _ random: inout SeededGenerator) -> Input? {
        let decisions = pathway.transitions.filter { transition in
            transition.decision != nil && state?.isActive(transition.source) ?? true
        }
        guard !decisions.isEmpty else { return nil }
        let chosen = random.pick(decisions)
        let path = pathway.states[chosen.source].path
        return .decide(
            .transition(id: path.isEmpty ? chosen.id : "\(path).\(chosen.id)"),
            reason: random.chance(85) ? "at random" : nil)
    }

    // MARK: What an input would record

    /// What would be on record if nothing stood in the way of an input; none where that cannot be told.
    ///
    /// - Parameter open: a case that is open, and takes all that is recorded.
    func facts(of input: Input, at now: Timestamp, _ machine: Machine, open: CaseState?) -> [Fact] {
        let moment = Moment(at: now, date: pathway.calendar.zone.date(of: now))
        switch input {
        case .send(let name, let with):
            guard let event = pathway.events.firstIndex(where: { $0.kind == .declared && $0.name == name }) else {
                return []
            }
            let payload = pathway.events[event].payload.map { part -> Value? in
                guard let given = with.first(where: { $0.name == part.name }) else { return part.defaultValue }
                return part.type.value(shownAs: given.text)
            }
            return [.occurred(EventIndex(event), payload: payload, moment)]
        case .attend(let status, let type):
            return [.sessionRecorded(Session(status: status, type: type, moment: moment))]
        case .consent(let changes):
            return changes.map { .consentRecorded(kind: $0.kind, granted: $0.granted, moment) }
        case .record(let entries):
            let outcome = machine.step(open, PathwayEngine.Request(input, at: now)) {
                RuleAnswer(.unknown("nobody is asked"), from: $0.rule)
            }
            guard case .stepped(let step) = outcome else { return [] }
            return Array(step.facts.prefix(entries.count))
        case .enroll, .correct, .withdraw, .undo, .mendClock, .complete, .decide, .extend, .tend, .heard, .delivery,
            .page,
            .wake:
            return []
        }
    }
}

extension Event.Kind {
    /// Whether people bring it, and not the case itself.
    fileprivate var comesFromOutside: Bool {
        switch self {
        case .declared, .recordedField, .recordedInstrument, .session, .consented: true
        case .taskDone, .taskOverdue, .stateDone: false
        }
    }
}

extension FieldType {
    fileprivate var lowest: Value? {
        switch self {
        case .boolean: .bool(false)
        case .integer(let min, _): min.map { .int($0) }
        case .number(let min, _): min.map { .double($0) }
        case .choice(let options): options.first.map { .string($0) }
        case .text, .date, .instant: nil
        }
    }

    /// The value that is shown so.
    fileprivate func value(shownAs text: String) -> Value? {
        switch self {
        case .boolean: .bool(text == "true")
        case .integer: Int64(text).map { .int($0) }
        case .number: Double(text).map { .double($0) }
        case .text, .choice: .string(text)
        case .date: CalendarDate(text).map { .date($0) }
        case .instant: Timestamp(rfc3339: text).map { .timestamp($0) }
        }
    }
}
