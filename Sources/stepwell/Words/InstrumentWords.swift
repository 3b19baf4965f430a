import CEL
import PathwayEngine
import PathwayModel
import StepwellRuntime

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

    var json: JSON {
        [
            "instrument": .string(name), "title": .string(title), "license": JSON(license), "source": JSON(source),
            "loinc": JSON(loinc),
            "items": .array(
                items.map { item in
                    [
                        "id": .string(item.name), "text": JSON(item.text), "takes": .string(item.type.expectation),
                        "loinc": JSON(item.loinc), "answers": JSON(item.answers),
                    ]
                }),
            "scores": .array(
                scores.map { score in
                    [
                        "score": .string(score.name), "takes": .string(score.type.expectation),
                        "loinc": JSON(score.loinc),
                        "value": JSON(score.program?.source),
                        "bands": .object(score.bands.map { JSON.Member($0.name, .string($0.shown)) }),
                    ]
                }),
        ]
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

extension Instrument.Band {
    fileprivate var shown: String {
        let (low, high) = (range.lowerBound, range.upperBound)
        func text(_ bound: Double) -> String { bound.isFinite ? Value.double(bound).shown : "" }
        return "\(text(low))..\(text(high))"
    }
}
