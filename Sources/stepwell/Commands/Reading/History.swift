import ArgumentParser
import CEL
import PathwayModel
import StepwellClinic

/// `history`: what happened to a case.
struct History: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Tell what happened to a case, in order.", discussion: "stepwell history P-17")

    @Argument(help: "The case's id, or the patient who has just one.")
    var `case`: String

    @Flag(help: "With the inputs that were refused.")
    var refused = false

    @OptionGroup var clinic: ClinicOptions

    func run() throws {
        let history = try clinic.open().history(of: self.case, withRefused: refused)
        if clinic.json { Output.json(history.json) } else { tell(history) }
    }

    /// Where rows stand among what was refused: in the order of entry, whatever a clock that was ahead dated them.
    private static func places(_ rows: [HistoryView.Row]) -> [Timestamp] {
        var earliest = rows.last?.at.instant
        return Array(
            rows.reversed().map { row in
                earliest = earliest.map { min($0, row.at.instant) }
                return earliest ?? row.at.instant
            }.reversed())
    }

    private func tell(_ history: HistoryView) {
        var told = zip(history.rows, Self.places(history.rows)).compactMap { row, at in
            Self.lines(for: row).map { (at: at, lines: $0) }
        }
        told += history.refused.map { (at: $0.at.instant, lines: Self.lines(for: $0)) }
        let ordered = told.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
        for one in ordered { Output.lines(one.element.lines) }
    }

    /// Nil for a row that only moves the engine's own counters, which tells a reader nothing.
    private static func lines(for row: HistoryView.Row) -> [String]? {
        let told = row.facts.filter { $0.sentence != nil }
        let sentences = told.compactMap(\.sentence)
        guard let first = told.first else { return nil }
        let actor = row.by.map { ", by \($0)" } ?? ", by time"
        let occurred = row.occurred.map { ", of \($0.date)" } ?? ""
        let mended = row.mendings.map { ", \($0.kind.words) by #\($0.by)" }.joined()
        let head = "\(row.at.minute)  #\(row.sequence)\(actor)\(occurred)\(mended)"
        if case .sessionRecorded = first.fact, sentences.count == 1 { return ["\(head): \(sentences[0])"] }
        return [head] + sentences.map { "    \($0)" }
    }

    private static func lines(for refused: HistoryView.Refused) -> [String] {
        let head = "\(refused.at.minute)  refused\(refused.by.map { ", by \($0)" } ?? "")"
        return [head, "    \(refused.input): \(refused.code), \(refused.message)"]
    }
}

extension HistoryView.Mending.Kind {
    fileprivate var words: String {
        switch self {
        case .corrected: "corrected"
        case .withdrawn: "withdrawn"
        case .undone: "undone"
        case .datedBack: "dated back"
        }
    }
}
