import StepwellRuntime

extension String {
    /// The text with line breaks, control characters and the signs that turn text around shown as escapes, so that no
    /// value can act on a terminal or forge a line.
    var shownSafely: String {
        guard unicodeScalars.contains(where: \.actsOnTerminal) else { return self }
        var shown = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "\n": shown += "\\n"
            case "\t": shown += "\\t"
            case _ where scalar.actsOnTerminal:
                shown += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            default: shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }

    /// The same of each of its lines.
    var shownSafelyByLine: String {
        split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.map { String($0).shownSafely }
            .joined(separator: "\n")
    }
}
