import PathwayModel

/// A character that looks like a space or like nothing, and is none to YAML: often pasted from a page or a letter.
enum InvisibleCharacter: UInt32, CaseIterable {
    case softHyphen = 0xAD
    case nonBreakingSpace = 0xA0
    case figureSpace = 0x2007
    case zeroWidthSpace = 0x200B
    case zeroWidthNonJoiner = 0x200C
    case zeroWidthJoiner = 0x200D
    case narrowNonBreakingSpace = 0x202F
    case wordJoiner = 0x2060
    case ideographicSpace = 0x3000
    case byteOrderMark = 0xFEFF

    private var name: String {
        switch self {
        case .softHyphen: "a soft hyphen"
        case .nonBreakingSpace: "a non-breaking space"
        case .figureSpace: "a figure space"
        case .zeroWidthSpace: "a zero-width space"
        case .zeroWidthNonJoiner: "a zero-width non-joiner"
        case .zeroWidthJoiner: "a zero-width joiner"
        case .narrowNonBreakingSpace: "a narrow non-breaking space"
        case .wordJoiner: "a word joiner"
        case .ideographicSpace: "an ideographic space"
        case .byteOrderMark: "a byte order mark"
        }
    }

    /// `a non-breaking space (U+00A0)`
    var words: String {
        let digits = String(rawValue, radix: 16, uppercase: true)
        return "\(name) (U+\(String(repeating: "0", count: 4 - digits.count))\(digits))"
    }

    /// The first in a text, with how many characters stand before it.
    static func first(in text: String) -> (character: InvisibleCharacter, offset: Int)? {
        // All of them are beyond ASCII, and most texts are not.
        guard text.utf8.contains(where: { $0 >= 0x80 }) else { return nil }
        for (offset, scalar) in text.unicodeScalars.enumerated() {
            if let character = InvisibleCharacter(rawValue: scalar.value) { return (character, offset) }
        }
        return nil
    }

    /// A text without those at its ends, and the spaces beside them; nil where there are none.
    static func trimmed(_ text: String) -> String? {
        guard first(in: text) != nil else { return nil }
        func isNothing(_ scalar: Unicode.Scalar) -> Bool {
            scalar == " " || InvisibleCharacter(rawValue: scalar.value) != nil
        }
        let scalars = text.unicodeScalars.drop(while: isNothing)
        guard let last = scalars.lastIndex(where: { !isNothing($0) }) else { return "" }
        let trimmed = String(String.UnicodeScalarView(scalars[...last]))
        return trimmed == text ? nil : trimmed
    }

    /// What is said of one in a name, or in a text that is none of its ends.
    static func diagnostic(in text: String, at start: SourceSpan.Position, file: String) -> Diagnostic? {
        first(in: text).map {
            diagnostic($0.character, at: start, offset: $0.offset, file, isIndent: start.column == 1)
        }
    }

    /// The same of one in a line that is no YAML, where a space has a meaning: at the line's beginning, and after what
    /// separates names and values.
    static func diagnostic(inLine line: String, number: Int, file: String) -> Diagnostic? {
        guard first(in: line) != nil else { return nil }
        var before: Unicode.Scalar?
        for (offset, scalar) in line.unicodeScalars.enumerated() {
            if let character = InvisibleCharacter(rawValue: scalar.value) {
                guard before.map({ ":,{[-".unicodeScalars.contains($0) }) ?? true else { continue }
                let start = SourceSpan.Position(line: number, column: 1)
                return diagnostic(character, at: start, offset: offset, file, isIndent: before == nil)
            }
            if scalar != " " { before = scalar }
        }
        return nil
    }

    private static func diagnostic(
        _ character: InvisibleCharacter, at start: SourceSpan.Position, offset: Int, _ file: String, isIndent: Bool
    ) -> Diagnostic {
        let place = SourceSpan.Position(line: start.line, column: start.column + offset)
        let end = SourceSpan.Position(line: start.line, column: place.column + 1)
        return Diagnostic(
            .invisibleCharacter, "this is \(character.words)", at: SourceSpan(file: file, start: place, end: end),
            hint: isIndent ? "indent with ordinary spaces" : "write an ordinary space, or nothing")
    }
}
