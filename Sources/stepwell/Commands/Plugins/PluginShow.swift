import ArgumentParser
import PathwayModel
import StepwellClinic
import StepwellKit

/// `plugin show`: what one plugin may do, and how it is.
struct PluginShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show what a plugin reads, asks for and sends to.",
        discussion: "stepwell plugin show attendance")

    @Argument(help: "The plugin's name.")
    var name: String

    @OptionGroup var clinic: ClinicOptions

    func run() throws {
        let plugin =
            if let linked = Program.parts.linked.first(where: { $0.name == name }) {
                PluginView(linked)
            } else {
                PluginView(try clinic.folder().installed.plugin(named: name).tried())
            }
        if clinic.json { Output.json(plugin.json) } else { Output.lines(PluginWords.lines(plugin)) }
    }
}
