import ArgumentParser
import PathwayModel

/// `not-needed`: a task that need not be done.
struct NotNeeded: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "not-needed",
        abstract: "Say that a task need not be done, and why.",
        discussion: """
            stepwell not-needed P-17 transport --reason "Comes with her sister"

            The task ends without being done. One about somebody's safety is done, and never called off; so is one for \
            which the pathway waits, and one without which nobody would owe the case anything.
            """)

    @OptionGroup var duties: DutyOptions

    @Option(help: "Why it need not be done.")
    var reason: String

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var input: InputOptions

    func run() throws { try duties.tend(clinic, input) { _, _ in .notNeeded(reason: reason) } }
}
