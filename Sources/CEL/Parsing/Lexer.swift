/// Cuts an expression's text into tokens.
struct Lexer {
    let bytes: [UInt8]
    var position = 0

    init(_ source: String) { bytes = Array(source.utf8) }

    /// All tokens; the last is `.end`.
    static func tokens(of source: String) throws(Issue) -> [Token] {
        var lexer = Lexer(source)
        var tokens: [Token] = []
        tokens.reserveCapacity(16)
        while true {
            let token = try lexer.next()
            tokens.append(token)
            if token.kind == .end { return tokens }
        }
    }

    /// The byte so far ahead; 0 behind the end, and nothing of the language begins with 0.
    func peek(_ distance: Int = 0) -> UInt8 {
        let place = position + distance
        return place < bytes.count ? bytes[place] : 0
    }

    func issue(_ message: String, from start: Int) -> Issue {
        Issue(.syntax, message, at: start..<max(start, min(position, bytes.count)))
    }

    private mutating func next() throws(Issue) -> Token {
        skipBlanks()
        let start = position
        guard start < bytes.count else { return Token(kind: .end, range: start..<start) }
        let byte = peek()
        if byte.isDigit || (byte == UInt8(ascii: ".") && peek(1).isDigit) {
            let kind = try number()
            return Token(kind: kind, range: start..<position)
        }
        if let kind = try text() { return Token(kind: kind, range: start..<position) }
        if byte.isIdentifierStart {
            while peek().isIdentifierStart || peek().isDigit { position += 1 }
            return Token(kind: .identifier(slice(start)), range: start..<position)
        }
        if byte == UInt8(ascii: "`") { return try quotedName() }
        if byte == UInt8(ascii: "<"), peek(1) == UInt8(ascii: ">") { throw notAnOperator("<>", "!=") }
        if let symbol = symbol() {
            position += symbol.rawValue.utf8.count
            return Token(kind: .symbol(symbol), range: start..<position)
        }
        throw strayCharacter()
    }

    private mutating func skipBlanks() {
        while position < bytes.count {
            switch peek() {
            case 0x20, 0x09, 0x0A, 0x0C, 0x0D: position += 1
            case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"):
                while position < bytes.count, peek() != 0x0A { position += 1 }
            default: return
            }
        }
    }

    private func slice(_ start: Int) -> String { String(decoding: bytes[start..<position], as: UTF8.self) }

    private func symbol() -> Token.Symbol? {
        let one = String(decoding: [peek()], as: UTF8.self)
        let two = String(decoding: [peek(), peek(1)], as: UTF8.self)
        return Token.Symbol(rawValue: two) ?? Token.Symbol(rawValue: one)
    }

    private mutating func strayCharacter() -> Issue {
        let start = position
        let byte = peek()
        position += 1
        while position < bytes.count, bytes[position] & 0xC0 == 0x80 { position += 1 }
        switch byte {
        case UInt8(ascii: "=") where peek() == UInt8(ascii: ">"): return notAnOperator("=>", ">=", at: start)
        case UInt8(ascii: "=") where peek() == UInt8(ascii: "<"): return notAnOperator("=<", "<=", at: start)
        case UInt8(ascii: "="):
            return Issue(
                .syntax, "A single = is not an operator; compare with ==", at: start..<position, suggestions: ["=="])
        case UInt8(ascii: "&"):
            return Issue(.syntax, "A single & is not an operator; write &&", at: start..<position, suggestions: ["&&"])
        case UInt8(ascii: "|"):
            return Issue(.syntax, "A single | is not an operator; write ||", at: start..<position, suggestions: ["||"])
        default:
            if let sign = Self.signs[slice(start)] {
                return Issue(
                    .syntax, "The character \(slice(start)) has no meaning here; write \(sign)", at: start..<position,
                    suggestions: [sign])
            }
            let character = slice(start)
            if let scalar = character.unicodeScalars.first, scalar.isInvisible {
                let digits = String(scalar.value, radix: 16, uppercase: true)
                let code = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
                return Issue(
                    .syntax, "The invisible character U+\(code) has no meaning here; write an ordinary space",
                    at: start..<position)
            }
            return issue("The character \(character) has no meaning here", from: start)
        }
    }

    /// Signs of other languages, and what writing programs make of quotes and minus signs.
    private static let signs = [
        "≥": ">=", "≤": "<=", "≠": "!=", "×": "*", "÷": "/", "–": "-", "−": "-", "“": "\"", "”": "\"", "„": "\"",
        "‘": "'", "’": "'", "∧": "&&", "∨": "||", "¬": "!",
    ]

    private func notAnOperator(_ sign: String, _ meant: String, at start: Int? = nil) -> Issue {
        let start = start ?? position
        return Issue(
            .syntax, "\(sign) is not an operator; write \(meant)", at: start..<(start + sign.utf8.count),
            suggestions: [meant])
    }

    private mutating func quotedName() throws(Issue) -> Token {
        let start = position
        position += 1
        while peek().isQuotedNamePart { position += 1 }
        guard peek() == UInt8(ascii: "`"), position > start + 1 else {
            throw issue(
                "A name between backquotes has letters, digits, _ . - / and blanks, and ends with a backquote",
                from: start)
        }
        position += 1
        let name = String(decoding: bytes[(start + 1)..<(position - 1)], as: UTF8.self)
        return Token(kind: .quoted(name), range: start..<position)
    }

    private mutating func number() throws(Issue) -> Token.Kind {
        let start = position
        if peek() == UInt8(ascii: "0"), peek(1) | 0x20 == UInt8(ascii: "x"), peek(2).isHexDigit {
            position += 2
            while peek().isHexDigit { position += 1 }
            let digits = String(decoding: bytes[(start + 2)..<position], as: UTF8.self)
            return try whole(UInt64(digits, radix: 16), from: start)
        }
        while peek().isDigit { position += 1 }
        var isFraction = false
        if peek() == UInt8(ascii: "."), peek(1).isDigit {
            isFraction = true
            position += 1
            while peek().isDigit { position += 1 }
        }
        if peek() | 0x20 == UInt8(ascii: "e") {
            let sign = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-") ? 1 : 0
            if peek(1 + sign).isDigit {
                isFraction = true
                position += 1 + sign
                while peek().isDigit { position += 1 }
            }
        }
        guard isFraction else { return try whole(UInt64(slice(start)), from: start) }
        try endsHere(start)
        // `.5` has no digit before its point, which the library's reader wants.
        guard let value = Double("0" + slice(start)), value.isFinite else {
            throw issue("This number is too large", from: start)
        }
        return .double(value)
    }

    private mutating func whole(_ value: UInt64?, from start: Int) throws(Issue) -> Token.Kind {
        let isUnsigned = peek() | 0x20 == UInt8(ascii: "u")
        if isUnsigned { position += 1 }
        try endsHere(start)
        guard let value else { throw issue("This integer is too large", from: start) }
        return isUnsigned ? .uint(value) : .int(value)
    }

    /// A number runs into no name: `3days` is a slip, not two words.
    private mutating func endsHere(_ start: Int) throws(Issue) {
        guard peek().isIdentifierStart else { return }
        while peek().isIdentifierStart || peek().isDigit { position += 1 }
        throw issue("\(slice(start)) is neither a number nor a name", from: start)
    }
}

extension UInt8 {
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    var isHexDigit: Bool { isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self | 0x20) }
    var isIdentifierStart: Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) || self == UInt8(ascii: "_")
    }
    var isQuotedNamePart: Bool {
        isIdentifierStart || isDigit || self == 0x20 || self == UInt8(ascii: ".") || self == UInt8(ascii: "-")
            || self == UInt8(ascii: "/")
    }
    /// What this hexadecimal digit counts.
    var hexValue: UInt32 { isDigit ? UInt32(self - UInt8(ascii: "0")) : UInt32((self | 0x20) - UInt8(ascii: "a")) + 10 }
}

extension Unicode.Scalar {
    /// Whether it looks like a space or like nothing.
    fileprivate var isInvisible: Bool {
        switch properties.generalCategory {
        case .spaceSeparator, .format, .control, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
