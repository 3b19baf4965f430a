import ArgumentParser
import StepwellClinic

/// `plugin disable`: takes a plugin out of use.
struct PluginDisable: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable", abstract: "Take a plugin out of use until it is enabled.",
        discussion: """
            stepwell plugin disable lace

            What rests on its rules is unknown until then, and says so; every case goes on.
            """)

    @OptionGroup var plugin: PluginChangeOptions

    func run() throws {
        try plugin.carryOut { _ in
            "\(plugin.name) is disabled; 'stepwell plugin enable \(plugin.name)' lets it run again"
        } _: { change, consent in
            try change.disable(asking: consent)
        }
    }
}
