import CEL
import PathwayEngine
import PathwayModel
import TestSupport
import Testing

/// The one order of all that is recorded, worked out a second time: everything is put in one list and sorted by three
/// keys, and what is newest, in force or attended is read off that list.
@Suite("The order of records")
struct RecordOrderTests {
    /// What was recorded, as somebody who reads the paper forms would put it.
    private struct Form {
        var entry: Int
        var day: Int
        /// Seconds since 1970; nil where only the day is known.
        var at: Int?
        var number: Int
        var isWithdrawn = false
    }

    private static let pathway = """
        stepwell: 1
        pathway: tested
        version: "1"
        title: Tested
        instruments: {mood: {}}
        data: {x: {type: integer, default: 0}, newest: boolean, seen: {type: integer, default: 0}}
        guards:
          none: x == 0
        reactions:
          - {event: recorded.mood, do: [{set: {newest: event.is_newest}}, {add: {seen: event.total}}]}
        states: {a: {sessions: [{type: group, per_week: 3}]}}
        """
    private static let mood = """
        instrument: mood
        title: Mood
        scores: {total: {min: 0, max: 100}}
        """

    /// Those that count, the earliest first: by day, a day alone before its instants, then by instant, then as entered.
    private static func sorted(_ forms: [Form]) -> [Form] {
        forms.filter { !$0.isWithdrawn }.sorted { left, right in
            (left.day, left.at ?? Int.min, left.entry) < (right.day, right.at ?? Int.min, right.entry)
        }
    }

    /// Whether no other is known to be later.
    private static func isNewest(_ form: Form, among forms: [Form]) -> Bool {
        for other in forms where other.entry != form.entry && !other.isWithdrawn {
            if other.day > form.day { return false }
            if other.day == form.day, let late = other.at, let own = form.at, late > own { return false }
        }
        return true
    }

    @Test("is by day, by instant and by entry, of results, fields, sessions and consents", arguments: 1...24)
    func order(_ seed: Int) throws {
        var random = SplitMix(seed: UInt64(seed))
        func number(_ range: Range<Int>) -> Int { range.lowerBound + Int(random.next() % UInt64(range.count)) }
        var course = try Course(Self.pathway, ["instruments/mood.yaml": Self.mood])
        var (results, values, sessions, consents) = ([Form](), [Form](), [Form](), [Form]())
        let origin = Int(Course.start.seconds) / 86_400
        for _ in 0..<40 {
            let now = Int(course.now.seconds) + number(0..<3) * 43_200
            course.move(to: Timestamp(seconds: Int64(now)))
            let today = now / 86_400
            let entry = (course.state?.sequence ?? 0) + 1
            var form = Form(entry: entry, day: today, at: now, number: number(0..<100))
            var occurred: OccurrenceTime?
            switch number(0..<4) {
            case 0:
                form.at = max(origin * 86_400, now - number(0..<48) * 7_200)
                form.day = (form.at ?? 0) / 86_400
                occurred = .instant(Timestamp(seconds: Int64(form.at ?? 0)))
            case 1:
                (form.day, form.at) = (max(origin, today - number(0..<3)), nil)
                occurred = .date(CalendarDate(daysSinceEpoch: Int32(form.day)))
            default: break
            }
            switch number(0..<5) {
            case 0, 1:
                let newest = Self.isNewest(form, among: results)
                results.append(form)
                try course.give(.record("mood", ["total": String(form.number)]), occurred: occurred)
                #expect(try course.ask("newest") == .value(.bool(newest)), "entry \(entry)")
            case 2:
                values.append(form)
                try course.give(.record("x", String(form.number)), occurred: occurred)
            case 3:
                sessions.append(form)
                try course.give(.attend(form.number < 50 ? .attended : .noShow, type: nil), occurred: occurred)
            default:
                consents.append(form)
                try course.give(.consent([.init(kind: "texting", granted: form.number < 50)]), occurred: occurred)
            }
            if number(0..<6) == 0, !results.isEmpty {
                let place = number(0..<results.count)
                guard !results[place].isWithdrawn else { continue }
                if number(0..<2) == 0 {
                    results[place].isWithdrawn = true
                    try course.give(.withdraw(entry: results[place].entry, reason: "slip"))
                } else {
                    let was = results[place].number
                    results[place].number = number(0..<100)
                    let right = Input.Recording.instrument(
                        "mood", answers: [.init("total", String(results[place].number))])
                    try course.give(.correct(entry: results[place].entry, [right], reason: "slip"))
                    // What is put right happened when it was recorded.
                    let newest = Self.isNewest(results[place], among: results)
                    #expect(try course.ask("newest") == .value(.bool(newest)))
                    // A correction that is withdrawn leaves what it was before.
                    if number(0..<2) == 0 {
                        try course.give(.withdraw(entry: course.state?.sequence ?? 0, reason: "slip"))
                        results[place].number = was
                    }
                }
            }
        }
        let totals = Self.sorted(results).reversed().map { Value.int(Int64($0.number)) }
        #expect(try course.ask("mood.results.map(r, r.total)") == .value(.list(totals)))
        if let last = totals.first { #expect(try course.ask("mood.total") == .value(last)) }
        let value = Self.sorted(values).last.map { Int64($0.number) } ?? 0
        #expect(try course.ask("x") == .value(.int(value)))
        var row = 0
        for session in Self.sorted(sessions) { row = session.number < 50 ? 0 : row + 1 }
        #expect(try course.ask("attendance.no_shows_in_a_row") == .value(.int(Int64(row))))
        let isGranted = Self.sorted(consents).last.map { $0.number < 50 } ?? false
        #expect(try course.ask("consent(\"texting\")") == .value(.bool(isGranted)))
    }
}
