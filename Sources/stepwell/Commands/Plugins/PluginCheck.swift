import ArgumentParser
import PathwayModel
import StepwellClinic
import StepwellRuntime

/// `plugin check`: tries a plugin as a clinic's cases would.
struct PluginCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check a plugin's manifest, schema, handshake, cases, determinism and deadlines.",
        discussion: """
            stepwell plugin check Plugins/lace

            It runs in the same sandbox as in a clinic. Exit status 1 where something is wrong.
            """)

    @OptionGroup var plugin: PluginTrialOptions

    @Flag(help: "Write the manifest's rules anew, from what the plugin says of itself.")
    var write = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let trial = try plugin.trial()
        if write { try trial.writeRules() }
        let examination = trial.examine()
        if json {
            Output.json(examination.json(in: plugin.folder))
        } else {
            PluginWords.tell(examination, in: plugin.folder)
        }
        if !examination.isGood { throw Found() }
    }
}
