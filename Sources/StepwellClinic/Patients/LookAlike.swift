/// Texts that a reader takes for each other: they differ only by case, or by letters and digits that look alike.
struct LookAlike {
    private let text: String
    private let lowercase: String
    private let shape: String

    init(_ text: String) {
        self.text = text
        lowercase = Self.folded(text) { $0.properties.lowercaseMapping }
        shape = Self.folded(text, Self.shape)
    }

    /// Whether another text is taken for it, and is not the same.
    func isLike(_ other: String) -> Bool {
        guard !other.utf8.elementsEqual(text.utf8) else { return false }
        // Almost all numbers of a clinic are ASCII, and differ within a few characters.
        let (count, counts) = (other.utf8.count, (shape.utf8.count, lowercase.utf8.count))
        if counts == (count, count), isUnlike(other) { return false }
        return Self.folded(other, Self.shape) == shape
            || Self.folded(other) { $0.properties.lowercaseMapping } == lowercase
    }

    /// Whether ASCII alone already tells two texts apart, whose characters are as many.
    private func isUnlike(_ other: String) -> Bool {
        var (isSameShape, isSameCase) = (true, true)
        for (byte, (shaped, lowered)) in zip(other.utf8, zip(shape.utf8, lowercase.utf8)) {
            guard byte < 0x80, shaped < 0x80, lowered < 0x80 else { return false }
            let lower = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
            isSameCase = isSameCase && lower == lowered
            isSameShape = isSameShape && Self.asciiShapes[Int(byte)] == shaped
            if !isSameShape, !isSameCase { return true }
        }
        return false
    }

    private static let asciiShapes: [UInt8] = (0..<0x80).map { code in
        let shape = shape(Unicode.Scalar(UInt8(code)))
        return shape.utf8.first ?? UInt8(code)
    }

    private static func folded(_ text: String, _ fold: (Unicode.Scalar) -> String) -> String {
        var folded = ""
        for scalar in text.unicodeScalars { folded += fold(scalar) }
        return folded
    }

    /// What a character looks like: one letter or digit for all that are drawn alike, whatever their case.
    private static func shape(_ scalar: Unicode.Scalar) -> String {
        let plain = narrow(scalar)
        if let known = shapes[plain] { return String(known) }
        let lower = plain.properties.lowercaseMapping
        guard lower.unicodeScalars.count == 1, let only = lower.unicodeScalars.first, let known = shapes[only] else {
            return lower
        }
        return String(known)
    }

    /// Full-width forms as the ASCII that they are, all blanks and dashes as one.
    private static func narrow(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        if (0xFF01...0xFF5E).contains(scalar.value) { return Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar }
        switch scalar.properties.generalCategory {
        case .spaceSeparator: return " "
        case .dashPunctuation: return "-"
        default: return scalar == "\u{2212}" ? "-" : scalar
        }
    }

    /// Digits, Cyrillic and Greek letters that are drawn as a Latin one. Of Greek letters whose two cases look like
    /// different ones each stands by itself.
    private static let shapes: [Unicode.Scalar: Unicode.Scalar] = {
        var shapes: [Unicode.Scalar: Unicode.Scalar] = [:]
        for (shape, alike) in alike {
            for scalar in alike.unicodeScalars { shapes[scalar] = shape }
        }
        return shapes
    }()

    private static let alike: [(Unicode.Scalar, String)] = [
        ("o", "0OoОоΟοօ"), ("l", "1lI|ІӀӏΙ"), ("i", "іιıɩ"), ("a", "АаΑα"), ("b", "ВΒβЬь"), ("c", "Ссϲ"), ("d", "ԁ"),
        ("e", "ЕеΕε"),
        ("g", "ɡ"), ("h", "НнΗҺһ"), ("j", "Јј"), ("k", "КкΚκ"), ("m", "МмΜ"), ("n", "Νη"), ("p", "РрΡρ"), ("q", "Ԛԛ"),
        ("s", "Ѕѕ"), ("t", "ТтΤτ"), ("u", "υ"), ("v", "νѴѵ"), ("w", "Ԝԝ"), ("x", "ХхΧχ"), ("y", "УуΥүҮ"), ("z", "Ζ"),
    ]
}
