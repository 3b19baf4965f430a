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

    @Argument(help: "The plugin's name.")
    var name: String

    @OptionGroup var consent: ConsentOptions
    @OptionGroup var clinic: ClinicOptions

    func run() throws {
        try consent.carryOut(of: name, clinic) { _ in
            "\(name) is disabled; 'stepwell plugin enable \(name)' lets it run again"
        } _: { change, consent in
            try change.disable(asking: consent)
        }
    }
}
