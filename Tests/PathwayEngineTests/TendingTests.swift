import CEL
import PathwayEngine
import PathwayModel
import Testing

@Suite("Who sees to what is owed, and when")
struct TendingTests {
    private static let pathway = """
        stepwell: 1
        pathway: tested
        version: "1"
        title: Tested
        roles: [nurse, doctor]
        calendar: {timezone: America/New_York}
        expected: {none: A test}
        owner: doctor
        instruments: {mood: {}}
        events: {go: {}, alarm: {}, call: {}}
        tasks:
          plan: {title: Plan, role: nurse, due: 3 days}
          letter: {title: Letter, due: 3 days}
          form: {title: Form, role: doctor, due: 3 days, by_hand: false, closed_by: [recorded.mood]}
          visit: {title: Visit, role: nurse, due: 3 days}
          evaluate: {title: Evaluate, role: doctor, due: 0 days, safety: true}
        reactions:
          - {event: alarm, do: [{open_task: evaluate}]}
          - {event: recorded.mood, when: mood.q1 > 1, do: [{open_task: evaluate}]}
          - {event: done.visit, do: [{open_task: letter}]}
        initial: care
        states:
          care:
            expected: 1 week
            tasks: [plan, letter, form, visit]
            transitions: [{id: leave, decide: {by: [doctor], within: 1 day}, to: over}, {event: go, to: next}]
          next: {transitions: [{event: call, to: over}]}
          over: {outcome: completed}
        """

    private static let mood = """
        stepwell: 1
        instrument: mood
        title: Mood
        answers: [never, sometimes, often]
        items: [{id: q1}, {id: q2}]
        scores: {total: {type: integer, min: 0, max: 4, value: sum(items)}}
        """

    private static func course() throws -> Course {
        try Course(Self.pathway, ["instruments/mood.yaml": Self.mood])
    }

    private static let ana = Actor(name: "ana", roles: ["nurse"])
    private static let ben = Actor(name: "ben", roles: ["doctor", "nurse"])

    private static func term(_ hours: Int64 = 10, safety: Int64 = 2) -> Input.Tending.Term {
        func end(_ hours: Int64) -> Timestamp { Timestamp(seconds: Course.start.seconds + hours * 3_600) }
        return .init(until: end(hours), safetyUntil: end(safety))
    }

    private static func tend(_ change: Input.Tending.Change, _ names: String...) -> Input {
        .tend(.init(change, of: names))
    }

    /// What is held, as `name: who until hour`, in the order of the pathway.
    private static func held(_ course: Course) throws -> [String] {
        let pathway = course.machine.pathway
        return course.machine.duties(of: try #require(course.state)).compactMap { duty in
            guard let hold = duty.hold, case .owed(let subject) = duty.kind else { return nil }
            let hours = (hold.until.seconds - Course.start.seconds) / 3_600
            let name =
                switch subject {
                case .task(let task): pathway.tasks[task].name
                case .decision(let index): pathway.transitions[index].id
                case .stay(let state): pathway.states[state].path
                case .sessions: "sessions"
                }
            return "\(name): \(hold.by) until \(hours)" + (hold.note.map { ", \($0)" } ?? "")
        }
    }

    @Test("a claim is of what is named, of what is to be done now otherwise; of what is about safety it is shorter")
    func claims() throws {
        var course = try Self.course()
        try course.give(Self.tend(.claim(Self.term()), "plan", "leave"), by: Self.ben)
        #expect(try Self.held(course) == ["plan: ben until 10", "leave: ben until 10"])
        try course.give(.send("alarm"))
        try course.give(Self.tend(.claim(Self.term())), by: Self.ben)
        #expect(
            try Self.held(course) == [
                "plan: ben until 10", "letter: ben until 10", "form: ben until 10", "visit: ben until 10",
                "evaluate: ben until 2", "leave: ben until 10",
            ], "the stay is not to be seen to yet")
    }

    @Test("without names a claim is of what the actor's roles may do; a task is also for who stands in")
    func ownRoles() throws {
        var course = try Self.course()
        try course.give(Self.tend(.claim(Self.term())), by: Self.ana)
        #expect(
            try Self.held(course) == ["plan: ana until 10", "letter: ana until 10", "visit: ana until 10"],
            "neither the doctor's form nor the decision")
        let cleo = Actor(name: "cleo", roles: [], standsInFor: ["doctor"])
        try course.give(Self.tend(.claim(Self.term()), "form"), by: cleo)
        #expect(course.refusal(of: Self.tend(.claim(Self.term()), "leave"), by: cleo) == "not_permitted")
    }

    @Test(
        "nobody takes what another one has, until that lapses; a role claims its own; who assigns takes it from anybody"
    )
    func others() throws {
        var course = try Self.course()
        try course.give(Self.tend(.claim(Self.term()), "plan"), by: Self.ana)
        #expect(course.refusal(of: Self.tend(.claim(Self.term()), "plan"), by: Self.ben) == "held")
        #expect(course.refusal(of: Self.tend(.claim(Self.term()), "form"), by: Self.ana) == "not_permitted")
        #expect(course.refusal(of: Self.tend(.release, "plan"), by: Self.ben) == "held")
        #expect(
            course.refusal(of: Self.tend(.handOver(to: "cleo", note: nil, Self.term()), "plan"), by: Self.ben) == "held"
        )
        try course.give(Self.tend(.assign(to: "cleo", note: nil, Self.term(30)), "plan"), by: Self.ben)
        #expect(try Self.held(course) == ["plan: cleo until 30"])
        let nurse = Input.Tending.Receiver(name: "cleo", roles: ["nurse"])
        #expect(course.refusal(of: Self.tend(.assign(to: nurse, note: nil, Self.term()), "form")) == "not_permitted")
        course.move(to: Timestamp(seconds: Course.start.seconds + 30 * 3_600))
        try course.give(Self.tend(.claim(Self.term(40)), "plan"), by: Self.ana)
        #expect(try Self.held(course) == ["plan: ana until 40"])
        #expect(course.refusal(of: Self.tend(.claim(Self.term(30)), "letter"), by: Self.ana) == "invalid_value")
    }

    @Test("what is held is handed over with a note, and given back; what is done is held no more")
    func handedOver() throws {
        var course = try Self.course()
        try course.give(Self.tend(.claim(Self.term()), "plan", "letter"), by: Self.ana)
        try course.give(Self.tend(.handOver(to: "ben", note: "Called twice", Self.term(12)), "plan"), by: Self.ana)
        #expect(try Self.held(course) == ["plan: ben until 12, Called twice", "letter: ana until 10"])
        try course.give(Self.tend(.release), by: Self.ana)
        #expect(try Self.held(course) == ["plan: ben until 12, Called twice"])
        #expect(course.refusal(of: Self.tend(.release), by: Self.ana) == "not_accepted")
        #expect(course.refusal(of: Self.tend(.release, "letter"), by: Self.ana) == "not_accepted")
        try course.give(.complete(task: "plan"))
        #expect(course.state?.tended.isEmpty == true)
        #expect(course.refusal(of: Self.tend(.claim(Self.term()), "plan"), by: Self.ana) == "no_such_task")
        #expect(course.refusal(of: Self.tend(.claim(Self.term()), "planning"), by: Self.ana) == "no_such_task")
    }

    @Test("what belongs to a stay is held no more once it is left")
    func left() throws {
        var course = try Self.course()
        try course.give(.wake, after: 9)
        let term = Self.term(10 * 24, safety: 10 * 24)
        try course.give(Self.tend(.claim(term), "care", "leave"), by: Self.ben)
        #expect(try Self.held(course) == ["leave: ben until 240", "care: ben until 240"])
        try course.give(.send("go"))
        #expect(try Self.held(course).isEmpty && course.state?.tended.isEmpty == true)
    }

    @Test("what is put off has a day within a week and a reason, and is never about safety")
    func snoozed() throws {
        var course = try Self.course()
        try course.give(.send("alarm"))
        func snooze(_ day: Int32, _ reason: String = "a message left", _ name: String = "plan") -> Input {
            Self.tend(.snooze(until: CalendarDate(daysSinceEpoch: 20_458 + day), reason: reason), name)
        }
        #expect(course.refusal(of: snooze(0)) == "invalid_value" && course.refusal(of: snooze(8)) == "invalid_value")
        #expect(course.refusal(of: snooze(1, " ")) == "reason_required")
        #expect(course.refusal(of: snooze(1, "later", "evaluate")) == "safety_open")
        #expect(course.refusal(of: snooze(1, "later", "form"), by: Self.ana) == "not_permitted")
        let several = Self.tend(.snooze(until: CalendarDate(daysSinceEpoch: 20_459), reason: "later"))
        #expect(course.refusal(of: several) == "no_such_task")
        try course.give(snooze(7), by: Self.ana)
        let duties = course.machine.duties(of: try #require(course.state))
        #expect(duties.compactMap(\.snoozedUntil).map(\.description) == ["2026-01-12"])
        try course.give(Self.tend(.claim(Self.term()), "plan"), by: Self.ana)
        #expect(course.machine.duties(of: try #require(course.state)).allSatisfy { $0.snoozedUntil == nil })
    }

    @Test("a task that need not be done ends without being done; one that something waits for is done, or left")
    func notNeeded() throws {
        var course = try Self.course()
        try course.give(.send("alarm"))
        func off(_ name: String, _ reason: String = "done elsewhere") -> Input {
            Self.tend(.notNeeded(reason: reason), name)
        }
        #expect(course.refusal(of: off("evaluate")) == "safety_open")
        #expect(course.refusal(of: off("visit")) == "not_accepted", "done.visit is waited for")
        #expect(course.refusal(of: off("form")) == "not_by_hand")
        #expect(course.refusal(of: off("leave")) == "not_accepted")
        #expect(course.refusal(of: off("plan", "")) == "reason_required")
        try course.give(off("plan"), by: Self.ana)
        let task = course.machine.pathway.tasks.firstIndex { $0.name == "plan" }
        #expect(course.state?.tasks[try #require(task)].status == .ended)
        try course.give(.undo(entry: 3, reason: "it is needed", withLater: false))
        #expect(course.state?.tasks[try #require(task)].status == .open)
    }

    @Test("nothing is called off without which nobody would owe the case anything")
    func lost() throws {
        let pathway = """
            stepwell: 1
            pathway: tested
            version: "1"
            title: Tested
            roles: [nurse]
            tasks: {plan: {title: Plan, role: nurse, due: 3 days}, call: {title: Call, role: nurse, due: 3 days}}
            states: {care: {tasks: [plan, call]}}
            """
        var course = try Course(pathway)
        try course.give(Self.tend(.notNeeded(reason: "by phone"), "plan"))
        #expect(course.refusal(of: Self.tend(.notNeeded(reason: "by phone"), "call")) == "not_accepted")
        try course.give(.complete(task: "call"))
    }

    @Test("a task knows what made it necessary, and what was looked at")
    func causes() throws {
        var course = try Self.course()
        func cause(_ name: String) throws -> String {
            let pathway = course.machine.pathway
            let task = try #require(pathway.tasks.firstIndex { $0.name == name })
            let cause = try #require(course.state?.tasks[task].opening?.cause)
            let values = cause.values.map { "\($0.name)=\($0.text)" }.joined(separator: " ")
            return switch cause.trigger {
            case .event(let event): "\(pathway.events[event].name) \(values)"
            case .entered(let state): "entered \(pathway.states[state].path) \(values)"
            case .during(let state): "during \(pathway.states[state].path) \(values)"
            }
        }
        #expect(try cause("plan") == "entered care ")
        try course.give(.record([.instrument("mood", answers: [.init("q1", "2"), .init("q2", "0")])]))
        #expect(try cause("evaluate") == "recorded.mood Mood q1=2")
        try course.give(.complete(task: "letter"))
        try course.give(.complete(task: "visit"))
        #expect(try cause("letter") == "done.visit ")
    }

    @Test("a claim of something that an undo takes away is passed over")
    func undone() throws {
        var course = try Self.course()
        try course.give(.send("alarm"))
        try course.give(Self.tend(.claim(Self.term()), "evaluate"), by: Self.ben)
        try course.give(Self.tend(.claim(Self.term()), "plan"), by: Self.ana)
        let facts = try course.give(.undo(entry: 4, reason: "not hers", withLater: false))
        #expect(try Self.held(course) == ["evaluate: ben until 2"])
        #expect(!facts.contains { if case .reviewRequested = $0 { true } else { false } })
    }
}
