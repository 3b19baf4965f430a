package import PathwayModel

/// Reads the text of a message into its parts.
package struct TemplateParser {
    package struct SyntaxError: Error, Hashable, Sendable {
        package var message: String
        package var hint: String?
        package var range: Range<Int>
    }

    /// A text that was read.
    package struct Product: Hashable, Sendable {
        package var template: MessageTemplate
        /// Every name in it, in the order of the text.
        package var uses: [Use]
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

    /// Sections in sections.
    private static let maximumDepth = 8

    private typealias Part = MessageTemplate.Part

    private let bytes: [UInt8]
    private var place = 0
    private var uses: [Use] = []
    private var open: [(name: String, isInverted: Bool, range: Range<Int>)] = []

    /// The parts of a text, and what they name.
    package static func parse(_ text: String) throws(SyntaxError) -> Product {
        var parser = TemplateParser(text)
        let parts = try parser.whole()
        return Product(template: MessageTemplate(parts), uses: parser.uses)
    }

    private init(_ text: String) { bytes = Array(text.utf8) }

    private mutating func whole() throws(SyntaxError) -> [Part] {
        let parts = try parts()
        guard let last = open.last else { return parts }
        throw SyntaxError(
            message: "the section '\(last.name)' is not closed", hint: "close it with {{/\(last.name)}}",
            range: last.range)
    }

    /// Parts up to the end of the section at hand, or of the text.
    private mutating func parts() throws(SyntaxError) -> [Part] {
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
                guard open.count < Self.maximumDepth else {
                    throw SyntaxError(message: "sections are nested too deep", hint: nil, range: tag.range)
                }
                open.append((tag.name, isInverted, tag.range))
                parts.append(.section(tag.name, isInverted: isInverted, try self.parts()))
            case UInt8(ascii: "/"):
                guard let last = open.popLast(), last.name == tag.name else {
                    throw SyntaxError(
                        message: "'\(tag.name)' is closed and was not opened last", hint: nil, range: tag.range)
                }
                return parts
            default:
                guard let fallback = tag.fallback else {
                    add(tag.name, tag.range, isSection: false)
                    parts.append(.value(tag.name))
                    break
                }
                uses.append(.init(name: tag.name, range: tag.range, isGuarded: true, isSection: false))
                parts.append(.section(tag.name, isInverted: false, [.value(tag.name)]))
                parts.append(.section(tag.name, isInverted: true, [.text(fallback)]))
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

    private struct Tag {
        /// Its first sign, or 0 for a value.
        var kind: UInt8
        var name: String
        /// What stands where there is no value: `{{patient.first_name|there}}`.
        var fallback: String?
        var range: Range<Int>
    }

    /// The tag that begins here.
    private mutating func tag() throws(SyntaxError) -> Tag {
        let start = place
        place += 2
        guard let close = closing() else {
            throw SyntaxError(
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
        if kind == UInt8(ascii: "!") { return Tag(kind: kind, name: "", range: range) }
        guard kind == 0 || "#^/".utf8.contains(kind) else {
            let isRaw = kind == UInt8(ascii: "{") || kind == UInt8(ascii: "&")
            throw SyntaxError(
                message: isRaw ? "a value cannot be put in unescaped" : "this kind of tag is not known in messages",
                hint: "known are {{name}}, {{name|without it}}, {{#name}}, {{^name}}, {{/name}} and {{! comment }}",
                range: range)
        }
        let fallback = kind == 0 ? try fallback(in: &inner, range) : nil
        let name = String(decoding: inner, as: UTF8.self).split { $0 == " " || $0 == "\t" }.joined(separator: " ")
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        let isName = parts.allSatisfy { part in
            part.utf8.first.map { !(0x30...0x39).contains($0) } ?? false
                && part.utf8.allSatisfy { Self.isNamePart($0) }
        }
        guard isName else {
            throw SyntaxError(
                message: "'\(name)' is no name", hint: "names are such as patient.first_name and data.visit",
                range: range)
        }
        return Tag(kind: kind, name: name, fallback: fallback, range: range)
    }

    /// What stands after a `|`, which is taken away with it.
    private func fallback(
        in inner: inout ArraySlice<UInt8>, _ range: Range<Int>
    ) throws(SyntaxError) -> String? {
        guard let bar = inner.firstIndex(of: UInt8(ascii: "|")) else { return nil }
        let words = String(decoding: inner[(bar + 1)...], as: UTF8.self).split { $0 == " " || $0 == "\t" }
        guard !words.isEmpty else {
            throw SyntaxError(
                message: "nothing stands behind '|'",
                hint: "write what is said without the value, as in {{name|there}}",
                range: range)
        }
        inner = inner[..<bar]
        return words.joined(separator: " ")
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
