import ArgumentParser
import StepwellClinic

/// `plugin uninstall`: removes a plugin.
struct PluginUninstall: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "uninstall", abstract: "Remove a plugin from the clinic.",
        discussion: """
            stepwell plugin uninstall lace

            Its copies and its log are removed; its source stays. What rests on its rules is unknown from then on, and says so.
            """)

    @OptionGroup var plugin: PluginChangeOptions

    func run() throws {
        try plugin.carryOut { _ in
            "\(plugin.name) is uninstalled; its source stays"
        } _: { change, consent in
            try change.uninstall(asking: consent)
        }
    }
}
