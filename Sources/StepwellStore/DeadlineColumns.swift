import CEL

/// A deadline as three numbers in its order, none of them missing: so a table keeps it, and an index goes on behind it.
package struct DeadlineColumns: Hashable {
    package var day: Int64
    package var at: Int64
    package var nanoseconds: Int64

    /// The day of what has no deadline: the one after the last.
    private static let never = Int64(Int32.max) + 1
    /// The nanosecond of what has a day and no instant: the one after the last.
    private static let wholeDay: Int64 = 1_000_000_000

    package static let beforeAll = DeadlineColumns(day: .min, at: .min, nanoseconds: .min)

    package init(day: Int64, at: Int64, nanoseconds: Int64) {
        self.day = day
        self.at = at
        self.nanoseconds = nanoseconds
    }

    package init(_ deadline: Obligation.Deadline?) {
        switch deadline {
        case nil: self.init(day: Self.never, at: .max, nanoseconds: Self.wholeDay)
        case .day(let day): self.init(day: Int64(day.daysSinceEpoch), at: .max, nanoseconds: Self.wholeDay)
        case .instant(let at, on: let day):
            self.init(day: Int64(day.daysSinceEpoch), at: at.seconds, nanoseconds: Int64(at.nanoseconds))
        }
    }

    /// What is damaged may hold anything.
    package var deadline: Obligation.Deadline? {
        get throws(StoreError) {
            if day == Self.never { return nil }
            guard let day = Int32(exactly: day), let nanoseconds = Int32(exactly: nanoseconds),
                (0...Int32(Self.wholeDay)).contains(nanoseconds)
            else { throw .damaged(detail: "no such deadline") }
            let date = CalendarDate(daysSinceEpoch: day)
            if nanoseconds == Self.wholeDay { return .day(date) }
            return .instant(Timestamp(seconds: at, nanoseconds: nanoseconds), on: date)
        }
    }
}
