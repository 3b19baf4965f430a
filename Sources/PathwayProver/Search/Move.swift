import CEL
import PathwayEngine
import PathwayModel

/// What may happen to a case at one point, as far as a search tells it apart.
enum Move: Hashable {
    case enroll
    case send(EventIndex)
    case recordField(FieldIndex, Value?)
    case recordInstrument(InstrumentIndex, [Value?])
    case attend(AttendanceStatus)
    case consent(String, Bool)
    case complete(TaskIndex)
    case decide(TransitionIndex)
    /// Time alone.
    case wait
}

extension SearchPlan {
    /// All that may happen to a case.
    func moves(from state: CaseState) -> [Move] {
        var moves: [Move] = [.wait]
        let open = state.status == .open
        let configuration = state.configuration
        for place in pathway.events.indices {
            let event = EventIndex(place)
            switch pathway.events[place].kind {
            case .declared: if isHeard(event, configuration) { moves.append(.send(event)) }
            case .recordedField(let field):
                guard slice.fields.contains(field) || isHeard(event, configuration), !promised.contains(.field(field))
                else { continue }
                moves += samples(of: field).map { .recordField(field, $0) }
            case .recordedInstrument(let instrument):
                guard slice.instruments.contains(instrument) || isHeard(event, configuration),
                    !promised.contains(.instrument(instrument))
                else { continue }
                moves += samples(of: instrument).map { .recordInstrument(instrument, $0) }
            case .session(let status):
                if isHeard(event, configuration),
                    configuration.contains(where: { !pathway.states[$0].sessions.isEmpty })
                {
                    moves.append(.attend(status))
                }
            case .consented(let kind):
                if isHeard(event, configuration), !promised.contains(.consent) {
                    moves += [true, false].map { .consent(kind ?? "other", $0) }
                }
            case .taskDone, .taskOverdue, .stateDone: break
            }
        }
        // What is kept is recorded too where nothing listens to it.
        if !state.status.isAtEnd { moves += unheard.flatMap { self.moves(changing: $0) } }
        if !state.status.isAtEnd { moves += promised.sorted { "\($0)" < "\($1)" }.flatMap { self.moves(changing: $0) } }
        moves += tasks.filter { state.tasks[$0.position].status == .open }.map { .complete($0) }
        for source in configuration where open || source != Pathway.root {
            for index in pathway.states[source].transitions where pathway.transitions[index].decision != nil {
                moves.append(.decide(index))
            }
        }
        return moves
    }

    /// What changes something that a promise reads.
    private func moves(changing reading: Reading) -> [Move] {
        switch reading {
        case .field(let field): samples(of: field).map { .recordField(field, $0) }
        case .instrument(let place): samples(of: place).map { .recordInstrument(place, $0) }
        case .consent: pathway.consentKinds.flatMap { [.consent($0, true), .consent($0, false)] }
        case .event(let event): [.send(event)]
        case .attendance: AttendanceStatus.allCases.map { .attend($0) }
        case .course: []
        }
    }

    /// Whether anything that is active listens to an event, or a task may be closed by it.
    private func isHeard(_ event: EventIndex, _ configuration: PlaceSet<State>) -> Bool {
        configuration.contains { pathway.listens($0, to: event) }
            || tasks.contains { pathway.tasks[$0].closedBy.contains { $0.events.contains(event) } }
    }

    private func samples(of field: FieldIndex) -> [Value?] {
        guard slice.fields.contains(field) else { return [pathway.fields[field].someValue].compactMap { $0 } }
        let samples = table.samples(of: field)
        return samples.isEmpty ? [pathway.fields[field].someValue].compactMap { $0 } : samples
    }

    /// Scores that a result may have: of an instrument that is kept, all that guards tell apart.
    private func samples(of place: InstrumentIndex) -> [[Value?]] {
        let instrument = pathway.instruments[place]
        let plain: [Value?] = instrument.scores.map { $0.type.someValue }
        guard slice.instruments.contains(place) else { return [plain] }
        // A form that is begun and not finished has no score.
        var all: [[Value?]] = [plain, instrument.scores.map { _ in nil }]
        for (number, score) in instrument.scores.enumerated() {
            let values = table.samples(of: score, in: place)
            guard !values.isEmpty else { continue }
            all = all.flatMap { scores in
                (values + [nil]).map { value in
                    var scores = scores
                    scores[number] = value
                    return scores
                }
            }
        }
        return Array(Set(all)).sorted { "\($0)" < "\($1)" }
    }

    /// What a move changes of the record; nil where time passes, or all begins.
    func touched(by move: Move) -> Set<Reading>? {
        switch move {
        case .enroll, .wait: nil
        case .send(let event): [.event(event)]
        case .recordField(let field, _): [.field(field)]
        case .recordInstrument(let instrument, _): [.instrument(instrument)]
        case .attend: [.attendance]
        case .consent: [.consent]
        case .complete, .decide: []
        }
    }

    /// Scores; where none is known, one answer of the form, which is too little to tell any.
    private func answers(of instrument: Instrument, _ scores: [Value?]) -> [Input.NamedText] {
        let known = zip(instrument.scores, scores).compactMap { score, value in
            value.map { Input.NamedText(score.name, $0.shown) }
        }
        guard known.isEmpty, let item = instrument.items.first, let value = item.type.someValue else { return known }
        return [Input.NamedText(item.name, value.shown)]
    }

    /// When a move happens: days pass where time alone does.
    func instant(of move: Move, _ state: CaseState?) -> Timestamp {
        guard let state else { return Space.now }
        return move == .wait ? Timestamp(seconds: state.lastInput.seconds + 86_400) : state.lastInput
    }

    /// The input of a move. What it brings is supposed where it is not kept.
    func input(of move: Move) -> Input {
        switch move {
        case .enroll: .enroll(Input.Enrollment(with: []))
        case .send(let event): .send(event: pathway.events[event].name, with: [])
        case .recordField(let field, let value):
            .record([.field(pathway.fields[field].name, text: value.map { $0.shown } ?? "")])
        case .recordInstrument(let place, let scores):
            .record([
                .instrument(
                    pathway.instruments[place].name,
                    answers: answers(of: pathway.instruments[place], scores))
            ])
        case .attend(let status): .attend(status, type: nil)
        case .consent(let kind, let granted): .consent([Input.ConsentChange(kind: kind, granted: granted)])
        case .complete(let task):
            // What comes of it is supposed where a guard asks.
            .complete(task: pathway.tasks[task].name, outcome: pathway.tasks[task].outcomes.first)
        case .decide(let index):
            .decide(.transition(id: pathway.idOfDecision(index)), reason: "the prover decides")
        case .wait: .wake
        }
    }
}

extension Pathway {
    /// What names one decision and no other.
    func idOfDecision(_ index: TransitionIndex) -> String {
        let transition = transitions[index]
        let path = states[transition.source].path
        return path.isEmpty ? transition.id : "\(path).\(transition.id)"
    }
}

extension Field {
    /// A value that it may have.
    var someValue: Value? { type.someValue }
}

extension FieldType {
    /// A value of this type: the smallest, where there is one.
    var someValue: Value? {
        switch self {
        case .boolean: .bool(false)
        case .integer(let min, let max): .int(min ?? Swift.min(0, max ?? 0))
        case .number(let min, let max): .double(min ?? Swift.min(0, max ?? 0))
        case .text: .string("text")
        case .choice(let options): options.first.map { .string($0) }
        case .date: .date(CalendarDate(daysSinceEpoch: 0))
        case .instant: .timestamp(Timestamp(seconds: 0))
        }
    }
}
