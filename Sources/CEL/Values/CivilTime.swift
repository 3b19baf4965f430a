/// What a clock and a calendar show at an instant.
struct CivilTime {
    let date: CalendarDate
    let hour: Int
    let minute: Int
    let second: Int

    /// At this many seconds since 1970-01-01T00:00:00Z, this many seconds east of UTC; nil far outside the calendar.
    init?(_ seconds: Int64, offset: Int) {
        let (local, overflow) = seconds.addingReportingOverflow(Int64(offset))
        guard !overflow else { return nil }
        var (days, rest) = local.quotientAndRemainder(dividingBy: 86_400)
        if rest < 0 {
            rest += 86_400
            days -= 1
        }
        guard let day = Int32(exactly: days) else { return nil }
        date = CalendarDate(daysSinceEpoch: day)
        hour = Int(rest) / 3_600
        minute = Int(rest) / 60 % 60
        second = Int(rest) % 60
    }
}
