import CEL
import PathwayEngine
import PathwayModel
import Testing

/// What happens where a guard costs more than it may, or does not end: "Limits and errors" of the language.
@Suite("Costs and loops")
struct CostTests {
    /// Guards that go through all results, some of them within another; each step costs more the longer the case runs.
    private static let pathway = """
        stepwell: 1
        pathway: tested
        version: "1"
        title: Tested
        roles: [clinician]
        data: {flag: {type: boolean, default: false}, value: integer, filled: boolean}
        instruments: {mood: {}}
        events: {ask: {}, count: {}}
        guards:
          costly: mood.results.all(a, mood.results.all(b, a.total + b.total >= 0))
        initial: waiting
        states:
          waiting:
            sessions: [{type: group, per_week: 5}]
            transitions:
              - {event: ask, when: costly, to: done}
              - {id: go, decide: {by: [clinician]}, when: {all: [{id: all, guard: costly}]}, to: done}
              - {when: flag && costly, to: done}
              - {event: count, when: value > 0, do: [{raise: count}]}
          done: {}

        """

    private static let files = [
        "instruments/mood.yaml": """
        instrument: mood
        title: Mood
        scores: {total: {type: integer, min: 0, max: 27}}
        """
    ]

    /// A guard may take little, so that few results are too many.
    private static let low = StepLimits(
        microsteps: 1_000, taskRounds: 100, guards: Limits(length: 16_384, depth: 64, evaluationCost: 2_000),
        cost: 10_000_000)

    private func course(results: Int, limits: StepLimits = .standard) throws -> Course {
        var course = try Course(Self.pathway, Self.files, limits: limits)
        for _ in 0..<results { try course.give(.record("mood", ["total": "3"])) }
        return course
    }

    private func incidents(_ facts: [Fact]) -> [String] {
        facts.compactMap { if case .incident(let code, _) = $0 { code } else { nil } }
    }

    @Test("an expression within its budget has its answer, and one beyond ends in an error")
    func budget() throws {
        let few = try course(results: 20)
        #expect(try few.ask("costly") == .value(.bool(true)))
        let many = try course(results: 200)
        guard case .error = try many.ask("costly") else {
            Issue.record("no error")
            return
        }
        // What decides it stands beside: but a budget that is used up is used up.
        #expect(try many.ask("mood.total > 3 && costly") == .value(.bool(false)))
    }

    @Test("guards that use each other have one budget, so that doubling does not escape it")
    func nested() throws {
        let names = (1...7).map { "  g\($0): g\($0 - 1) && g\($0 - 1)" }
        let guards = (names.reversed() + ["  g0: mood.results.all(a, a.total >= 0)"]).joined(separator: "\n")
        var course = try Course(
            """
            stepwell: 1
            pathway: tested
            version: "1"
            title: Tested
            instruments: {mood: {}}
            guards:
            \(guards)
            states: {waiting: {}}

            """, Self.files)
        for _ in 0..<300 { try course.give(.record("mood", ["total": "3"])) }
        #expect(try course.ask("g1") == .value(.bool(true)))
        guard case .error = try course.ask("g7") else {
            Issue.record("no error")
            return
        }
    }

    @Test("a recorded value is kept, no transition is taken, and one incident opens")
    func recordIsKept() throws {
        var course = try course(results: 30, limits: Self.low)
        let first = try course.give(.record("flag", "true"))
        #expect(incidents(first) == ["guard_error"])
        #expect(course.isActive("waiting"))
        #expect(try course.ask("flag") == .value(.bool(true)))
        #expect(try course.ask("task(\"incident\").open") == .value(.bool(true)))
        let second = try course.give(.record("mood", ["total": "5"]), after: 1)
        #expect(try course.ask("mood.total == 5") == .value(.bool(true)))
        #expect(incidents(second).count <= 1)
        #expect(try course.ask("open_tasks(\"incident\")") == .value(.int(1)))
        try course.give(.attend(.attended, type: "group"), after: 1)
        #expect(try course.ask("attendance.attended") == .value(.int(1)))
        try course.give(.consent([.init(kind: "treatment", granted: true)]))
        #expect(try course.ask("consent(\"treatment\")") == .value(.bool(true)))
        try course.give(.wake, after: 1)
        #expect(course.isActive("waiting"))
    }

    @Test("what is sent or decided is refused, and nothing changes")
    func sendIsRefused() throws {
        let course = try course(results: 30, limits: Self.low)
        #expect(course.refusal(of: .send("ask")) == "guard_error")
        let decide = Input.decide(.transition(id: "go"), reason: nil)
        #expect(course.refusal(of: decide) != nil)
        #expect(course.isActive("waiting"))
    }

    @Test("a loop of events ends after a thousand microsteps: sending is refused, recording is kept")
    func loop() throws {
        var course = try course(results: 0)
        try course.give(.record("value", "1"))
        #expect(course.refusal(of: .send("count")) == "step_limit")
        let looping = Self.pathway
            .replacing(
                "events: {ask: {}, count: {}}",
                with: "events: {ask: {}, count: {}}\nreactions: [{event: recorded.value, do: [{raise: count}]}]")
        var second = try Course(looping, Self.files)
        let facts = try second.give(.record("value", "7"))
        #expect(incidents(facts).count == 1)
        #expect(try second.ask("value") == .value(.int(7)))
    }

    @Test("all guards of one input have a budget together")
    func inputBudget() throws {
        let limits = StepLimits(microsteps: 1_000, taskRounds: 100, guards: .guards, cost: 5_000)
        var course = try course(results: 8, limits: limits)
        #expect(try course.ask("costly") == .value(.bool(true)))
        let facts = try course.give(.record("flag", "true"))
        #expect(course.isActive("done"))
        #expect(incidents(facts).isEmpty)
        let tight = StepLimits(microsteps: 1_000, taskRounds: 100, guards: .guards, cost: 100)
        var other = try self.course(results: 8, limits: tight)
        let kept = try other.give(.record("flag", "true"))
        #expect(incidents(kept) == ["guard_error"])
        #expect(other.isActive("waiting"))
        #expect(try other.ask("flag") == .value(.bool(true)))
    }

    @Test("what actions compute, and when a task is due, draws on the same budget")
    func actionBudget() throws {
        let yaml = Self.pathway.replacing(
            "events: {ask: {}, count: {}}",
            with: """
                events: {ask: {}, count: {}, fill: {}}
                tasks: {call: {title: Call, role: clinician, due: {at: 'costly ? today : today'}}}
                reactions: [{event: fill, do: [{set: {filled: costly}}, {open_task: call}]}]
                """)
        func course(_ cost: Int) throws -> Course {
            var course = try Course(
                yaml, Self.files,
                limits: StepLimits(microsteps: 1_000, taskRounds: 100, guards: .guards, cost: cost))
            for _ in 0..<8 { try course.give(.record("mood", ["total": "3"])) }
            try course.give(.record("value", "-1"))
            return course
        }
        var free = try course(10_000)
        try free.give(.send("fill"))
        #expect(try free.ask("filled") == .value(.bool(true)))
        #expect(try free.ask("task(\"call\").due == today") == .value(.bool(true)))
        #expect(try course(100).refusal(of: .send("fill")) == "guard_error")
    }
}
