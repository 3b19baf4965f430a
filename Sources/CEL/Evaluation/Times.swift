/// Functions about dates, instants and lengths of time.
enum Times {
    static func answer(_ function: TimeFunction, _ arguments: Arguments) throws(EvaluationFailure) -> Value {
        switch function {
        case .date:
            guard let date = CalendarDate(try arguments.text(0)) else {
                throw EvaluationFailure(.conversion, "The text is no date of the form 2026-01-31")
            }
            return .date(date)
        case .days: return .period(Period(days: Int(try arguments.int(0))))
        case .weeks: return .period(Period(days: Int(try scaled(arguments, 7))))
        case .months: return .period(Period(months: Int(try arguments.int(0))))
        case .minutes: return try length(scaled(arguments, 60))
        case .hours: return try length(scaled(arguments, 3_600))
        case .getFullYear, .getMonth, .getDate, .getDayOfMonth, .getDayOfWeek, .getDayOfYear, .getHours, .getMinutes,
            .getSeconds, .getMilliseconds:
            return .int(try part(function, arguments))
        }
    }

    private static func scaled(_ arguments: Arguments, _ factor: Int64) throws(EvaluationFailure) -> Int64 {
        let (result, overflow) = try arguments.int(0).multipliedReportingOverflow(by: factor)
        guard !overflow else { throw .overflow }
        return result
    }

    private static func length(_ seconds: Int64) throws(EvaluationFailure) -> Value {
        guard let duration = Instants.duration(seconds: seconds, nanoseconds: 0) else { throw .overflow }
        return .duration(duration)
    }

    private static func part(_ function: TimeFunction, _ arguments: Arguments) throws(EvaluationFailure) -> Int64 {
        switch try arguments.value(0) {
        case .duration(let duration):
            guard arguments.count == 1 else { throw .mismatch }
            return try part(function, of: duration)
        case .timestamp(let instant):
            let zone = arguments.count > 1 ? try arguments.text(1) : "UTC"
            guard let offset = TimeZones.offset(of: zone, at: instant) else {
                throw EvaluationFailure(.invalidArgument, "There is no such time zone")
            }
            guard let time = CivilTime(instant.seconds, offset: offset) else { throw .overflow }
            return try part(function, of: time, instant)
        case .null, .bool, .int, .uint, .double, .string, .bytes, .list, .map, .date, .period, .object, .type,
            .optional:
            throw .mismatch
        }
    }

    private static func part(
        _ function: TimeFunction, of time: CivilTime, _ instant: Timestamp
    ) throws(EvaluationFailure) -> Int64 {
        let (year, month, day) = time.date.components
        switch function {
        case .getFullYear: return Int64(year)
        case .getMonth: return Int64(month - 1)
        case .getDate: return Int64(day)
        case .getDayOfMonth: return Int64(day - 1)
        case .getDayOfWeek: return Int64(time.date.weekday % 7)
        case .getDayOfYear:
            // By hand: a zone's clock may show a year that no date of the calendar has, as 10000.
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            return Int64(daysBeforeMonth[month - 1] + day - 1 + (isLeap && month > 2 ? 1 : 0))
        case .getHours: return Int64(time.hour)
        case .getMinutes: return Int64(time.minute)
        case .getSeconds: return Int64(time.second)
        case .getMilliseconds: return Int64(instant.nanoseconds / 1_000_000)
        case .date, .days, .weeks, .months, .minutes, .hours: throw .mismatch
        }
    }

    private static let daysBeforeMonth = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]

    /// The whole length in that unit; of milliseconds only those beyond the whole second.
    private static func part(_ function: TimeFunction, of duration: Duration) throws(EvaluationFailure) -> Int64 {
        switch function {
        case .getHours: return duration.seconds / 3_600
        case .getMinutes: return duration.seconds / 60
        case .getSeconds: return duration.seconds
        case .getMilliseconds: return Int64(duration.nanoseconds / 1_000_000)
        case .getFullYear, .getMonth, .getDate, .getDayOfMonth, .getDayOfWeek, .getDayOfYear, .date, .days, .weeks,
            .months, .minutes, .hours:
            throw .mismatch
        }
    }
}
