import CEL
import PathwayEngine
import PathwayModel
import Testing

/// What was entered in error counts nowhere once it is taken back, and nothing else goes with it.
@Suite("What is taken back")
struct TakingBackTests {
    private static let pathway = """
        stepwell: 1
        pathway: tested
        version: "1"
        title: Tested
        roles: [staff]
        data: {count: {type: integer, default: 0}, lmp: date}
        events: {tick: {}, letter: {log: true, with: {kind: text}}}
        tasks:
          visit: {title: Visit, due: {at: 'lmp + weeks(1)'}, remind: 2 days before, escalate: [{after: 1 day, to: staff}]}
        guards:
          written: 'occurrences("letter").size() > 0'
          agreed: consent("sms")
        reactions: [{event: tick, do: [{add: {count: 2}}]}]
        states:
          care:
            sessions: [{type: group, per_week: 3}]
            tasks: [{task: visit, when: known(lmp)}]
        """

    @Test("a withdrawn session is not attended")
    func session() throws {
        var course = try Course(Self.pathway)
        try course.give(.attend(.attended, type: "group"))
        try course.give(.attend(.attended, type: "group"))
        #expect(try course.ask("attendance.attended") == .value(.int(2)))
        try course.give(.withdraw(entry: 3, reason: "slip"))
        #expect(try course.ask("attendance.attended") == .value(.int(1)))
        #expect(course.refusal(of: .withdraw(entry: 3, reason: "slip")) == Refusal.Code.noSuchEntry)
    }

    @Test("with a withdrawn consent the one before is in force, and none where there was none")
    func consent() throws {
        var course = try Course(Self.pathway)
        try course.give(.consent([.init(kind: "sms", granted: true)]))
        try course.give(.consent([.init(kind: "sms", granted: false)]))
        #expect(try course.ask("consent(\"sms\")") == .value(.bool(false)))
        try course.give(.withdraw(entry: 3, reason: "slip"))
        #expect(try course.ask("consent(\"sms\")") == .value(.bool(true)))
        try course.give(.withdraw(entry: 2, reason: "slip"))
        #expect(try course.ask("consent(\"sms\")") == .value(.bool(false)))
    }

    @Test("a consent that is entered late does not replace a later refusal")
    func lateConsent() throws {
        var course = try Course(Self.pathway)
        try course.give(.consent([.init(kind: "sms", granted: false)]), after: 3)
        let before = OccurrenceTime.instant(Course.start)
        try course.give(.consent([.init(kind: "sms", granted: true)]), occurred: before)
        #expect(try course.ask("consent(\"sms\")") == .value(.bool(false)))
    }

    @Test("what a step added is no value that can be put right")
    func added() throws {
        var course = try Course(Self.pathway)
        try course.give(.send("tick"))
        let right = Input.Recording.field("count", text: "7")
        #expect(course.refusal(of: .correct(entry: 2, [right], reason: "slip")) == Refusal.Code.noSuchEntry)
    }

    @Test("counting stops at the largest and at the smallest number")
    func farthest() throws {
        for (amount, end) in [(Int64(2), Int64.max), (-2, .min)] {
            let pathway = Self.pathway.replacing("add: {count: 2}", with: "add: {count: \(amount)}")
            var course = try Course(pathway)
            try course.give(.record("count", "\(end)"))
            try course.give(.send("tick"))
            #expect(try course.ask("count") == .value(.int(end)))
        }
    }

    @Test("of what happened the latest stands first, in whatever order it was entered")
    func occurrences() throws {
        var course = try Course(Self.pathway)
        try course.give(.send("letter", ["kind": "new"]), after: 5)
        let before = OccurrenceTime.instant(Timestamp(seconds: Course.start.seconds + 86_400))
        try course.give(.send("letter", ["kind": "old"]), occurred: before)
        #expect(try course.ask("occurrences(\"letter\")[0].kind") == .value(.string("new")))
        #expect(try course.ask("occurrences(\"letter\")[1].kind") == .value(.string("old")))
    }

    @Test("a due date that moves on takes its lateness, its reminders and its escalations with it")
    func movedOn() throws {
        var course = try Course(Self.pathway)
        try course.give(.record("lmp", "2026-01-05"))
        let late = try course.give(.wake, after: 10)
        #expect(late.contains { if case .taskOverdue = $0 { true } else { false } })
        #expect(late.contains(Self.reminder) && late.contains(Self.escalation))
        #expect(try course.ask("task(\"visit\").overdue") == .value(.bool(true)))
        try course.give(.record("lmp", "2026-01-20"))
        #expect(course.state?.tasks.contains { $0.status == .open && $0.isOverdue } == false)
        let again = try course.give(.wake, after: 15)
        #expect(again.contains { if case .taskOverdue = $0 { true } else { false } })
        #expect(again.contains(Self.reminder) && again.contains(Self.escalation))
    }

    private static let reminder = Fact.effect(.reminder(TaskIndex(0), role: "staff"))
    private static let escalation = Fact.effect(.escalation(TaskIndex(0), role: "staff"))

    @Test("a due date follows what is put right and what is taken back")
    func follows() throws {
        var course = try Course(Self.pathway)
        try course.give(.record("lmp", "2026-01-05"))
        try course.give(.record("lmp", "2026-01-08"))
        func due() throws -> Evaluation { try course.ask("task(\"visit\").due") }
        #expect(try due() == .value(.date(Self.day(15))))
        try course.give(.correct(entry: 3, [.field("lmp", text: "2026-01-09")], reason: "slip"))
        #expect(try due() == .value(.date(Self.day(16))))
        try course.give(.withdraw(entry: 3, reason: "slip"))
        #expect(try due() == .value(.date(Self.day(12))))
    }

    private static func day(_ day: Int) -> CalendarDate {
        CalendarDate(year: 2026, month: 1, day: day) ?? CalendarDate(daysSinceEpoch: 0)
    }
}
