import ArgumentParser
import PathwayModel
import StepwellClinic

/// `plugin retry`: forgets a plugin's deaths.
struct PluginRetry: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Start a quarantined plugin again.",
        discussion: "stepwell plugin retry lace")

    @Argument(help: "The plugin's name.")
    var name: String

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var actor: ActorOptions

    func run() throws {
        try clinic.folder(to: .plugin, as: actor).retry(plugin: name)
        if clinic.json {
            Output.json(["plugin": .string(name), "status": "ready"])
        } else {
            Output.line("\(name) runs again; the next 'stepwell advance --all' asks about the cases that wait for it")
        }
    }
}
