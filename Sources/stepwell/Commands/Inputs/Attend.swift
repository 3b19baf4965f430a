import ArgumentParser
import PathwayModel
import StepwellClinic

/// `attend`: what became of a session.
struct Attend: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attend",
        abstract: "Record attendance of a session.", discussion: "stepwell attend P-17 no_show --type group")

    @Argument(help: "The case's id, or the patient who has just one.")
    var `case`: String

    @Argument(help: "attended, no_show or excused.")
    var status: String

    @Option(help: "The type of session, where the pathway has several.")
    var type: String?

    @Flag(help: "It is meant though a session of that type and day is on record.")
    var again = false

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var input: InputOptions

    func run() throws {
        guard let status = AttendanceStatus(rawValue: status) else {
            throw Failure(
                .usage, "bad_status", "'\(self.status)' is no attendance", hint: "write attended, no_show or excused")
        }
        try input.perform(.attend(status, type: type), on: self.case, clinic, again: again)
    }
}
