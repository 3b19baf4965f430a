import CEL
import PathwayModel

/// A case at work: what one input after another does to it, each with its facts.
///
/// What is done in each step is `mutating` even where it changes nothing: otherwise the compiler copies all of a stepper
/// to lend it to the call, which takes longer than most calls.
struct Stepper: ~Copyable {
    /// An event that waits for its macrostep.
    typealias Queued = CaseReader.EventAtHand

    var reader: CaseReader
    private(set) var header: StepHeader
    /// When what is recorded happened.
    private(set) var occurred: Moment
    /// How far the case's course has come. In a step that is entered late it begins when that happened, and comes up to
    /// the step's own moment while what has become due meanwhile happens.
    var course: Moment
    /// Whether the actions at hand belong to a way from state to state: what they open is dated as that is.
    var isMoving = false
    /// What was looked at before the actions at hand were run.
    var weighed: Weighed?
    private(set) var actor = Actor.anyone
    let limits: StepLimits
    /// Takes no transitions: an earlier try ended in trouble.
    var isHeld = false
    /// Enrolls nobody: what it enrolled when it was tried was the trouble.
    var beginsNoCase = false
    private let keepsFacts: Bool
    /// Of all inputs, where they are kept.
    private(set) var facts: [Fact] = []
    /// What this input has done; its facts are counted whether they are kept or not.
    var budget = StepBudget()
    var queue = EventQueue()
    /// Whether the event at hand was taken by a transition or a reaction.
    var isAccepted = false
    /// Whether no transition is taken: what is put right in a closed case does not move it.
    var staysPut = false
    /// Whether only time caused this step: then nobody can be refused.
    var isCausedByTime = false
    var observed = Observations()
    /// Events that the case sent to itself and that nothing took; kept only where facts are.
    private(set) var unheard: [EventIndex] = []
    /// What this input has recorded so far that due dates may follow; kept only where some do.
    var touched = Touched()
    /// What this input has done that a promise may be about; kept only where there are some.
    var watching = Watching()
    /// The case's steps so far, where the input looks back at them.
    var past: [PastStep]?
    /// What entries came to the first time, while they are judged again.
    var repeating: Repeating?

    init(
        _ machine: Machine, _ state: consuming CaseState, _ limits: StepLimits, keepsFacts: Bool, expectedFacts: Int
    ) {
        self.limits = limits
        self.keepsFacts = keepsFacts
        occurred = Moment(at: state.lastInput, date: CalendarDate(daysSinceEpoch: 0))
        course = occurred
        header = StepHeader(sequence: state.sequence, moment: occurred)
        reader = CaseReader(
            machine: machine, state: state, now: occurred, event: nil, answers: .init(), limits: limits.guards)
        if keepsFacts { facts.reserveCapacity(expectedFacts) }
    }

    /// One that is about to do what is asked of a copy of the case.
    ///
    /// No initializer: that would be handed copies of the request and of the case.
    static func beginning(
        _ machine: Machine, _ state: CaseState?, _ request: Request, _ limits: StepLimits
    ) -> Stepper {
        var stepper = Stepper(
            machine, state ?? machine.tables.blank, limits, keepsFacts: true, expectedFacts: 8)
        stepper.past = request.past
        stepper.begin(
            by: request.actor, at: request.now, occurred: request.occurred, answers: request.answers,
            counts: request.countsCriteria)
        return stepper
    }

    /// Begins a step.
    mutating func begin(
        by actor: Actor, at now: Timestamp, occurred: OccurrenceTime?, answers: [RuleQuestion: RuleAnswer]?,
        counts: Bool
    ) {
        let moment = Moment(at: now, date: pathway.calendar.zone.date(of: now))
        header = StepHeader(sequence: state.sequence + 1, moment: moment)
        self.occurred = occurred?.moment(in: pathway.calendar.zone, now: now) ?? moment
        course = self.occurred
        isMoving = false
        weighed = nil
        if !touched.isNothing { touched = Touched() }
        if tables.watch.isOn {
            watching = Watching()
            if pathway.calendar.zone.date(of: state.lastInput) != moment.date { watching.changes.noteDate() }
        }
        self.actor = actor
        reader.now = moment
        if answers != nil || !reader.answers.isEmpty { reader.answers = answers ?? [:] }
        reader.place = Pathway.root
        budget = StepBudget()
        queue.clear()
        isAccepted = false
        isCausedByTime = false
        staysPut = false
        if repeating != nil { repeating = nil }
        observed.clear(counting: counts, steps: limits.cost)
        reader.machine.begin(&reader.state, header)
    }

    var machine: Machine { _read { yield reader.machine } }
    var tables: Tables { _read { yield reader.machine.tables } }
    var pathway: Pathway { _read { yield reader.machine.pathway } }
    var chart: Chart { _read { yield reader.machine.tables.chart } }
    var state: CaseState { _read { yield reader.state } }
    /// Whether the input is entered after it happened.
    var isLate: Bool { occurred.date < header.moment.date || occurred.at < header.moment.at }
    /// A moment of the course as facts have it: nil where it is the step's own.
    var courseFact: Moment? { course == header.moment ? nil : course }
    var hasEnded: Bool { state.status.isAtEnd }

    var missing: [RuleQuestion] { observed.missing }
    var criteriaSeen: CriteriaSeen { observed.criteria ?? CriteriaSeen() }

    /// What came of the step, once it has come to rest. The case is handed out, and not copied: nothing is done after.
    mutating func outcome() -> StepOutcome {
        guard observed.missing.isEmpty else { return .needs(observed.missing) }
        var state = CaseState.nowhere
        swap(&state, &reader.state)
        return .stepped(
            Step(
                header: header, facts: facts, state: state, criteria: observed.criteria,
                answersUntil: observed.until, hasFailedRules: !observed.failures.isEmpty,
                unheard: unheard))
    }

    mutating func emit(_ fact: Fact) {
        if repeating != nil, isSaidAlready(fact) { return }
        reader.machine.evolve(&reader.state, fact, header)
        budget.facts += 1
        if tables.followsDates { touched.note(fact) }
        if tables.watch.isOn { watching.note(fact) }
        if keepsFacts { facts.append(fact) }
    }

    /// Notes that nothing took an event that the case sent to itself.
    mutating func leave(unheard event: EventIndex) {
        reader.oracle?.finds(unheard: event)
        if keepsFacts { unheard.append(event) }
    }

    private mutating func isSaidAlready(_ fact: Fact) -> Bool {
        if case .effect(let effect) = fact { repeating?.takes(effect) ?? false } else { false }
    }

    /// Whether the step may do more. With its budget used up it is in trouble; one that is held only stops, because
    /// its trouble is reported already.
    func mayGoOn() throws(Interruption) -> Bool {
        guard budget.isSpent(within: limits) else { return true }
        guard isHeld else { throw .trouble(budget.trouble(within: limits)) }
        return false
    }

    /// The steps that the case has been through.
    func history() throws(Interruption) -> Past {
        guard let past else { throw .needsPast }
        return Past(past)
    }

    /// Lets an internal event wait for its macrostep.
    mutating func enqueue(_ event: Queued) {
        budget.events += 1
        queue.append(event)
    }

    /// Does all that an input asks.
    mutating func perform(_ input: ResolvedInput) throws(Interruption) {
        try run(input)
        if missing.isEmpty { reportFailedRules() }
        reader.machine.end(&reader.state)
    }

    /// Tells a person of each rule that was asked and gave no answer. The step goes on: what it was asked for is
    /// unknown, and the incident is all that is kept of it, so that the next step asks again.
    mutating func reportFailedRules() {
        for sentence in failedRules { report(Trouble(code: Refusal.Code.ruleFailed, detail: sentence)) }
    }

    /// The rules that gave no answer so far, a sentence each.
    var failedRules: [String] {
        guard !observed.failures.isEmpty else { return [] }
        return observed.failures.sorted { $0.key < $1.key }.map { use, reason in
            let asked = pathway.ruleUses[use]
            let plugin = asked.plugin.isEmpty ? "" : " (\(asked.plugin))"
            return "the rule '\(asked.rule)'\(plugin) gave no answer: \(reason)"
        }
    }

    /// Opens the incident task, unless one is open: a person has to look.
    mutating func report(_ trouble: Trouble) {
        guard let task = tables.names.task(Pathway.incidentTask) else { return }
        if isCausedByTime || isHeld, state.tasks[task.position].status == .open { return }
        emit(.incident(code: trouble.code, detail: trouble.detail))
        open(task)
    }
}

// MARK: - Guards

extension Stepper {
    /// Whether a condition holds; a guard that ends in an error is trouble.
    mutating func holds(_ condition: Condition?, in place: StateIndex) throws(Interruption) -> Bool {
        guard let condition else { return true }
        reader.place = place
        if let oracle = reader.oracle { return oracle.holds(condition, in: reader) }
        return try isYes(reader.truth(of: condition, noting: &observed))
    }

    /// The same of a condition of a transition or a reaction.
    mutating func holds(_ condition: Chart.Condition, in place: StateIndex) throws(Interruption) -> Bool {
        switch condition {
        case .none: return true
        case .expression(let expression):
            reader.place = place
            if let oracle = reader.oracle {
                return oracle.holds(chart.conditions.expressions[expression].program, in: reader)
            }
            return try isYes(reader.truth(of: chart.conditions.expressions[expression], noting: &observed))
        case .tree(let tree): return try holds(chart.conditions.trees[tree], in: place)
        }
    }

    private func isYes(_ holding: Holding) throws(Interruption) -> Bool {
        switch holding {
        case .yes: return true
        case .no, .unknown: return false
        case .error(let detail):
            guard isHeld else { throw .trouble(Trouble(code: Refusal.Code.guardError, detail: detail)) }
            return false
        }
    }

    /// Puts the verdicts that a condition rested on among the facts.
    mutating func keepVerdicts(of condition: Chart.Condition) {
        if case .tree(let tree) = condition { keepVerdicts(of: chart.conditions.trees[tree]) }
    }

    /// Puts the verdicts that a condition rested on among the facts.
    mutating func keepVerdicts(of condition: Condition?) {
        for criterion in condition?.criteria ?? [] {
            guard case .rule(let use) = criterion.body else { continue }
            let question = reader.question(for: use)
            guard let answer = reader.answers[question], !answer.isFailure else { continue }
            let fingerprint = question.fingerprint
            // The same question may have another answer: from a later instant on, or from another version.
            let given = CaseState.RememberedVerdict(
                verdict: answer.verdict, question: fingerprint, plugin: answer.plugin)
            if state.verdicts[use.position] == given { continue }
            emit(.verdictGiven(use, answer.verdict, question: fingerprint, plugin: answer.plugin))
        }
    }
}
