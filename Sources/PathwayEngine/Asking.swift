package import CEL
package import PathwayModel

extension Machine {
    /// Rounds of questions to rules in one step: each answer may make the step look at another rule.
    package static let maximumRounds = 32

    /// Steps, asking rules for what the step needs to know.
    package func step(
        _ state: CaseState?, _ request: Request, limits: StepLimits = .standard,
        past: () -> [PastStep] = { [] }, asking ask: (RuleQuestion) -> RuleAnswer
    ) -> StepOutcome {
        step(state, request, limits: limits, past: past, askingAll: { $0.map(ask) })
    }

    /// Steps, asking rules for what the step needs to know: what is missing at once is asked at once. Where that goes on
    /// without end, the step is in trouble, and what more it would ask stays unanswered.
    ///
    /// - Parameters:
    ///   - past: the steps of the case, for an input that looks back at them.
    ///   - askAll: answers in the order of the questions.
    package func step<Failure: Error>(
        _ state: CaseState?, _ request: Request, limits: StepLimits = .standard,
        past: () throws(Failure) -> [PastStep], askingAll askAll: ([RuleQuestion]) -> [RuleAnswer]
    ) throws(Failure) -> StepOutcome {
        var request = request
        var rounds = Self.maximumRounds
        var round = 0
        while round < rounds + Self.maximumRounds {
            let outcome = step(state, request, limits: limits)
            if case .needsPast = outcome, request.past == nil {
                let steps = try past()
                // A case that is told anew asks at each of its steps.
                rounds += steps.count
                request.past = steps
                continue
            }
            guard case .needs(let questions) = outcome else { return outcome }
            if round == rounds { request.trouble = Self.endless }
            let answers = round < rounds ? askAll(questions) : questions.map(\.unanswered)
            for (question, answer) in zip(questions, answers) { request.answers[question] = answer }
            round += 1
        }
        return .refused(Self.endless)
    }

    private static let endless = Refusal(
        Refusal.Code.stepLimit, "rules went on asking for other rules for \(maximumRounds) rounds")

    /// Explains, asking rules for what the explanation needs to know; nil where they do not come to an end.
    package func explain(
        _ state: CaseState, at now: Timestamp, findsRemedies: Bool = false, limits: StepLimits = .standard,
        asking ask: (RuleQuestion) -> RuleAnswer
    ) -> Explanation? {
        explain(state, at: now, findsRemedies: findsRemedies, limits: limits, askingAll: { $0.map(ask) })
    }

    /// Explains, asking rules for what the explanation needs to know; nil where they do not come to an end.
    package func explain(
        _ state: CaseState, at now: Timestamp, findsRemedies: Bool = false, limits: StepLimits = .standard,
        askingAll askAll: ([RuleQuestion]) -> [RuleAnswer]
    ) -> Explanation? {
        var answers: [RuleQuestion: RuleAnswer] = [:]
        for _ in 0..<Self.maximumRounds {
            switch explain(state, at: now, answers: answers, findsRemedies: findsRemedies, limits: limits) {
            case .explained(let explanation): return explanation
            case .needs(let questions):
                for (question, answer) in zip(questions, askAll(questions)) { answers[question] = answer }
            }
        }
        return nil
    }
}

extension RuleQuestion {
    fileprivate var unanswered: RuleAnswer { .failure("it was asked after too many others", from: rule) }
}
