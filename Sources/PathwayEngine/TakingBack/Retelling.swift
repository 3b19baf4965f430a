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
    private var clock: Timestamp
    private var wakeUps = 0
    /// What the world would have to be told, and of which entry; what time brings is of the step that takes back.
    private(set) var effects: [(effect: Effect, entry: Int)] = []
    /// Entries that do nothing this time.
    private(set) var idle: [Int] = []
    /// What rules have to be asked before it can go on.
    private(set) var missing: [RuleQuestion] = []

    /// - Parameters:
    ///   - past: the steps that stand.
    ///   - steps: those that are going to be told; the enrollment is among them where nothing stands before it.
    init?(
        after past: [PastStep], steps: [PastStep], machine: Machine, limits: StepLimits,
        answers: [RuleQuestion: RuleAnswer], entry: Int
    ) {
        var state: CaseState?
        for step in past { machine.evolve(&state, with: step.facts, in: step.header) }
        if state == nil, let first = steps.first, case .enroll = first.input {
            state = CaseState(of: machine.pathway, at: first.header.moment.at)
        }
        guard let state else { return nil }
        self.machine = machine
        self.limits = limits
        self.answers = answers
        self.entry = entry
        self.state = state
        told = past
        clock = state.lastInput
    }

    /// Tells a step again at its own time.
    mutating func tell(_ step: PastStep) throws(Interruption) {
        switch step.input {
        // Time comes by itself, and what was taken back is left out already.
        case .wake, .undo, .mendClock: return
        case .enroll, .send, .record, .correct, .withdraw, .attend, .complete, .decide, .consent, .heard, .delivery:
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
                effects += step.effects.map { ($0, entry) }
            case .needs(let questions): try ask(questions)
            case .refused, .needsPast: break
            }
        }
    }

    private mutating func take(_ again: Step, of step: PastStep) {
        state = again.state
        effects += again.effects.map { ($0, step.entry) }
        for case .effectsTakenBack(let places) in again.facts { withhold(places) }
        var step = step
        step.facts = again.facts
        told.append(step)
    }

    /// What was withheld when it was told the first time is withheld again.
    private mutating func withhold(_ places: [EffectPlace]) {
        let withheld = told.flatMap(\.effects).filter { places.contains($0.place) }
        for (effect, place) in withheld {
            guard let said = effects.firstIndex(where: { $0.effect == effect && $0.entry == place.entry }) else {
                continue
            }
            effects.remove(at: said)
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
        if case .complete(let task) = step.input, Pathway.isBuiltIn(task: task) { return }
        idle.append(step.entry)
        guard step.isKept(in: machine.pathway) else { return }
        machine.begin(&state, step.header)
        for fact in step.recordings { machine.evolve(&state, fact, step.header) }
        var kept = step
        machine.end(&state)
        kept.facts = step.recordings
        told.append(kept)
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
