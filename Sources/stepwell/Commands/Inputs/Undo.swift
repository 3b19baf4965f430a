import ArgumentParser
import PathwayModel
import StepwellClinic
import StepwellRuntime

/// `undo`: an entry that moved the case.
struct Undo: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo",
        abstract: "Take back an entry that moved the case.",
        discussion: """
            stepwell undo P-17 12 --reason "The wrong patient was discharged"

            The case comes to be as if the entry had not been: what was recorded since stays and is judged again, tasks \
            are open again, and what has become due happens. No safety task ends with it, and no crisis is left. \
            Messages that have not gone are withheld; those that have are listed.

            Where later entries stand on it, they are named and nothing is done: --with-later takes them back too. \
            Without a number it is the last entry that moved the case. What only recorded a value is taken back with \
            'withdraw'.
            """)

    @Argument(help: "The case's id, or the patient who has just one.")
    var `case`: String

    @Argument(help: "The entry's number; the last one that moved the case unless given.")
    var entry: Int?

    @Option(help: "Why it is taken back.")
    var reason: String

    @Flag(help: "Takes back what later entries decided and did on it, too.")
    var withLater = false

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var input: InputOptions

    func run() throws {
        let number = try entry ?? lastThatMoved()
        try input.perform(.undo(entry: number, reason: reason, withLater: withLater), on: self.case, clinic)
    }

    private func lastThatMoved() throws -> Int {
        let clinic = try self.clinic.openWithoutRight()
        let last = try clinic.withCase(self.case) { id throws(RuntimeError) in
            try clinic.runner.lastEntryThatMoved(id)
        }
        guard let last else {
            throw Failure(
                .refused, Refusal.Code.noSuchEntry, "no entry of a person has moved the case",
                hint: "'stepwell history' numbers what was entered")
        }
        return last
    }
}
