import ArgumentParser
import PathwayModel
import StepwellClinic

/// `assign`: somebody else is to see to what is owed to a case.
struct Assign: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assign",
        abstract: "Say who is to see to what is to be done for a case.",
        discussion: """
            stepwell assign P-17 treatment_plan --to jdoe

            Whoever had claimed it sees to it no more. It lapses as a claim does.
            """)

    @OptionGroup var duties: DutyOptions
    @OptionGroup var receiver: ReceiverOptions
    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var input: InputOptions

    func run() throws {
        try duties.tend(clinic, input) { .assign(to: try $0.receiver(receiver.to), note: receiver.note, $1) }
    }
}
