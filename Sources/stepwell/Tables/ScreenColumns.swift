extension String {
    /// How many columns of a terminal it takes.
    var columns: Int {
        // Most texts are plain letters.
        if utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return utf8.count }
        return reduce(0) { $0 + $1.columns }
    }

    /// As much of it as these columns hold, with `…` where something is missing.
    func cut(to most: Int) -> String {
        guard columns > most else { return self }
        var (kept, taken) = ("", 0)
        for character in self {
            guard taken + character.columns < most else { break }
            kept.append(character)
            taken += character.columns
        }
        while kept.last == " " { kept.removeLast() }
        return kept + "…"
    }
}

extension Character {
    /// How many columns of a terminal it takes: two where it is wide or an emoji, else one for each sign that stands by
    /// itself. What is put on another sign, such as an accent, takes none.
    var columns: Int {
        let scalars = unicodeScalars
        guard !scalars.contains(where: \.makesEmoji) else { return 2 }
        return scalars.reduce(0) { $0 + $1.columns }
    }
}

extension Unicode.Scalar {
    /// Whether what it is part of is shown as an emoji: by itself, or because a selector or a color follows.
    fileprivate var makesEmoji: Bool {
        properties.isEmojiPresentation || properties.isEmojiModifier || value == 0xFE0F
    }

    fileprivate var columns: Int {
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: 0
        // The second and third letters of a Korean syllable stand in the first.
        case .otherLetter where (0x1160...0x11FF).contains(value) || (0xD7B0...0xD7FF).contains(value): 0
        case _ where Self.wide.contains { $0.contains(value) }: 2
        default: 1
        }
    }

    /// Wide and full-width characters of EastAsianWidth.txt, Unicode 15.0, without the emoji, which Swift knows. What is
    /// not assigned between two ranges belongs to them.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x3247, 0x3250...0x4DBF, 0x4E00...0xA4C6,
        0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6B, 0xFF01...0xFF60,
        0xFFE0...0xFFE6, 0x16FE0...0x18D08, 0x1AFF0...0x1B2FB, 0x1F200...0x1F265, 0x20000...0x3FFFD,
    ]
}
