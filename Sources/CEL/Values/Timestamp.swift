/// An instant: seconds since 1970-01-01T00:00:00Z, and nanoseconds after that.
public struct Timestamp: Hashable, Sendable, Comparable {
    public let seconds: Int64
    /// 0 to 999,999,999.
    public let nanoseconds: Int32

    public init(seconds: Int64, nanoseconds: Int32 = 0) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    /// The seconds of the years 1 to 9999, in UTC: what can be written as text.
    public static let range: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

    @inlinable public static func == (left: Timestamp, right: Timestamp) -> Bool {
        left.seconds == right.seconds && left.nanoseconds == right.nanoseconds
    }

    @inlinable public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.seconds == right.seconds ? left.nanoseconds < right.nanoseconds : left.seconds < right.seconds
    }
}

/// A length of time: whole seconds, and nanoseconds of the same sign.
public struct Duration: Hashable, Sendable, Comparable {
    public let seconds: Int64
    public let nanoseconds: Int32

    public init(seconds: Int64, nanoseconds: Int32 = 0) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    public static func < (left: Duration, right: Duration) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }
}
