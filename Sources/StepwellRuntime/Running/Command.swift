package import CEL
package import PathwayEngine
package import PathwayModel
package import StepwellStore

/// When something happens, as a person says it.
package enum When: Hashable, Sendable {
    case instant(Timestamp)
    /// Now, by a clock; never before the case's last input, whatever the clock says.
    case clock(Timestamp)
    /// Noon in the pathway's zone.
    case date(CalendarDate)

    /// The instant in a zone. A date on which the case has already had an input stands for the instant of that.
    package func instant(in zone: ZoneOffsets, after last: Timestamp?) -> Timestamp {
        switch self {
        case .instant(let instant): return instant
        case .clock(let instant): return last.map { max($0, instant) } ?? instant
        case .date(let date):
            let noon = zone.instant(on: date, secondOfDay: 43_200)
            guard let last, zone.date(of: last) == date else { return noon }
            return max(noon, last)
        }
    }

    /// The date that it is in a zone.
    package func date(in zone: @autoclosure () throws -> ZoneOffsets) rethrows -> CalendarDate {
        switch self {
        case .date(let date): date
        case .instant(let instant), .clock(let instant): try zone().date(of: instant)
        }
    }
}

extension When {
    /// When something happened that a person says so of.
    var occurrence: OccurrenceTime {
        switch self {
        case .instant(let instant), .clock(let instant): .instant(instant)
        case .date(let date): .date(date)
        }
    }

    /// The latest instant that it can be, in any zone: noon of a date lies at most fourteen hours before noon in UTC.
    package var latest: Timestamp {
        switch self {
        case .instant(let instant), .clock(let instant): instant
        case .date(let date): Timestamp(seconds: (Int64(date.daysSinceEpoch) + 1) * 86_400)
        }
    }
}

/// An input on its way to a case.
package struct Command: Sendable {
    package var input: Input
    package var actor: Actor
    package var at: When
    /// When it happened, where that was earlier.
    package var occurred: When?
    /// What makes a repetition of it the same request.
    package var request: String?
    /// Shows what it would do and keeps nothing.
    package var isDryRun: Bool
    /// The sequence at which whoever gives it saw the case: refused where the case stands elsewhere by now.
    package var expected: Int?
    /// Whether it is meant though the same was done just before; otherwise that is refused.
    package var isMeant = true
    /// Where the clock stands that dates inputs: refused where the case's last one lies far ahead of it. Nil where the
    /// clock is simulated.
    package var clock: Timestamp?
    /// Where a case begins; only of an enrollment.
    package var site: String?
    /// What the outbox keeps in the same transaction.
    var settlement: Settlement?

    package init(
        _ input: Input, by actor: Actor, at: When, occurred: When? = nil, request: String? = nil, isDryRun: Bool = false
    ) {
        self.input = input
        self.actor = actor
        self.at = at
        self.occurred = occurred
        self.request = request
        self.isDryRun = isDryRun
    }
}

/// What came of a command.
package struct Answer: Sendable {
    package var id: CaseID
    /// Why nothing changed; nil where the input was accepted.
    package var refusal: Refusal?
    /// Whether the request had been answered before: this is that answer.
    package var isRepeated = false
    /// Nil for a repeated request.
    package var after: SteppedCase?
    /// What was done before, where that is why it is refused.
    package var done: DoneBefore?
    /// What it did to other cases of the patient's, but for those that it began.
    package var others: [OtherCaseChange] = []
}

/// Who did something before, and when.
package struct DoneBefore: Hashable, Sendable {
    package var actor: String?
    package var at: Timestamp
    /// The entry that it made.
    package var sequence: Int
}

/// A case after steps, kept or only tried, and what they did.
package struct SteppedCase: Sendable {
    package var definition: RunningDefinition
    package var patient: String
    package var state: CaseState
    /// What time brought before the input, then what the input did.
    package var facts: [Fact]
    package var nextWakeUp: Timestamp?
    /// Whether the input began the case, or opened it again.
    package var isOpening = false
    /// The case before the input, where that put something right.
    package var before: CaseState?
}

extension Answer {
    /// What the same request was answered before.
    init(_ stored: StoredAnswer) {
        self.init(
            id: stored.id, refusal: stored.refusal.map { Refusal($0.code, $0.message) }, isRepeated: true)
    }
}
