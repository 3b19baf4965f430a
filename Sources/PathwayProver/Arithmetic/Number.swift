/// A value in z3's answer.
enum Number: Hashable {
    case truth(Bool)
    /// A fraction, its denominator positive.
    case fraction(Int64, Int64)
    /// Written with more digits than fit.
    case large

    var integer: Int64? { if case .fraction(let number, 1) = self { number } else { nil } }

    var number: Double? {
        if case .fraction(let numerator, let denominator) = self {
            Double(numerator) / Double(denominator)
        } else {
            nil
        }
    }

    /// The pairs in `((name value) …)`; nil where it is something else.
    static func values(in text: String) -> [String: Number]? {
        var tokens = Tokens(text)
        guard case .list(let pairs)? = tokens.next() else { return nil }
        var values: [String: Number] = [:]
        for case .list(let pair) in pairs {
            guard pair.count == 2, case .word(let name) = pair[0] else { return nil }
            values[name] = number(pair[1])
        }
        return values
    }

    private static func number(_ token: Tokens.Token) -> Number {
        switch token {
        case .word("true"): return .truth(true)
        case .word("false"): return .truth(false)
        case .word(let digits):
            let whole = digits.hasSuffix(".0") ? String(digits.dropLast(2)) : digits
            return Int64(whole).map { .fraction($0, 1) } ?? .large
        case .list(let parts):
            switch (parts.first, parts.count) {
            case (.word("-")?, 2):
                guard case .fraction(let numerator, let denominator) = number(parts[1]) else { return .large }
                return .fraction(-numerator, denominator)
            case (.word("/")?, 3):
                guard case .fraction(let numerator, 1) = number(parts[1]),
                    case .fraction(let denominator, 1) = number(parts[2]), denominator > 0
                else { return .large }
                return .fraction(numerator, denominator)
            default: return .large
            }
        }
    }

    /// Words and lists of them.
    private struct Tokens {
        enum Token: Hashable {
            case word(String)
            case list([Token])
        }

        private var left: Substring

        init(_ text: String) { left = text[...] }

        mutating func next() -> Token? {
            left = left.drop { $0.isWhitespace }
            guard let first = left.first, first != ")" else { return nil }
            guard first == "(" else {
                let word = left.prefix { !$0.isWhitespace && $0 != "(" && $0 != ")" }
                left = left[word.endIndex...]
                return .word(String(word))
            }
            left = left.dropFirst()
            var parts: [Token] = []
            while let part = next() { parts.append(part) }
            left = left.drop { $0.isWhitespace }.dropFirst()
            return .list(parts)
        }
    }
}
