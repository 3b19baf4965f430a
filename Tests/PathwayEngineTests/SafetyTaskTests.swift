import PathwayCompiler
import PathwayEngine
import PathwayModel
import Testing

@Suite("Safety tasks")
struct SafetyTaskTests {
    private static let pathway = """
        stepwell: 1
        pathway: tested
        version: "1"
        title: Tested
        expected: {none: A test of safety tasks}
        calendar: {timezone: America/New_York}
        data: {late: {type: boolean, default: false}, seen_late: {type: boolean, default: false}}
        events: {look: {}, sweep: {}, name: {}, leave: {}, die: {}, stop: {}}
        tasks:
          at_once: {title: At once, safety: true, due: 30 minutes, remind: 10 minutes before, escalate: [{after: 5 minutes, to: staff}]}
          today: {title: Today, safety: true, due: 0 days}
          plain: {title: Plain, due: 30 minutes}
          after: {title: After, after_close: true}
        reactions:
          - {event: overdue.at_once, do: [{set: {late: true}}]}
          - {event: look, do: [{set: {seen_late: task("at_once").overdue}}]}
          - {event: sweep, do: [{close_task: "*"}]}
          - {event: name, do: [{close_task: today}]}
        transitions: [{event: leave, to: over}, {event: die, to: dead}, {event: stop, to: done}]
        initial: open
        states:
          open: {tasks: [at_once, today, plain, after]}
          over: {outcome: over, transitions: [{event: die, to: dead}]}
          dead: {outcome: dead, ends_safety: true}
          done: {type: final}
        """

    private func holds(_ steps: String) throws {
        let head = """
            pathway: tested
            scenarios:
              - name: a story
                steps:
                  - {at: 2026-01-05T12:00:00-05:00, enroll: {}}

            """
        let lines = steps.split(separator: "\n").map { "      \($0)\n" }.joined()
        try Story(pathway: Self.pathway, stories: head + lines).holds()
    }

    @Test("one that is due in minutes is overdue at that minute, and another at the end of its date")
    func instant() throws {
        try holds(
            """
            - {at: 2026-01-05T12:29:59-05:00, send: look, expect: {data: {late: false, seen_late: false}}}
            - {at: 2026-01-05T12:30:00-05:00, send: look, expect: {data: {late: true, seen_late: true}}}
            """)
        var course = try Course(Self.pathway)
        let tasks = course.machine.pathway.tasks
        let opening = { (name: String) in course.state?.tasks[tasks.firstIndex { $0.name == name } ?? 0].opening }
        let exact = try #require(opening("at_once"))
        #expect(exact.dueAt == Timestamp(seconds: Course.start.seconds + 1_800) && exact.overdueAt == exact.dueAt)
        #expect(exact.reminders == [Timestamp(seconds: Course.start.seconds + 1_200)])
        #expect(exact.escalations == [Timestamp(seconds: Course.start.seconds + 2_100)])
        let whole = try #require(opening("plain"))
        #expect(whole.dueAt == nil && whole.due == exact.due)
        #expect(whole.overdueAt == Timestamp(seconds: 1_767_675_600), "midnight in New York")
        course.move(to: Timestamp(seconds: Course.start.seconds + 1_200))
        #expect(course.machine.nextWakeUp(of: try #require(course.state), after: Course.start) == course.now)
    }

    @Test("no pattern ends one; its name does")
    func patterns() throws {
        try holds(
            """
            - {send: sweep, expect: {tasks_exactly: {at_once: 2026-01-05, today: 2026-01-05}}}
            - {send: name, expect: {tasks_exactly: {at_once: 2026-01-05}}}
            """)
    }

    @Test("one outlasts the case, can be done then, and ends where the closing state says so")
    func closing() throws {
        try holds(
            """
            - {send: leave, expect: {outcome: over, tasks_exactly: {at_once: 2026-01-05, today: 2026-01-05, after: null}}}
            - {complete: today, expect: {tasks_exactly: {at_once: 2026-01-05, after: null}}}
            - {send: die, expect: {outcome: dead, tasks_exactly: {after: null}}}
            """)
        try holds("- {send: die, expect: {outcome: dead, tasks_exactly: {after: null}}}")
    }

    @Test("one that outlasts a case at its end keeps its deadline")
    func ended() throws {
        var course = try Course(Self.pathway)
        try course.give(.send("stop"))
        let state = try #require(course.state)
        #expect(state.status == .ended)
        let next = try #require(course.machine.nextWakeUp(of: state, after: course.now))
        course.move(to: Timestamp(seconds: Course.start.seconds + 2_100))
        #expect(next < course.now)
        let facts = try course.give(.wake)
        #expect(facts.contains { if case .effect(.escalation(_, "staff")) = $0 { true } else { false } })
        #expect(facts.contains { if case .taskOverdue = $0 { true } else { false } })
    }

    @Test("'ends_safety' needs an outcome")
    func diagnostics() {
        let text = Self.pathway.replacing("{outcome: dead, ends_safety: true}", with: "{ends_safety: true}")
        let found = PathwayCompiler(rules: [], channels: nil) { _ in Array(text.utf8) }.compile("tested.yaml")
        #expect(found.diagnostics.contains { $0.code.id == "SW109" || $0.message.contains("'ends_safety'") })
    }
}
