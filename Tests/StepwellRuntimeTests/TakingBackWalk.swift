import CEL
import PathwayCompiler
import PathwayEngine
import PathwayModel
import StepwellRuntime
import Testing

/// A case on its way through a random pathway, with all that was given to it, and the same case told a second way: a new
/// one that is given only what was not taken back, each at its own time.
struct TakingBackWalk {
    struct Given {
        var entry: Int
        var input: Input
        var actor: Actor
        var at: Timestamp
        var occurred: OccurrenceTime?
    }

    let machine: Machine
    private let reader: FactReader
    private let writer: FactWriter
    private(set) var state: CaseState?
    private(set) var past: [PastStep] = []
    private(set) var given: [Given] = []
    /// Entries that an undo took back.
    private(set) var gone: Set<Int> = []
    private(set) var now: Timestamp
    /// The numbers that entries have in a case told the second way.
    private(set) var numbers: [Int: Int] = [:]
    /// The case as its facts fold, through the journal's words.
    private(set) var folded: CaseState?

    init(_ machine: Machine, at now: Timestamp) {
        self.machine = machine
        reader = FactReader(machine)
        writer = FactWriter(machine.pathway)
        self.now = now
    }

    var pathway: Pathway { machine.pathway }
    var entry: Int { state?.sequence ?? 0 }

    /// Gives an input; nil where it is taken, else why it is refused.
    @discardableResult
    mutating func give(
        _ input: Input, by actor: Actor = .anyone, occurred: OccurrenceTime? = nil
    ) throws -> String? {
        var request = Request(input, by: actor, at: now, occurred: occurred)
        request.past = past
        switch machine.step(state, request, asking: { _ in RuleAnswer(.unknown("none"), from: "none") }) {
        case .refused(let refusal): return refusal.code
        case .needs, .needsPast: return "needs"
        case .stepped(let step):
            guard !step.facts.isEmpty else { return nil }
            state = step.state
            past.append(PastStep(step, of: request))
            try fold(step)
            note(input, actor, step, occurred)
            return nil
        }
    }

    private mutating func fold(_ step: Step) throws {
        let facts = try reader.read(writer.write(step.facts))
        if facts != step.facts { Issue.record("entry \(step.header.sequence) is read otherwise") }
        machine.evolve(&folded, with: facts, in: step.header)
        let read = CaseState(snapshot: step.state.snapshot, of: machine)
        if folded != step.state { Issue.record("entry \(step.header.sequence) folds to another case") }
        if read != step.state { Issue.record("entry \(step.header.sequence) is kept as another case") }
    }

    private mutating func note(_ input: Input, _ actor: Actor, _ step: Step, _ occurred: OccurrenceTime?) {
        for case .entryUndone(let entry, let later, _) in step.facts { gone.formUnion([entry] + later) }
        switch input {
        case .wake, .page, .undo, .heard: return
        case .mendClock:
            for place in given.indices where given[place].at > now { given[place].date(back: now, in: pathway) }
        case .enroll, .send, .record, .correct, .withdraw, .attend, .complete, .decide, .consent, .extend, .tend,
            .delivery:
            given.append(
                Given(entry: step.header.sequence, input: input, actor: actor, at: now, occurred: occurred))
        }
    }

    /// Lets time go by, with what it brings.
    mutating func pass(to target: Timestamp) throws {
        while let state, let due = machine.nextWakeUp(of: state, after: now), due <= target {
            now = due
            try give(.wake)
        }
        now = target
    }

    /// A clock that is put right.
    mutating func setBack(to instant: Timestamp) { now = instant }

    /// The case told the second way; nil where it cannot be, because the new case refuses what was recorded.
    func second() throws -> TakingBackWalk? {
        guard let first = given.first else { return nil }
        var other = TakingBackWalk(machine, at: first.at)
        for step in given where !gone.contains(step.entry) {
            try other.pass(to: max(step.at, other.now))
            guard let input = step.input.renumbered(other.numbers) else { return nil }
            let code = try other.give(input, by: step.actor, occurred: step.occurred)
            if code != nil, input.isRecord { return nil }
            other.numbers[step.entry] = code == nil ? other.entry : nil
        }
        try other.pass(to: now)
        return other
    }

    // MARK: Effects

    /// The date of an entry.
    func date(of entry: Int) -> CalendarDate? { past.last { $0.header.sequence == entry }?.header.moment.date }

    /// What stands on the last entry and somebody has to look at, and what was withheld with it: without the numbers of
    /// entries.
    var standing: Set<String> {
        var lines: Set<String> = []
        for fact in past.last?.facts ?? [] {
            if case .reviewRequested(_, let standing) = fact { lines.formUnion(standing.compactMap(\.essence)) }
            if case .effectsTakenBack(let effects) = fact {
                lines.formUnion(effects.map { "withheld \($0.effect)" })
            }
        }
        return lines
    }

    /// Effects that were said and not taken back.
    var said: [(effect: Effect, place: EffectPlace)] {
        var takenBack: Set<EffectPlace> = []
        for step in past {
            for case .effectsTakenBack(let effects) in step.facts { takenBack.formUnion(effects.map(\.place)) }
        }
        var said: [(effect: Effect, place: EffectPlace)] = []
        for step in past {
            var place = 0
            for case .effect(let effect) in step.facts {
                let identity = EffectPlace(entry: step.header.sequence, place: place)
                if !takenBack.contains(identity) { said.append((effect, identity)) }
                place += 1
            }
        }
        return said
    }

    /// Those of which somebody knows what became of them.
    var reported: Set<EffectPlace> {
        var reported: Set<EffectPlace> = []
        for step in past {
            for case .delivery(let report) in step.facts {
                reported.insert(EffectPlace(entry: report.sequence, place: report.place))
            }
        }
        return reported
    }
}

extension TakingBackWalk.Given {
    fileprivate mutating func date(back moment: Timestamp, in pathway: Pathway) {
        at = moment
        let isAhead =
            switch occurred {
            case .instant(let instant): instant > moment
            case .date(let date): date > pathway.calendar.zone.date(of: moment)
            case nil: false
            }
        if isAhead { occurred = nil }
    }
}

extension Input {
    fileprivate var isRecord: Bool {
        switch self {
        case .record, .correct, .withdraw, .attend, .consent: true
        case .enroll, .send, .complete, .decide, .extend, .tend, .undo, .mendClock, .heard, .delivery, .page, .wake:
            false
        }
    }

    /// The same in a case with other numbers; nil where what it names is not there.
    fileprivate func renumbered(_ numbers: [Int: Int]) -> Input? {
        switch self {
        case .correct(let entry, let recordings, let reason):
            numbers[entry].map { .correct(entry: $0, recordings, reason: reason) }
        case .withdraw(let entry, let reason, let movedTo):
            numbers[entry].map { .withdraw(entry: $0, reason: reason, movedTo: movedTo) }
        case .delivery(var report, let calls):
            numbers[report.sequence].map {
                report.sequence = $0
                return .delivery(report, calls: calls)
            }
        case .enroll, .send, .record, .attend, .complete, .decide, .consent, .extend, .tend, .undo, .mendClock,
            .heard, .page, .wake:
            self
        }
    }
}

/// What is so about a case, without the numbers of its entries and without its alarms.
struct Essence: Equatable {
    private var lines: [String]

    init(_ state: CaseState, _ machine: Machine, at now: Timestamp) {
        let pathway = machine.pathway
        var lines = state.configuration.map { "in \(pathway.states[$0].path)" } + ["\(state.status)"]
        for (place, stay) in zip(pathway.states, state.stays) {
            lines.append(
                "\(place.path) \(String(describing: stay.entered?.at.seconds)) \(String(describing: stay.left)) \(stay.visits) \(String(describing: stay.firstDate)) "
                    + "\(String(describing: stay.reviewed?.at.seconds)) \(String(describing: stay.extendedUntil))"
            )
        }
        for (place, field) in pathway.fields.enumerated() {
            let value = state.value(of: FieldIndex(place), in: pathway)
            lines.append(
                "\(field.name) \(String(describing: value)) \(String(describing: state.fields[place].current?.moment.at.seconds))"
            )
        }
        for results in state.results { lines.append("\(results.map(\.result))") }
        lines.append("\(state.sessions.map(\.session))")
        for (kind, consents) in state.consents.sorted(by: { $0.key < $1.key }) {
            lines.append("\(kind) \(consents.map { "\($0.granted) \($0.moment)" })")
        }
        for occurrences in state.occurrences { lines.append("\(occurrences.map { "\($0.payload) \($0.moment)" })") }
        for (task, record) in zip(pathway.tasks, state.tasks)
        where !task.isSafety && (!Pathway.isBuiltIn(task: task.name) || task.saysOfBreach) {
            lines.append(
                "\(task.name) \(record.status) \(String(describing: record.opening)) \(String(describing: record.opened?.at.seconds)) "
                    + "\(String(describing: record.asked?.at.seconds)) \(record.isOverdue) \(record.reminded) \(record.escalated) "
                    + "\(String(describing: record.doneOn))")
        }
        for (place, owed) in state.owed.sorted(by: { $0.key < $1.key }) { lines.append("\(place) \(owed)") }
        for duty in machine.duties(of: state) where !duty.isSafety && (duty.hold != nil || duty.snoozedUntil != nil) {
            if case .owed(.task(let task)) = duty.kind, Pathway.isBuiltIn(task: pathway.tasks[task].name) { continue }
            lines.append("\(duty.kind) \(String(describing: duty.hold)) \(String(describing: duty.snoozedUntil))")
        }
        for (place, states) in state.history.sorted(by: { $0.key < $1.key }) { lines.append("\(place) \(states)") }
        for (promise, record) in zip(pathway.promises, state.promises) {
            let overstayed = record.overstayed.map { pathway.states[$0].path }
            lines.append("\(promise.id) \(record.holds) \(String(describing: record.running)) \(overstayed)")
        }
        self.lines = lines
    }

    /// What differs, for whoever looks for the reason.
    func differences(from other: Essence) -> [String] {
        lines.filter { !other.lines.contains($0) }.map { "+ \($0)" }
            + other.lines.filter { !lines.contains($0) }.map { "- \($0)" }
    }
}

extension Consequence {
    /// Without numbers of entries; nil for what depends on how a case was told.
    fileprivate var essence: String? {
        switch self {
        case .state, .taskClosed, .linkedCase: "\(self)"
        case .transition(let index, _): "transition \(index)"
        case .value(let field, _): "value \(field)"
        case .message(let effect, _, true): "sent \(effect)"
        case .message(_, _, false), .taskOpened, .withheld, .idle: nil
        }
    }
}

extension CaseState {
    /// What is open about somebody's safety or calls a person.
    func alarms(in pathway: Pathway) -> Set<String> {
        var alarms: Set<String> = []
        for (task, record) in zip(pathway.tasks, tasks) where record.status == .open {
            if task.isSafety || (Pathway.isBuiltIn(task: task.name) && !task.saysOfBreach) { alarms.insert(task.name) }
        }
        return alarms
    }
}
