import StepwellKit

/// Columns of text, each as wide as its widest cell.
struct Table {
    private let rows: [[String]]

    init(_ head: [String], _ rows: [[String]]) {
        self.rows = ([head] + rows).map { row in row.map(\.shownSafely) }
    }

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
}
