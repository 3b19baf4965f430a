extension Line {
    /// Columns that what goes on is set in by, beyond where the line begins.
    private static let hanging = 2

    /// The line as a screen of these columns shows it: broken between words, not within.
    func wrapped(to columns: Int) -> String {
        let indent = text.prefix { $0 == " " }.count
        guard Self.columns(of: text) > columns, indent + Self.hanging < columns / 2 else { return text }
        let next = String(repeating: " ", count: indent + Self.hanging)
        var lines: [String] = []
        var (line, taken) = (String(repeating: " ", count: indent), indent)
        var isFirst = true
        for word in text.dropFirst(indent).split(separator: " ", omittingEmptySubsequences: false) {
            let width = Self.columns(of: word)
            if !isFirst, taken + 1 + width > columns {
                lines.append(line)
                (line, taken, isFirst) = (next, next.count, true)
                // What lay between two words lies between two lines.
                if word.isEmpty { continue }
            }
            line += isFirst ? String(word) : " \(word)"
            taken += isFirst ? width : width + 1
            isFirst = false
        }
        return (lines + [line]).joined(separator: "\n")
    }

    /// How many columns a text takes; what paints it takes none.
    private static func columns(of text: some StringProtocol) -> Int {
        var shown = ""
        var isPaint = false
        for character in text {
            if character == "\u{1B}" { isPaint = true }
            if !isPaint { shown.append(character) }
            if isPaint, character == "m" { isPaint = false }
        }
        return shown.columns
    }
}
