import ArgumentParser
import CEL
import Foundation
import PathwayCompiler
import PathwayEngine
import PathwayModel
import ShippedPathways
import StepwellKit
import StepwellRuntime

/// `instrument`: questionnaires and ratings.
struct InstrumentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "instrument",
        abstract: "List, show, add and score instruments.",
        discussion:
            "stepwell instrument score phq9 item1=2 item2=1 item3=0 item4=1 item5=0 item6=2 item7=1 item8=0 item9=0",
        subcommands: [ListInstruments.self, ShowInstrument.self, AddInstrument.self, ScoreInstrument.self])
}

/// The instruments of the clinic's folder, and those that come with the program.
struct InstrumentShelf {
    struct Entry {
        var instrument: Instrument
        /// Nil for one that comes with the program and is not in the folder.
        var path: String?
    }

    let entries: [Entry]

    init() throws {
        let folder = FileReader.isFolder("Pathways") ? "Pathways" : try? ClinicFiles.defaultFolder()
        var entries: [Entry] = []
        if let folder {
            let pathways = PathwayFolder(folder: folder)
            for path in FileReader.files(below: folder).sorted() {
                guard let inside = pathways.inside(path), inside.hasPrefix("instruments/"),
                    inside.hasSuffix(".yaml"), !inside.hasSuffix(".test.yaml"),
                    let instrument = pathways.compiler(PluginSet([])).compileInstrument(inside).product
                else { continue }
                entries.append(Entry(instrument: instrument, path: path))
            }
        }
        let known = Set(entries.map(\.instrument.name))
        for shipped in ShippedPathways.instruments where !known.contains(shipped.name) {
            let files = Dictionary(shipped.files.map { ($0.path, $0.bytes) }, uniquingKeysWith: { first, _ in first })
            let compiler = PathwayCompiler(rules: [], channels: nil) { files[$0] }
            guard let instrument = compiler.compileInstrument("instruments/\(shipped.name).yaml").product else {
                continue
            }
            entries.append(Entry(instrument: instrument, path: nil))
        }
        self.entries = entries.sorted { $0.instrument.name < $1.instrument.name }
    }

    func entry(_ name: String) throws -> Entry {
        guard let entry = entries.first(where: { $0.instrument.name == name }) else {
            throw Failure(
                .missing, "no_such_instrument", "there is no instrument '\(name)'",
                hint: "'stepwell instrument list' shows all")
        }
        return entry
    }
}

struct ListInstruments: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List instruments: the clinic's, and those that come with the program.")

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let entries = try InstrumentShelf().entries
        if json {
            Output.json([
                "instruments": .array(
                    entries.map {
                        [
                            "instrument": .string($0.instrument.name), "title": .string($0.instrument.title),
                            "loinc": JSON($0.instrument.loinc), "file": JSON($0.path),
                        ]
                    })
            ])
            return
        }
        let table = Table(
            ["INSTRUMENT", "TITLE", "WORDING", "WHERE"],
            entries.map { entry in
                let hasWording = entry.instrument.items.contains { $0.text != nil }
                return [
                    entry.instrument.name, entry.instrument.title, hasWording ? "yes" : "no",
                    entry.path ?? "comes with stepwell",
                ]
            })
        Output.lines(table.lines)
    }
}

struct ShowInstrument: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show an instrument: items, scores, bands, license and source.")

    @Argument(help: "The instrument's name.")
    var name: String

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let instrument = try InstrumentShelf().entry(name).instrument
        if json { Output.json(instrument.json) } else { Output.lines(instrument.lines) }
    }
}

struct AddInstrument: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Copy an instrument that comes with the program into the clinic's folder.")

    @Argument(help: "The instrument's name.")
    var name: String

    func run() throws {
        guard let shipped = ShippedPathways.instruments.first(where: { $0.name == name }) else {
            throw Failure(
                .missing, "no_such_instrument", "no instrument '\(name)' comes with stepwell",
                hint: "'stepwell instrument list' shows all")
        }
        let folder = try ClinicFiles.defaultFolder()
        let files = shipped.files.map { (path: "\(folder)/\($0.path)", bytes: $0.bytes) }
        try FileWriter.writeNew(files)
        Output.lines(files.map { "wrote \($0.path)" })
    }
}

struct ScoreInstrument: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score", abstract: "Score answers, without any case.",
        discussion: "stepwell instrument score cssrs form=recent q1=true q2=false")

    @Argument(help: "The instrument's name.")
    var name: String

    @Argument(help: ArgumentHelp("Answers to items, or scores.", valueName: "item=value"))
    var answers: [String]

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let instrument = try InstrumentShelf().entry(name).instrument
        let moment = Moment(at: SystemClock.now, date: ZoneOffsets.utc.date(of: SystemClock.now))
        let result: InstrumentResult
        switch AnsweredForm(instrument).result(of: try NamedValues.parse(answers, "an answer"), at: moment) {
        case .success(let scored): result = scored
        case .failure(let refusal):
            if json { Output.json(["refused": .string(refusal.code), "message": .string(refusal.message)]) }
            var failure = Failure(.refused, refusal.code, refusal.message)
            failure.isInJSON = json
            throw failure
        }
        let scores = zip(instrument.scores, result.scores).map { score, value in
            (name: score.name, value: value, band: value.flatMap { score.band(of: $0)?.name })
        }
        if json {
            Output.json([
                "instrument": .string(name),
                "scores": .object(scores.map { JSON.Member($0.name, $0.value?.json ?? .null) }),
                "bands": .object(
                    scores.compactMap { score in score.band.map { JSON.Member(score.name, .string($0)) } }),
            ])
        } else {
            Output.lines(
                scores.map { score in
                    let value = score.value.map(\.shown) ?? "cannot be made: answers are missing"
                    return "\(score.name) \(value)" + (score.band.map { " (\($0))" } ?? "")
                })
        }
    }
}
