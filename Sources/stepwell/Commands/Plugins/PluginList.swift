import ArgumentParser
import PathwayModel
import StepwellClinic
import StepwellKit
import StepwellRuntime

/// `plugin list`: every plugin at hand.
struct PluginList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the plugins that are part of Stepwell and those of the clinic.",
        discussion: "stepwell plugin list")

    @OptionGroup var width: WidthOptions
    @OptionGroup var clinic: ClinicOptions

    func run() throws {
        let plugins = Program.parts.linked.map { PluginView($0) } + (try installed()).map { PluginView($0) }
        guard !clinic.json else { return Output.json(["plugins": .array(plugins.map(\.json))]) }
        let rows = plugins.map { plugin in
            let rules = plugin.rules.map { $0.name.split(separator: ".").last.map(String.init) ?? $0.name }
            return [
                plugin.name, plugin.version ?? "?", PluginWords.status(plugin),
                (rules + plugin.channels.map { "channel \($0)" }).joined(separator: ", "),
            ]
        }
        width.tell(
            Table([.exact("PLUGIN"), .exact("VERSION", goes: 1), .exact("STATUS"), .names("RULES AND CHANNELS")], rows))
        for plugin in plugins {
            if plugin.installed?.setting.isUnwalled ?? false {
                Output.note("\(plugin.name) runs without a sandbox: \(WithoutSandbox.sentence)")
            }
            if let refusal = plugin.installed?.refusal { Output.note("\(plugin.name): \(refusal.reason)") }
            if plugin.installed?.record != nil, let version = plugin.installed?.versionInSource {
                Output.note("\(plugin.name): its source is version \(version), which is not installed")
            }
        }
    }

    /// The clinic's; outside of a clinic there are only those that are part of the program.
    private func installed() throws -> [InstalledPlugin] {
        guard clinic.clinic != nil || ClinicFolder.nearest != nil else { return [] }
        return try clinic.folder().installed.all.map { $0.tried() }
    }
}
