import CEL
import PathwayModel

extension Machine {
    /// Answers an input with what it does to a case, or why it does nothing.
    ///
    /// - Parameter state: the case; nil before its enrollment.
    package func step(_ state: CaseState?, _ request: Request, limits: StepLimits = .standard) -> StepOutcome {
        let input = resolve(request.input, limits: limits.guards)
        if let refusal = refusalUnheard(
            state?.status, isOver: state?.isOver ?? false, input, at: request.now, occurred: request.occurred)
        {
            return .refused(refusal)
        }
        if let refusal = request.trouble { return keepFacts(state, request, input, limits, because: refusal) }
        var stepper = Stepper.beginning(self, state, request, limits)
        do {
            try stepper.perform(input)
        } catch {
            guard stepper.missing.isEmpty else { return .needs(stepper.missing) }
            switch error {
            case .refused(var refusal):
                refusal.failedRules = stepper.failedRules
                return .refused(refusal)
            case .needsPast: return .needsPast
            case .needsAnswers: return .needs(stepper.missing)
            case .trouble(let trouble):
                return keepFacts(
                    state, request, input, limits, because: Refusal(trouble.code, trouble.detail))
            }
        }
        return stepper.outcome()
    }

    /// Keeps an input's own facts, takes no transition, and calls for a person; refuses what has no such facts.
    private func keepFacts(
        _ state: CaseState?, _ request: Request, _ input: ResolvedInput, _ limits: StepLimits,
        because refusal: Refusal
    ) -> StepOutcome {
        guard input.keepsItsFactsInTrouble else { return .refused(refusal) }
        var stepper = Stepper.beginning(self, state, request, limits)
        stepper.isHeld = true
        stepper.beginsNoCase = request.trouble != nil
        stepper.report(Trouble(code: refusal.code, detail: refusal.message))
        do { try stepper.perform(input) } catch { return stepper.outcome(of: error) }
        return stepper.outcome()
    }

    /// What is refused whatever the pathway says.
    ///
    /// - Parameter isOver: whether the case has reached its end, and nothing of it is left to do.
    func refusalUnheard(
        _ status: CaseState.Status?, isOver: Bool, _ input: ResolvedInput, at now: Timestamp,
        occurred: OccurrenceTime?
    ) -> Refusal? {
        let isAhead =
            switch occurred {
            case .instant(let instant): instant > now
            case .date(let date): date > pathway.calendar.zone.date(of: now)
            case nil: false
            }
        if isAhead {
            return Refusal(Refusal.Code.invalidValue, "what is recorded cannot have happened later than now")
        }
        let isEnrollment = if case .enroll = input { true } else { false }
        guard status != nil else {
            return isEnrollment ? nil : Refusal(Refusal.Code.notAccepted, "the case has to be enrolled first")
        }
        if isEnrollment { return Refusal(Refusal.Code.notAccepted, "the case is enrolled already") }
        if isOver, !input.comesToTheEnded { return .ended }
        return nil
    }
}

extension CaseState {
    /// Whether it has reached its end, and nothing of it is left to do.
    var isOver: Bool { status.isAtEnd && !tasks.contains { $0.status == .open } }
}

extension Refusal {
    static let ended = Refusal(Code.notAccepted, "the case has reached its end and takes no more input")
}

extension Stepper {
    /// What comes of a step that cannot go on and does not keep its facts.
    mutating func outcome(of interruption: Interruption) -> StepOutcome {
        switch interruption {
        case .refused(let refusal): .refused(refusal)
        case .trouble(let trouble): .refused(Refusal(trouble.code, trouble.detail))
        case .needsPast: .needsPast
        case .needsAnswers: .needs(missing)
        }
    }
}

/// Why a step cannot go on.
enum Interruption: Error {
    case refused(Refusal)
    case trouble(Trouble)
    /// It has to be told what the case has been through.
    case needsPast
    /// Rules have to be asked: `missing` has the questions.
    case needsAnswers
}

/// The engine could not do what the pathway says.
struct Trouble: Hashable {
    var code: String
    /// A sentence without values of the case.
    var detail: String
}
