import ArgumentParser
import CEL
import PathwayModel
import StepwellClinic
import StepwellRuntime

/// `history`: what happened to a case.
struct History: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Tell what happened to a case, in order.", discussion: "stepwell history P-17")

    @Argument(help: "The case's id, or the patient who has just one.")
    var `case`: String

    @Flag(help: "With the inputs that were refused.")
    var refused = false

    @OptionGroup var emergency: EmergencyOptions
    @OptionGroup var page: PageOptions
    @OptionGroup var clinic: ClinicOptions

    func validate() throws {
        if refused, emergency.isSaid { throw ValidationError("--refused and --emergency exclude each other.") }
    }

    func run() throws {
        let door = refused ? Door.refusedInputs : .history
        let history = try clinic.see(door, emergency, about: .case(self.case)) { clinic in
            try clinic.history(of: self.case, withRefused: refused, page.request)
        }.screen
        PageOptions.tell(history.page.next)
        guard !clinic.json else { return Output.json(history.json) }
        for item in history.page.rows { Output.lines(lines(item)) }
    }

    private func lines(_ item: HistoryView.Item) -> [String] {
        switch item {
        case .entry(let row): return lines(row)
        case .refused(let refused, _):
            let head = "\(refused.at.minute)  refused" + (Self.words(refused.by, refused.speaker) ?? "")
            return [head, "    \(refused.input): \(refused.code), \(refused.message)"]
        case .transfer(let transfer, _):
            let stay = transfer.stay
            let head = "\(transfer.at.minute)  transfer" + (Self.words(stay.by, stay.speaker) ?? "")
            let from = transfer.from.map { " from \($0)" } ?? ""
            return [head, "    came\(from) to \(stay.site)" + (stay.reason.map { ": \($0)" } ?? "")]
        }
    }

    /// Who acted, and who spoke for them: `, by jdoe (by kim)`.
    private static func words(_ actor: String?, _ speaker: String?) -> String? {
        actor.map { actor in ", by \(actor)" + (speaker.map { " (by \($0))" } ?? "") }
    }

    /// None for a row that only moves the engine's own counters, which tells a reader nothing.
    private func lines(_ row: HistoryView.Row) -> [String] {
        let told = row.facts.filter { $0.sentence != nil }
        let sentences = told.compactMap(\.sentence)
        guard let first = told.first else { return [] }
        let actor = Self.words(row.by, row.speaker) ?? ", by time"
        let occurred = row.occurred.map { ", of \($0.date)" } ?? ""
        let mended = row.mendings.map { ", \($0.kind.words) by #\($0.by)" }.joined()
        let head = "\(row.at.minute)  #\(row.sequence)\(actor)\(occurred)\(mended)"
        if case .sessionRecorded = first.fact, sentences.count == 1 { return ["\(head): \(sentences[0])"] }
        return [head] + sentences.map { "    \($0)" }
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
