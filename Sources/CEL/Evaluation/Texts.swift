/// Functions about texts. Places count code points.
enum Texts {
    static func answer(
        _ function: TextFunction, _ arguments: inout Arguments
    ) throws(EvaluationFailure) -> Value {
        switch function {
        case .contains, .startsWith, .endsWith, .matches: return try .bool(test(function, &arguments))
        case .charAt: return try .string(character(arguments))
        case .indexOf: return try .int(index(arguments))
        case .lastIndexOf: return try .int(lastIndex(arguments))
        case .substring: return try .string(substring(arguments))
        case .lowerAscii: return try .string(mapped(arguments) { $0.isUppercaseLetter ? $0 | 0x20 : $0 })
        case .upperAscii: return try .string(mapped(arguments) { $0.isLowercaseLetter ? $0 & ~0x20 : $0 })
        case .trim: return try .string(arguments.text(0).trimmingSpaces)
        case .reverse: return try .string(text(Array(arguments.text(0).unicodeScalars.reversed())[...]))
        case .replace: return try .string(replaced(&arguments))
        case .split: return try .list(split(arguments).map { .string($0) })
        case .join: return try .string(joined(&arguments))
        case .quote: return try .string(quoted(arguments.text(0)))
        case .format: return try .string(Formatter.format(&arguments))
        case .base64Encode:
            guard case .bytes(let bytes) = try arguments.value(0) else { throw .mismatch }
            return .string(Base64.encode(bytes))
        case .base64Decode:
            guard let bytes = Base64.decode(try arguments.text(0)) else {
                throw EvaluationFailure(.conversion, "The text is not in base64")
            }
            return .bytes(bytes)
        }
    }

    private static let outOfRange = EvaluationFailure(.indexOutOfRange, "The text has no such place")

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    private static func test(
        _ function: TextFunction, _ arguments: inout Arguments
    ) throws(EvaluationFailure) -> Bool {
        let text = try arguments.text(0)
        let part = try arguments.text(1)
        return switch function {
        case .startsWith: text.utf8.starts(with: part.utf8)
        case .endsWith: text.utf8.reversed().starts(with: part.utf8.reversed())
        case .matches: try Patterns.matches(text, part, &arguments)
        case .contains: Search.first(Array(part.utf8), in: Array(text.utf8)) != nil
        case .charAt, .indexOf, .lastIndexOf, .substring, .lowerAscii, .upperAscii, .trim, .reverse, .replace, .split,
            .join, .quote, .format, .base64Encode, .base64Decode:
            throw .mismatch
        }
    }

    // MARK: Places

    private static func character(_ arguments: Arguments) throws(EvaluationFailure) -> String {
        let scalars = Array(try arguments.text(0).unicodeScalars)
        let place = try arguments.int(1)
        guard place >= 0, place <= scalars.count else { throw outOfRange }
        return text(scalars[Int(place)..<min(Int(place) + 1, scalars.count)])
    }

    /// -1 where it is not found, also behind the end; before the beginning there is nothing to ask.
    private static func index(_ arguments: Arguments) throws(EvaluationFailure) -> Int64 {
        let scalars = Array(try arguments.text(0).unicodeScalars)
        let part = Array(try arguments.text(1).unicodeScalars)
        let start = arguments.count > 2 ? try arguments.int(2) : 0
        guard (0...Int64(scalars.count)).contains(start) else { throw outOfRange }
        return Int64(Search.first(part, in: scalars, from: Int(start)) ?? -1)
    }

    private static func lastIndex(_ arguments: Arguments) throws(EvaluationFailure) -> Int64 {
        let scalars = Array(try arguments.text(0).unicodeScalars)
        let part = Array(try arguments.text(1).unicodeScalars)
        let place = arguments.count > 2 ? try arguments.int(2) : Int64(scalars.count)
        guard (0...Int64(scalars.count)).contains(place) else { throw outOfRange }
        guard part.count <= scalars.count else { return -1 }
        let last = min(scalars.count - part.count, Int(place))
        // Seen from behind, the last is the first.
        let reversed = Array(scalars[..<(last + part.count)].reversed())
        guard let found = Search.first(part.reversed(), in: reversed) else { return -1 }
        return Int64(last - found)
    }

    private static func substring(_ arguments: Arguments) throws(EvaluationFailure) -> String {
        let scalars = Array(try arguments.text(0).unicodeScalars)
        let start = try arguments.int(1)
        let end = arguments.count > 2 ? try arguments.int(2) : Int64(scalars.count)
        guard start >= 0, start <= end, end <= scalars.count else { throw outOfRange }
        return text(scalars[Int(start)..<Int(end)])
    }

    // MARK: New texts

    private static func mapped(
        _ arguments: Arguments, _ change: (UInt8) -> UInt8
    ) throws(EvaluationFailure) -> String {
        String(decoding: try arguments.text(0).utf8.map(change), as: UTF8.self)
    }

    /// At most `limit` times, each time where it is negative. Between the code points stands an empty text.
    private static func replaced(_ arguments: inout Arguments) throws(EvaluationFailure) -> String {
        let text = try arguments.text(0)
        let old = try arguments.text(1)
        let new = try arguments.text(2)
        let limit = arguments.count > 3 ? try arguments.int(3) : -1
        let parts = pieces(of: text, between: old, limit: limit < 0 ? nil : Int(limit))
        try arguments.charge(bytes: text.utf8.count + (parts.count - 1).saturatingProduct(new.utf8.count))
        return parts.joined(separator: new)
    }

    /// The text cut at up to `limit` places where the separator stands. An empty separator stands before each code point
    /// and at the end.
    private static func pieces(of string: String, between separator: String, limit: Int?) -> [String] {
        let limit = limit ?? .max
        if separator.isEmpty {
            var parts: [String] = []
            var scalars = Array(string.unicodeScalars)[...]
            if limit > 0 { parts.append("") }
            while parts.count < limit, let first = scalars.popFirst() { parts.append(String(first)) }
            // Where every place was used, what is left stands behind the last of them.
            guard parts.count >= limit || !scalars.isEmpty else { return parts + [""] }
            return parts + [text(scalars)]
        }
        return cut(Array(string.utf8), at: Array(separator.utf8), limit: limit).map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    private static func cut(_ text: [UInt8], at separator: [UInt8], limit: Int) -> [ArraySlice<UInt8>] {
        var parts: [ArraySlice<UInt8>] = []
        var start = 0
        for place in Search.all(separator, in: text) {
            guard parts.count < limit else { break }
            parts.append(text[start..<place])
            start = place + separator.count
        }
        return parts + [text[start...]]
    }

    /// At most `limit` parts, the last of them with the rest; all where it is negative.
    private static func split(_ arguments: Arguments) throws(EvaluationFailure) -> [String] {
        let text = try arguments.text(0)
        let separator = try arguments.text(1)
        let limit = arguments.count > 2 ? try arguments.int(2) : -1
        if limit == 0 { return [] }
        let most = limit < 0 ? Int.max : Int(limit)
        guard separator.isEmpty else {
            return pieces(of: text, between: separator, limit: most - 1)
        }
        let scalars = Array(text.unicodeScalars)
        guard scalars.count > most else { return scalars.map { String($0) } }
        return scalars[..<(most - 1)].map { String($0) } + [Self.text(scalars[(most - 1)...])]
    }

    private static func joined(_ arguments: inout Arguments) throws(EvaluationFailure) -> String {
        let separator = arguments.count > 1 ? try arguments.text(1) : ""
        var texts: [String] = []
        for element in try arguments.list(0) {
            guard case .string(let text) = element else { throw .mismatch }
            try arguments.charge(bytes: text.utf8.count + separator.utf8.count)
            texts.append(text)
        }
        try arguments.charge(bytes: texts.count.saturatingProduct(separator.utf8.count))
        return texts.joined(separator: separator)
    }

    /// In double quotes, so that an expression can say it.
    private static func quoted(_ text: String) -> String {
        var bytes: [UInt8] = [UInt8(ascii: "\"")]
        for byte in text.utf8 {
            let letter: Unicode.Scalar? =
                switch byte {
                case 0x07: "a"
                case 0x08: "b"
                case 0x0C: "f"
                case 0x0A: "n"
                case 0x0D: "r"
                case 0x09: "t"
                case 0x0B: "v"
                case UInt8(ascii: "\\"): "\\"
                case UInt8(ascii: "\""): "\""
                default: nil
                }
            if let letter {
                bytes += [UInt8(ascii: "\\"), UInt8(ascii: letter)]
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes + [UInt8(ascii: "\"")], as: UTF8.self)
    }
}

extension UInt8 {
    fileprivate var isUppercaseLetter: Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) }
    fileprivate var isLowercaseLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) }
}

extension Int {
    /// The product, or the largest number where it is larger.
    fileprivate func saturatingProduct(_ other: Int) -> Int {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        return overflow ? .max / 2 : Swift.min(product, .max / 2)
    }
}
