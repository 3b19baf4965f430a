import PathwayModel

/// Finds the line whose indentation fits nothing around it, where a file is no YAML for it: often lines before the one at
/// which the parser gives up.
struct Indentation {
    /// A line that stands too far to the left or to the right.
    struct Slip: Hashable {
        var line: Int
        var column: Int
        /// The spaces it would have where it probably belongs.
        var wanted: Int
        /// The line that shows where it belongs.
        var beside: Int
    }

    /// A list or mapping that lines stand in.
    private struct Level {
        var indent: Int
        var line: Int
        /// Whether it is one of items, each behind a hyphen.
        var isList = false
    }

    private var open: [Level] = []
    /// By their indentation, those that a line further left ended last.
    private var ended: [Int: (level: Level, by: Level)] = [:]
    private var mayNest = true
    private var brackets = 0
    /// How far the line after the mistake is indented.
    private var next: Int?
    /// Lines deeper than this belong to a text that began before.
    private var blockText: Int?

    /// So many lines behind a mistake are looked at, to see what the line at hand has to do with them.
    static let beyond = 20

    /// The slip that a parser's mistake at a line comes from; nil where that is about something else.
    static func slip(in lines: SourceLines, before last: Int) -> Slip? {
        var indentation = Indentation()
        indentation.next = lines.texts(from: last + 1, to: last + beyond).map { Array($0.utf8) }.first(where: isContent)
            .map(indent(of:))
        for (number, text) in lines.texts(from: 1, to: last).enumerated() {
            if let slip = indentation.read(Array(text.utf8), Level(indent: 0, line: number + 1)), number + 1 == last {
                return slip
            }
        }
        return nil
    }

    private static func indent(of text: [UInt8]) -> Int { text.prefix { $0 == UInt8(ascii: " ") }.count }

    private static func isContent(_ text: [UInt8]) -> Bool {
        let indent = indent(of: text)
        return indent < text.count && text[indent] != UInt8(ascii: "#") && text[indent] != 0x0D
    }

    /// Takes in a line; answers with the slip that it is or shows.
    private mutating func read(_ text: [UInt8], _ place: Level) -> Slip? {
        guard Self.isContent(text) else { return nil }
        let indent = Self.indent(of: text)
        if let deeper = blockText {
            if indent > deeper { return nil }
            blockText = nil
        }
        guard brackets == 0 else {
            scan(text[indent...])
            return nil
        }
        var start = indent
        var found: Slip?
        let content = text.reversed().drop { $0 == UInt8(ascii: " ") || $0 == 0x0D }
        let opens = content.first == UInt8(ascii: ":") || content.elementsEqual([UInt8(ascii: "-")])
        repeat {
            let isItem =
                text[start] == UInt8(ascii: "-") && start + 1 < text.count && text[start + 1] == UInt8(ascii: " ")
            let level = Level(indent: start, line: place.line, isList: isItem)
            let slip = enter(level, isFirst: start == indent, opens: opens)
            found = found ?? slip
            guard isItem else { break }
            mayNest = true
            start += 1 + text[(start + 1)...].prefix { $0 == UInt8(ascii: " ") }.count
        } while start < text.count
        scan(text[indent...])
        mayNest = opens
        if content.first.map({ $0 == UInt8(ascii: "|") || $0 == UInt8(ascii: ">") }) ?? false { blockText = indent }
        return found
    }

    /// Takes in a key or an item that begins at an indentation.
    private mutating func enter(_ level: Level, isFirst: Bool, opens: Bool) -> Slip? {
        var left: Level?
        while let last = open.last, last.indent > level.indent {
            left = open.removeLast()
            if isFirst { ended[last.indent] = (last, level) }
        }
        guard let last = open.last else {
            open.append(level)
            return nil
        }
        if last.indent == level.indent { return nil }
        defer { open.append(level) }
        guard !mayNest else { return nil }
        if let (sibling, end) = ended[level.indent], end.line < level.line, end.indent == last.indent {
            return Slip(line: end.line, column: end.indent + 1, wanted: sibling.indent, beside: level.line)
        }
        // Beside what it would end, or what it would go on with: what the next line fits, else whichever is nearer.
        let all = [left, last].compactMap { $0 }
        let alike = all.filter { $0.isList == level.isList }
        let both = alike.isEmpty ? all : alike
        let fitting = both.filter { beside in
            next.map { opens ? $0 > beside.indent : $0 == beside.indent } ?? true
        }
        let near =
            (fitting.isEmpty ? both : fitting).min { abs($0.indent - level.indent) < abs($1.indent - level.indent) }
            ?? last
        return Slip(line: level.line, column: level.indent + 1, wanted: near.indent, beside: near.line)
    }

    /// Counts the brackets of a line that are still open, quotes and comments left out.
    private mutating func scan(_ text: ArraySlice<UInt8>) {
        var quote: UInt8?
        var before = UInt8(ascii: " ")
        for byte in text {
            if let open = quote {
                if byte == open { quote = nil }
            } else {
                switch byte {
                case UInt8(ascii: "\""), UInt8(ascii: "'"):
                    if " [{,:(".utf8.contains(before) { quote = byte }
                case UInt8(ascii: "#"): if before == UInt8(ascii: " ") { return }
                case UInt8(ascii: "["), UInt8(ascii: "{"): brackets += 1
                case UInt8(ascii: "]"), UInt8(ascii: "}"): brackets = max(0, brackets - 1)
                default: break
                }
            }
            before = byte
        }
    }
}

extension Indentation.Slip {
    /// - Parameter place: where the file stops to be YAML for it.
    func diagnostic(foundAt place: SourceSpan.Position, file: String) -> Diagnostic {
        func span(_ position: SourceSpan.Position) -> SourceSpan {
            let end = SourceSpan.Position(line: position.line, column: position.column + 1)
            return SourceSpan(file: file, start: position, end: end)
        }
        func spaces(_ count: Int) -> String { count == 1 ? "1 space" : "\(count) spaces" }
        return Diagnostic(
            .yamlSyntax, "this is not YAML: the line is indented by \(spaces(column - 1)), and fits nothing around it",
            at: span(.init(line: line, column: column)),
            hint: "indent it by \(spaces(wanted)), as line \(beside)",
            notes: line == place.line ? [] : [.init(message: "here it stops to be YAML", span: span(place))])
    }
}
