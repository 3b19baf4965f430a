import CEL
import PathwayEngine
import PathwayModel
import Testing

/// The last day on which something still holds, and the first on which it does not.
@Suite("The last day and the first")
struct LastDayTests {
    private static let pathway = """
        stepwell: 1
        pathway: tested
        version: "1"
        title: Tested
        data:
          weight: {type: integer, fresh_for: 7 days}
          pulse: {type: integer, fresh_for: 2 hours}
          open: {type: integer, default: 1}
          source: integer
        instruments: {pain: {baseline: {entering: care}}, mood: {baseline: {entering: care, else: first_after}}}
        events: {admit: {}, copy: {}}
        guards: {old: patient.age >= 18}
        reactions: [{event: copy, do: [{set: {open: source}}]}]
        states:
          intake:
            sessions: [{type: group, per_week: 3}]
            transitions: [{event: admit, to: care}]
          care: {sessions: [{type: group, per_week: 3}]}
        """
    private static let files = [
        "instruments/pain.yaml": "instrument: pain\ntitle: Pain\nscores: {total: {min: 0, max: 10}}\n",
        "instruments/mood.yaml": "instrument: mood\ntitle: Mood\nscores: {total: {min: 0, max: 10}}\n",
    ]

    private func course() throws -> Course { try Course(Self.pathway, Self.files) }

    private func isKnown(_ expression: String, _ course: Course) throws -> Bool {
        if case .value = try course.ask(expression) { true } else { false }
    }

    @Test("a value that is good for days is good on the last of them, and not on the next")
    func days() throws {
        var course = try course()
        try course.give(.record("weight", "70"))
        try course.give(.wake, after: 7)
        #expect(try isKnown("weight", course))
        #expect(try course.ask("fresh(weight)") == .value(.bool(true)))
        #expect(try course.ask("fresh(weight, days(7))") == .value(.bool(true)))
        try course.give(.wake, after: 1)
        #expect(try !isKnown("weight", course))
        #expect(try course.ask("fresh(weight)") == .value(.bool(false)))
        #expect(try course.ask("fresh(weight, days(7))") == .value(.bool(false)))
    }

    @Test("a value that is good for hours is good at the instant at which they are over, and not after")
    func hours() throws {
        var course = try course()
        try course.give(.record("pulse", "70"))
        course.move(to: Timestamp(seconds: Course.start.seconds + 7_200))
        #expect(try isKnown("pulse", course))
        course.move(to: Timestamp(seconds: Course.start.seconds + 7_201))
        #expect(try !isKnown("pulse", course))
    }

    @Test("sessions within so many days are those of the first of them too")
    func within() throws {
        var course = try course()
        try course.give(.attend(.attended, type: "group"))
        try course.give(.wake, after: 7)
        #expect(try course.ask("attendance.within(days(7)).attended") == .value(.int(1)))
        try course.give(.wake, after: 1)
        #expect(try course.ask("attendance.within(days(7)).attended") == .value(.int(0)))
    }

    @Test("what happens now can be recorded, and what is to come cannot")
    func future() throws {
        let course = try course()
        func isTaken(at seconds: Int64) -> Bool {
            let occurred = OccurrenceTime.instant(Timestamp(seconds: course.now.seconds + seconds))
            let request = Request(.record("weight", "70"), at: course.now, occurred: occurred)
            return if case .stepped = course.machine.step(course.state, request) { true } else { false }
        }
        #expect(isTaken(at: 0) && isTaken(at: -1))
        #expect(!isTaken(at: 1))
    }

    @Test("a person is a year older on the birthday")
    func age() throws {
        let machine = try course().machine
        let birth = CalendarDate(year: 2008, month: 1, day: 6)
        let enrollment = Input.Enrollment(with: [], birthDate: birth, language: nil)
        guard case .stepped(let step) = machine.step(nil, Request(.enroll(enrollment), at: Course.start)) else {
            Issue.record("the enrollment was not taken")
            return
        }
        let old = try #require(machine.pathway.guards.first { $0.name == "old" })
        let next = Timestamp(seconds: Course.start.seconds + 86_400)
        #expect(machine.evaluate(old.program, step.state, at: Course.start) == .value(.bool(false)))
        #expect(machine.evaluate(old.program, step.state, at: next) == .value(.bool(true)))
    }

    @Test("a result of the day on which a state is entered is its baseline, and not one since")
    func baseline() throws {
        var course = try course()
        try course.give(.record("pain", ["total": "6"]))
        try course.give(.send("admit"))
        try course.give(.record("pain", ["total": "2"]), after: 3)
        #expect(try course.ask("pain.baseline") == .value(.int(6)))
        #expect(try course.ask("pain.since(\"care\").size()") == .value(.int(1)))
    }

    @Test("where a state was entered without a result, the first one after is the baseline, not the newest")
    func firstAfter() throws {
        var course = try course()
        try course.give(.send("admit"))
        for total in ["6", "4", "2"] { try course.give(.record("mood", ["total": total]), after: 3) }
        #expect(try course.ask("mood.baseline") == .value(.int(6)))
        #expect(try course.ask("mood.previous") == .value(.int(4)))
    }

    @Test("an excused session ends a row of missed ones, and is none of the last so many")
    func excused() throws {
        var course = try course()
        for status in [AttendanceStatus.noShow, .noShow, .excused, .noShow] {
            try course.give(.attend(status, type: "group"), after: 1)
        }
        #expect(try course.ask("attendance.no_shows_in_a_row") == .value(.int(1)))
        #expect(try course.ask("attendance.last(3).no_shows") == .value(.int(3)))
    }

    @Test("what was set from an unknown is unknown, and has no default")
    func unknown() throws {
        var course = try course()
        #expect(try course.ask("open") == .value(.int(1)))
        try course.give(.send("copy"))
        #expect(try !isKnown("open", course))
        #expect(try !isKnown("open + 1 > 1", course))
    }
}
