import ArgumentParser
import PathwayModel

/// `complete`: a task that is done.
struct Complete: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "complete",
        abstract: "Say that a task is done.", discussion: "stepwell complete P-17 treatment_plan")

    @Argument(help: "The case's id, or the patient who has just one.")
    var `case`: String

    @Argument(help: "The task's name.")
    var task: String

    @Flag(help: "It is meant though the task was completed just now.")
    var again = false

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var input: InputOptions

    func run() throws {
        try input.perform(.complete(task: task), on: self.case, clinic, again: again)
    }
}
