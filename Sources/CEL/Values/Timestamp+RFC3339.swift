// Instants as files, facts and messages write them: RFC 3339, with any offset.

extension Timestamp {
    /// Reads an instant as RFC 3339 writes it, with its offset: `2026-01-05T12:00:00Z`, `2026-01-05T07:00:00.5-05:00`.
    package init?(rfc3339 text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[10] == 0x54 || bytes[10] == 0x74, bytes[13] == 0x3A, bytes[16] == 0x3A,
            let date = CalendarDate(String(decoding: bytes[..<10], as: UTF8.self)),
            let hour = Self.twoDigits(bytes[11..<13], below: 24),
            let minute = Self.twoDigits(bytes[14..<16], below: 60),
            let second = Self.twoDigits(bytes[17..<19], below: 60)
        else { return nil }
        var rest = bytes[19...]
        guard let nanoseconds = Self.readFraction(&rest), let offset = Self.readOffset(rest) else { return nil }
        let local = Int64(date.daysSinceEpoch) * 86_400 + Int64(hour * 3_600 + minute * 60 + second)
        guard Self.range.contains(local - offset) else { return nil }
        self.init(seconds: local - offset, nanoseconds: nanoseconds)
    }

    /// `2026-01-05T12:00:00Z`, or with an offset `2026-01-05T07:00:00-05:00`; a fraction only where there is one.
    ///
    /// - Parameter offset: seconds ahead of UTC; an offset's seconds are not shown.
    package func rfc3339(offset: Int64 = 0) -> String {
        let shown = offset - offset % 60
        let local = seconds + shown
        let day = local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
        let second = local - day * 86_400
        var text = CalendarDate(daysSinceEpoch: Int32(clamping: day)).description
        text += Self.time(Int(second))
        if nanoseconds > 0 {
            var digits = String(String(1_000_000_000 + Int64(nanoseconds)).dropFirst())
            while digits.last == "0" { digits.removeLast() }
            text += ".\(digits)"
        }
        guard shown != 0 else { return text + "Z" }
        let minutes = abs(shown) / 60
        return text + "\(shown < 0 ? "-" : "+")\(Self.padded(minutes / 60)):\(Self.padded(minutes % 60))"
    }

    /// `T12:00:00`
    private static func time(_ second: Int) -> String {
        String(unsafeUninitializedCapacity: 9) { text in
            func put(_ sign: UInt8, _ number: Int, at place: Int) {
                text[place] = sign
                text[place + 1] = UInt8(ascii: "0") + UInt8(number / 10)
                text[place + 2] = UInt8(ascii: "0") + UInt8(number % 10)
            }
            put(UInt8(ascii: "T"), second / 3_600, at: 0)
            put(UInt8(ascii: ":"), second / 60 % 60, at: 3)
            put(UInt8(ascii: ":"), second % 60, at: 6)
            return 9
        }
    }

    private static func padded(_ number: Int64) -> String { number < 10 ? "0\(number)" : String(number) }

    private static func twoDigits(_ bytes: ArraySlice<UInt8>, below limit: Int) -> Int? {
        guard bytes.count == 2, bytes.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        let number = bytes.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        return number < limit ? number : nil
    }

    /// Takes `.5` off the front, to nanoseconds; nil where a point has no digits or more than nine.
    private static func readFraction(_ rest: inout ArraySlice<UInt8>) -> Int32? {
        guard rest.first == 0x2E else { return 0 }
        let digits = rest.dropFirst().prefix { (0x30...0x39).contains($0) }
        guard (1...9).contains(digits.count) else { return nil }
        rest = rest.dropFirst(digits.count + 1)
        let value = digits.reduce(Int32(0)) { $0 * 10 + Int32($1 - 0x30) }
        return (digits.count..<9).reduce(value) { value, _ in value * 10 }
    }

    /// Seconds ahead of UTC.
    private static func readOffset(_ rest: ArraySlice<UInt8>) -> Int64? {
        let bytes = Array(rest)
        if bytes == [0x5A] || bytes == [0x7A] { return 0 }
        guard bytes.count == 6, bytes[0] == 0x2B || bytes[0] == 0x2D, bytes[3] == 0x3A,
            let hours = twoDigits(bytes[1..<3], below: 24), let minutes = twoDigits(bytes[4..<6], below: 60)
        else { return nil }
        let offset = Int64(hours * 3_600 + minutes * 60)
        return bytes[0] == 0x2D ? -offset : offset
    }
}
