import ArgumentParser
import PathwayModel
import StepwellClinic

/// `claim`: who gives it sees to what is owed to a case.
struct Claim: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "claim",
        abstract: "Say that you see to what is to be done for a case.",
        discussion: """
            stepwell claim P-17 treatment_plan

            Without names: all that is to be done now and nobody else has claimed. It stays on everybody's list, with \
            your name. A claim lapses after three days, of what is about safety after two hours.
            """)

    @OptionGroup var duties: DutyOptions
    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var input: InputOptions

    func run() throws { try duties.tend(clinic, input) { .claim($1) } }
}

/// What commands take that agree on who sees to what.
struct DutyOptions: ParsableArguments {
    @Argument(help: "The case's id, or the patient who has just one.")
    var `case`: String

    @Argument(
        help: ArgumentHelp(
            "Tasks, decisions, states and types of sessions, as the worklist names them.", valueName: "name"))
    var names: [String] = []

    func tend(
        _ options: ClinicOptions, _ input: InputOptions,
        _ change: (Clinic, Input.Tending.Term) throws -> Input.Tending.Change
    ) throws {
        let clinic = try options.openWithoutRight()
        let term = try clinic.claimTerm(of: self.case, from: try clinic.instant(said: try input.time.said))
        let tending = Input.Tending(try change(clinic, term), of: names)
        try input.perform(.tend(tending), on: self.case, in: clinic, options)
    }
}

/// To whom something is given.
struct ReceiverOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Who is to see to it.", valueName: "user"))
    var to: String

    @Option(help: "What they should know.")
    var note: String?
}
