import ArgumentParser
import CEL
import PathwayModel
import StepwellClinic

/// `extend`: a stay that may last longer than it usually does.
struct Extend: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "extend",
        abstract: "Let a stay last longer before the case stands still.",
        discussion: """
            stepwell extend P-17 --until 2026-03-02 --reason "Waiting for the plan of the outpatient clinic"

            The owner of the state may extend it, by at most its usual length at a time, and not while a safety task is \
            open. Of several stays it is the one that stands still, or would first, unless --state names another.
            """)

    @Argument(help: "The case's id, or the patient who has just one.")
    var `case`: String

    @Option(help: ArgumentHelp("The last day of it.", valueName: "date"))
    var until: String

    @Option(help: "Why it takes longer.")
    var reason: String

    @Option(help: "The state, by its path or the end of that.")
    var state: String?

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var input: InputOptions

    func run() throws {
        guard let date = CalendarDate(until) else {
            throw Failure(.usage, "bad_date", "--until: '\(until)' is no date", hint: "write 2026-01-31")
        }
        try input.perform(.extend(state: state, until: date, reason: reason), on: self.case, clinic)
    }
}
