/// A table as it fits on a screen.
struct TableLayout {
    /// Columns between two columns.
    private static let gap = 2
    /// No text is cut to fewer columns.
    private static let fewest = 12

    private let columns: [Table.Column]
    private let rows: [[String]]
    private var widths: [Int]
    /// The names of the columns that are not shown.
    private(set) var missing: [String] = []

    /// - Parameter screen: how many columns there are; nil for as many as it takes.
    init(_ table: Table, on screen: Int? = nil) {
        columns = table.columns
        rows = table.rows
        widths = table.columns.indices.map { place in
            max(table.columns[place].name.columns, table.rows.map { $0[place].columns }.max() ?? 0)
        }
        guard let screen, widths.total(Self.gap) > screen else { return }
        let floors = columns.indices.map { min(widths[$0], floor(of: $0)) }
        leaveOut(until: screen, floors)
        shrink(to: screen, floors)
    }

    /// What a column needs at least.
    private func floor(of place: Int) -> Int {
        switch columns[place].kind {
        case .exact: widths[place]
        case .names: max(columns[place].name.columns, rows.map { $0[place].firstName.columns }.max() ?? 0)
        case .text: max(columns[place].name.columns, Self.fewest)
        }
    }

    /// Leaves out what may go, one after the other, until the rest fits.
    private mutating func leaveOut(until screen: Int, _ floors: [Int]) {
        let going = columns.indices.filter { columns[$0].goes != nil }.sorted {
            (columns[$0].goes ?? 0, $0) < (columns[$1].goes ?? 0, $1)
        }
        for place in going {
            let least = zip(widths, floors).map { $0 == 0 ? 0 : $1 }
            guard least.total(Self.gap) > screen else { return }
            widths[place] = 0
            missing.append(columns[place].name)
        }
    }

    /// Makes the widest of what may be cut narrower, down to its floor, until all fits.
    private mutating func shrink(to screen: Int, _ floors: [Int]) {
        let whole = widths
        for most in stride(from: whole.max() ?? 0, through: 0, by: -1) {
            guard widths.total(Self.gap) > screen else { return }
            for place in widths.indices { widths[place] = min(whole[place], max(floors[place], most)) }
        }
    }

    var lines: [String] { [line(columns.map(\.name))] + rows.map(line) }

    private func line(_ row: [String]) -> String {
        var line = ""
        var owed = 0
        for (place, cell) in row.enumerated() where widths[place] > 0 {
            let shown = fitted(cell, place)
            if !line.isEmpty || owed > 0 { owed += Self.gap }
            // Blanks stand before a cell that has something, and never at the end of a line.
            if !shown.isEmpty {
                line += String(repeating: " ", count: owed) + shown
                owed = 0
            }
            owed += widths[place] - shown.columns
        }
        return line
    }

    private func fitted(_ cell: String, _ place: Int) -> String {
        guard cell.columns > widths[place] else { return cell }
        switch columns[place].kind {
        case .exact: return cell
        case .names: return cell.namesCut(to: widths[place])
        case .text: return cell.cut(to: widths[place])
        }
    }
}

extension [Int] {
    /// Of widths: how wide all that are shown are together.
    fileprivate func total(_ gap: Int) -> Int {
        let shown = filter { $0 > 0 }
        return shown.reduce(0, +) + gap * Swift.max(0, shown.count - 1)
    }
}

extension String {
    private static let more = ", …"

    /// The first of several names, with the sign that there are more.
    fileprivate var firstName: String {
        guard let comma = firstRange(of: ", ") else { return self }
        return self[..<comma.lowerBound] + Self.more
    }

    /// As many whole names as these columns hold, one at least.
    fileprivate func namesCut(to most: Int) -> String {
        var kept = Substring(self)
        while let comma = kept.ranges(of: ", ").last {
            kept = kept[..<comma.lowerBound]
            if (kept + Self.more).columns <= most { break }
        }
        return kept + Self.more
    }
}
