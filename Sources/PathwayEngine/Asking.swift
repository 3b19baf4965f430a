package import CEL
package import PathwayModel

extension Machine {
    /// Rounds of questions to rules in one step: each answer may make the step look at another rule.
    package static let maximumRounds = 32

    /// Steps, asking rules for what the step needs to know.
    package func step(
        _ state: CaseState?, _ request: Request, limits: StepLimits = .standard,
        asking ask: (RuleQuestion) -> RuleAnswer
    ) -> StepOutcome {
        step(state, request, limits: limits, askingAll: { $0.map(ask) })
    }

    /// Steps, asking rules for what the step needs to know: what is missing at once is asked at once.
    ///
    /// - Parameter askAll: answers in the order of the questions.
    package func step(
        _ state: CaseState?, _ request: Request, limits: StepLimits = .standard,
        askingAll askAll: ([RuleQuestion]) -> [RuleAnswer]
    ) -> StepOutcome {
        var request = request
        for _ in 0..<Self.maximumRounds {
            let outcome = step(state, request, limits: limits)
            guard case .needs(let questions) = outcome else { return outcome }
            for (question, answer) in zip(questions, askAll(questions)) { request.answers[question] = answer }
        }
        return .refused(
            Refusal(Refusal.Code.stepLimit, "rules went on asking for other rules for \(Self.maximumRounds) rounds"))
    }

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
