import CEL
import PathwayEngine
import PathwayModel
import Testing

/// What the events of records, sessions and consents say of themselves.
@Suite("What a record's event says")
struct EventPartsTests {
    private static let pathway = """
        stepwell: 1
        pathway: tested
        version: "1"
        title: Tested
        instruments: {mood: {}}
        data:
          pulse: integer
          newest: boolean
          corrects: boolean
          granted: boolean
          at: instant
        events: {look: {}}
        reactions:
          - {event: recorded.pulse, do: [{set: {newest: event.is_newest, corrects: event.corrects}}]}
          - {event: recorded.mood, do: [{set: {newest: event.is_newest}}]}
          - {event: consented.sms, do: [{set: {granted: event.granted}}]}
          - {event: look, do: [{set: {at: event.at}}]}
        states: {care: {}}
        """
    private static let files = [
        "instruments/mood.yaml": """
        instrument: mood
        title: Mood
        items: [{id: a, type: integer, min: 0, max: 3}, {id: b, type: integer, min: 0, max: 3}]
        scores: {total: {type: integer, min: 0, max: 6, value: a + b}}
        """
    ]

    private func course() throws -> Course { try Course(Self.pathway, Self.files) }

    @Test("a correction says that it corrects, and a record that it does not")
    func corrects() throws {
        var course = try course()
        try course.give(.record("pulse", "70"))
        #expect(try course.ask("corrects") == .value(.bool(false)))
        try course.give(.correct(entry: 2, [.field("pulse", text: "72")], reason: "slip"))
        #expect(try course.ask("corrects") == .value(.bool(true)))
    }

    @Test("a consent that is refused says so")
    func granted() throws {
        var course = try course()
        for granted in [true, false] {
            try course.give(.consent([.init(kind: "sms", granted: granted)]))
            #expect(try course.ask("granted") == .value(.bool(granted)))
        }
    }

    @Test("a value of which only the date is known is the newest beside one of an instant of that date")
    func sameDate() throws {
        var course = try course()
        try course.give(.record("pulse", "70"))
        let today = OccurrenceTime.date(CalendarDate(year: 2026, month: 1, day: 5) ?? CalendarDate(daysSinceEpoch: 0))
        try course.give(.record("pulse", "72"), occurred: today)
        #expect(try course.ask("newest") == .value(.bool(true)))
        let before = OccurrenceTime.instant(Timestamp(seconds: Course.start.seconds - 60))
        try course.give(.record("pulse", "74"), occurred: before)
        #expect(try course.ask("newest") == .value(.bool(false)))
    }

    @Test("a later result without a score makes none before it old")
    func unscored() throws {
        var course = try course()
        try course.give(.record("mood", ["a": "1"]), after: 3)
        let before = OccurrenceTime.instant(Timestamp(seconds: Course.start.seconds + 86_400))
        try course.give(.record("mood", ["a": "1", "b": "2"]), occurred: before)
        #expect(try course.ask("newest") == .value(.bool(true)))
    }

    @Test("what is entered later with a date alone has no instant")
    func instant() throws {
        var course = try course()
        let before = CalendarDate(year: 2026, month: 1, day: 6) ?? CalendarDate(daysSinceEpoch: 0)
        try course.give(.send("look"), after: 3, occurred: .date(before))
        guard case .unknown = try course.ask("at") else {
            Issue.record("the instant is known")
            return
        }
    }
}
