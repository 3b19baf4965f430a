import ArgumentParser
import PathwayModel
import StepwellClinic
import StepwellRuntime

/// `plugin logs`: what a plugin wrote to standard error.
struct PluginLogs: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs", abstract: "Show what a plugin wrote to standard error, and how its processes ended.",
        discussion: """
            stepwell plugin logs lace

            Lines that begin with (Stepwell) are Stepwell's. Instants are those of this machine's clock.
            """)

    @Argument(help: "The plugin's name.")
    var name: String

    @Option(help: ArgumentHelp("How many of the last lines.", valueName: "count"))
    var lines = 100

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var actor: ActorOptions

    func validate() throws {
        guard lines > 0 else { throw ValidationError("--lines: at least 1") }
    }

    func run() throws {
        let installed = try clinic.folder(to: .plugin, as: actor).installed
        let plugin = try installed.plugin(named: name)
        let kept = installed.log(of: plugin.name).lines(last: lines)
        guard !clinic.json else {
            let rows = kept.map { line -> JSON in ["at": .string(line.at.rfc3339()), "text": .string(line.text)] }
            return Output.json(["plugin": .string(name), "lines": .array(rows)])
        }
        guard !kept.isEmpty else { return Output.note("nothing is kept of what \(name) wrote") }
        Output.rows(kept.map { "\($0.at.rfc3339()) \($0.text)" })
    }
}
