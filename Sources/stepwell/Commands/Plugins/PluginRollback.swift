import ArgumentParser
import StepwellClinic

/// `plugin rollback`: goes back to a version from before.
struct PluginRollback: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback", abstract: "Let the version before run again.",
        discussion: """
            stepwell plugin rollback lace

            The copies of what ran before are kept. Rules are asked anew; nothing that has happened changes.
            """)

    @OptionGroup var plugin: PluginChangeOptions

    @Option(help: ArgumentHelp("The version; the one before without it.", valueName: "version"))
    var to: String?

    func run() throws {
        try plugin.carryOut { proposal in
            "\(plugin.name) \(proposal.to ?? "") runs"
        } _: { change, consent in
            try change.rollBack(to: to, asking: consent)
        }
    }
}
