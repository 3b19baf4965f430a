package import CEL

/// A clinic's zone, its working days and its holidays.
package struct WorkCalendar: Hashable, Sendable {
    package var zone: ZoneOffsets
    /// 1 for Monday to 7 for Sunday; never empty.
    package var workdays: Set<Int>
    package var holidays: Set<CalendarDate>

    package init(zone: ZoneOffsets, workdays: Set<Int>, holidays: Set<CalendarDate>) {
        self.zone = zone
        self.workdays = workdays
        self.holidays = holidays
    }
}

/// A time zone as a table: from when on it is how far ahead of UTC.
///
/// The compiler fills it, so that nothing below it asks the system for a zone.
package struct ZoneOffsets: Hashable, Sendable {
    package struct Change: Hashable, Sendable {
        /// Seconds since 1970-01-01T00:00:00Z.
        package var from: Int64
        /// Seconds ahead of UTC.
        package var offset: Int32

        package init(from: Int64, offset: Int32) {
            self.from = from
            self.offset = offset
        }
    }

    /// What people call the zone's time while it is so far ahead of UTC: `EST`.
    package struct Abbreviation: Hashable, Sendable {
        /// Seconds ahead of UTC.
        package var offset: Int32
        package var text: String

        package init(offset: Int32, text: String) {
            self.offset = offset
            self.text = text
        }
    }

    package var name: String
    /// Before the first change.
    package var initialOffset: Int32
    /// In order of time.
    package var changes: [Change]
    /// One an offset at most; none of an offset that has no name of its own.
    package var abbreviations: [Abbreviation]

    package init(name: String, initialOffset: Int32, changes: [Change], abbreviations: [Abbreviation] = []) {
        self.name = name
        self.initialOffset = initialOffset
        self.changes = changes
        self.abbreviations = abbreviations
    }

    package static let utc = ZoneOffsets(name: "UTC", initialOffset: 0, changes: [])
}

extension ZoneOffsets {
    /// Seconds ahead of UTC at an instant.
    package func offset(at seconds: Int64) -> Int64 {
        var low = 0
        var high = changes.count
        while low < high {
            let middle = (low + high) / 2
            if changes[middle].from <= seconds { low = middle + 1 } else { high = middle }
        }
        return Int64(low == 0 ? initialOffset : changes[low - 1].offset)
    }

    /// The local date at an instant; before and after all dates the first and the last.
    package func date(of instant: Timestamp) -> CalendarDate {
        let local = local(instant)
        return CalendarDate(clamping: local >= 0 ? local / 86_400 : -1 - (-1 - local) / 86_400)
    }

    /// The seconds since local midnight at an instant.
    package func secondOfDay(of instant: Timestamp) -> Int64 {
        return ((local(instant) % 86_400) + 86_400) % 86_400
    }

    private func local(_ instant: Timestamp) -> Int64 {
        let (local, overflow) = instant.seconds.addingReportingOverflow(offset(at: instant.seconds))
        return overflow ? instant.seconds : local
    }

    /// The instant at which a local clock shows a time. Where the clock skips it, the instant of the skip; where it
    /// shows it twice, the first.
    package func instant(on date: CalendarDate, secondOfDay: Int64 = 0) -> Timestamp {
        let local = Int64(date.daysSinceEpoch) * 86_400 + secondOfDay
        let seconds = seconds(ofLocal: local)
        return Timestamp(seconds: min(max(seconds, Timestamp.range.lowerBound), Timestamp.range.upperBound))
    }

    private func seconds(ofLocal local: Int64) -> Int64 {
        // Offsets are less than a day, so the two candidates come from the offsets in force a day before and after.
        let before = local - offset(at: local - 86_400)
        if before + offset(at: before) == local { return before }
        let after = local - offset(at: local + 86_400)
        if after + offset(at: after) == local { return after }
        let skip = changes.first { $0.from > after && $0.from <= before }
        return skip?.from ?? before
    }
}

extension WorkCalendar {
    package func isWorkday(_ date: CalendarDate) -> Bool {
        workdays.contains(date.weekday) && !holidays.contains(date)
    }

    /// The n-th working day after a date, or before it where n is negative; the date itself where n is 0.
    /// Nil where there is none within ten years, or outside the calendar.
    package func adding(businessDays count: Int, to date: CalendarDate) -> CalendarDate? {
        var current = date
        var left = count.magnitude
        guard left <= 2_600 else { return nil }
        var budget = 3_660
        while left > 0 {
            budget -= 1
            guard budget > 0, let next = current.adding(days: count > 0 ? 1 : -1) else { return nil }
            current = next
            if isWorkday(next) { left -= 1 }
        }
        return current
    }

    /// Where a delay ends that begins at an instant: at an instant where it is exact, else at the start of a date.
    /// Where days and hours are mixed, at that local time of the day.
    package func end(of delay: Delay, from start: Timestamp) -> Timestamp? {
        guard !delay.isExact else {
            return add(exact: delay, to: start)
        }
        guard let date = add(dates: delay, to: zone.date(of: start)) else { return nil }
        let hasTime = delay.terms.contains { Delay(terms: [$0], text: "").isExact }
        guard hasTime else { return zone.instant(on: date) }
        return add(exact: delay, to: zone.instant(on: date, secondOfDay: zone.secondOfDay(of: start)))
    }

    /// The date on which a delay ends that begins at an instant.
    package func date(after delay: Delay, from start: Timestamp) -> CalendarDate? {
        end(of: delay, from: start).map { zone.date(of: $0) }
    }

    /// A date moved by the calendar units of a delay; hours and less do not move it.
    package func add(dates delay: Delay, to date: CalendarDate, sign: Int = 1) -> CalendarDate? {
        var current = date
        for term in delay.terms {
            let (amount, overflow) = term.amount.multipliedReportingOverflow(by: sign)
            guard !overflow, amount.magnitude < 10_000_000 else { return nil }
            let next: CalendarDate? =
                switch term.unit {
                case .seconds, .minutes, .hours: current
                case .days: current.adding(days: amount)
                case .weeks: current.adding(days: amount * 7)
                case .months: current.adding(months: amount)
                case .years: current.adding(months: amount * 12)
                case .businessDays: adding(businessDays: amount, to: current)
                }
            guard let next else { return nil }
            current = next
        }
        return current
    }

    /// The instant this long before a date: the start of an earlier date, or, for an exact delay, so many hours before
    /// the date is over.
    package func start(of delay: Delay, before date: CalendarDate) -> Timestamp? {
        guard delay.isExact else {
            return add(dates: delay, to: date, sign: -1).map { zone.instant(on: $0) }
        }
        let backwards = Delay(terms: delay.terms.map { Delay.Term(-$0.amount, $0.unit) }, text: delay.text)
        return date.adding(days: 1).flatMap { add(exact: backwards, to: zone.instant(on: $0)) }
    }

    private func add(exact delay: Delay, to start: Timestamp) -> Timestamp? {
        var seconds = start.seconds
        for term in delay.terms {
            let unit: Int64? =
                switch term.unit {
                case .seconds: 1
                case .minutes: 60
                case .hours: 3_600
                case .days, .weeks, .months, .years, .businessDays: nil
                }
            guard let unit else { continue }
            let (product, overflow) = Int64(term.amount).multipliedReportingOverflow(by: unit)
            let (sum, carried) = seconds.addingReportingOverflow(product)
            guard !overflow, !carried else { return nil }
            seconds = sum
        }
        // What would end after all dates does not end.
        return Timestamp.range.contains(seconds) ? Timestamp(seconds: seconds, nanoseconds: start.nanoseconds) : nil
    }
}
