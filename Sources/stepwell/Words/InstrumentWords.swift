import PathwayEngine
import PathwayModel
import StepwellClinic

extension Instrument {
    /// An instrument on lines, as `instrument show` prints it.
    var lines: [String] {
        var lines = ["\(name): \(title)"]
        if let loinc { lines.append("LOINC \(loinc)") }
        if let license { lines.append("license: \(license)") }
        if let source { lines.append("source: \(source)") }
        if !items.isEmpty { lines += ["", "Items:"] + items.map { "  \($0.line)" } }
        if let answers = items.map(\.answers).first(where: { !$0.isEmpty }) {
            lines.append("  answers: " + answers.enumerated().map { "\($0) \($1)" }.joined(separator: ", "))
        }
        if !scores.isEmpty { lines += ["", "Scores:"] + scores.map { "  \($0.line)" } }
        if !checks.isEmpty {
            lines += ["", "Checks:"] + checks.map { "  \($0.id): \($0.message ?? $0.program.source)" }
        }
        return lines
    }
}

extension Instrument.Item {
    fileprivate var line: String {
        let code = loinc.map { " [LOINC \($0)]" } ?? ""
        return "\(name): \(text ?? "(the clinic loads the wording)"), \(type.expectation)\(code)"
    }
}

extension Instrument.Score {
    fileprivate var line: String {
        let bands = bands.isEmpty ? "" : "; " + bands.map { "\($0.name) \($0.shown)" }.joined(separator: ", ")
        return "\(name): \(type.expectation)" + (program.map { ", \($0.source)" } ?? "") + bands
    }
}
