import CEL
import PathwayEngine
import PathwayModel

/// What a step of a story needs of the record, so that it goes as supposed.
struct Wishes {
    /// How hard it is tried.
    enum Attempt: CaseIterable {
        /// As the case stands.
        case plain
        /// With all that is wished for recorded before, on the same day.
        case prepared
        /// The same after days in which things become old.
        case later
        case muchLater
    }

    struct Wish {
        var figure: Figure
        var sample: Value?
    }

    private let pathway: Pathway
    private let table: FigureTable
    private(set) var wishes: [Wish] = []
    private(set) var answers: [(rule: String, answer: Verdict.Answer)] = []
    /// What an event is to bring, and after it what counts as that where the event cannot bring it.
    private var payload: [String: [Value]] = [:]

    init(_ pathway: Pathway, _ table: FigureTable, _ choices: [Unknown: Int]) {
        self.pathway = pathway
        self.table = table
        let ordered = choices.sorted { "\($0.key)" < "\($1.key)" }
        let first = Self.first(of: choices.keys, table)
        for (unknown, choice) in ordered {
            switch unknown {
            case .figure(let index, let instance):
                let figure = table.figures[index]
                let sample = figure.samples[choice]
                if case .payload(let name)? = figure.source {
                    if figure.role == .value, let sample { payload[name] = [sample] + figure.samples.compactMap { $0 } }
                } else if instance == first[index] {
                    // What the step makes of it comes by itself.
                    wishes.append(Wish(figure: figure, sample: sample))
                }
            case .rule(let use): answers.append((pathway.ruleUses[use].rule, Verdict.Answer.allCases[choice]))
            case .staleness: break
            }
        }
    }

    /// In which instance each figure can be wished for: as it is first asked for, if no action has set it before.
    private static func first(of unknowns: some Sequence<Unknown>, _ table: FigureTable) -> [FigureIndex: Int] {
        unknowns.reduce(into: [:]) { first, unknown in
            guard case .figure(let index, let instance) = unknown else { return }
            guard instance == 0 || !table.rhythms[index.position].isOfFieldsAlone else { return }
            first[index] = min(first[index] ?? instance, instance)
        }
    }

    func isFulfilled(_ wish: Wish, _ state: CaseState, _ now: Timestamp, _ machine: Machine) -> Bool {
        let figure = wish.figure
        let value: Value?
        if let (left, right) = figure.ordered {
            switch (
                machine.value(of: left, in: figure.program, state, at: now),
                machine.value(of: right, in: figure.program, state, at: now)
            )
            {
            case (.value(let one), .value(let other)):
                value =
                    Program.holds(one, .equal, other) == true
                    ? .int(0) : .int(Program.holds(one, .less, other) == true ? -1 : 1)
            default: value = nil
            }
        } else if case .value(let known) = machine.value(of: figure.part, in: figure.program, state, at: now) {
            value = known
        } else {
            value = nil
        }
        return table.isAlike(wish.sample, value, figure)
    }

    /// What is wished of an instrument's scores and items, by name.
    func values(of place: InstrumentIndex) -> [String: Value] {
        wishes.reduce(into: [:]) { values, wish in
            guard wish.figure.source == .instrument(place), wish.figure.role == .value, let sample = wish.sample,
                let name = wish.figure.words.split(separator: ".").last
            else { return }
            values[String(name)] = sample
        }
    }

    // MARK: What inputs bring

    var enrollment: [Input.NamedText] {
        wishes.compactMap { wish in
            guard case .field(let field)? = wish.figure.source, wish.figure.role == .value,
                pathway.fields[field].isEnrollment, let value = wish.sample
            else { return nil }
            return Input.NamedText(pathway.fields[field].name, value.shown)
        }
    }

    func payload(of event: EventIndex) -> [Input.NamedText] {
        pathway.events[event].payload.compactMap { part in
            let wished = payload[part.name]?.first { part.type.admits($0) }
            return wished.map { Input.NamedText(part.name, $0.shown) }
        }
    }

    /// What the event of a field is to bring.
    var recordedValue: Value? { payload[EventPart.value.rawValue]?.first }

    /// Answers that give what the event of a result is to bring: a form's items, else scores.
    func answers(of place: InstrumentIndex, _ scores: [Value?] = []) -> [[Input.NamedText]] {
        let needed = values(of: place).merging(payload.compactMapValues(\.first)) { _, brought in brought }
        var wished = needed
        for (score, value) in zip(pathway.instruments[place].scores, scores) where wished[score.name] == nil {
            if let value { wished[score.name] = value }
        }
        return AnswerSearch(pathway.instruments[place]).answers(giving: wished, needed)
    }
}

/// What came of trying to fulfil wishes.
enum Fulfilment {
    /// Something has come that was waited for.
    case done
    /// The case stands where it stood, and the step may be taken.
    case ready
    case failed
}

extension Story {
    /// Records what is wished for, while the case stands where it stood, or until something is so.
    mutating func fulfil(
        _ wishes: Wishes, _ attempt: Wishes.Attempt, _ machine: Machine, staying isStaying: (Story) -> Bool,
        until isSo: (Story) -> Bool
    ) -> Fulfilment {
        for (rule, answer) in wishes.answers { self.answer(rule, answer) }
        guard state != nil else { return attempt == .plain ? .ready : .failed }
        switch attempt {
        case .plain: return .ready
        case .prepared: break
        case .later: wait(days: 8, machine)
        case .muchLater: wait(days: 31, machine)
        }
        var left = wishes.wishes
        // What would move the case comes last.
        for _ in 0..<2 {
            var moving: [Wishes.Wish] = []
            for wish in left {
                switch fulfil(wish, of: wishes, machine, isStaying, isSo) {
                case .done: return .done
                case .ready: break
                case .failed: moving.append(wish)
                }
            }
            left = moving
        }
        return isStaying(self) ? .ready : isSo(self) ? .done : .failed
    }

    private mutating func fulfil(
        _ wish: Wishes.Wish, of wishes: Wishes, _ machine: Machine, _ isStaying: (Story) -> Bool,
        _ isSo: (Story) -> Bool
    ) -> Fulfilment {
        guard let state, !wishes.isFulfilled(wish, state, now, machine) else { return .ready }
        for trial in Trials(machine.pathway, wish, among: wishes).all {
            var other = self
            for _ in 0..<trial.most {
                trial.perform(&other, machine)
                guard other.refusal == nil, let state = other.state else { break }
                if isSo(other) {
                    self = other
                    return .done
                }
                guard isStaying(other) else { break }
                if wishes.isFulfilled(wish, state, other.now, machine) {
                    self = other
                    return .ready
                }
            }
        }
        return .failed
    }
}
