import CEL
import PathwayCompiler
import PathwayEngine
import PathwayModel
import Testing

@Suite("How long stays are, and who is lost")
struct StayTests {
    private static let pathway = """
        stepwell: 1
        pathway: tested
        version: "1"
        title: Tested
        roles: [nurse, doctor, front]
        calendar: {timezone: America/New_York}
        events: {go: {}, back: {}, alarm: {}, drift: {}, end: {}, wait: {}, ask: {}, close_by_time: {}, hold: {}, on: {}, quiet: {}}
        tasks:
          plan: {title: Plan, role: nurse, due: 3 days}
          undated: {title: Undated, role: nurse}
          nobodys: {title: Nobody's, due: 1 day}
          evaluate: {title: Evaluate, role: doctor, due: 0 days, safety: true}
        reactions: [{event: alarm, do: [{open_task: evaluate}]}]
        transitions: [{event: end, to: over}, {event: drift, to: adrift}, {event: hold, to: held}]
        initial: care
        states:
          care:
            expected: 6 weeks
            owner: doctor
            initial: first
            states:
              first:
                expected: 1 week
                owner: nurse
                sessions: [{type: group, per_week: 3, unrecorded_after: 4 days, role: front}]
                transitions: [{event: go, to: second}]
              second: {expected: 2 business days, transitions: [{event: back, to: first}]}
              returning: {type: history, depth: deep, clock: keep, transitions: [{to: first}]}
          held: {expected: {none: Until the patient says so}, transitions: [{event: on, to: returning}]}
          adrift:
            tasks: [undated, nobodys]
            transitions:
              - {event: wait, to: waiting}
              - {event: ask, to: asking}
              - {event: close_by_time, to: closing}
              - {event: quiet, to: quiet}
          waiting: {transitions: [{after: 10 days, to: planned}]}
          planned: {tasks: [plan]}
          asking: {transitions: [{id: pick, decide: {by: [doctor], within: 2 days}, after: 5 days, to: planned}]}
          closing: {transitions: [{after: 10 days, to: over}]}
          quiet: {transitions: [{after: 10 days, to: over_with_task}]}
          over: {outcome: over}
          over_with_task: {outcome: done, tasks: [plan]}
        """

    private func holds(_ steps: String) throws {
        let head = "pathway: tested\nscenarios:\n  - name: a story\n    steps:\n      - {at: 2026-01-05, enroll: {}}\n"
        let lines = steps.split(separator: "\n").map { "      \($0)\n" }.joined()
        try Story(pathway: Self.pathway, stories: head + lines).holds()
    }

    @Test("from the day after its usual length a stay stands still, until the case moves; what is around it too")
    func standsStill() throws {
        try holds(
            """
            - {at: 2026-01-12, advance: true, expect: {stands_still: [], lost: false}}
            - {at: 2026-01-13, advance: true, expect: {stands_still: [first]}}
            - {at: 2026-02-16, advance: true, expect: {stands_still: [first]}}
            - {at: 2026-02-17, advance: true, expect: {stands_still: [first, care]}}
            - {send: go, expect: {stands_still: [care]}}
            - {at: 2026-02-19, send: back, expect: {stands_still: [care]}}
            - {at: 2026-02-20, send: end, expect: {stands_still: []}}
            """)
    }

    @Test("business days are counted as such, and a stay that goes on has its date from when it began")
    func dates() throws {
        try holds(
            """
            - {at: 2026-01-09, send: go, expect: {stands_still: []}}
            - {at: 2026-01-13, advance: true, expect: {stands_still: []}}
            - {send: hold, expect: {stands_still: []}}
            - {at: 2026-01-14, send: on, expect: {state: second, stands_still: [second]}}
            """)
    }

    @Test("an extension gives a stay until then, and another stay has its own length")
    func extended() throws {
        try holds(
            """
            - {at: 2026-01-13, extend: {until: 2026-01-20}, by: nurse, expect: {stands_still: []}}
            - {at: 2026-01-20, advance: true, expect: {stands_still: []}}
            - {at: 2026-01-21, advance: true, expect: {stands_still: [first]}}
            - {send: go}
            - {at: 2026-01-22, send: back}
            - {at: 2026-01-30, advance: true, expect: {stands_still: [first]}}
            """)
    }

    @Test(
        "it goes on by one usual length at most, of the state that is meant, by its owner, with a reason, and not in danger"
    )
    func refusals() throws {
        try holds(
            """
            - {extend: {until: 2026-01-20}, expect: {refused: invalid_value}}
            - {extend: {until: 2026-01-12}, expect: {refused: invalid_value}}
            - {extend: {until: 2026-01-19}, by: doctor, expect: {refused: not_permitted}}
            - {extend: {until: 2026-01-19, reason: " "}, expect: {refused: reason_required}}
            - {extend: {until: 2026-01-19, state: second}, expect: {refused: not_accepted}}
            - {extend: {until: 2026-02-20, state: care}, by: doctor, expect: {stands_still: []}}
            - {send: alarm, expect: {tasks: {evaluate: 2026-01-05}}}
            - {extend: {until: 2026-01-19}, expect: {refused: safety_open}}
            - {complete: evaluate}
            - {at: 2026-02-01, extend: {until: 2026-02-08}, expect: {stands_still: []}}
            - {send: hold}
            - {extend: {until: 2026-02-19}, expect: {refused: not_accepted}}
            - {send: end}
            - {extend: {until: 2026-02-19}, expect: {refused: case_closed}}
            """)
    }

    @Test("an extension that is undone gave the stay nothing")
    func undone() throws {
        var course = try Course(Self.pathway)
        let day = CalendarDate(daysSinceEpoch: 20_472)  // 2026-01-19
        try course.give(.extend(state: nil, until: day, reason: "a wait"))
        func until(_ course: Course) throws -> CalendarDate? {
            let first = course.machine.pathway.states.firstIndex { $0.name == "first" }
            return course.machine.standingStays(of: try #require(course.state)).first { $0.state.position == first }?
                .until
        }
        #expect(try until(course) == day)
        try course.give(.undo(entry: 2, reason: "another patient", withLater: false))
        #expect(try until(course)?.description == "2026-01-12")
    }

    @Test("sessions of which nothing is recorded for so long stand on somebody's list; any record of one counts")
    func sessions() throws {
        var course = try Course(Self.pathway)
        func awaited(_ course: Course) throws -> [String] {
            course.machine.awaitedSessions(of: try #require(course.state)).map {
                "\($0.since) \($0.until) \($0.role ?? "")"
            }
        }
        #expect(try awaited(course) == ["2026-01-05 2026-01-09 front"])
        try course.give(.attend(.noShow, type: "group"), after: 2)
        #expect(try awaited(course) == ["2026-01-07 2026-01-11 front"])
        try course.give(.send("go"), after: 1)
        #expect(try awaited(course) == [])
    }

    @Test("a case is lost where nothing with a date and a role is left, and time brings nothing of that")
    func lost() throws {
        try holds(
            """
            - {send: drift, expect: {tasks_exactly: {undated: , nobodys: 2026-01-06}, lost: true}}
            - {send: wait, expect: {lost: false}}
            - {at: 2026-01-15, advance: true, expect: {state: planned, lost: false}}
            - {complete: plan, expect: {lost: true}}
            - {send: end, expect: {lost: false}}
            """)
        try holds("- {send: drift}\n- {send: ask, expect: {lost: false}}")
        try holds("- {send: drift}\n- {send: quiet, expect: {lost: false}}")
        try holds("- {send: drift}\n- {send: close_by_time, expect: {lost: true}}")
        try holds("- {send: hold, expect: {lost: true}}\n- {send: on, expect: {lost: false}}")
    }

    @Test("what time brings has its date and whose it is then")
    func brought() throws {
        var course = try Course(Self.pathway)
        try course.give(.send("drift"))
        try course.give(.send("wait"))
        let state = try #require(course.state)
        let kept = course.machine.duties(of: state, at: course.now).filter(\.keepsCase)
        #expect(kept.map(\.roles) == [["nurse"]])
        #expect(kept.map { $0.due?.description } == ["2026-01-15"])
        let plan = course.machine.pathway.tasks.firstIndex { $0.name == "plan" }
        #expect(kept.map(\.kind) == [.time(.task(TaskIndex(plan ?? 0)))])
    }
}
