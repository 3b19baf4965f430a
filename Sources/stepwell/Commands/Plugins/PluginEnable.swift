import ArgumentParser
import StepwellClinic

/// `plugin enable`: lets a disabled plugin run again.
struct PluginEnable: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enable", abstract: "Let a disabled plugin run again.",
        discussion: """
            stepwell plugin enable lace

            Cases that wait for its rules are asked about again.
            """)

    @Argument(help: "The plugin's name.")
    var name: String

    @OptionGroup var consent: ConsentOptions
    @OptionGroup var clinic: ClinicOptions

    func run() throws {
        try consent.carryOut(of: name, clinic) { proposal in
            "\(name) \(proposal.to ?? "") runs"
        } _: { change, consent in
            try change.enable(asking: consent)
        }
    }
}
