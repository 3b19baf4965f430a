import CEL
import PathwayModel

/// A case that is told anew: its inputs once more, each at its own time, without those that are taken back. What time
/// brings between them comes as it comes now.
struct Retelling {
    let machine: Machine
    let limits: StepLimits
    /// What rules have answered so far.
    let answers: [RuleQuestion: RuleAnswer]
    /// The step that takes something back: what time brings this time is its doing.
    let entry: Int
    private(set) var state: CaseState
    /// The steps so far, as they come out this time.
    private var told: [PastStep]
    private let start: Int
    private var clock: Timestamp
    private var wakeUps = 0
    /// What the world knows already.
    private(set) var out: EffectsOut
    /// What it may not know yet, each under the place that it has here, with the step that takes back for its entry.
    private var unsaid: [Unsaid] = []
    /// The identities of `unsaid` in the end.
    private var identities: [EffectPlace?] = []
    /// Entries that do nothing this time.
    private(set) var idle: [Consequence] = []
    /// An effect that the world may not know yet.
    private struct Unsaid {
        var effect: Effect
        var date: CalendarDate
        var isWithheld = false
    }

    /// What rules have to be asked before it can go on.
    private(set) var missing: [RuleQuestion] = []

    /// - Parameters:
    ///   - past: what the case has been through; what came before `start` stands.
    ///   - steps: those that are going to be told; the enrollment is among them where nothing stands before it.
    init?(
        _ past: Past, from start: Int, steps: [PastStep], machine: Machine, limits: StepLimits,
        answers: [RuleQuestion: RuleAnswer], entry: Int
    ) {
        var state: CaseState?
        let standing = past.steps.filter { $0.entry < start }
        for step in standing { machine.evolve(&state, with: step.facts, in: step.header) }
        if state == nil, let first = steps.first, case .enroll = first.input {
            state = CaseState(of: machine.pathway, at: first.header.moment.at)
        }
        guard let state else { return nil }
        self.machine = machine
        self.limits = limits
        self.answers = answers
        self.entry = entry
        self.state = state
        self.start = start
        told = standing
        out = EffectsOut(of: past, from: start)
        clock = state.lastInput
    }

    /// Tells a step again at its own time.
    mutating func tell(_ step: PastStep) throws(Interruption) {
        switch step.input {
        // Time comes by itself, what was taken back is left out already, and whoever was told is not told again.
        case .wake, .page, .undo, .mendClock: return
        case .enroll, .send, .record, .correct, .withdraw, .attend, .complete, .decide, .consent, .extend, .tend,
            .heard, .delivery:
            break
        }
        try bring(to: step.header.moment.at)
        state.sequence = step.entry - 1
        clock = max(clock, step.header.moment.at)
        var request = Request(
            step.inputAsItCame, by: Actor(name: step.actor.name, roles: nil), at: clock, occurred: step.occurred,
            answers: answers)
        request.past = told
        var before: CaseState? = state
        if case .enroll = step.input { before = nil }
        switch machine.step(before, request, limits: limits) {
        case .stepped(let again): take(again, of: step)
        case .refused(let refusal): try pass(over: step, refusal)
        case .needs(let questions): try ask(questions)
        case .needsPast: return
        }
    }

    /// Lets everything happen that is due until an instant, in order.
    mutating func bring(to instant: Timestamp) throws(Interruption) {
        while let due = machine.nextWakeUp(of: state, after: clock), due <= instant {
            wakeUps += 1
            guard wakeUps <= limits.wakeUps else {
                throw .refused(
                    Refusal(Refusal.Code.stepLimit, "too much has become due since then to tell the case anew"))
            }
            clock = due
            state.sequence = entry - 1
            switch machine.step(state, Request(.wake, at: due, answers: answers), limits: limits) {
            case .stepped(let step):
                state = step.state
                let came = ToldFacts(step.facts, effects: places(of: step.effects, entry, step.header))
                told.append(PastStep(time: step.header.moment, of: entry, came))
            case .needs(let questions): try ask(questions)
            case .refused, .needsPast: break
            }
        }
    }

    private mutating func take(_ again: Step, of step: PastStep) {
        state = again.state
        for case .effectsTakenBack(let effects) in again.facts { withhold(effects.map(\.place)) }
        var step = step
        step.facts = again.facts
        step.places = places(of: again.effects, step.entry, step.header)
        told.append(step)
    }

    /// Each takes what came of its own entry the first time; what is left of the others it may take in the end.
    private mutating func places(of effects: [Effect], _ entry: Int, _ header: StepHeader) -> [EffectPlace?] {
        effects.map { effect in
            if let place = out.take(effect, of: entry) { return place }
            unsaid.append(Unsaid(effect: effect, date: header.moment.date))
            return EffectPlace(entry: self.entry, place: unsaid.count - 1)
        }
    }

    /// What was withheld when it was told the first time is withheld again.
    private mutating func withhold(_ places: [EffectPlace]) {
        let withheld = told.drop { $0.entry < start }.flatMap(\.effects).filter { places.contains($0.place) }
        for effect in withheld {
            if effect.place.entry == entry {
                unsaid[effect.place.place].isWithheld = true
            } else {
                out.putBack(effect)
            }
        }
    }

    /// A step that is not taken this time: what it recorded stays.
    private mutating func pass(over step: PastStep, _ refusal: Refusal) throws(Interruption) {
        if case .decide = step.input {
            throw .refused(
                Refusal(
                    Refusal.Code.laterEntries,
                    "entry \(step.entry) (\(step.input.summary)) would not be taken now: \(refusal.message); undo it "
                        + "first"))
        }
        // What calls a person is opened by what takes back too, which is not told again.
        if case .complete(let task, _) = step.input, Pathway.isBuiltIn(task: task) { return told.append(step) }
        // Who sees to what is owed no more is of no account.
        if case .tend = step.input {} else { idle.append(.idle(entry: step.entry, what: step.input.summary)) }
        var kept = step
        kept.facts = step.isKept(in: machine.pathway) ? step.recordings : []
        kept.places = []
        told.append(kept)
        guard !kept.facts.isEmpty else { return }
        machine.begin(&state, step.header)
        for fact in kept.facts { machine.evolve(&state, fact, step.header) }
        machine.end(&state)
    }

    /// What the world has to be told now, in order. Nobody is reminded of what was to be said on an earlier date.
    mutating func end(on today: CalendarDate) -> [Effect] {
        var now: [Effect] = []
        for one in unsaid {
            guard !one.isWithheld else {
                identities.append(nil)
                continue
            }
            if let place = out.take(one.effect) {
                identities.append(place)
            } else if one.effect.isReminder, one.date < today {
                identities.append(nil)
            } else {
                identities.append(EffectPlace(entry: entry, place: now.count))
                now.append(one.effect)
            }
        }
        return now
    }

    /// What came of each step since `start`, once it has ended.
    func steps(since past: Past) -> [ToldStep] {
        told.drop { $0.entry < start }.map { step in
            let came = ToldFacts(
                step.facts.map(identified),
                effects: step.places?.map { $0.flatMap(identity) } ?? step.effects.map(\.place))
            guard step.entry != entry else { return .time(step.header.moment, came) }
            let isAsBefore = past[step.entry].map { $0.facts == came.facts && $0.effects.map(\.place) == came.effects }
            return isAsBefore == true ? .asBefore(entry: step.entry) : .otherwise(entry: step.entry, came)
        }
    }

    private func identity(_ place: EffectPlace) -> EffectPlace? {
        place.entry == entry ? identities[place.place] : place
    }

    private func identified(_ fact: Fact) -> Fact {
        guard case .effectsTakenBack(let effects) = fact else { return fact }
        return .effectsTakenBack(
            effects.compactMap { effect in identity(effect.place).map { SaidEffect(effect.effect, $0) } })
    }

    private mutating func ask(_ questions: [RuleQuestion]) throws(Interruption) {
        missing += questions
        throw .needsAnswers
    }
}

extension PastStep {
    /// The input with what the journal keeps as a fact: whether a person was called.
    fileprivate var inputAsItCame: Input {
        guard case .delivery(let report, _) = input else { return input }
        return .delivery(report, calls: facts.contains { if case .taskOpened = $0 { true } else { false } })
    }
}
