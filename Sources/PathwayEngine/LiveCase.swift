package import CEL
package import PathwayModel

/// A case that inputs change where it stands: for who owns one and gives it input after input, as a simulation does.
///
/// It is the same step as `Machine.step`, which works on a copy. Here there is none: an input that is not taken leaves
/// the case in the middle of its step, and it takes nothing after that. Who has to go on after a refusal asks `Machine.step`.
package struct LiveCase: ~Copyable {
    /// What is kept of each step, beside the case after it.
    package enum Keeping: Sendable {
        case nothing
        case facts
        case factsAndCriteria
    }

    /// What an input did.
    package struct Taken: Sendable {
        package var header: StepHeader
        /// Its facts are these of `facts`.
        package var facts: Range<Int>
        package var criteria: CriteriaSeen?
    }

    /// Why an input did nothing.
    package enum Untaken: Error, Sendable {
        case refused(Refusal)
        /// Rules have to be asked first.
        case needs([RuleQuestion])
        /// The steps of the case have to be told.
        case needsPast
    }

    private var stepper: Stepper
    private let keeping: Keeping
    private var isSpent = false

    package init(_ state: consuming CaseState, of machine: Machine, keeping: Keeping, limits: StepLimits = .standard) {
        self.keeping = keeping
        stepper = Stepper(machine, state, limits, keepsFacts: keeping != .nothing, expectedFacts: 64)
    }

    package var state: CaseState { _read { yield stepper.reader.state } }

    /// The facts of all steps so far, where they are kept.
    package var facts: [Fact] { _read { yield stepper.facts } }

    /// Takes an input.
    ///
    /// - Parameters:
    ///   - now: the instant of the step; never before the case's last one.
    ///   - occurred: when it happened, where that was earlier.
    ///   - answers: what rules have answered so far.
    ///   - past: the steps of the case, for an input that takes something back.
    package mutating func take(
        _ input: ResolvedInput, at now: Timestamp, occurred: OccurrenceTime? = nil, by actor: Actor = .anyone,
        answers: [RuleQuestion: RuleAnswer]? = nil, past: [PastStep]? = nil
    ) throws(Untaken) -> Taken {
        precondition(!isSpent, "a case that refused an input takes no other")
        isSpent = true
        if let refusal = stepper.machine.refusalUnheard(
            state.status, isOver: state.isOver, input, at: now, occurred: occurred)
        {
            throw .refused(refusal)
        }
        let start = stepper.facts.count
        stepper.begin(by: actor, at: now, occurred: occurred, answers: answers, counts: keeping == .factsAndCriteria)
        if past != nil || stepper.past != nil { stepper.past = past }
        do {
            try stepper.perform(input)
        } catch {
            guard stepper.missing.isEmpty else { throw .needs(stepper.missing) }
            switch error {
            case .refused(var refusal):
                refusal.failedRules = stepper.failedRules
                throw .refused(refusal)
            case .needsPast: throw .needsPast
            case .needsAnswers: throw .needs(stepper.missing)
            case .trouble(let trouble): throw .refused(Refusal(trouble.code, trouble.detail))
            }
        }
        guard stepper.missing.isEmpty else { throw .needs(stepper.missing) }
        isSpent = false
        return Taken(
            header: stepper.header, facts: start..<stepper.facts.count, criteria: stepper.observed.criteria)
    }
}
