/// A piece of a file, for diagnostics. Lines and columns count from 1; columns count Unicode scalars.
package struct SourceSpan: Hashable, Sendable {
    package struct Position: Hashable, Sendable, Comparable {
        package var line: Int
        package var column: Int

        package init(line: Int, column: Int) {
            self.line = line
            self.column = column
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
