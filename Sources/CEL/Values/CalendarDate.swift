/// A day of the proleptic Gregorian calendar, without a zone.
public struct CalendarDate: Hashable, Sendable, Comparable {
    /// Days since 1970-01-01.
    public let daysSinceEpoch: Int32

    public init(daysSinceEpoch: Int32) { self.daysSinceEpoch = daysSinceEpoch }

    /// The day of this year, month (1 to 12) and day of month; nil where the calendar has no such day.
    /// Years 1 to 9999.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.length(ofMonth: month, year: year)
        else { return nil }
        self.init(daysSinceEpoch: Self.days(year: year, month: month, day: day))
    }

    /// The day so many days after 1970-01-01, or the first or the last of the years 1 to 9999 where it lies outside.
    public init(clamping days: Int64) {
        self.init(daysSinceEpoch: min(max(Int32(clamping: days), Self.first), Self.last))
    }

    /// Reads `2026-01-31`, and nothing else.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            var value = 0
            for byte in bytes[range] {
                guard (0x30...0x39).contains(byte) else { return nil }
                value = value * 10 + Int(byte - 0x30)
            }
            return value
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10) else { return nil }
        self.init(year: year, month: month, day: day)
    }

    @inlinable public static func == (left: CalendarDate, right: CalendarDate) -> Bool {
        left.daysSinceEpoch == right.daysSinceEpoch
    }

    @inlinable public static func < (left: CalendarDate, right: CalendarDate) -> Bool {
        left.daysSinceEpoch < right.daysSinceEpoch
    }

    /// Year, month and day of month.
    public var components: (year: Int, month: Int, day: Int) {
        // Howard Hinnant's days-to-civil algorithm: eras of 400 years that begin on 1 March.
        let shifted = Int(daysSinceEpoch) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// 1 for Monday to 7 for Sunday.
    public var weekday: Int {
        let monday = (Int(daysSinceEpoch) + 3) % 7
        return (monday + 7) % 7 + 1
    }

    /// Whole days from another date to this one; negative where the other is later.
    public func days(since other: CalendarDate) -> Int { Int(daysSinceEpoch) - Int(other.daysSinceEpoch) }

    /// This many days later; nil outside the years 1 to 9999.
    public func adding(days: Int) -> CalendarDate? {
        let (sum, overflow) = Int(daysSinceEpoch).addingReportingOverflow(days)
        guard !overflow, (Int(Self.first)...Int(Self.last)).contains(sum) else { return nil }
        return CalendarDate(daysSinceEpoch: Int32(sum))
    }

    /// The same day this many months later, or the month's last day where it is shorter; nil outside the years 1 to 9999.
    public func adding(months: Int) -> CalendarDate? {
        let (year, month, day) = components
        let (sum, overflow) = (year * 12 + month - 1).addingReportingOverflow(months)
        guard !overflow, (12..<120_000).contains(sum) else { return nil }
        let target = (year: sum / 12, month: sum % 12 + 1)
        let last = Self.length(ofMonth: target.month, year: target.year)
        return CalendarDate(year: target.year, month: target.month, day: min(day, last))
    }

    private static let first = days(year: 1, month: 1, day: 1)
    private static let last = days(year: 9999, month: 12, day: 31)

    private static func days(year: Int, month: Int, day: Int) -> Int32 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return Int32(era * 146_097 + dayOfEra - 719_468)
    }

    private static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension CalendarDate: CustomStringConvertible {
    /// `2026-01-31`.
    public var description: String {
        let (year, month, day) = components
        guard (0...9_999).contains(year) else {
            return "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
        }
        return String(unsafeUninitializedCapacity: 10) { text in
            text.put(year, width: 4, at: 0)
            text[4] = UInt8(ascii: "-")
            text.put(month, width: 2, at: 5)
            text[7] = UInt8(ascii: "-")
            text.put(day, width: 2, at: 8)
            return 10
        }
    }
}

/// A length of time in calendar units: months first, then days.
public struct Period: Hashable, Sendable {
    public let months: Int
    public let days: Int

    public init(months: Int = 0, days: Int = 0) {
        self.months = months
        self.days = days
    }
}

extension UnsafeMutableBufferPointer<UInt8> {
    /// Writes a number in so many decimal digits, with zeros before it.
    fileprivate func put(_ number: Int, width: Int, at place: Int) {
        var rest = number
        for digit in (place..<place + width).reversed() {
            self[digit] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        }
    }
}
