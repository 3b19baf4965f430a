import CEL
import PathwayModel

/// Due dates that are past when their task opens: worked out from today alone, or one date for every case that is gone.
enum PastDueCheck {
    static func diagnostics(of pathway: CompiledPathway) -> [Diagnostic] {
        guard pathway.isWhole else { return [] }
        return pathway.behavior.dueDates.compactMap { program, span in
            guard let today = day(of: program, in: pathway),
                case .date(let due)? = value(of: program, on: today, pathway), due < today
            else { return nil }
            let what =
                program.variables.isEmpty && program.calls.isEmpty
                ? "\(due) is past, so that whoever comes has this overdue at once"
                : "this is a date before the one on which the task opens, so that it is overdue at once"
            return Diagnostic(
                .pastDue, what, at: span, hint: "a length of time ('due: 3 days') counts from when the task opens")
        }
    }

    /// The day to ask on: today where it is known, or any where it makes no difference; nil where it does.
    private static func day(of program: Program, in pathway: CompiledPathway) -> CalendarDate? {
        let isRelative = program.variables.contains { pathway.variables[$0] == .today || pathway.variables[$0] == .now }
        // A Wednesday, far from both ends of the calendar.
        return isRelative ? CalendarDate(daysSinceEpoch: 20_460) : pathway.today
    }

    private static func value(of program: Program, on today: CalendarDate, _ pathway: CompiledPathway) -> Value? {
        let known = [HostFunction.businessDays, .day].map(\.rawValue)
        guard program.calls.allSatisfy({ known.contains($0.id) }) else { return nil }
        guard case .value(let value) = program.evaluate(DayReader(today: today, variables: pathway.variables)) else {
            return nil
        }
        return value
    }
}

/// A case of which nothing is known but the day.
private struct DayReader: Host {
    let today: CalendarDate
    let variables: [VariableReference]
    private static let unknown = Outcome.unknown(UnknownSet(UnknownID(0)))

    init(today: CalendarDate, variables: [VariableReference]) {
        (self.today, self.variables) = (today, variables)
    }

    func variable(_ id: Int) -> Outcome {
        switch variables[id] {
        case .today: .value(.date(today))
        case .now: .value(.timestamp(Timestamp(seconds: Int64(today.daysSinceEpoch) * 86_400 + 43_200)))
        case .field, .score, .item, .baseline, .previous, .change, .percentChange, .band, .count, .results, .namedGuard,
            .attendance, .payload, .patientAge, .patientLanguage:
            Self.unknown
        }
    }

    func call(_ id: Int, _ arguments: [Value]) -> Outcome {
        switch (HostFunction(rawValue: id), arguments.first, arguments.last) {
        // As if every day were a business day: whether the date is past is the same.
        case (.businessDays, .date(let date)?, .int(let days)?):
            Int(exactly: days).flatMap { date.adding(days: $0) }.map { .value(.date($0)) } ?? Self.unknown
        case (.day, .timestamp(let instant)?, _):
            Int32(exactly: instant.seconds / 86_400).map { .value(.date(CalendarDate(daysSinceEpoch: $0))) }
                ?? Self.unknown
        default: Self.unknown
        }
    }
}
