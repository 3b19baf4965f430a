package import CEL
package import PathwayModel

/// What a step is asked to do.
package struct Request: Sendable {
    package var input: Input
    package var actor: Actor
    /// The instant of the step; never before the case's last one.
    package var now: Timestamp
    /// When it happened, where that was earlier.
    package var occurred: OccurrenceTime?
    /// What rules have answered so far.
    package var answers: [RuleQuestion: RuleAnswer]
    /// Whether the step tells which criteria were looked at, as scenario tests want to know.
    package var countsCriteria: Bool
    /// Why the step cannot be taken, where that is known before: facts are kept, and a person is called, as after trouble
    /// of the step's own.
    package var trouble: Refusal?
    /// All steps of the case, where the input looks back at them: `StepOutcome.needsPast` asks for them.
    package var past: [PastStep]?

    package init(
        _ input: Input, by actor: Actor = .anyone, at now: Timestamp, occurred: OccurrenceTime? = nil,
        answers: [RuleQuestion: RuleAnswer] = [:], countsCriteria: Bool = false, trouble: Refusal? = nil
    ) {
        self.input = input
        self.actor = actor
        self.now = now
        self.occurred = occurred
        self.answers = answers
        self.countsCriteria = countsCriteria
        self.trouble = trouble
    }
}

/// What came of a request.
package enum StepOutcome: Sendable {
    case stepped(Step)
    /// Nothing changed.
    case refused(Refusal)
    /// Rules have to be asked first; then the same request with their answers.
    case needs([RuleQuestion])
    /// The input looks back at what the case has been through; then the same request with its steps.
    case needsPast
}

/// What an input did to a case. Where time passed and nothing happened, it has no facts and no row in the journal.
package struct Step: Sendable {
    package var header: StepHeader
    package var facts: [Fact]
    /// The case after it.
    package var state: CaseState
    /// Which criteria were looked at, where the request asked for it.
    package var criteria: CriteriaSeen?
    /// When a rule that was asked in it may answer otherwise by itself, whether anything rests on its answer or not.
    package var answersUntil: Timestamp?
    /// Whether a rule gave no answer: it is to be asked again, although nothing comes due.
    package var hasFailedRules = false
    /// Events that the case sent to itself and that nothing took: no way, no reaction.
    package var unheard: [EventIndex] = []

    /// What the world has to be told, in order: an effect's place here is a part of its identity.
    package var effects: [Effect] { facts.effects }

    /// The transitions that were taken, in order.
    package var taken: [TransitionIndex] {
        facts.compactMap { fact in
            if case .transitionTaken(let transition, _) = fact { transition } else { nil }
        }
    }
}

extension [Fact] {
    /// What the world has to be told, in order.
    var effects: [Effect] { compactMap { fact in if case .effect(let effect) = fact { effect } else { nil } } }
}
