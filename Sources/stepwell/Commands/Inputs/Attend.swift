import ArgumentParser
import PathwayModel
import StepwellClinic

/// `attend`: what became of a session.
struct Attend: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attend",
        abstract: "Record attendance of a session.",
        discussion: """
            stepwell attend P-17 no_show --type group

            With --corrects it takes the place of what an earlier entry recorded, of the same time, and of the same type \
            unless one is given; 'stepwell history' has the entries' numbers, and keeps both.

            stepwell attend P-17 attended --corrects 12 --reason "He came, an hour late"
            """)

    @Argument(help: "The case's id, or the patient who has just one.")
    var `case`: String

    @Argument(help: "attended, no_show or excused.")
    var status: String

    @Option(help: "The type of session, where the pathway has several.")
    var type: String?

    @Flag(help: "It is meant though a session of that type and day is on record.")
    var again = false

    @Option(help: ArgumentHelp("The number of the entry that was wrong.", valueName: "entry"))
    var corrects: Int?

    @Option(help: "Why it is corrected.")
    var reason: String?

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var input: InputOptions

    func run() throws {
        guard let status = AttendanceStatus(rawValue: status) else {
            throw Failure(
                .usage, "bad_status", "'\(self.status)' is no attendance", hint: "write attended, no_show or excused")
        }
        guard let corrects else {
            guard reason == nil else { throw Failure(.usage, "bad_option", "--reason belongs to --corrects") }
            return try input.perform(.attend(status, type: type), on: self.case, clinic, again: again)
        }
        let session = Input.Recording.session(status, type: type)
        try input.perform(.correct(entry: corrects, [session], reason: reason ?? ""), on: self.case, clinic)
    }
}
