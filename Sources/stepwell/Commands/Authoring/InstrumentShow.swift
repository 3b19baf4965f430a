import ArgumentParser
import PathwayModel
import StepwellClinic

/// `instrument show`: one of them.
struct ShowInstrument: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show an instrument: items, scores, bands, license and source.")

    @Argument(help: "The instrument's name.")
    var name: String

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let instrument = try Program.instruments.instrument(name)
        if json { Output.json(instrument.json) } else { Output.lines(instrument.lines) }
    }
}
