import PathwayEngine
package import PathwayModel
package import StepwellRuntime

/// What `advance` shows: what came due, and what became of messages.
package struct AdvanceView: Sendable {
    /// A case that cannot go on, and why.
    package struct HeldUp: Sendable {
        package var id: CaseID
        package var failure: Failure
    }

    /// What came of one case.
    package enum Came: Sendable {
        case moved(AnswerView)
        case heldUp(HeldUp)
    }

    package var answers: [AnswerView] = []
    package var heldUp: [HeldUp] = []
    /// Cases that something happened to, each once.
    package var moved: [CaseID] { answers.map(\.id).uniqued }
    /// How many promises were broken by it.
    package var brokenPromises: Int {
        answers.reduce(0) { count, answer in count + (answer.after?.facts.count { $0.fact.isBrokenPromise } ?? 0) }
    }

    /// Whether cases were left that are due, because cases went on beginning others.
    package var isCutShort = false
    package var report = Outbox.Report()
    /// What would become of messages; only where nothing is kept.
    package var plans: [Outbox.Plan] = []

    package var json: JSON {
        [
            "cases": .array(answers.map(\.json)), "broken_promises": JSON(brokenPromises),
            "held_up": .array(
                heldUp.map { ["case": .string($0.id.text), "error": .string($0.failure.message)] }),
            "messages": [
                "sent": JSON(report.sent), "waiting": JSON(report.waiting), "failed": JSON(report.failed),
                "withheld": JSON(report.withheld), "busy": .bool(report.isBusy),
                "planned": .array(plans.map(\.json)),
            ],
        ]
    }
}

extension Clinic {
    /// Lets what is due happen to one case, and delivers what waits of it.
    package func advance(_ text: String, said: When?, isDryRun: Bool) throws -> AdvanceView {
        let when = try instant(said: said)
        let answer = try withCase(text) { id throws(RuntimeError) in
            try runner.advance(id, at: when, isDryRun: isDryRun)
        }
        var view = AdvanceView()
        view.answers = [AnswerView(answer, isDryRun: isDryRun)]
        let now = said ?? .instant(answer.after?.state.lastInput ?? folder.parts.now())
        try deliver(of: answer.id, outbox(said == nil ? deliveryClock(now) : .said(now)), isDryRun, &view)
        return view
    }

    /// Lets what is due happen to every case, and delivers what waits. A case that cannot go on holds up no other.
    ///
    /// - Parameter tell: what came of a case, as it goes; nil where nothing came of it.
    package func advanceAll(
        said: When?, isDryRun: Bool, _ tell: (AdvanceView.Came?) -> Void = { _ in }
    ) throws -> AdvanceView {
        let now = try instantOfAll(said: said)
        var view = AdvanceView()
        func came(_ id: CaseID, _ result: Result<Answer, RuntimeError>) {
            switch result {
            case .success(let answer):
                guard answer.after?.facts.isEmpty == false else { return tell(nil) }
                let moved = AnswerView(answer, isDryRun: isDryRun)
                view.answers.append(moved)
                tell(.moved(moved))
            case .failure(let error):
                let held = AdvanceView.HeldUp(id: id, failure: Failure(error))
                view.heldUp.append(held)
                tell(.heldUp(held))
            }
        }
        view.isCutShort = try !runner.advanceAll(at: now, isDryRun: isDryRun, came)
        try applyAbsences(at: now, isDryRun: isDryRun, came)
        try deliver(of: nil, outbox(said == nil ? deliveryClock(now) : .said(now)), isDryRun, &view)
        return view
    }

    private func deliver(of id: CaseID?, _ outbox: Outbox, _ isDryRun: Bool, _ view: inout AdvanceView) throws {
        guard !isDryRun else {
            view.plans = try outbox.plan(of: id)
            return
        }
        view.report = try outbox.deliver(of: id)
        // Where none is due, nobody is waited for.
        guard view.report.isBusy else { return }
        let now = outbox.clock.now()
        view.report.isBusy = try store.outbox(OutboxFilter(id: id, status: .waiting)).contains { $0.nextAttempt <= now }
    }
}
