extension Lexer {
    /// A text or bytes literal, where one begins here.
    mutating func text() throws(Issue) -> Token.Kind? {
        var ahead = 0
        let isBytes = peek() | 0x20 == UInt8(ascii: "b")
        if isBytes { ahead += 1 }
        let isRaw = peek(ahead) | 0x20 == UInt8(ascii: "r")
        if isRaw { ahead += 1 }
        let quote = peek(ahead)
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return nil }
        let start = position
        position += ahead
        let isTriple = peek(1) == quote && peek(2) == quote
        position += isTriple ? 3 : 1

        var content: [UInt8] = []
        while true {
            guard position < bytes.count else { throw issue("This text has no closing quote", from: start) }
            let byte = peek()
            if byte == quote, !isTriple || (peek(1) == quote && peek(2) == quote) {
                position += isTriple ? 3 : 1
                break
            }
            if !isTriple, byte == 0x0A || byte == 0x0D {
                throw issue("This text has no closing quote on its line", from: start)
            }
            if byte == UInt8(ascii: "\\"), !isRaw {
                try escape(isBytes: isBytes, into: &content)
            } else {
                content.append(byte)
                position += 1
            }
        }
        return isBytes ? .bytes(content) : .string(String(decoding: content, as: UTF8.self))
    }

    private mutating func escape(isBytes: Bool, into content: inout [UInt8]) throws(Issue) {
        let start = position
        position += 1
        let letter = peek()
        position += 1
        switch letter {
        case UInt8(ascii: "a"): content.append(0x07)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "v"): content.append(0x0B)
        case UInt8(ascii: "\\"), UInt8(ascii: "?"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"):
            content.append(letter)
        case UInt8(ascii: "x"), UInt8(ascii: "X"):
            let number = try hex(2, from: start)
            try append(number, isBytes: isBytes, from: start, to: &content)
        case UInt8(ascii: "u") where !isBytes:
            let number = try hex(4, from: start)
            try append(number, isBytes: false, from: start, to: &content)
        case UInt8(ascii: "U") where !isBytes:
            let number = try hex(8, from: start)
            try append(number, isBytes: false, from: start, to: &content)
        case UInt8(ascii: "0")...UInt8(ascii: "3"):
            let number = try octal(letter, from: start)
            try append(number, isBytes: isBytes, from: start, to: &content)
        default:
            throw issue("This backslash begins nothing known; write \\\\ for a backslash", from: start)
        }
    }

    private mutating func hex(_ count: Int, from start: Int) throws(Issue) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<count {
            guard peek().isHexDigit else { throw issue("\(count) hexadecimal digits belong here", from: start) }
            value = value << 4 | peek().hexValue
            position += 1
        }
        return value
    }

    private mutating func octal(_ first: UInt8, from start: Int) throws(Issue) -> UInt32 {
        var value = UInt32(first - UInt8(ascii: "0"))
        for _ in 0..<2 {
            guard (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(peek()) else {
                throw issue("3 octal digits belong here", from: start)
            }
            value = value << 3 | UInt32(peek() - UInt8(ascii: "0"))
            position += 1
        }
        return value
    }

    /// A number is a byte in bytes, and a character in a text. It is read before the call: an argument that moves on
    /// would leave this method with the position from before.
    private func append(
        _ number: UInt32, isBytes: Bool, from start: Int, to content: inout [UInt8]
    ) throws(Issue) {
        if isBytes {
            content.append(UInt8(truncatingIfNeeded: number))
            return
        }
        guard let scalar = Unicode.Scalar(number) else { throw issue("There is no such character", from: start) }
        content.append(contentsOf: Array(String(Character(scalar)).utf8))
    }
}
