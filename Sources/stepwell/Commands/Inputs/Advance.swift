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

    /// Cases that are looked for at a time.
    private static let batch = 1_000

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
        let now: When
        var only: CaseID?
        if let text = self.case {
            let id = try clinic.caseID(text)
            only = id
            now = try options.instant(in: clinic) { try clinic.lastInput(of: id) }
            answers = [try advance(id, to: now, clinic)]
        } else {
            now = try options.instant(in: clinic) { try clinic.latestInput() }
            answers = try advanceAll(to: now, clinic)
        }
        let outbox = clinic.outbox(time.at == nil ? clinic.deliveryClock(now) : .said(now))
        guard !trial.dryRun else {
            let plans = try Failure.telling { () throws(RuntimeError) in try outbox.plan(of: only) }
            return tell(answers, Outbox.Report(), plans)
        }
        tell(answers, try Failure.telling { () throws(RuntimeError) in try outbox.deliver(of: only) }, [])
    }

    private func advance(_ id: CaseID, to now: When, _ clinic: Clinic) throws -> Answer {
        try Failure.telling { () throws(RuntimeError) in
            try clinic.runner.advance(id, at: now, isDryRun: trial.dryRun)
        }
    }

    private func advanceAll(to now: When, _ clinic: Clinic) throws -> [Answer] {
        var answers: [Answer] = []
        var seen: Set<CaseID> = []
        while true {
            let due = try Failure.tellingStore({ () throws(StoreError) in
                try clinic.store.due(at: now.latest, limit: seen.count + Self.batch)
            })
            let fresh = due.map(\.id).filter { !seen.contains($0) }
            guard !fresh.isEmpty else { return answers }
            for id in fresh {
                seen.insert(id)
                let answer = try advance(id, to: now, clinic)
                if answer.outcome?.facts.isEmpty == false { answers.append(answer) }
            }
        }
    }

    private func tell(_ answers: [Answer], _ report: Outbox.Report, _ plans: [Outbox.Plan]) {
        let printer = AnswerPrinter(isJSON: clinic.json, isDryRun: trial.dryRun)
        guard !clinic.json else {
            Output.json([
                "cases": .array(answers.map { printer.json($0) }),
                "messages": [
                    "sent": .int(Int64(report.sent)), "waiting": .int(Int64(report.waiting)),
                    "failed": .int(Int64(report.failed)), "withheld": .int(Int64(report.withheld)),
                    "busy": .bool(report.isBusy), "planned": .array(plans.map(\.json)),
                ],
            ])
            return
        }
        for answer in answers { Output.lines(printer.lines(answer)) }
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
