/// A piece of a file, for diagnostics. Lines and columns count from 1; columns count Unicode scalars.
package struct SourceSpan: Hashable, Sendable {
    package struct Position: Hashable, Sendable, Comparable {
        // Half as long as `Int`: a large file has a hundred thousand of them.
        private var storedLine: Int32
        private var storedColumn: Int32

        package var line: Int {
            get { Int(storedLine) }
            set { storedLine = Int32(clamping: newValue) }
        }
        package var column: Int {
            get { Int(storedColumn) }
            set { storedColumn = Int32(clamping: newValue) }
        }

        package init(line: Int, column: Int) {
            (storedLine, storedColumn) = (Int32(clamping: line), Int32(clamping: column))
        }

        package static func < (left: Self, right: Self) -> Bool {
            (left.line, left.column) < (right.line, right.column)
        }
    }

    package var file: String
    package var start: Position
    /// Just after the last character.
    package var end: Position

    package init(file: String, start: Position, end: Position) {
        self.file = file
        self.start = start
        self.end = end
    }
}
