import PathwayModel

/// Finds the places of a scalar's text in its file.
struct ScalarMap {
    let node: YAMLNode
    let source: [UInt8]

    /// The place of a piece of the text, in UTF-8 offsets; the whole scalar where it cannot be told.
    func span(of range: Range<Int>) -> SourceSpan {
        guard case .scalar(let text, let style) = node.content else { return node.span }
        let scalars = Array(text.unicodeScalars)
        let start = Self.count(text, upTo: range.lowerBound)
        let end = max(Self.count(text, upTo: range.upperBound), start)
        switch style {
        case .plain: return oneLine(scalars, start, end, quotes: 0) { _ in 1 }
        case .singleQuoted: return oneLine(scalars, start, end, quotes: 1) { $0 == "'" ? 2 : 1 }
        case .doubleQuoted: return oneLine(scalars, start, end, quotes: 1) { $0 == "\"" || $0 == "\\" ? 2 : 1 }
        case .literal: return literal(scalars, start, end)
        case .folded: return node.span
        }
    }

    /// In a scalar on one line, whose characters take as many columns as `width` says.
    private func oneLine(
        _ scalars: [Unicode.Scalar], _ start: Int, _ end: Int, quotes: Int, width: (Unicode.Scalar) -> Int
    ) -> SourceSpan {
        let whole = scalars.reduce(2 * quotes) { $0 + width($1) }
        let (first, last) = (node.span.start, node.span.end)
        guard first.line == last.line, last.column - first.column == whole else { return node.span }
        let from = scalars[..<start].reduce(first.column + quotes) { $0 + width($1) }
        let length = scalars[start..<end].reduce(0) { $0 + width($1) }
        return place(line: first.line, column: from, length: max(length, 1))
    }

    /// In a block scalar, each of whose lines stands on a line of its own.
    private func literal(_ scalars: [Unicode.Scalar], _ start: Int, _ end: Int) -> SourceSpan {
        let before = scalars[..<start]
        let line = node.span.start.line + 1 + before.count { $0 == "\n" }
        let column = before.reversed().prefix { $0 != "\n" }.count
        let length = scalars[start..<end].prefix { $0 != "\n" }.count
        let ownLine =
            String(String.UnicodeScalarView(before.suffix(column)))
            + String(String.UnicodeScalarView(scalars[start...].prefix { $0 != "\n" }))
        guard let written = TextPosition.line(line, of: source), written.hasSuffix(ownLine) else { return node.span }
        let indent = written.unicodeScalars.count - ownLine.unicodeScalars.count
        return place(line: line, column: indent + column + 1, length: max(length, 1))
    }

    private func place(line: Int, column: Int, length: Int) -> SourceSpan {
        SourceSpan(
            file: node.span.file, start: .init(line: line, column: column),
            end: .init(line: line, column: column + length))
    }

    private static func count(_ text: String, upTo offset: Int) -> Int {
        let bytes = text.utf8.prefix(max(0, offset))
        return bytes.count { $0 & 0xC0 != 0x80 }
    }
}
