import ArgumentParser
import PathwayModel

/// `snooze`: something is not to be looked at before a day.
struct Snooze: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snooze",
        abstract: "Put off what is to be done for a case, by a week at most.",
        discussion: """
            stepwell snooze P-17 first_call --until 2026-02-03 --reason "Left a message, calls back on Tuesday"

            It leaves the list until that day. Its due date, reminders and promises go on, and what is about somebody's \
            safety is never put off.
            """)

    @OptionGroup var duties: DutyOptions

    @Option(help: ArgumentHelp("The day on which it is on the list again.", valueName: "date"))
    var until: String

    @Option(help: "Why it waits.")
    var reason: String

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var input: InputOptions

    func run() throws {
        let date = try TimeOptions.date(until, "--until")
        try duties.tend(clinic, input) { _, _ in .snooze(until: date, reason: reason) }
    }
}
