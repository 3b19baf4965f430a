import ArgumentParser
import PathwayModel
import StepwellClinic

/// `hand-over`: who sees to something hands it to somebody else.
struct HandOver: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hand-over",
        abstract: "Hand what you have claimed to somebody else.",
        discussion: """
            stepwell hand-over P-17 safety_evaluation --to kim --note "Called twice, no answer yet"

            Without names: all that you have claimed in the case.
            """)

    @OptionGroup var duties: DutyOptions
    @OptionGroup var receiver: ReceiverOptions
    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var input: InputOptions

    func run() throws {
        try duties.tend(clinic, input) { .handOver(to: try $0.receiver(receiver.to), note: receiver.note, $1) }
    }
}
