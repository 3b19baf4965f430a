import ArgumentParser
import PathwayModel
import StepwellClinic
import StepwellStore

/// `withdraw`: what was entered in error.
struct Withdraw: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw",
        abstract: "Take back what an entry recorded: it was entered in error.",
        discussion: """
            stepwell withdraw P-17 12 --reason "Another patient's score"

            The entry stays in the history, and counts no more: what stood before is in force again, and what the entry's \
            actions set goes with it. What it led to stays and is listed, and a person is asked to review it; 'undo' takes \
            back an entry that moved the case. 'stepwell history' has the entries' numbers.

            No safety task ends with it. Where the result was another patient's, and stands with that one now, say so:

            stepwell withdraw P-17 12 --reason "P-71's score" --moved-to P-71
            """)

    @Argument(help: "The case's id, or the patient who has just one.")
    var `case`: String

    @Argument(help: "The entry's number.")
    var entry: Int

    @Option(help: "Why it is taken back.")
    var reason: String

    @Option(
        help: ArgumentHelp(
            "The case, or the patient, with whom it stands now: what it alone had raised an alarm about ends here.",
            valueName: "case"))
    var movedTo: String?

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var input: InputOptions

    func run() throws {
        let right = try movedTo.map { try otherCase($0) }
        try input.perform(
            .withdraw(entry: entry, reason: reason, movedTo: right?.text), on: self.case, clinic)
    }

    /// The case with which it stands now: there is one, and it is another.
    private func otherCase(_ text: String) throws -> CaseID {
        let clinic = try self.clinic.openWithoutRight()
        let right = try clinic.namedCase(text).id
        guard try right != clinic.namedCase(self.case).id else {
            throw Failure(.usage, "same_case", "--moved-to names the case that it is withdrawn from")
        }
        return right
    }
}
