/// Names in a message that stand in one brace, or in the brackets of another language: `{patient.first_name}`.
enum SingleBraces {
    struct Found: Hashable {
        var name: String
        /// As it is written, with what is around it.
        var written: String
        /// UTF-8 offsets.
        var range: Range<Int>
    }

    /// More of a text's names than these are not told.
    private static let most = 20
    /// No name is longer.
    private static let longest = 64

    private static let brackets: [(open: String, close: String)] = [
        ("${", "}"), ("{", "}"), ("[[", "]]"), ("<<", ">>"),
    ]

    static func names(in text: String, isName: (String) -> Bool) -> [Found] {
        let bytes = Array(text.utf8)
        var found: [Found] = []
        var place = 0
        func starts(_ text: String, _ place: Int) -> Bool { bytes[place...].starts(with: text.utf8) }
        while place < bytes.count, found.count < most {
            guard "${[<".utf8.contains(bytes[place]) else {
                place += 1
                continue
            }
            if starts("{{", place) {
                // A tag, and as many braces as it has.
                while place < bytes.count, bytes[place] != UInt8(ascii: "}") { place += 1 }
                while place < bytes.count, bytes[place] == UInt8(ascii: "}") { place += 1 }
                continue
            }
            let match = brackets.compactMap { bracket -> Found? in
                guard starts(bracket.open, place), !starts("${{", place) else { return nil }
                let start = place + bracket.open.utf8.count
                let inner = bytes[start...].prefix(longest).prefix { isNamePart($0) || $0 == UInt8(ascii: " ") }
                let end = start + inner.count
                guard end <= bytes.count, bytes[end...].starts(with: bracket.close.utf8) else { return nil }
                let name = String(decoding: inner, as: UTF8.self).split(separator: " ").joined(separator: " ")
                guard isName(name) else { return nil }
                let range = place..<(end + bracket.close.utf8.count)
                return Found(name: name, written: String(decoding: bytes[range], as: UTF8.self), range: range)
            }.first
            if let match {
                found.append(
                    Found(
                        name: match.name.contains(".") ? match.name : "patient.\(match.name)", written: match.written,
                        range: match.range))
            }
            place = match?.range.upperBound ?? place + 1
        }
        return found
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
            || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
    }
}
