import PathwayModel

/// Finds the places of a scalar's text in its file.
///
/// What YAML did to the text is undone by going along both: quotes and escapes, lines that were joined, indentation.
/// That is done once, when the first place is asked for.
struct ScalarMap {
    private let node: YAMLNode
    private let lines: SourceLines
    private lazy var walked = Walked(node, lines)

    init(node: YAMLNode, lines: SourceLines) {
        self.node = node
        self.lines = lines
    }

    /// The place of a piece of the text, in UTF-8 offsets; the whole scalar where it cannot be told.
    mutating func span(of range: Range<Int>) -> SourceSpan {
        guard let places = walked.places else { return node.span }
        let start = walked.count(upTo: range.lowerBound)
        let end = max(walked.count(upTo: range.upperBound), start)
        let from = start < places.count ? places[start].start : places.last?.end ?? node.span.start
        var to = end > start ? places[end - 1].end : from
        if to <= from { to = SourceSpan.Position(line: from.line, column: from.column + 1) }
        return SourceSpan(file: node.span.file, start: from, end: to)
    }

    /// The text and its file, gone along.
    private struct Walked {
        /// Where each character begins and ends; nil where it cannot be told.
        var places: [(start: SourceSpan.Position, end: SourceSpan.Position)]?
        /// How many characters begin before each byte of the text, and before its end.
        private var counts: [Int] = []

        init(_ node: YAMLNode, _ lines: SourceLines) {
            guard case .scalar(let text, let style) = node.content else { return }
            let written = lines.texts(from: node.span.start.line, to: node.span.end.line)
            let walk = ScalarWalk(lines: written.map { Array($0.unicodeScalars) }, style: style, at: node.span.start)
            places = walk.places(of: Array(text.unicodeScalars))
            guard places != nil else { return }
            counts.reserveCapacity(text.utf8.count + 1)
            var count = 0
            for byte in text.utf8 {
                counts.append(count)
                if byte & 0xC0 != 0x80 { count += 1 }
            }
            counts.append(count)
        }

        func count(upTo offset: Int) -> Int { counts[min(max(0, offset), counts.count - 1)] }
    }
}

/// Goes through the lines of a scalar as it is written, in step with what it reads as.
private struct ScalarWalk {
    typealias Position = SourceSpan.Position

    /// The lines of the file from the one in which the scalar begins.
    let lines: [[Unicode.Scalar]]
    let style: YAMLNode.Style
    private let first: Int
    private var line = 0
    private var column: Int
    /// Of a block: how far its text is indented.
    private var indent = 0

    init(lines: [[Unicode.Scalar]], style: YAMLNode.Style, at start: Position) {
        self.lines = lines
        self.style = style
        first = start.line
        column = start.column - 1
    }

    private var isBlock: Bool { style == .literal || style == .folded }
    private var here: Position { Position(line: first + line, column: column + 1) }
    private var isAtEnd: Bool { line >= lines.count }

    private func scalar(_ ahead: Int = 0) -> Unicode.Scalar? {
        guard line < lines.count, column + ahead < lines[line].count else { return nil }
        return lines[line][column + ahead]
    }

    /// Where each character of the text begins and ends; nil where the file does not say what the text says.
    func places(of text: [Unicode.Scalar]) -> [(start: Position, end: Position)]? {
        guard isBlock else { return places(of: text, indent: 0) }
        // As far as its first line, unless the block tells it itself, as `>2` does: then that line may be further in.
        let first = lines.dropFirst().first { $0.contains { $0 != " " } }
        let indent = first?.prefix { $0 == " " }.count ?? 0
        return (0...indent).reversed().lazy.compactMap { places(of: text, indent: $0) }.first
    }

    private func places(of text: [Unicode.Scalar], indent: Int) -> [(start: Position, end: Position)]? {
        var walk = self
        walk.begin(indent: indent)
        return walk.rest(of: text)
    }

    private mutating func rest(of text: [Unicode.Scalar]) -> [(start: Position, end: Position)]? {
        var places: [(start: Position, end: Position)] = []
        places.reserveCapacity(text.count)
        while places.count < text.count {
            let next = text[places.count]
            if next == " " || next == "\n", isAtBreak {
                let start = here
                passBreaks()
                // Lines that were joined by one blank, or by as many breaks as there are empty lines between them.
                let count = next == " " ? 1 : text[places.count...].prefix { $0 == "\n" }.count
                places += Array(repeating: (start, start), count: count)
                continue
            }
            guard let width = width(of: next) else { return nil }
            let start = here
            column += width
            places.append((start, here))
        }
        return places
    }

    private mutating func begin(indent: Int) {
        switch style {
        case .plain: break
        case .singleQuoted, .doubleQuoted: column += 1
        case .literal, .folded:
            self.indent = indent
            line = 1
            passIndent()
        }
    }

    /// Whether the line ends here; between quotes and in plain text blanks before its end do not count.
    private var isAtBreak: Bool {
        guard line < lines.count else { return false }
        let rest = lines[line].dropFirst(column)
        return isBlock ? rest.isEmpty : rest.allSatisfy(Self.isBlank)
    }

    private mutating func passBreaks() {
        line += 1
        column = 0
        passIndent()
        passEmptyLines()
    }

    private mutating func passEmptyLines() {
        while line < lines.count, isAtBreak {
            line += 1
            column = 0
            passIndent()
        }
    }

    private mutating func passIndent() {
        guard line < lines.count else { return }
        let blanks = lines[line].prefix(while: Self.isBlank).count
        column = isBlock ? min(indent, blanks) : blanks
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" }

    /// How many characters stand for the one that is read here; nil where others stand.
    private mutating func width(of wanted: Unicode.Scalar) -> Int? {
        guard let scalar = scalar() else { return nil }
        if style == .singleQuoted, scalar == "'" { return self.scalar(1) == "'" && wanted == "'" ? 2 : nil }
        guard style == .doubleQuoted, scalar == "\\" else { return scalar == wanted ? 1 : nil }
        guard let letter = self.scalar(1) else {
            // A backslash at its end joins a line with the next.
            passBreaks()
            return isAtEnd ? nil : width(of: wanted)
        }
        switch letter {
        case "x": return hex(2) == wanted.value ? 4 : nil
        case "u": return hex(4) == wanted.value ? 6 : nil
        case "U": return hex(8) == wanted.value ? 10 : nil
        default: return Self.escapes[letter] == wanted ? 2 : nil
        }
    }

    private func hex(_ count: Int) -> UInt32? {
        let digits = (2..<(2 + count)).compactMap { scalar($0) }
        return UInt32(String(String.UnicodeScalarView(digits)), radix: 16)
    }

    private static let escapes: [Unicode.Scalar: Unicode.Scalar] = [
        "0": "\0", "a": "\u{7}", "b": "\u{8}", "t": "\t", "\t": "\t", "n": "\n", "v": "\u{B}", "f": "\u{C}",
        "r": "\r", "e": "\u{1B}", " ": " ", "\"": "\"", "/": "/", "\\": "\\", "N": "\u{85}", "_": "\u{A0}",
        "L": "\u{2028}", "P": "\u{2029}",
    ]
}
