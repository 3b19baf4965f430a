/// Rows of texts under a head.
struct Table {
    private let rows: [[String]]

    init(_ head: [String], _ rows: [[String]]) {
        self.rows = ([head] + rows).map { row in row.map(\.shownSafely) }
    }

    /// Whether there is nothing but the head.
    var isEmpty: Bool { rows.count < 2 }

    /// Columns, each as wide as its widest cell.
    var lines: [String] {
        let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = zip(row, widths).map { cell, width in
                cell + String(repeating: " ", count: max(0, width - cell.count))
            }
            var line = cells.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line
        }
    }

    /// Lines as RFC 4180 has them. What a spreadsheet would take for a formula begins with an apostrophe; a lone `-`
    /// becomes an empty cell.
    var csv: [String] { rows.map { row in row.map(Self.csv).joined(separator: ",") } }

    private static func csv(_ cell: String) -> String {
        if cell == "-" { return "" }
        let text = cell.first.map { "=+-@\t".contains($0) } ?? false ? "'\(cell)" : cell
        guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
        return "\"\(text.replacing("\"", with: "\"\""))\""
    }
}
