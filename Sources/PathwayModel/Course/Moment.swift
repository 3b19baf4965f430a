package import CEL

/// When something happened: an instant, and the local date it falls on.
@usableFromInline package struct Moment: Hashable, Sendable {
    @usableFromInline package var at: Timestamp
    @usableFromInline package var date: CalendarDate
    /// It was entered later with a date and no hour: `at` only stands in for an instant that nobody gave.
    @usableFromInline package var isDateOnly: Bool

    /// The instant that is known; nil where only the date is.
    package var instant: Timestamp? { isDateOnly ? nil : at }

    package init(at: Timestamp, date: CalendarDate, isDateOnly: Bool = false) {
        self.at = at
        self.date = date
        self.isDateOnly = isDateOnly
    }
}

extension Moment {
    @inlinable package static func == (left: Moment, right: Moment) -> Bool {
        left.at == right.at && left.date == right.date && left.isDateOnly == right.isDateOnly
    }

    /// Whether it stands after another in the one order of all that is recorded: by date; within a date, what is known
    /// by its date alone stands before all instants, and these by themselves. Where neither of two stands after the
    /// other, the order of entry decides.
    @inlinable package func isAfter(_ other: Moment) -> Bool {
        guard date == other.date else { return date > other.date }
        guard !isDateOnly, !other.isDateOnly else { return !isDateOnly && other.isDateOnly }
        return at > other.at
    }

    /// Whether it is known to be later: by date, or by instants that both have.
    @inlinable package func isKnownLater(than other: Moment) -> Bool {
        guard date == other.date else { return date > other.date }
        return !isDateOnly && !other.isDateOnly && at > other.at
    }
}

/// When something happened that is entered later, as it was given.
package enum OccurrenceTime: Hashable, Sendable {
    case instant(Timestamp)
    /// Some time on that date.
    case date(CalendarDate)

    /// The moment it stands for, never after `now`.
    package func moment(in zone: ZoneOffsets, now: Timestamp) -> Moment {
        switch self {
        case .instant(let instant): Moment(at: instant, date: zone.date(of: instant))
        case .date(let date):
            Moment(at: min(zone.instant(on: date, secondOfDay: 43_200), now), date: date, isDateOnly: true)
        }
    }
}
