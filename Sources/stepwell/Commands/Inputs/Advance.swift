import ArgumentParser
import CEL
import PathwayModel
import StepwellKit
import StepwellRuntime

/// `advance`: lets what is due happen, and sends what waits.
struct Advance: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "advance",
        abstract: "Let what is due happen, and deliver what waits.",
        discussion: """
            stepwell advance P-17
            stepwell advance --all

            Run it from a timer, at least once a day after midnight, or let 'stepwell run' stay. With a case only \
            that case's messages go.
            """)

    @Argument(help: "The case's id, or the patient who has just one.")
    var `case`: String?

    @Flag(help: "All cases that something is due in.")
    var all = false

    @OptionGroup var trial: TrialOptions
    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var time: TimeOptions

    func validate() throws {
        guard all != (self.case != nil) else { throw ValidationError("Name a case, or say --all.") }
    }

    func run() throws {
        let clinic = try clinic.open()
        var options = InputOptions()
        options.time = time
        let answers: [Answer]
        var held: [HeldUp] = []
        let now: When
        var only: CaseID?
        if let text = self.case {
            let id = try clinic.caseID(text)
            only = id
            now = try options.instant(in: clinic) { try clinic.lastInput(of: id) }
            let answer = try Failure.telling { () throws(RuntimeError) in
                try clinic.runner.advance(id, at: now, isDryRun: trial.dryRun)
            }
            answers = [answer]
        } else {
            now = try options.instant(in: clinic) { try clinic.latestInput() }
            (answers, held) = try advanceAll(to: now, clinic)
        }
        let outbox = clinic.outbox(time.at == nil ? clinic.deliveryClock(now) : .said(now))
        guard !trial.dryRun else {
            let plans = try Failure.telling { () throws(RuntimeError) in try outbox.plan(of: only) }
            tell(answers, held, Outbox.Report(), plans)
            return try fail(held)
        }
        tell(answers, held, try Failure.telling { () throws(RuntimeError) in try outbox.deliver(of: only) }, [])
        try fail(held)
    }

    /// A case that cannot go on, and why.
    private struct HeldUp {
        var id: CaseID
        var failure: Failure
    }

    private func fail(_ held: [HeldUp]) throws {
        guard let first = held.first else { return }
        var failure = Failure(
            first.failure.status, "cases_held_up", "\(held.count) case\(held.count == 1 ? "" : "s") could not go on",
            hint: "'stepwell doctor' looks at all of them")
        failure.isInJSON = clinic.json
        throw failure
    }

    private func advanceAll(to now: When, _ clinic: Clinic) throws -> ([Answer], [HeldUp]) {
        var answers: [Answer] = []
        var held: [HeldUp] = []
        try Failure.telling { () throws(RuntimeError) in
            try clinic.runner.advanceAll(at: now, isDryRun: trial.dryRun) { id, result in
                switch result {
                case .success(let answer): if answer.outcome?.facts.isEmpty == false { answers.append(answer) }
                case .failure(let error): held.append(HeldUp(id: id, failure: Failure(error)))
                }
            }
        }
        return (answers, held)
    }

    private func tell(
        _ answers: [Answer], _ held: [HeldUp], _ report: Outbox.Report, _ plans: [Outbox.Plan]
    ) {
        let printer = AnswerPrinter(isJSON: clinic.json, isDryRun: trial.dryRun)
        guard !clinic.json else {
            Output.json([
                "cases": .array(answers.map { printer.json($0) }),
                "held_up": .array(
                    held.map { ["case": .string($0.id.text), "error": .string($0.failure.message)] }),
                "messages": [
                    "sent": .int(Int64(report.sent)), "waiting": .int(Int64(report.waiting)),
                    "failed": .int(Int64(report.failed)), "withheld": .int(Int64(report.withheld)),
                    "busy": .bool(report.isBusy), "planned": .array(plans.map(\.json)),
                ],
            ])
            return
        }
        for answer in answers { Output.lines(printer.lines(answer)) }
        for one in held { Output.note("case \(one.id): \(one.failure.message)".shownSafely) }
        let messages = [
            (report.sent, "sent"), (report.waiting, "to be tried again"), (report.failed, "failed"),
            (report.withheld, "withheld"),
        ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        let moved = all ? "\(answers.count) case\(answers.count == 1 ? "" : "s") moved; " : ""
        for plan in plans { Output.line("  \(plan.words)".shownSafely) }
        guard !report.isBusy else { return Output.line("\(moved)messages: another process is delivering them") }
        guard !trial.dryRun else { return Output.line("\(moved)messages: \(plans.count) waiting") }
        Output.line("\(moved)messages: \(messages.isEmpty ? "none waiting" : messages.joined(separator: ", "))")
    }
}
