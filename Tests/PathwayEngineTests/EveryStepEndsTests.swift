import CEL
import PathwayCompiler
import PathwayEngine
import PathwayModel
import Testing

/// "Errors and limits" of the language: whatever a pathway says, a step ends, and time goes on.
@Suite("Every step ends")
struct EveryStepEndsTests {
    private static let head = """
        stepwell: 1
        pathway: tested
        version: "1"
        title: Tested
        data: {n: {type: integer, default: 0}}
        events: {e0: {}, e1: {}, e2: {}, e3: {}}
        tasks: {t0: {title: A, due: 1 day}, t1: {title: B, due: 1 day, closed_by: [e1]}, t2: {title: C, closed_by: [e2]}}
        states:

        """

    private func incidents(_ facts: [Fact]) -> [String] {
        facts.compactMap { if case .incident(let code, _) = $0 { code } else { nil } }
    }

    @Test(
        "what sends the case events without end is refused, or keeps its facts and calls for a person",
        arguments: [
            "{event: [e0, recorded.n], do: [{raise: e0}]}",
            "{event: [e0, recorded.n], do: [{raise: e1}]}, {event: e1, do: [{raise: e2}, {raise: e2}]}, "
                + "{event: e2, do: [{raise: e0}]}",
            "{event: [e0, recorded.n, session.attended], do: [{attend: attended, type: group}]}",
            "{event: [e0, recorded.n, done.t1], do: [{open_task: t1}, {raise: e1}]}",
        ])
    func endless(_ reactions: String) throws {
        var course = try Course(
            Self.head + "  a: {sessions: [{type: group, per_week: 1}], tasks: [t0], reactions: [\(reactions)]}\n")
        #expect(course.refusal(of: .send("e0")) == "step_limit")
        let facts = try course.give(.record("n", "7"))
        #expect(incidents(facts) == ["step_limit"])
        #expect(facts.count < 20)
        #expect(try course.ask("n == 7") == .value(.bool(true)))
        #expect(course.refusal(of: .complete(task: "incident")) == nil)
    }

    @Test("time that comes to a loop goes on behind it")
    func time() throws {
        var course = try Course(
            Self.head + """
                  a:
                    tasks: [t0]
                    reactions: [{event: overdue.t0, do: [{raise: e0}]}, {event: e0, do: [{raise: e0}]}]
                    transitions: [{to: b, after: 9 days}]
                  b: {}

                """)
        var found: [String] = []
        for _ in 0..<3 {
            let state = try #require(course.state)
            guard let due = course.machine.nextWakeUp(of: state, after: course.now) else { break }
            found += incidents(try course.wake(at: due))
        }
        #expect(found == ["step_limit"])
        #expect(course.isActive("b"))
    }

    @Test("more tasks that open each other than there may be rounds do not hold up time")
    func chain() throws {
        let count = 40
        let tasks = (0...count).map { "  c\($0): {title: C}\n" }.joined()
        let chained = (0..<count).map {
            "      - {task: c\($0 + 1), when: 'task(\"c\($0)\").open'}\n"
        }.joined()
        let limits = StepLimits(taskRounds: 5)
        var course = try Course(
            Self.head.replacing("tasks: {t0", with: "tasks:\n\(tasks)  t0: {title: A}\n#")
                + "  a:\n    tasks:\n      - {task: c0, after: 1 hour}\n\(chained.split(separator: "\n").reversed().joined(separator: "\n"))\n"
                + "    transitions: [{to: b, after: 9 days}]\n  b: {}\n",
            limits: limits)
        for _ in 0..<20 {
            let state = try #require(course.state)
            guard let due = course.machine.nextWakeUp(of: state, after: course.now) else { break }
            try course.wake(at: due)
        }
        #expect(course.isActive("b"))
        #expect(incidents(course.facts) == ["step_limit"])
    }

    @Test("however a pathway is made, no input does more than it may, and time is never refused", arguments: 0..<60)
    func any(_ seed: UInt64) throws {
        var random = Seeded(seed: seed)
        let limits = StepLimits(
            microsteps: 40, taskRounds: 8, events: 50, reactions: 60, actions: 200, facts: 300)
        let text = Self.head + random.states()
        let compilation = PathwayCompiler(rules: [], channels: nil) { _ in Array(text.utf8) }.compile("tested.yaml")
        let machine = Machine(try #require(compilation.product, "\(compilation.diagnostics.map(\.message))\n\(text)"))
        // A microstep does at most what stands in the file; limits are looked at before each.
        let most = 300 + text.utf8.count
        var state: CaseState?
        var now = Course.start
        func give(_ input: Input) -> Bool {
            switch machine.step(state, Request(input, at: now), limits: limits) {
            case .stepped(let step):
                #expect(step.facts.count <= most, "\(text)")
                state = step.state
                return true
            case .refused, .needs, .needsPast: return false
            }
        }
        guard give(.enroll(.init(with: []))) else { return }
        for _ in 0..<30 {
            switch Int.random(in: 0..<4, using: &random) {
            case 0: _ = give(.send("e\(Int.random(in: 0..<4, using: &random))"))
            case 1:
                let isClosed = state.map { $0.status != .open } ?? true
                #expect(give(.record("n", "\(Int.random(in: 0..<9, using: &random))")) || isClosed, "\(text)")
            default:
                guard let open = state, let due = machine.nextWakeUp(of: open, after: now) else { continue }
                #expect(due > now)
                now = due
                #expect(give(.wake), "\(text)")
            }
        }
    }
}

extension Course {
    /// Lets time do what is due.
    @discardableResult
    mutating func wake(at due: Timestamp) throws -> [Fact] {
        move(to: due)
        return try give(.wake)
    }
}

/// Pathways in which reactions and transitions raise events as they like.
private struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func next() -> UInt64 {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return state &* 0x2545_F491_4F6C_DD1D
    }

    private mutating func pick(_ choices: [String]) -> String {
        choices[Int.random(in: 0..<choices.count, using: &self)]
    }

    private mutating func some(_ most: Int, _ make: (inout Self) -> String) -> String {
        (0..<Int.random(in: 0...most, using: &self)).map { _ in make(&self) }.joined(separator: ", ")
    }

    private mutating func action() -> String {
        pick([
            "{raise: e0}", "{raise: e1}", "{raise: e2}", "{raise: e3}", "{attend: attended}", "{open_task: t0}",
            "{open_task: t1}", "{close_task: \"*\"}", "{set: {n: n + 1}}", "{set: {n: 1 - n}}",
        ])
    }

    private mutating func event() -> String {
        pick(["e0", "e1", "e2", "e3", "recorded.n", "session.attended", "done.t0", "done.t1", "overdue.t0", "\"*\""])
    }

    private mutating func guarded() -> String { pick(["", "", "when: n > 2, ", "when: n < 1000, "]) }

    private mutating func reaction() -> String {
        "{event: \(event()), \(guarded())do: [\(action()), \(action())]}"
    }

    private mutating func transition(_ names: [String]) -> String {
        switch Int.random(in: 0..<4, using: &self) {
        case 0: "{event: \(event()), \(guarded())to: \(pick(names)), do: [\(action())]}"
        case 1: "{event: \(event()), \(guarded())do: [\(action())]}"
        case 2: "{when: n > 3, to: \(pick(names))}"
        default: "{after: \(pick(["1 hour", "2 days"])), to: \(pick(names)), do: [\(action())]}"
        }
    }

    private mutating func task() -> String {
        pick([
            "t0", "{task: t1, every: 5 hours}", "{task: t2, after: 1 hour}",
            "{task: t1, when: 'task(\"t0\").open'}", "{task: t2, when: '!task(\"t2\").open', every: 1 hour}",
        ])
    }

    mutating func states() -> String {
        let names = ["a", "b", "c"]
        return names.map { name in
            """
              \(name):
                entry: [\(some(2) { $0.action() })]
                tasks: [\(some(2) { $0.task() })]
                reactions: [\(some(3) { $0.reaction() })]
                transitions: [\(some(3) { $0.transition(names) })]
                states: {\(name)1: {reactions: [\(some(2) { $0.reaction() })]}}

            """
        }.joined()
    }
}
