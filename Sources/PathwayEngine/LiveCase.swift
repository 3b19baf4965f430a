package import CEL
package import PathwayModel

/// A case that inputs change where it stands: for who owns one and gives it input after input, as a simulation does.
///
/// It is the same step as `Machine.step`, which works on a copy. Here there is none: what is not `stepped` leaves the
/// case in the middle of its step, so it takes nothing after that. Who has to go on after a refusal asks `Machine.step`.
package struct LiveCase: ~Copyable {
    /// What is kept of each step, beside the case after it.
    package enum Keeping: Sendable {
        case nothing
        case facts
        case factsAndCriteria
    }

    /// What an input came to.
    package enum Taken: Sendable {
        /// Its facts are these of `facts`.
        case stepped(StepHeader, facts: Range<Int>, criteria: CriteriaSeen?)
        case refused(Refusal)
        /// Rules have to be asked first.
        case needs([RuleQuestion])
    }

    private var stepper: Stepper
    private let keeping: Keeping
    private var isSpent = false

    package init(_ state: consuming CaseState, of machine: Machine, keeping: Keeping, limits: StepLimits = .standard) {
        self.keeping = keeping
        stepper = Stepper(machine, state, limits, keepsFacts: keeping != .nothing)
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
    package mutating func take(
        _ input: ResolvedInput, at now: Timestamp, occurred: Timestamp? = nil, by actor: Actor = .anyone,
        answers: [RuleQuestion: RuleAnswer] = [:]
    ) -> Taken {
        precondition(!isSpent, "a case that refused an input takes no other")
        let start = stepper.facts.count
        if let refusal = Machine.refusalUnheard(state.status, input, at: now, occurred: occurred) {
            return spend(.refused(refusal))
        }
        stepper.begin(by: actor, at: now, occurred: occurred, answers: answers, counts: keeping == .factsAndCriteria)
        do {
            try stepper.perform(input)
        } catch {
            guard stepper.missing.isEmpty else { return spend(.needs(stepper.missing)) }
            switch error {
            case .refused(let refusal): return spend(.refused(refusal))
            case .trouble(let trouble): return spend(.refused(Refusal(trouble.code, trouble.detail)))
            }
        }
        guard stepper.missing.isEmpty else { return spend(.needs(stepper.missing)) }
        return .stepped(stepper.header, facts: start..<stepper.facts.count, criteria: stepper.observed.criteria)
    }

    private mutating func spend(_ taken: Taken) -> Taken {
        isSpent = true
        return taken
    }
}
