import ArgumentParser
import PathwayModel

/// `mend-clock`: what a clock that was ahead did to a case.
struct MendClock: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mend-clock",
        abstract: "Put a case right whose entries were dated by a clock that was ahead.",
        discussion: """
            stepwell mend-clock P-17 --reason "The computer's clock stood in 2027"

            What is dated later than now is dated back to now, and what that clock made happen too early is taken back: \
            overdue tasks, reminders and transitions by time. What people entered stays. Messages that have not gone are \
            withheld; those that have are listed. 'stepwell doctor' names such cases.
            """)

    @Argument(help: "The case's id, or the patient who has just one.")
    var `case`: String

    @Option(help: "Why it is put right.")
    var reason: String

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var input: InputOptions

    func run() throws {
        try input.perform(.mendClock(reason: reason), on: self.case, clinic)
    }
}
