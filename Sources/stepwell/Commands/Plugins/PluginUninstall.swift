import ArgumentParser
import PathwayModel
import StepwellClinic

/// `plugin uninstall`: removes a plugin.
struct PluginUninstall: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "uninstall", abstract: "Remove a plugin from the clinic.",
        discussion: """
            stepwell plugin uninstall lace

            Its copies and its log are removed; its source stays. What rests on its rules is unknown from then on, and says so.
            """)

    @Argument(help: "The plugin's name.")
    var name: String

    @OptionGroup var consent: ConsentOptions
    @OptionGroup var clinic: ClinicOptions

    func run() throws {
        let (proposal, isDone) = try PluginChange(of: name, in: try clinic.folder())
            .uninstall(asking: consent.consent(isJSON: clinic.json))
        guard isDone else { return try consent.tellDeclined(proposal, isJSON: clinic.json) }
        guard !clinic.json else { return Output.json(proposal.json(isDone: true)) }
        Output.line("\(name) is uninstalled; its source stays")
    }
}
