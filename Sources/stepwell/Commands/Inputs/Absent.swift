import ArgumentParser
import CEL
import PathwayModel
import StepwellClinic
import StepwellRuntime

/// `absent`: who is away, and who stands in for them.
struct Absent: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "absent",
        abstract: "Say that somebody is away, and who stands in for them; list who is.",
        discussion: """
            stepwell absent jdoe --from 2026-12-01 --until 2026-12-12 --substitute kim
            stepwell absent jdoe --back
            stepwell absent

            From the first day on, what they have claimed goes to who stands in for them, where that is theirs to do, \
            and otherwise back to the role: at once, or by the first 'advance --all' or 'run' of that day. It stands in \
            the history of each case. Nothing is given to them until they are back.
            """)

    @Argument(help: "Who is away. Without it: all who are, or will be.")
    var user: String?

    @Option(help: ArgumentHelp("The first day of it.", valueName: "date"))
    var from: String?

    @Option(help: ArgumentHelp("The last day of it.", valueName: "date"))
    var until: String?

    @Option(help: ArgumentHelp("Who stands in for them.", valueName: "user"))
    var substitute: String?

    @Option(help: "Why. It is in this list alone, and in no case.")
    var reason: String?

    @Flag(help: "They are back, or do not go: ends the absence that is not over yet.")
    var back = false

    @OptionGroup var actor: ActorOptions
    @OptionGroup var trial: TrialOptions
    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var table: TableOptions
    @OptionGroup var time: TimeOptions

    func validate() throws {
        guard (from != nil) == (until != nil) else { throw ValidationError("--from and --until belong together") }
        if back || from != nil, user == nil { throw ValidationError("Say who is away.") }
        if back, from != nil { throw ValidationError("--back ends an absence, and takes no days") }
        if from == nil, substitute != nil || reason != nil {
            throw ValidationError("--substitute and --reason belong to --from and --until")
        }
    }

    func run() throws {
        if let user, back {
            let (clinic, actor) = try open(toTellOf: user)
            let when = try clinic.instantOfAll(said: try time.said)
            return tell(try clinic.endAbsence(of: user, by: actor, at: when, isDryRun: trial.dryRun))
        }
        guard let user, let from, let until else { return try list() }
        let request = AbsenceRequest(
            user, from: try TimeOptions.date(from, "--from"), until: try TimeOptions.date(until, "--until"),
            substitute: substitute, reason: reason)
        guard request.from <= request.until else {
            throw Failure(.usage, "bad_date", "--until is the last day, and lies before --from")
        }
        let (clinic, actor) = try open(toTellOf: user)
        let when = try clinic.instantOfAll(said: try time.said)
        tell(try clinic.keep(request, by: actor, at: when, isDryRun: trial.dryRun))
    }

    private func open(toTellOf user: String) throws -> (Clinic, Actor) {
        let opened = try clinic.openWithoutRight()
        let person = try opened.requireAbsence(of: user, as: actor.user)
        clinic.tellOfTrial(opened.folder, .absence)
        return (opened, person)
    }

    private func tell(_ view: AbsenceView) {
        let kept = trial.dryRun ? nil : Output.carriedOut
        for held in view.heldUp { Output.note("case \(held.id): \(held.failure.message)") }
        guard !clinic.json else { return Output.json(view.json, ifLost: kept) }
        Output.lines([line(view.absence)] + view.answers.map { AnswerPrinter.line($0) }, ifLost: kept)
    }

    private func line(_ absence: Absences.Absence) -> String {
        let days = "from \(absence.from) until the end of \(absence.until)"
        guard !back else { return "\(absence.person) is back, who was to be away \(days)" }
        let standIn = absence.substitute.map { "\($0) stands in for them" } ?? "nobody stands in for them"
        return "\(absence.person) is away \(days); \(standIn)"
    }

    private func list() throws {
        let clinic = try clinic.open(to: .read)
        let absences = try clinic.absences(of: user, at: try time.asked(in: clinic))
        guard !self.clinic.json else {
            return Output.json(["absences": .array(absences.map(\.json))])
        }
        table.tell(
            Table(
                [
                    .names("WHO"), .exact("FROM"), .exact("LAST DAY"), .names("STANDS IN"), .text("REASON"),
                    .names("SAID BY"),
                ], absences.map(cells)),
            csv: CSV(["who", "from", "last_day", "stands_in", "reason", "said_by"], absences.map(cells)),
            orNote: user.map { "nobody has said that \($0) is away" } ?? "nobody is away")
    }

    private func cells(_ absence: Absences.Absence) -> [String?] {
        [
            absence.person, absence.from.description, absence.until.description, absence.substitute, absence.reason,
            absence.said.by,
        ]
    }
}
