import ArgumentParser
import CEL
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
        func stamp(_ at: LocalTime) -> String { String(at.text.prefix(16)).replacing("T", with: " ") }
        var told: [(at: Timestamp, lines: [String])] = zip(history.rows, Self.places(history.rows)).map { row, at in
            let actor = row.by.map { ", by \($0)" } ?? ", by time"
            let occurred = row.occurred.map { ", of \($0.date)" } ?? ""
            let mended = row.mendings.map { ", \($0.kind.words) by #\($0.by)" }.joined()
            let head = "\(stamp(row.at))  #\(row.sequence)\(actor)\(occurred)\(mended)"
            return (at, [head] + row.facts.compactMap(\.sentence).map { "    \($0)" })
        }
        told += history.refused.map { refused in
            let head = "\(stamp(refused.at))  refused\(refused.by.map { ", by \($0)" } ?? "")"
            return (refused.at.instant, [head, "    \(refused.input): \(refused.code), \(refused.message)"])
        }
        // Rows that only move the engine's own counters tell a reader nothing.
        told.removeAll { $0.lines.count == 1 }
        let ordered = told.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
        for one in ordered { Output.lines(one.element.lines) }
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
