import ArgumentParser
import PathwayModel

/// `complete`: a task that is done.
struct Complete: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "complete",
        abstract: "Say that a task is done.",
        discussion: """
            stepwell complete P-17 treatment_plan
            stepwell complete P-17 follow_up_call --outcome reached

            A task that names outcomes asks for one of them.
            """)

    @Argument(help: "The case's id, or the patient who has just one.")
    var `case`: String

    @Argument(help: "The task's name.")
    var task: String

    @Option(help: "How it came out, of a task that names outcomes.")
    var outcome: String?

    @Flag(help: "It is meant though the task was completed just now.")
    var again = false

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var input: InputOptions

    func run() throws {
        try input.perform(.complete(task: task, outcome: outcome), on: self.case, clinic, again: again)
    }
}
