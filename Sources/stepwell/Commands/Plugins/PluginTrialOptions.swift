import ArgumentParser
import StepwellClinic

/// What commands take that start a plugin by hand.
struct PluginTrialOptions: ParsableArguments {
    @Argument(help: "The plugin's folder.")
    var folder: String

    @Flag(help: "Run it without the sandbox: for looking for what is wrong, not for a clinic.")
    var withoutSandbox = false

    @Flag(help: "Run it without the sandbox even as root: it can change the whole machine.")
    var iKnow = false

    @Option(
        help: ArgumentHelp("A further folder that it may read, such as an interpreter's.", valueName: "dir"))
    var readable: [String] = []

    func trial() throws -> PluginTrial {
        try PluginTrial(folder, isUnwalled: withoutSandbox, asRoot: iKnow, readable: readable, Program.parts)
    }
}
