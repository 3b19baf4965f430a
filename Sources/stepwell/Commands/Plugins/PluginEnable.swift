import ArgumentParser
import PathwayModel
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
        let (proposal, isDone) = try PluginChange(of: name, in: try clinic.folder())
            .enable(asking: consent.consent(isJSON: clinic.json))
        guard isDone else { return try consent.tellDeclined(proposal, isJSON: clinic.json) }
        guard !clinic.json else { return Output.json(proposal.json(isDone: true)) }
        Output.line("\(name) \(proposal.to ?? "") runs")
    }
}
