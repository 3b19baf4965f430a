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

    @Argument(help: "The plugin's name.")
    var name: String

    @Option(help: ArgumentHelp("The version; the one before without it.", valueName: "version"))
    var to: String?

    @OptionGroup var consent: ConsentOptions
    @OptionGroup var clinic: ClinicOptions

    func run() throws {
        try consent.carryOut(of: name, clinic) { proposal in
            "\(name) \(proposal.to ?? "") runs"
        } _: { change, consent in
            try change.rollBack(to: to, asking: consent)
        }
    }
}
