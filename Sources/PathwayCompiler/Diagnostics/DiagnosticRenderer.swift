package import PathwayModel

/// Diagnostics as text for a terminal, with the line of the file and carets under it.
package struct DiagnosticRenderer {
    /// Columns of source that are shown; of a longer line the part around the mistake.
    static let width = 100

    /// The text of a diagnostic, ending in a line break.
    ///
    /// - Parameters:
    ///   - source: the bytes of the file; without them there is no line and no carets.
    ///   - pathPrefix: stands before the file's path: the pathways' folder as the reader sees it.
    package static func render(_ d: Diagnostic, source: [UInt8]?, color: Bool, pathPrefix: String) -> String {
        let paint = Paint(isOn: color)
        let severity =
            switch d.severity {
            case .error: paint.red(d.severity.rawValue)
            case .warning: paint.yellow(d.severity.rawValue)
            case .advice: paint.bold(d.severity.rawValue)
            }
        var text = "\(severity)\(paint.bold("[\(d.code.id)]: \(d.message)"))\n"
        text += "  --> \(place(d.span, pathPrefix))\n"
        if let line = source.flatMap({ TextPosition.line(d.span.start.line, of: $0) }) {
            text += excerpt(line, d, paint)
        } else if let hint = d.hint {
            text += "      \(hint)\n"
        }
        for note in d.notes {
            text += "  note: \(note.message)\n    --> \(place(note.span, pathPrefix))\n"
        }
        return text + "  more: stepwell explain \(d.code.id)\n"
    }

    private static func place(_ span: SourceSpan, _ prefix: String) -> String {
        "\(prefix)\(span.file):\(span.start.line):\(span.start.column)"
    }

    private static func excerpt(_ line: String, _ d: Diagnostic, _ paint: Paint) -> String {
        let scalars = line.unicodeScalars.map { $0 == "\t" ? " " : $0 }
        let start = min(d.span.start.column - 1, scalars.count)
        let isOneLine = d.span.end.line == d.span.start.line
        let end = min(max(isOneLine ? d.span.end.column - 1 : scalars.count, start + 1), max(scalars.count, start + 1))
        let from = scalars.count <= width ? 0 : max(0, min(start - 20, scalars.count - width))
        let to = min(scalars.count, from + width)
        var shown = ""
        shown.unicodeScalars.append(contentsOf: scalars[from..<to])
        if to < scalars.count { shown += "…" }
        let lead = from > 0 ? "…" : ""
        let number = String(d.span.start.line)
        let gutter = String(repeating: " ", count: max(0, 5 - number.count)) + number
        let indent = String(repeating: " ", count: start - from + lead.count)
        let carets = String(repeating: "^", count: max(1, min(end, from + width) - start))
        let hint = d.hint.map { " \($0)" } ?? ""
        let empty = String(repeating: " ", count: gutter.count)
        return "\(gutter) | \(lead)\(shown)\n\(empty) | \(indent)\(paint.red(carets + hint))\n"
    }

    private struct Paint {
        let isOn: Bool

        func red(_ text: String) -> String { wrapped(text, "31") }
        func yellow(_ text: String) -> String { wrapped(text, "33") }
        func bold(_ text: String) -> String { wrapped(text, "1") }

        private func wrapped(_ text: String, _ code: String) -> String {
            isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
        }
    }
}
