/// Why bytes are no JSON.
package struct JSONError: Error, Hashable, Sendable {
    package var message: String
    /// Where, in bytes from the beginning.
    package var offset: Int
}

extension JSON {
    /// Nesting beyond which a text is refused.
    package static let maximumDepth = 128

    /// Reads one value, and nothing after it. A member that stands twice is refused.
    package static func parse(_ bytes: [UInt8]) throws(JSONError) -> JSON {
        var parser = JSONParser(bytes: bytes)
        return try parser.document()
    }

    package static func parse(_ text: String) throws(JSONError) -> JSON { try parse(Array(text.utf8)) }
}

private struct JSONParser {
    let bytes: [UInt8]
    var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func document() throws(JSONError) -> JSON {
        let value = try value(depth: 0)
        skipBlanks()
        guard position == bytes.count else { throw error("there is something after the value") }
        return value
    }

    private func error(_ message: String) -> JSONError { JSONError(message: message, offset: position) }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipBlanks() {
        while position < bytes.count {
            let byte = bytes[position]
            guard byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D else { return }
            position += 1
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard current == byte else { return false }
        position += 1
        return true
    }

    private mutating func value(depth: Int) throws(JSONError) -> JSON {
        guard depth <= JSON.maximumDepth else { throw error("nested deeper than \(JSON.maximumDepth) levels") }
        skipBlanks()
        switch current {
        case UInt8(ascii: "{"): return try object(depth)
        case UInt8(ascii: "["): return try array(depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func word(_ word: String, _ value: JSON) throws(JSONError) -> JSON {
        guard bytes[position...].starts(with: word.utf8) else { throw error("a value is expected") }
        position += word.utf8.count
        return value
    }

    private mutating func array(_ depth: Int) throws(JSONError) -> JSON {
        position += 1
        var elements: [JSON] = []
        skipBlanks()
        if take(UInt8(ascii: "]")) { return .array(elements) }
        while true {
            elements.append(try value(depth: depth + 1))
            skipBlanks()
            if take(UInt8(ascii: "]")) { return .array(elements) }
            guard take(UInt8(ascii: ",")) else { throw error("a comma or ] is expected") }
        }
    }

    private mutating func object(_ depth: Int) throws(JSONError) -> JSON {
        position += 1
        var members: [JSON.Member] = []
        var names = MemberNames()
        skipBlanks()
        if take(UInt8(ascii: "}")) { return .object(members) }
        while true {
            skipBlanks()
            guard current == UInt8(ascii: "\"") else { throw error("a name in quotes is expected") }
            let name = try string()
            guard names.insert(name, after: members) else { throw error("a name stands twice") }
            skipBlanks()
            guard take(UInt8(ascii: ":")) else { throw error("a colon is expected") }
            members.append(JSON.Member(name, try value(depth: depth + 1)))
            skipBlanks()
            if take(UInt8(ascii: "}")) { return .object(members) }
            guard take(UInt8(ascii: ",")) else { throw error("a comma or } is expected") }
        }
    }

    private mutating func number() throws(JSONError) -> JSON {
        let start = position
        _ = take(UInt8(ascii: "-"))
        let digits = position
        while let byte = current, byte.isDigit { position += 1 }
        let count = position - digits
        guard count > 0, count == 1 || bytes[digits] != UInt8(ascii: "0") else { throw error("a value is expected") }
        var isWhole = true
        if take(UInt8(ascii: ".")) {
            isWhole = false
            guard let byte = current, byte.isDigit else { throw error("a digit is expected") }
            while let byte = current, byte.isDigit { position += 1 }
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            isWhole = false
            _ = take(UInt8(ascii: "+")) || take(UInt8(ascii: "-"))
            guard let byte = current, byte.isDigit else { throw error("a digit is expected") }
            while let byte = current, byte.isDigit { position += 1 }
        }
        // Short whole numbers, which most are, need no text.
        if isWhole, count <= 18 {
            let magnitude = bytes[digits..<position].reduce(Int64(0)) { $0 * 10 + Int64($1 - 0x30) }
            return .int(digits > start ? -magnitude : magnitude)
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isWhole, let number = Int64(text) { return .int(number) }
        guard let number = Double(text), number.isFinite else { throw error("the number is too large") }
        return .double(number)
    }

    private mutating func string() throws(JSONError) -> String {
        position += 1
        // Up to the first escape a text stands as it is; most have none.
        let start = position
        var seen: UInt8 = 0
        while position < bytes.count {
            let byte = bytes[position]
            guard byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 else { break }
            seen |= byte
            position += 1
        }
        if take(UInt8(ascii: "\"")) {
            // Validating is slow, and ASCII needs none.
            if seen < 0x80 { return String(decoding: bytes[start..<position - 1], as: UTF8.self) }
            guard let text = String(validating: bytes[start..<position - 1], as: UTF8.self) else {
                throw error("the text is no UTF-8")
            }
            return text
        }
        var content = Array(bytes[start..<position])
        while let byte = current {
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: content, as: UTF8.self) else { throw error("the text is no UTF-8") }
                return text
            case UInt8(ascii: "\\"): content += String(try escaped()).utf8
            case 0..<0x20: throw error("a control character stands in a text")
            default: content.append(byte)
            }
        }
        throw error("a text has no closing quote")
    }

    private mutating func escaped() throws(JSONError) -> Character {
        guard let byte = current else { throw error("a text has no closing quote") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicode()
        default: throw error("an escape that is not known")
        }
    }

    private mutating func unicode() throws(JSONError) -> Character {
        let first = try hex()
        var code = UInt32(first)
        if (0xD800..<0xDC00).contains(first) {
            guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else { throw error("half a character") }
            let second = try hex()
            guard (0xDC00..<0xE000).contains(second) else { throw error("half a character") }
            code = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw error("half a character") }
        return Character(scalar)
    }

    private mutating func hex() throws(JSONError) -> UInt16 {
        guard position + 4 <= bytes.count else { throw error("four hexadecimal digits are expected") }
        let digits = bytes[position..<position + 4]
        guard digits.allSatisfy({ $0.isHexDigit }),
            let value = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw error("four hexadecimal digits are expected") }
        position += 4
        return value
    }
}

/// The names of an object's members so far. Few are compared one by one; many are looked up.
private struct MemberNames {
    private static let few = 16
    private var many: Set<String> = []

    /// Whether the name is new.
    mutating func insert(_ name: String, after members: [JSON.Member]) -> Bool {
        guard members.count >= Self.few else { return !members.contains { $0.name == name } }
        if many.isEmpty { many = Set(members.map(\.name)) }
        return many.insert(name).inserted
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }
    fileprivate var isHexDigit: Bool {
        isDigit || (0x41...0x46).contains(self) || (0x61...0x66).contains(self)
    }
}
