import CEL
package import PathwayModel

/// What an author wrote behind `#`: where a number comes from often stands there, and no compiler reads it.
package struct SourceNotes: Sendable {
    package struct Note: Hashable, Sendable {
        package var file: String
        /// Of what it stands beside, or above.
        package var line: Int
        /// What stands on that line; empty where nothing follows.
        package var code: String
        package var text: String
    }

    /// In the order of the files, and of lines.
    package private(set) var notes: [Note] = []

    /// - Parameter files: the pathway's own first.
    package init(_ files: [(path: String, bytes: [UInt8])]) {
        for (path, bytes) in files {
            var reader = NoteReader(file: path)
            for line in String(decoding: bytes, as: UTF8.self).split(
                omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            {
                reader.read(String(line))
            }
            notes += reader.finished
        }
    }

    /// What stands beside a part of a file, or above it.
    package func notes(at span: SourceSpan) -> [Note] {
        // A block ends where the next thing begins.
        let isBlock = span.end.line > span.start.line && span.end.column <= span.start.column
        let last = isBlock ? span.end.line - 1 : span.end.line
        return notes.filter { $0.file == span.file && $0.line >= span.start.line && $0.line <= last }
    }
}

/// Reads a file's comments line by line.
private struct NoteReader {
    let file: String
    private var number = 0
    private var notes: [SourceNotes.Note] = []
    /// Lines of nothing else, which belong to what follows.
    private var above: [String] = []
    /// How far the line is indented that began a text on several lines; nil outside of one.
    private var text: Int?

    init(file: String) { self.file = file }

    var finished: [SourceNotes.Note] {
        above.isEmpty
            ? notes : notes + [.init(file: file, line: number, code: "", text: above.joined(separator: " "))]
    }

    mutating func read(_ line: String) {
        number += 1
        let indent = line.prefix { $0 == " " }.count
        if let begun = text, line.allSatisfy(\.isWhitespace) || indent > begun { return }
        text = nil
        let place = Self.comment(in: line)
        let code = (place.map { String(line[..<$0]) } ?? line).trimmingSpaces
        let comment = place.map { String(line[$0...].drop { $0 == "#" }).trimmingSpaces } ?? ""
        if code.isEmpty {
            if place == nil { flush("") } else if !comment.isEmpty { above.append(comment) }
            return
        }
        flush(code)
        if !comment.isEmpty { notes.append(.init(file: file, line: number, code: code, text: comment)) }
        if [">", "|", ">-", "|-", ">+", "|+"].contains(where: { code.hasSuffix(" \($0)") }) { text = indent }
    }

    private mutating func flush(_ code: String) {
        guard !above.isEmpty else { return }
        notes.append(.init(file: file, line: number, code: code, text: above.joined(separator: " ")))
        above = []
    }

    /// Where a comment begins: at a `#` behind a space that stands in no quotes.
    private static func comment(in line: String) -> String.Index? {
        var quote: Character?
        var before: Character = " "
        for place in line.indices {
            let character = line[place]
            if let open = quote {
                if character == open, before != "\\" || open == "'" { quote = nil }
            } else if character == "#", before.isWhitespace {
                return place
            } else if character == "\"" || character == "'", before.isWhitespace || "[{(,:".contains(before) {
                quote = character
            }
            before = character
        }
        return nil
    }
}
