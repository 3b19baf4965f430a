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

    @OptionGroup var plugin: PluginChangeOptions

    func run() throws {
        try plugin.carryOut { proposal in
            "\(plugin.name) \(proposal.to ?? "") runs"
        } _: { change, consent in
            try change.enable(asking: consent)
        }
    }
}
