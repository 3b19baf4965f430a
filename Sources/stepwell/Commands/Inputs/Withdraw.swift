import ArgumentParser
import PathwayModel

/// `withdraw`: what was entered in error.
struct Withdraw: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw",
        abstract: "Take back what an entry recorded: it was entered in error.",
        discussion: """
            stepwell withdraw P-17 12 --reason "Another patient's score"

            The entry stays in the history, and counts no more. 'stepwell history' has the entries' numbers.
            """)

    @Argument(help: "The case's id, or the patient who has just one.")
    var `case`: String

    @Argument(help: "The entry's number.")
    var entry: Int

    @Option(help: "Why it is taken back.")
    var reason: String

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var input: InputOptions

    func run() throws {
        let withdrawal = Input.withdraw(entry: entry, reason: reason)
        try input.perform(withdrawal, on: self.case, clinic)
    }
}
