/// A table for a spreadsheet: lines as RFC 4180 has them, one value a cell.
struct CSV {
    private let rows: [[String?]]

    /// - Parameter rows: a cell for each name of the head; nil for an empty one.
    init(_ head: [String], _ rows: [[String?]]) { self.rows = [head] + rows }

    var lines: [String] { rows.map { row in row.map { $0.map(Self.cell) ?? "" }.joined(separator: ",") } }

    /// What a spreadsheet would take for a formula begins with an apostrophe.
    private static func cell(_ value: String) -> String {
        let shown = value.shownSafely
        let text = shown.first.map { "=+-@".contains($0) } ?? false ? "'\(shown)" : shown
        guard text.contains(where: { $0 == "," || $0 == "\"" }) else { return text }
        return "\"\(text.replacing("\"", with: "\"\""))\""
    }
}
