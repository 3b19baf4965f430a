import ArgumentParser
import PathwayModel
import StepwellClinic

/// `decide`: a decision that the pathway leaves to a person.
struct Decide: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decide",
        abstract: "Take a decision.",
        discussion: """
            stepwell decide P-17 step_down
            stepwell decide P-17 --to iop_3 --reason "Moves away next week"

            What is not proposed needs a reason, and some things nobody can override: 'why' says which.
            """)

    @Argument(help: "The case's id, or the patient who has just one.")
    var `case`: String

    @Argument(help: "The decision's id, with the state's path where several have one: iop_3.step_down.")
    var id: String?

    @Option(help: ArgumentHelp("Instead of the id: the state it leads to.", valueName: "state"))
    var to: String?

    @Option(help: "Why it is decided though not everything asked for is met.")
    var reason: String?

    @Flag(help: "It is meant though the same was decided just now.")
    var again = false

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var input: InputOptions

    func run() throws {
        let choice: Input.Choice
        switch (id, to) {
        case (let id?, nil): choice = .transition(id: id)
        case (nil, let state?): choice = .target(state)
        case (nil, nil), (_?, _?):
            throw Failure(.usage, "bad_decision", "name the decision, or with --to the state it leads to")
        }
        try input.perform(.decide(choice, reason: reason), on: self.case, clinic, again: again)
    }
}
