import ArgumentParser
import PathwayModel
import StepwellClinic

/// `instrument list`: those at hand.
struct ListInstruments: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List instruments: the clinic's, and those that come with the program.")

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var width: WidthOptions

    func run() throws {
        let shelf = Program.instruments
        guard !json else { return Output.json(shelf.json) }
        let table = Table(
            [.exact("INSTRUMENT"), .text("TITLE"), .exact("WORDING", goes: 1), .exact("WHERE")],
            shelf.items.map { item in
                [
                    item.instrument.name, item.instrument.title, item.hasWording ? "yes" : "no",
                    item.path ?? "comes with stepwell",
                ]
            })
        width.tell(table)
    }
}
