/// The text of a message with names in it: the part of Mustache that can neither fail nor run on.
///
/// `{{data.visit}}` stands for a value, escaped where the text is HTML. `{{#data.visit}}…{{/data.visit}}` stands where
/// there is a value that is not false, `{{^data.visit}}…{{/data.visit}}` where there is none, `{{! … }}` nowhere. What
/// else Mustache has (unescaped values, partials, other delimiters, lists) is refused, so that what was checked is all
/// that can happen.
package struct MessageTemplate: Hashable, Sendable {
    package indirect enum Part: Hashable, Sendable {
        case text(String)
        case value(String)
        case section(String, isInverted: Bool, [Part])
    }

    package enum Context: Hashable, Sendable {
        case text
        case html
    }

    /// A name as it is used, with its place in the text.
    package struct Use: Hashable, Sendable {
        package var name: String
        /// UTF-8 offsets.
        package var range: Range<Int>
        /// Whether its value stands in a section of its own name, so that it need not be there.
        package var isGuarded: Bool
        package var isSection: Bool
    }

    package struct SyntaxError: Error, Hashable, Sendable {
        package var message: String
        package var hint: String?
        package var range: Range<Int>
    }

    /// Sections in sections.
    package static let maximumDepth = 8
    /// Bytes of a message that is filled in.
    package static let maximumSize = 100_000

    package let parts: [Part]
    package let uses: [Use]

    package init(_ text: String) throws(SyntaxError) {
        var parser = TemplateParser(text)
        parts = try parser.parse()
        uses = parser.uses
    }

    /// A text in which nothing stands for anything.
    package init(verbatim text: String) {
        parts = [.text(text)]
        uses = []
    }

    /// The text with its names filled in; nil where a value is missing that `isNeeded`, or the text grows too long.
    package func render(
        _ context: Context, isNeeded: (String) -> Bool = { _ in false }, _ value: (String) -> String?
    ) -> String? {
        var text = ""
        let isWhole = Self.render(parts, into: &text, context, isNeeded, value)
        return isWhole && text.utf8.count <= Self.maximumSize ? text : nil
    }

    private static func render(
        _ parts: [Part], into text: inout String, _ context: Context, _ isNeeded: (String) -> Bool,
        _ value: (String) -> String?
    ) -> Bool {
        for part in parts {
            switch part {
            case .text(let written): text += written
            case .value(let name):
                let found = value(name) ?? ""
                guard !found.isEmpty || !isNeeded(name) else { return false }
                text += context == .html ? escaped(found) : found
            case .section(let name, let isInverted, let inner):
                let found = value(name) ?? ""
                let holds = !found.isEmpty && found != "false"
                guard holds == isInverted || render(inner, into: &text, context, isNeeded, value) else { return false }
            }
            guard text.utf8.count <= maximumSize else { return false }
        }
        return true
    }

    /// Text as it may stand in HTML, between tags or in quotes.
    package static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }

    /// What is written out, without what is filled in.
    package var literal: String {
        func literal(_ parts: [Part]) -> String {
            parts.map { part in
                switch part {
                case .text(let text): text
                case .value: " "
                case .section(_, _, let inner): literal(inner)
                }
            }.joined()
        }
        return literal(parts)
    }
}

private struct TemplateParser {
    private typealias Error = MessageTemplate.SyntaxError
    private typealias Part = MessageTemplate.Part

    private let bytes: [UInt8]
    private var place = 0
    private(set) var uses: [MessageTemplate.Use] = []
    private var open: [(name: String, isInverted: Bool, range: Range<Int>)] = []

    init(_ text: String) { bytes = Array(text.utf8) }

    mutating func parse() throws(MessageTemplate.SyntaxError) -> [MessageTemplate.Part] {
        let parts = try parts()
        guard let last = open.last else { return parts }
        throw Error(
            message: "the section '\(last.name)' is not closed", hint: "close it with {{/\(last.name)}}",
            range: last.range)
    }

    /// Parts up to the end of the section at hand, or of the text.
    private mutating func parts() throws(MessageTemplate.SyntaxError) -> [Part] {
        var parts: [Part] = []
        var start = place
        while place < bytes.count {
            guard starts("{{") else {
                place += 1
                continue
            }
            let tagStart = place
            let tag = try tag()
            let end = tag.kind == 0 ? tagStart : endOfText(before: tagStart)
            if start < end { parts.append(.text(String(decoding: bytes[start..<end], as: UTF8.self))) }
            switch tag.kind {
            case UInt8(ascii: "!"): break
            case UInt8(ascii: "#"), UInt8(ascii: "^"):
                let isInverted = tag.kind == UInt8(ascii: "^")
                add(tag.name, tag.range, isSection: true)
                guard open.count < MessageTemplate.maximumDepth else {
                    throw Error(message: "sections are nested too deep", hint: nil, range: tag.range)
                }
                open.append((tag.name, isInverted, tag.range))
                parts.append(.section(tag.name, isInverted: isInverted, try self.parts()))
            case UInt8(ascii: "/"):
                guard let last = open.popLast(), last.name == tag.name else {
                    throw Error(
                        message: "'\(tag.name)' is closed and was not opened last", hint: nil, range: tag.range)
                }
                return parts
            default:
                add(tag.name, tag.range, isSection: false)
                parts.append(.value(tag.name))
            }
            start = place
        }
        if start < bytes.count { parts.append(.text(String(decoding: bytes[start...], as: UTF8.self))) }
        return parts
    }

    private mutating func add(_ name: String, _ range: Range<Int>, isSection: Bool) {
        let isGuarded = open.contains { $0.name == name && !$0.isInverted }
        uses.append(.init(name: name, range: range, isGuarded: isGuarded, isSection: isSection))
    }

    /// Where the text before a tag ends. A section's tag or a comment alone on its line takes the line with it.
    private mutating func endOfText(before tagStart: Int) -> Int {
        var before = tagStart
        while before > 0, bytes[before - 1] == 0x20 || bytes[before - 1] == 0x09 { before -= 1 }
        guard before == 0 || bytes[before - 1] == 0x0A else { return tagStart }
        var after = place
        while after < bytes.count, bytes[after] == 0x20 || bytes[after] == 0x09 || bytes[after] == 0x0D { after += 1 }
        guard after == bytes.count || bytes[after] == 0x0A else { return tagStart }
        place = min(after + 1, bytes.count)
        return before
    }

    private func starts(_ text: String) -> Bool { bytes[place...].starts(with: Array(text.utf8)) }

    /// The tag that begins here: its first sign, or 0 for a value, and its name.
    private mutating func tag() throws(MessageTemplate.SyntaxError) -> (kind: UInt8, name: String, range: Range<Int>) {
        let start = place
        place += 2
        guard let close = closing() else {
            throw Error(
                message: "'{{' is not closed", hint: "close it with '}}'", range: start..<min(start + 2, bytes.count))
        }
        var inner = bytes[place..<close]
        let range = start..<(close + 2)
        place = close + 2
        var kind: UInt8 = 0
        if let first = inner.first, "!#^/{&>=%$<".utf8.contains(first) {
            kind = first
            inner = inner.dropFirst()
        }
        if kind == UInt8(ascii: "!") { return (kind, "", range) }
        guard kind == 0 || "#^/".utf8.contains(kind) else {
            let isRaw = kind == UInt8(ascii: "{") || kind == UInt8(ascii: "&")
            throw Error(
                message: isRaw ? "a value cannot be put in unescaped" : "this kind of tag is not known in messages",
                hint: "known are {{name}}, {{#name}}, {{^name}}, {{/name}} and {{! comment }}", range: range)
        }
        let name = String(decoding: inner, as: UTF8.self).split { $0 == " " || $0 == "\t" }.joined(separator: " ")
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        let isName = parts.allSatisfy { part in
            part.utf8.first.map { !(0x30...0x39).contains($0) } ?? false
                && part.utf8.allSatisfy { Self.isNamePart($0) }
        }
        guard isName else {
            throw Error(
                message: "'\(name)' is no name", hint: "names are such as patient.first_name and data.visit",
                range: range)
        }
        return (kind, name, range)
    }

    private func closing() -> Int? {
        var place = self.place
        while place + 1 < bytes.count {
            if bytes[place] == UInt8(ascii: "}"), bytes[place + 1] == UInt8(ascii: "}") { return place }
            place += 1
        }
        return nil
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x5F
    }
}
