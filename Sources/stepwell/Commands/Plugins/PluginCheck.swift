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

    @Argument(help: "The plugin's folder.")
    var folder: String

    @Flag(help: "Write the manifest's rules anew, from what the plugin says of itself.")
    var write = false

    @Flag(help: "Run it without the sandbox: for looking for what is wrong, not for a clinic.")
    var withoutSandbox = false

    @Flag(help: "Run it without the sandbox even as root: it can change the whole machine.")
    var iKnow = false

    @Option(
        help: ArgumentHelp("A further folder that it may read, such as an interpreter's.", valueName: "dir"))
    var readable: [String] = []

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let trial = try PluginTrial(
            folder, isUnwalled: withoutSandbox, asRoot: iKnow, readable: readable, Program.parts)
        if write { try trial.writeRules() }
        let examination = trial.examine()
        if json { Output.json(examination.json(in: folder)) } else { PluginWords.tell(examination, in: folder) }
        if !examination.isGood { throw Found() }
    }
}
