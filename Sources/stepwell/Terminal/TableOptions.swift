import ArgumentParser

/// What commands take that print a table.
struct TableOptions: ParsableArguments {
    @Flag(help: "Print CSV, for a spreadsheet.")
    var csv = false

    @OptionGroup var width: WidthOptions

    /// Prints a table, or says that there is nothing.
    func tell(_ table: Table, csv: @autoclosure () -> CSV, orNote nothing: @autoclosure () -> String) {
        if self.csv {
            Output.rows(csv().lines)
        } else if table.rows.isEmpty {
            Output.note(Line(nothing()))
        } else {
            width.tell(table)
        }
    }
}

/// What commands take whose table may be wider than a terminal.
struct WidthOptions: ParsableArguments {
    @Flag(help: "Show everything, however wide the terminal is.")
    var wide = false

    /// Prints a table as wide as the terminal is; whole where it goes elsewhere.
    func tell(_ table: Table) {
        let layout = TableLayout(table, on: wide ? nil : Screen.columns())
        Output.rows(layout.lines)
        guard !layout.missing.isEmpty else { return }
        Output.note("note: there was no room for \(layout.missing.joined(separator: ", ")): see --wide")
    }
}
