import ArgumentParser
import PathwayModel
import StepwellClinic

/// `plugin disable`: takes a plugin out of use.
struct PluginDisable: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable", abstract: "Take a plugin out of use until it is enabled.",
        discussion: """
            stepwell plugin disable lace

            What rests on its rules is unknown until then, and says so; every case goes on.
            """)

    @Argument(help: "The plugin's name.")
    var name: String

    @OptionGroup var consent: ConsentOptions
    @OptionGroup var clinic: ClinicOptions

    func run() throws {
        let (proposal, isDone) = try PluginChange(of: name, in: try clinic.folder())
            .disable(asking: consent.consent(isJSON: clinic.json))
        guard isDone else { return try consent.tellDeclined(proposal, isJSON: clinic.json) }
        guard !clinic.json else { return Output.json(proposal.json(isDone: true)) }
        Output.line("\(name) is disabled; 'stepwell plugin enable \(name)' lets it run again")
    }
}
