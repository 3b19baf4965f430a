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

    @OptionGroup var page: PageOptions
    @OptionGroup var clinic: ClinicOptions

    func run() throws {
        let history = try clinic.open().history(of: self.case, withRefused: refused, page.request)
        PageOptions.tell(history.page.next)
        guard !clinic.json else { return Output.json(history.json) }
        for item in history.page.rows {
            let lines = lines(item)
            // Rows that only move the engine's own counters tell a reader nothing.
            if lines.count > 1 { Output.lines(lines) }
        }
    }

    private func lines(_ item: HistoryView.Item) -> [String] {
        func stamp(_ at: LocalTime) -> String { String(at.text.prefix(16)).replacing("T", with: " ") }
        switch item {
        case .entry(let row):
            let actor = row.by.map { ", by \($0)" } ?? ", by time"
            let occurred = row.occurred.map { ", of \($0.date)" } ?? ""
            let mended = row.mendings.map { ", \($0.kind.words) by #\($0.by)" }.joined()
            let head = "\(stamp(row.at))  #\(row.sequence)\(actor)\(occurred)\(mended)"
            return [head] + row.facts.compactMap(\.sentence).map { "    \($0)" }
        case .refused(let refused, _):
            let head = "\(stamp(refused.at))  refused\(refused.by.map { ", by \($0)" } ?? "")"
            return [head, "    \(refused.input): \(refused.code), \(refused.message)"]
        }
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
