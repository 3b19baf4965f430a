import CEL
import PathwayEngine
import PathwayModel
import Testing

/// Who may record and complete what, how tasks come out, and what guards know of both.
@Suite("Who does what")
struct DoersTests {
    private static let pathway = """
        stepwell: 1
        pathway: tested
        version: "1"
        title: Tested
        expected: {none: A test of people}
        roles: [doctor, nurse]
        enrollment: {ward: {type: integer, by: [doctor]}}
        data: {risk: {type: integer, by: [doctor]}, note: integer}
        instruments: {mood: {by: [doctor]}}
        events: {report: {with: {by: {type: choice, options: [phone, letter]}}}, ask: {log: true}}
        tasks:
          call: {title: Call, role: nurse, outcomes: [reached, refused]}
          sign: {title: Sign, role: nurse, by: [doctor]}
          plan: {title: Plan, role: nurse}
        initial: care
        states:
          care:
            tasks: [call, sign, plan]
            transitions:
              - {event: report, when: 'occurrences("report")[0].by == "letter"', to: over}
              - {id: on, decide: {}, when: 'occurrences("ask").exists(o, o.by == "ana")', to: over}
              - {id: off, decide: {}, when: '"nurse" in task("plan").roles && task("call").outcome == "reached"', to: over}
          over: {outcome: over}
        """

    private static let mood = """
        stepwell: 1
        instrument: mood
        title: Mood
        answers: [never, often]
        items: [{id: q1}]
        scores: {total: {type: integer, min: 0, max: 1, value: sum(items)}}
        """

    private static func course() throws -> Course { try Course(pathway, ["instruments/mood.yaml": mood]) }

    private static let ana = Actor(name: "ana", roles: ["nurse"])
    private static let ben = Actor(name: "ben", roles: ["doctor"])

    @Test("what names roles is recorded, put right and taken back by them alone")
    func recorders() throws {
        var course = try Self.course()
        let mood = Input.record([.instrument("mood", answers: [.init("q1", "1")])])
        for input in [
            Input.record("risk", "3"), mood, .record([.field("note", text: "1"), .field("risk", text: "3")]),
        ] {
            #expect(course.refusal(of: input, by: Self.ana) == "not_permitted")
            try course.give(input, by: Self.ben)
        }
        #expect(course.refusal(of: .record("note", "1"), by: Self.ana) == nil)
        let right = Input.correct(entry: 2, [.field("risk", text: "2")], reason: "a slip")
        let gone = Input.withdraw(entry: 3, reason: "a slip")
        for input in [right, gone] {
            #expect(course.refusal(of: input, by: Self.ana) == "not_permitted")
            #expect(course.refusal(of: input, by: Self.ben) == nil)
        }
    }

    @Test("what is given at enrollment too")
    func enrolling() throws {
        let course = try Self.course()
        func outcome(_ actor: Actor) -> StepOutcome {
            course.machine.step(nil, Request(.enroll(.init(with: [.init("ward", "2")])), by: actor, at: Course.start))
        }
        guard case .refused(let refusal) = outcome(Self.ana) else { return #expect(Bool(false)) }
        #expect(refusal.roles == ["doctor"])
        guard case .stepped = outcome(Self.ben) else { return #expect(Bool(false)) }
    }

    @Test("a task with 'by' is theirs to complete, and not its role's or of who stands in for that")
    func completers() throws {
        let course = try Self.course()
        let sign = Input.complete(task: "sign")
        let standIn = Actor(name: "dora", roles: [], standsInFor: ["nurse"])
        #expect(course.refusal(of: sign, by: Self.ana) == "not_permitted")
        #expect(course.refusal(of: sign, by: standIn) == "not_permitted")
        #expect(course.refusal(of: sign, by: Self.ben) == nil)
        #expect(course.refusal(of: .complete(task: "plan"), by: standIn) == nil)
    }

    @Test("an outcome is asked for where there are some, and taken where it is one")
    func outcomes() throws {
        var course = try Self.course()
        #expect(course.refusal(of: .complete(task: "call")) == "outcome_required")
        #expect(course.refusal(of: .complete(task: "call", outcome: "reach")) == "invalid_value")
        #expect(course.refusal(of: .complete(task: "plan", outcome: "reached")) == "invalid_value")
        try course.give(.complete(task: "call", outcome: "refused"))
        #expect(try course.ask("task(\"call\").outcome == \"refused\"") == .value(.bool(true)))
    }

    @Test("what was done is of who did it, as their roles were; what nobody is known to have done is unknown")
    func known() throws {
        var course = try Self.course()
        func says(_ text: String) throws -> Evaluation { try course.ask(text) }
        try course.give(.complete(task: "plan"), by: Self.ana)
        #expect(try says("task(\"plan\").by == \"ana\" && \"nurse\" in task(\"plan\").roles") == .value(.bool(true)))
        guard case .unknown = try says("task(\"call\").by == \"ana\"") else { return #expect(Bool(false)) }
        try course.give(.complete(task: "call", outcome: "reached"))
        guard case .unknown = try says("task(\"call\").by == \"ana\"") else { return #expect(Bool(false)) }
        try course.give(.send("ask"), by: Self.ben)
        #expect(course.refusal(of: .decide(.transition(id: "on"), reason: nil)) == Refusal.Code.reasonRequired)
        try course.give(.send("ask"), by: Self.ana)
        #expect(course.refusal(of: .decide(.transition(id: "on"), reason: nil)) == nil)
        #expect(course.refusal(of: .decide(.transition(id: "off"), reason: nil)) == nil)
    }

    @Test("a part of an event that is called as who sent it is what the event brings")
    func payload() throws {
        var course = try Self.course()
        #expect(course.refusal(of: .send(event: "report", with: [.init("by", "phone")]), by: Self.ana) != nil)
        try course.give(.send(event: "report", with: [.init("by", "letter")]), by: Self.ana)
        #expect(course.state?.status == .closed(outcome: "over"))
    }

    @Test("what comes of a value that is put right is of who put it right")
    func judgedAgain() throws {
        var course = try Course(
            """
            stepwell: 1
            pathway: tested
            version: "1"
            title: Tested
            expected: {none: A test of people}
            data: {x: {type: integer}}
            events: {high: {log: true}}
            reactions: [{event: recorded.x, when: x > 5, do: [{raise: high}]}]
            initial: care
            states: {care: {transitions: [{id: on, decide: {}, when: 'occurrences("high")[0].by == "ana"', to: over}]}, over: {outcome: over}}
            """)
        try course.give(.record("x", "1"), by: Self.ana)
        try course.give(.correct(entry: 2, [.field("x", text: "7")], reason: "a slip"), by: Self.ben)
        try course.give(.record("x", "8"), by: Self.ben)
        try course.give(.correct(entry: 4, [.field("x", text: "9")], reason: "a slip"), by: Self.ana)
        let those: [Value] = [.string("ana"), .string("ben"), .string("ben")]
        #expect(try course.ask("occurrences(\"high\").map(o, o.by)") == .value(.list(those)))
    }
}
