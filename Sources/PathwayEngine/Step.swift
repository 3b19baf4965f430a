import CEL
import PathwayModel

extension Machine {
    /// Answers an input with what it does to a case, or why it does nothing.
    ///
    /// - Parameter state: the case; nil before its enrollment.
    package func step(_ state: CaseState?, _ request: Request, limits: StepLimits = .standard) -> StepOutcome {
        if let refusal = refusalUnheard(state, request) { return .refused(refusal) }
        var stepper = Stepper(self, state, request, limits, isHeld: false)
        do {
            try stepper.run(request.input)
            if stepper.missing.isEmpty { stepper.reportFailedRules() }
        } catch {
            guard stepper.missing.isEmpty else { return .needs(stepper.missing) }
            switch error {
            case .refused(let refusal): return .refused(refusal)
            case .trouble(let trouble):
                guard request.input.keepsItsFactsInTrouble else {
                    return .refused(Refusal(trouble.code, trouble.detail))
                }
                return hold(state, request, limits, because: trouble)
            }
        }
        return stepper.outcome()
    }

    /// Keeps an input's own facts, takes no transition, and calls for a person.
    private func hold(
        _ state: CaseState?, _ request: Request, _ limits: StepLimits, because trouble: Trouble
    ) -> StepOutcome {
        var stepper = Stepper(self, state, request, limits, isHeld: true)
        do {
            stepper.report(trouble)
            try stepper.run(request.input)
            if stepper.missing.isEmpty { stepper.reportFailedRules() }
        } catch {
            switch error {
            case .refused(let refusal): return .refused(refusal)
            case .trouble(let second): return .refused(Refusal(second.code, second.detail))
            }
        }
        return stepper.outcome()
    }

    /// What is refused whatever the pathway says.
    func refusalUnheard(_ state: CaseState?, _ request: Request) -> Refusal? {
        if let occurred = request.occurred, occurred > request.now {
            return Refusal(Refusal.Code.invalidValue, "what is recorded cannot have happened later than now")
        }
        guard let state else {
            guard case .enroll = request.input else {
                return Refusal(Refusal.Code.notAccepted, "the case has to be enrolled first")
            }
            return nil
        }
        if case .enroll = request.input {
            return Refusal(Refusal.Code.notAccepted, "the case is enrolled already")
        }
        if state.status == .ended, !request.input.isOfNobody {
            return Refusal(Refusal.Code.notAccepted, "the case has reached its end and takes no more input")
        }
        return nil
    }
}

extension Input {
    /// Whether it is stored even where the engine cannot go on: what happened has happened.
    fileprivate var keepsItsFactsInTrouble: Bool {
        switch self {
        case .record, .correct, .withdraw, .attend, .consent, .complete, .delivery, .wake: true
        case .enroll, .send, .decide: false
        }
    }
}

extension Input {
    /// Whether nobody gives it: time, and what became of a message, come to every case.
    fileprivate var isOfNobody: Bool {
        switch self {
        case .delivery, .wake: true
        case .enroll, .send, .record, .correct, .withdraw, .attend, .complete, .decide, .consent: false
        }
    }
}

/// Why a step cannot go on.
enum Interruption: Error {
    case refused(Refusal)
    case trouble(Trouble)
}

/// The engine could not do what the pathway says.
struct Trouble: Hashable {
    var code: String
    /// A sentence without values of the case.
    var detail: String
}
