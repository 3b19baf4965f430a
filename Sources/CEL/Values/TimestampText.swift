// The forms in which instants and durations are written.

extension Timestamp {
    /// Reads RFC 3339: `2026-01-31T12:00:00.5Z`, `2026-01-31T12:00:00-05:00`. Nil for anything else, for instants outside
    /// the years 1 to 9999, and for leap seconds. Digits beyond nanoseconds are dropped.
    public init?(_ text: some StringProtocol) {
        var reader = DigitReader(text)
        guard let year = reader.number(4), reader.take("-"), let month = reader.number(2), reader.take("-"),
            let day = reader.number(2), let date = CalendarDate(year: year, month: month, day: day),
            reader.take("T"), let hour = reader.number(2), reader.take(":"), let minute = reader.number(2),
            reader.take(":"), let second = reader.number(2), hour < 24, minute < 60, second < 60
        else { return nil }
        var nanoseconds = 0
        if reader.take(".") {
            guard let fraction = reader.nanoseconds() else { return nil }
            nanoseconds = fraction
        }
        guard let offset = reader.offset(), reader.isAtEnd else { return nil }
        let seconds = Int64(date.daysSinceEpoch) * 86_400 + Int64(hour * 3_600 + minute * 60 + second) - Int64(offset)
        guard (Instants.first...Instants.last).contains(seconds) else { return nil }
        self.init(seconds: seconds, nanoseconds: Int32(nanoseconds))
    }
}

extension Timestamp: CustomStringConvertible {
    /// RFC 3339 in UTC, with as many digits of a second as it takes: `2026-01-31T12:00:00.5Z`.
    public var description: String {
        guard let fields = CivilTime(seconds, offset: 0) else { return "\(seconds)s" }
        let time = "\(padded(fields.hour)):\(padded(fields.minute)):\(padded(fields.second))"
        return "\(fields.date)T\(time)\(fraction(nanoseconds))Z"
    }
}

extension Duration {
    /// Reads `1h30m`, `1.5s`, `-2ms`: numbers with a unit of h, m, s, ms, us, µs or ns. Nil for anything else, and where
    /// its nanoseconds do not fit into 64 bits.
    public init?(_ text: some StringProtocol) {
        var reader = DigitReader(text)
        let isNegative = reader.take("-")
        if !isNegative { _ = reader.take("+") }
        if reader.rest == [UInt8(ascii: "0")] {
            self.init(seconds: 0)
            return
        }
        var total: UInt64 = 0
        var isEmpty = true
        while !reader.isAtEnd {
            guard let part = reader.part() else { return nil }
            let (sum, overflow) = total.addingReportingOverflow(part)
            guard !overflow else { return nil }
            total = sum
            isEmpty = false
        }
        guard !isEmpty, total <= UInt64(Int64.max) + (isNegative ? 1 : 0) else { return nil }
        let nanoseconds = isNegative ? 0 &- Int64(bitPattern: total) : Int64(bitPattern: total)
        self.init(seconds: nanoseconds / 1_000_000_000, nanoseconds: Int32(nanoseconds % 1_000_000_000))
    }
}

extension Duration: CustomStringConvertible {
    /// Seconds, with as many digits as it takes: `5400s`, `-0.5s`.
    public var description: String {
        let sign = seconds < 0 || nanoseconds < 0 ? "-" : ""
        return "\(sign)\(seconds.magnitude)\(fraction(nanoseconds))s"
    }
}

private func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }

/// `.5`, or nothing where there is no fraction.
private func fraction(_ nanoseconds: Int32) -> String {
    guard nanoseconds != 0 else { return "" }
    var digits = Array(String(nanoseconds.magnitude).utf8)
    digits = Array(repeating: UInt8(ascii: "0"), count: max(0, 9 - digits.count)) + digits
    while digits.last == UInt8(ascii: "0") { digits.removeLast() }
    return "." + String(decoding: digits, as: UTF8.self)
}

/// Reads numbers and signs from left to right.
struct DigitReader {
    private let bytes: [UInt8]
    private var place = 0

    init(_ text: some StringProtocol) { bytes = Array(text.utf8) }

    var isAtEnd: Bool { place >= bytes.count }
    var rest: ArraySlice<UInt8> { bytes[place...] }

    mutating func take(_ sign: Unicode.Scalar) -> Bool {
        guard !isAtEnd, UInt32(bytes[place]) == sign.value else { return false }
        place += 1
        return true
    }

    /// A number of exactly so many digits.
    mutating func number(_ count: Int) -> Int? {
        guard place + count <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[place..<(place + count)] {
            guard byte.isDigit else { return nil }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
        }
        place += count
        return value
    }

    /// The digits behind a point, as nanoseconds.
    mutating func nanoseconds() -> Int? {
        var value = 0
        var count = 0
        while !isAtEnd, bytes[place].isDigit {
            if count < 9 { value = value * 10 + Int(bytes[place] - UInt8(ascii: "0")) }
            count += 1
            place += 1
        }
        guard count > 0 else { return nil }
        for _ in min(count, 9)..<9 { value *= 10 }
        return value
    }

    /// `Z`, `+05:30`, `-08:00`, as seconds east of UTC.
    mutating func offset() -> Int? {
        if take("Z") { return 0 }
        let isWest = take("-")
        guard isWest || take("+") else { return nil }
        return hoursAndMinutes().map { isWest ? -$0 : $0 }
    }

    /// `05:30`, in seconds.
    mutating func hoursAndMinutes() -> Int? {
        guard let hours = number(2), take(":"), let minutes = number(2), hours < 24, minutes < 60 else { return nil }
        return hours * 3_600 + minutes * 60
    }

    /// `1.5h`: a number and its unit, in nanoseconds, what is smaller dropped; nil where that is no part or too much.
    mutating func part() -> UInt64? {
        var whole: UInt64 = 0
        var hasDigits = false
        while !isAtEnd, bytes[place].isDigit {
            let (scaled, overflowed) = whole.multipliedReportingOverflow(by: 10)
            let (sum, overflow) = scaled.addingReportingOverflow(UInt64(bytes[place] - UInt8(ascii: "0")))
            guard !overflowed, !overflow else { return nil }
            whole = sum
            hasDigits = true
            place += 1
        }
        var fraction: UInt64 = 0
        var scale: UInt64 = 1
        if take(".") {
            while !isAtEnd, bytes[place].isDigit {
                if scale < 1_000_000_000_000_000 {
                    fraction = fraction * 10 + UInt64(bytes[place] - UInt8(ascii: "0"))
                    scale *= 10
                }
                hasDigits = true
                place += 1
            }
        }
        guard hasDigits, let unit = unit() else { return nil }
        let (scaled, overflow) = whole.multipliedReportingOverflow(by: unit)
        let small = fraction.multipliedFullWidth(by: unit)
        let (sum, carried) = scaled.addingReportingOverflow(scale.dividingFullWidth(small).quotient)
        return overflow || carried ? nil : sum
    }

    private mutating func unit() -> UInt64? {
        for (name, nanoseconds) in Self.units where rest.starts(with: name.utf8) {
            place += name.utf8.count
            return nanoseconds
        }
        return nil
    }

    /// The longer of two that begin alike first. The micro sign has two code points.
    private static let units: [(String, UInt64)] = [
        ("ns", 1), ("us", 1_000), ("\u{B5}s", 1_000), ("\u{3BC}s", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000),
        ("m", 60_000_000_000), ("h", 3_600_000_000_000),
    ]
}
