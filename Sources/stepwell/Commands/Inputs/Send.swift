import ArgumentParser
import PathwayModel

/// `send`: an event.
struct Send: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Send an event to a case.", discussion: "stepwell send P-17 contact --with result=reached")

    @Argument(help: "The case's id, or the patient who has just one.")
    var `case`: String

    @Argument(help: "The event's name.")
    var event: String

    @Option(name: .customLong("with"), help: ArgumentHelp("What the event brings.", valueName: "name=value"))
    var values: [String] = []

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var input: InputOptions

    func run() throws {
        let event = Input.send(event: event, with: try NamedValues.parse(values, "--with"))
        try input.perform(event, on: self.case, clinic)
    }
}
