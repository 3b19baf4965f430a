import ArgumentParser
import PathwayModel

/// `unclaim`: who saw to something does so no more.
struct Unclaim: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unclaim",
        abstract: "Give back what you have claimed, to whoever has to do it.",
        discussion: """
            stepwell unclaim P-17 treatment_plan

            Without names: all that you have claimed in the case.
            """)

    @OptionGroup var duties: DutyOptions
    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var input: InputOptions

    func run() throws { try duties.tend(clinic, input) { _, _ in .release } }
}
