import ArgumentParser
import PathwayModel
import StepwellClinic
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
    @OptionGroup var actor: ActorOptions

    func validate() throws {
        guard all != (self.case != nil) else { throw ValidationError("Name a case, or say --all.") }
    }

    func run() throws {
        let clinic = try clinic.open(to: .advance, as: actor, about: self.case.map { .case($0) } ?? .clinic)
        let said = try time.said
        var isLost = false
        let view =
            if let text = self.case {
                try clinic.advance(text, said: said, isDryRun: trial.dryRun)
            } else {
                try Progress.during("looking for what is due") { try advanceAll(clinic, said, &isLost) }
            }
        if self.clinic.json { Output.json(view.json) } else { try tell(view, in: clinic) }
        if isLost {
            throw Failure(.outputLost, "output_lost", "a part of the output was not written", hint: Output.carriedOut)
        }
        guard !view.isCutShort else {
            let failure = Failure(
                .unavailable, "too_much_due", "cases go on beginning others that are due already; some are still due",
                hint: "what was done is kept: say it again, and look at what enrolls what")
            throw ToldInJSON.error(failure, isJSON: self.clinic.json)
        }
        guard let first = view.heldUp.first else { return try tellBusy(view) }
        let count = view.heldUp.count
        let failure = Failure(
            first.failure.kind, "cases_held_up", "\(count) case\(count == 1 ? "" : "s") could not go on",
            hint: "'stepwell doctor' looks at all of them")
        throw ToldInJSON.error(failure, isJSON: self.clinic.json)
    }

    /// Tells each case as it goes, and goes on where that cannot be told.
    private func advanceAll(_ clinic: Clinic, _ said: When?, _ isLost: inout Bool) throws -> AdvanceView {
        var looked = 0
        return try clinic.advanceAll(said: said, isDryRun: trial.dryRun) { came in
            looked += 1
            Progress.say("\(looked) case\(looked == 1 ? "" : "s") looked at")
            switch came {
            case .moved(let answer):
                if !self.clinic.json, !Output.isWritten(Line(AnswerPrinter.line(answer))) { isLost = true }
            case .heldUp(let held): if !self.clinic.json { Output.note("case \(held.id): \(held.failure.message)") }
            case nil: break
            }
        }
    }

    /// Messages that are due, and were not delivered.
    private func tellBusy(_ view: AdvanceView) throws {
        guard view.report.isBusy else { return }
        let failure = Failure(
            .busy, "busy", "another process delivers messages, or holds the store: those that are due were left to it",
            hint: "whatever else was due was done; try again in a moment")
        throw ToldInJSON.error(failure, isJSON: clinic.json)
    }

    private func tell(_ view: AdvanceView, in clinic: Clinic) throws {
        if !all { for answer in view.answers { Output.lines(AnswerPrinter.lines(answer)) } }
        let clocks = try clinic.clocks(of: view.plans.map(\.row.message.effect.id))
        Output.lines(view.plans.map { "  \(OutboxWords.words(for: $0, clocks))" })
        let moved = all ? "\(view.moved.count) case\(view.moved.count == 1 ? "" : "s") moved; " : ""
        let broken = view.brokenPromises
        let promises = broken == 0 ? "" : "\(broken) promise\(broken == 1 ? "" : "s") broken; "
        let messages =
            if view.report.isBusy {
                "another process is delivering them"
            } else if trial.dryRun {
                "\(view.plans.count) waiting"
            } else {
                OutboxWords.counts(view.report, waiting: "to be tried again") ?? "none waiting"
            }
        Output.line("\(moved)\(promises)messages: \(messages)", ifLost: trial.dryRun ? nil : Output.carriedOut)
    }
}
