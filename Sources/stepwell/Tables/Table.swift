/// Rows of texts under a head.
struct Table {
    /// A column, and what may be done with it where the terminal is narrow.
    struct Column {
        enum Kind {
            /// Names, dates and numbers: never cut, for half of one is another one.
            case exact
            /// Names with `, ` between them: whole ones are left out.
            case names
            /// What people wrote: cut where it is long.
            case text
        }

        var name: String
        var kind: Kind
        /// The place among those that are left out where all cannot be shown; nil for one that never is.
        var goes: Int?

        static func exact(_ name: String, goes: Int? = nil) -> Column { Column(name: name, kind: .exact, goes: goes) }
        static func names(_ name: String, goes: Int? = nil) -> Column { Column(name: name, kind: .names, goes: goes) }
        static func text(_ name: String, goes: Int? = nil) -> Column { Column(name: name, kind: .text, goes: goes) }
    }

    let columns: [Column]
    let rows: [[String]]

    /// - Parameter rows: a cell for each column; nil for one that has nothing to say.
    init(_ columns: [Column], _ rows: [[String?]]) {
        self.columns = columns
        self.rows = rows.map { row in row.map { ($0 ?? "-").shownSafely } }
    }
}
