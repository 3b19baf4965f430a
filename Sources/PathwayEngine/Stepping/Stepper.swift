import CEL
import PathwayModel

/// One step at work: the case so far, and the facts that made it so.
struct Stepper: ~Copyable {
    /// An event that waits for its macrostep.
    typealias Queued = CaseReader.EventAtHand

    var reader: CaseReader
    let header: StepHeader
    /// When what is recorded happened.
    let occurred: Moment
    let actor: Actor
    let limits: StepLimits
    /// Takes no transitions: an earlier try ended in trouble.
    let isHeld: Bool
    private(set) var facts: [Fact] = []
    /// Internal events, in order.
    var queue: [Queued] = []
    var microsteps = 0
    /// Whether the event at hand was taken by a transition or a reaction.
    var isAccepted = false
    /// Whether only time caused this step: then nobody can be refused.
    var isCausedByTime = false
    var observed = Observations()

    init(_ machine: Machine, _ state: CaseState?, _ request: Request, _ limits: StepLimits, isHeld: Bool) {
        let zone = machine.pathway.calendar.zone
        let now = Moment(at: request.now, date: zone.date(of: request.now))
        header = StepHeader(sequence: (state?.sequence ?? 0) + 1, moment: now)
        occurred = request.occurred.map { Moment(at: $0, date: zone.date(of: $0)) } ?? now
        actor = request.actor
        self.limits = limits
        self.isHeld = isHeld
        reader = CaseReader(
            machine: machine, state: state ?? machine.tables.blank, now: now, event: nil,
            answers: request.answers, limits: limits.guards)
        observed.steps = limits.cost
        if request.countsCriteria { observed.criteria = CriteriaSeen() }
        facts.reserveCapacity(8)
        machine.begin(&reader.state, header)
    }

    var machine: Machine { _read { yield reader.machine } }
    var tables: Tables { _read { yield reader.machine.tables } }
    var pathway: Pathway { _read { yield reader.machine.pathway } }
    var state: CaseState { _read { yield reader.state } }

    var missing: [RuleQuestion] { observed.missing }
    var criteriaSeen: CriteriaSeen { observed.criteria ?? CriteriaSeen() }

    /// What came of the step, once it has come to rest.
    consuming func outcome() -> StepOutcome {
        guard observed.missing.isEmpty else { return .needs(observed.missing) }
        return .stepped(Step(header: header, facts: facts, state: reader.state, criteria: observed.criteria))
    }

    mutating func emit(_ fact: Fact) {
        facts.append(fact)
        reader.machine.evolve(&reader.state, fact, header)
    }

    /// Tells a person of each rule that was asked and gave no answer. The step goes on: what it was asked for is
    /// unknown, and the incident is all that is kept of it, so that the next step asks again.
    mutating func reportFailedRules() {
        for (use, reason) in observed.failures.sorted(by: { $0.key < $1.key }) {
            let asked = pathway.ruleUses[use]
            report(
                Trouble(
                    code: Refusal.Code.ruleFailed,
                    detail: "the rule '\(asked.rule)' (\(asked.plugin)) gave no answer: \(reason)"))
        }
    }

    /// Opens the incident task, unless one is open: a person has to look.
    mutating func report(_ trouble: Trouble) {
        guard let task = tables.names.task(Pathway.incidentTask) else { return }
        if isCausedByTime || isHeld, state.tasks[task.position].status == .open { return }
        emit(.incident(code: trouble.code, detail: trouble.detail))
        open(task, due: nil)
    }
}

// MARK: - Guards

extension Stepper {
    /// Whether a condition holds; a guard that ends in an error is trouble.
    mutating func holds(_ condition: Condition?, in place: StateIndex) throws(Interruption) -> Bool {
        guard let condition else { return true }
        reader.place = place
        switch reader.truth(of: condition, noting: &observed) {
        case .yes: return true
        case .no, .unknown: return false
        case .error(let detail):
            guard isHeld else { throw .trouble(Trouble(code: Refusal.Code.guardError, detail: detail)) }
            return false
        }
    }

    /// Puts the verdicts that a condition rested on among the facts.
    mutating func keepVerdicts(of condition: Condition?) {
        for criterion in condition?.criteria ?? [] {
            guard case .rule(let use) = criterion.body else { continue }
            let question = reader.question(for: use)
            guard let answer = reader.answers[question], !answer.isFailure else { continue }
            let fingerprint = question.fingerprint
            if state.verdicts[use.position]?.question == fingerprint { continue }
            emit(.verdictGiven(use, answer.verdict, question: fingerprint, plugin: answer.plugin))
        }
    }
}
