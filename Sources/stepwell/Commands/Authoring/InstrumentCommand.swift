import ArgumentParser

/// `instrument`: questionnaires and ratings.
struct InstrumentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "instrument",
        abstract: "List, show, add and score instruments.",
        discussion:
            "stepwell instrument score phq9 item1=2 item2=1 item3=0 item4=1 item5=0 item6=2 item7=1 item8=0 item9=0",
        subcommands: [ListInstruments.self, ShowInstrument.self, AddInstrument.self, ScoreInstrument.self])
}
