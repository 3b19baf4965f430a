package import CEL
package import PathwayModel

/// Hours of every week: `mon-fri 08:00-18:00`, `daily 18:00-08:00`, `fri 18:00-mon 08:00`.
package struct WeekHours: Hashable, Sendable {
    private static let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    private static let day = 1_440
    private static let week = 7 * day

    /// Minutes since Monday began, in order and apart; the last of each is not in it.
    package private(set) var spans: [Range<Int>]
    /// As somebody wrote them; empty for what was worked out.
    package private(set) var written: [String] = []

    /// Nil where a text is none of these.
    package init?(_ texts: [String]) {
        var spans: [Range<Int>] = []
        for text in texts {
            guard let read = Self.spans(in: text) else { return nil }
            spans += read
        }
        self.spans = Self.joined(spans)
        written = texts
    }

    private init(spans: [Range<Int>]) { self.spans = spans }

    package func contains(_ now: Timestamp, in zone: ZoneOffsets) -> Bool {
        let minute = (zone.date(of: now).weekday - 1) * Self.day + Int(zone.secondOfDay(of: now)) / 60
        return spans.contains { $0.contains(minute) }
    }

    /// When they begin or end within the week after an instant, in no order.
    func changes(after now: Timestamp, in zone: ZoneOffsets) -> [Timestamp] {
        let today = zone.date(of: now)
        return (0...7).compactMap { today.adding(days: $0) }.flatMap { date in
            let midnight = (date.weekday - 1) * Self.day
            return spans.flatMap { [$0.lowerBound, $0.upperBound % Self.week] }
                .filter { (midnight..<midnight + Self.day).contains($0) }
                .map { zone.instant(on: date, secondOfDay: Int64($0 - midnight) * 60) }
        }.filter { $0 > now }
    }

    /// What of a week is in none of these.
    package static func gaps(between hours: [WeekHours]) -> WeekHours {
        var gaps: [Range<Int>] = []
        var end = 0
        for span in joined(hours.flatMap(\.spans)) {
            if span.lowerBound > end { gaps.append(end..<span.lowerBound) }
            end = span.upperBound
        }
        if end < week { gaps.append(end..<week) }
        return WeekHours(spans: gaps)
    }

    /// `fri 08:00-18:00`, `fri 18:00-mon 08:00`: one for each time without a break.
    package var words: [String] {
        guard var first = spans.first, let last = spans.last, spans.count > 1, first.lowerBound == 0,
            last.upperBound == Self.week
        else { return spans.map(Self.words) }
        // From Sunday on to Monday is one time.
        first = last.lowerBound..<first.upperBound + Self.week
        return (spans.dropFirst().dropLast() + [first]).map(Self.words)
    }

    private static func words(for span: Range<Int>) -> String {
        guard span.count < week else { return "the whole week" }
        let isOfOneDay = span.lowerBound / day == (span.upperBound - 1) / day && span.upperBound % day != 0
        let end = words(for: span.upperBound)
        return "\(words(for: span.lowerBound))-\(isOfOneDay ? String(end.dropFirst(4)) : end)"
    }

    private static func words(for minute: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let minute = minute % week
        return "\(days[minute / day]) \(two(minute % day / 60)):\(two(minute % 60))"
    }

    // MARK: Reading

    private static func spans(in text: String) -> [Range<Int>]? {
        let text = text.lowercased().replacing(" - ", with: "-")
        let parts = text.split(separator: " ").map(String.init)
        switch parts.count {
        case 1: return spans(days: Array(0..<7), parts[0])
        case 2: return dayNumbers(parts[0]).flatMap { spans(days: $0, parts[1]) }
        case 3:
            // From an hour of one day to an hour of another.
            let middle = parts[1].split(separator: "-").map(String.init)
            guard middle.count == 2, let first = days.firstIndex(of: parts[0]), let from = minute(middle[0]),
                let last = days.firstIndex(of: middle[1]), let until = minute(parts[2])
            else { return nil }
            let (start, end) = (first * day + from, last * day + until)
            return wrapped(start..<(end > start ? end : end + week))
        default: return nil
        }
    }

    private static func spans(days: [Int], _ hours: String) -> [Range<Int>]? {
        let ends = hours.split(separator: "-").map { minute(String($0)) }
        guard ends.count == 2, let from = ends[0], let until = ends[1], from < day else { return nil }
        // What ends before it begins goes on until the next day.
        let length = until > from ? until - from : until - from + day
        return days.flatMap { wrapped($0 * day + from..<$0 * day + from + length) }
    }

    private static func dayNumbers(_ text: String) -> [Int]? {
        if text == "daily" { return Array(0..<7) }
        var numbers: [Int] = []
        for part in text.split(separator: ",") {
            let names = part.split(separator: "-", omittingEmptySubsequences: false)
            let ends = names.map { days.firstIndex(of: String($0)) }
            guard let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2 else { return nil }
            numbers += (0...(last - first + 7) % 7).map { (first + $0) % 7 }
        }
        return numbers.isEmpty ? nil : numbers
    }

    private static func minute(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.count == 2 }), let hour = Int(parts[0]),
            let minute = Int(parts[1]), (0...59).contains(minute),
            (0...23).contains(hour) || (hour == 24 && minute == 0)
        else { return nil }
        return hour * 60 + minute
    }

    private static func wrapped(_ span: Range<Int>) -> [Range<Int>] {
        guard span.upperBound > week else { return [span] }
        return [span.lowerBound..<week, 0..<min(span.upperBound - week, week)]
    }

    private static func joined(_ spans: [Range<Int>]) -> [Range<Int>] {
        var joined: [Range<Int>] = []
        for span in spans.sorted(by: { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) })
        where !span.isEmpty {
            if let last = joined.last, span.lowerBound <= last.upperBound {
                joined[joined.count - 1] = last.lowerBound..<max(last.upperBound, span.upperBound)
            } else {
                joined.append(span)
            }
        }
        return joined
    }
}
