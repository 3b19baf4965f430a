import CEL
import PathwayEngine
import PathwayModel
import PathwayScenarios
import Testing

/// What is entered late or put right counts as if it had been entered in time, and hides nothing.
@Suite("Late and corrected records")
struct LateRecordsTests {
    private static let pathway = """
        stepwell: 1
        pathway: tested
        version: "1"
        title: Tested
        expected: {none: A test of late records}
        roles: [staff]
        instruments: {risk: {baseline: {entering: care}}, pain: {baseline: {entering: care, else: first_after}}}
        data:
          lmp: date
          visits: {type: integer, default: 0, max: 3}
          copy: {type: integer, default: 5}
          source: integer
          seen: {type: date}
          late: {type: boolean, default: false}
        events: {admit: {}, discharge: {}, look: {}, tick: {}, ask: {}, moved: {}}
        tasks:
          screen: {title: Screen, role: staff, due: 1 day, closed_by: [{event: recorded.risk, when: known(event.level)}]}
          call: {title: Call, role: staff, due: 7 days, remind: 5 days before, escalate: [{after: 1 day, to: staff}]}
          visit: {title: Visit, role: staff, due: {at: 'lmp + weeks(12)'}}
          leaver: {title: Leaver, role: staff, due: 7 days, remind: [1 day before, 3 days before]}
          dated: {title: Dated, role: staff, due: 0 days}
          exact: {title: Exact, role: staff, due: {at: 'lmp + weeks(12)', fixed: true}}
        reactions:
          - {event: recorded.risk, when: event.level == "high" && event.is_newest, do: [{open_task: screen}]}
          - {event: tick, do: [{add: {visits: 1}}]}
          - {event: recorded.source, do: [{set: {copy: source}}, {add: {visits: 1}}]}
          - {event: ask, do: [{open_task: screen}]}
          - {event: look, do: [{set: {copy: source}}, {set: {seen: event.date}}]}
          - {event: session.attended, do: [{set: {late: event.late}}]}
        states:
          intake:
            transitions: [{event: admit, to: care}]
          care:
            sessions: [{type: group, per_week: 3}]
            tasks: [{task: visit, when: known(lmp)}, {task: exact, when: known(lmp)}]
            transitions:
              - {id: safe, decide: {}, when: {all: [{id: low, is: 'risk.level == "low"', hard: not_safe}]}, to: after}
              - {event: discharge, to: after}
          after:
            tasks: [call, {task: leaver, when: visits < 3}, {task: dated, when: days_in("care") >= 0}]
            transitions: [{after: 10 days, to: over}, {event: moved, after: 2 days, to: over}]
          over: {outcome: over}
        """
    private static let files = [
        "instruments/risk.yaml": """
        instrument: risk
        title: Risk
        items: [{id: q1, type: boolean}, {id: other, type: boolean}]
        scores: {level: {type: choice, options: [low, high], value: 'q1 ? "high" : "low"'}}
        """,
        "instruments/pain.yaml": """
        instrument: pain
        title: Pain
        scores: {total: {min: 0, max: 10}}
        """,
    ]

    private static func date(_ year: Int, _ month: Int, _ day: Int) -> CalendarDate {
        CalendarDate(year: year, month: month, day: day) ?? CalendarDate(daysSinceEpoch: 0)
    }

    private func holds(_ steps: String) throws {
        let head = """
            pathway: tested
            scenarios:
              - name: a story
                steps:

            """
        let lines = steps.split(separator: "\n").map { "      \($0)\n" }.joined()
        try Story(pathway: Self.pathway, files: Self.files, stories: head + lines).holds()
    }

    @Test("a late low of the same day hides no high, by instants")
    func sameDay() throws {
        try holds(
            """
            - {at: 2026-01-05T08:00:00Z, enroll: {}}
            - {send: admit}
            - {at: 2026-01-05T17:05:00Z, occurred: 2026-01-05T17:00:00Z, record: {risk: {level: high}}}
            - {at: 2026-01-05T19:00:00Z, occurred: 2026-01-05T14:00:00Z, record: {risk: {level: low}}}
            - {decide: {id: safe}, expect: {refused: not_safe}}
            - {at: 2026-01-06T19:00:00Z, occurred: 2026-01-05, record: {risk: {level: low}}}
            - {decide: {id: safe}, expect: {refused: not_safe}}
            """)
    }

    @Test("a high that is not known to be older is judged as the newest; one that is opens nothing")
    func newest() throws {
        try holds(
            """
            - {at: 2026-01-05, enroll: {}}
            - {at: 2026-01-08T12:00:00Z, record: {risk: {level: low}}}
            - {at: 2026-01-09, occurred: 2026-01-07, record: {risk: {level: high}}, expect: {no_tasks: [screen]}}
            - {occurred: 2026-01-08T09:00:00Z, record: {risk: {level: high}}, expect: {no_tasks: [screen]}}
            - {occurred: 2026-01-08, record: {risk: {level: high}}, expect: {tasks: {screen: 2026-01-10}}}
            """)
    }

    @Test("a task is closed only by what happened since it was last asked for")
    func closing() throws {
        try holds(
            """
            - {at: 2026-01-05, enroll: {}}
            - {send: ask, expect: {tasks: {screen: 2026-01-06}}}
            - {at: 2026-01-07, occurred: 2026-01-04, record: {risk: {level: low}}, expect: {tasks: {screen: 2026-01-06}}}
            - {at: 2026-01-08, send: ask, expect: {tasks: {screen: 2026-01-06}}}
            - {occurred: 2026-01-07, record: {risk: {level: low}}, expect: {tasks: {screen: 2026-01-06}}}
            - {occurred: 2026-01-07, complete: screen, expect: {refused: invalid_value}}
            - {occurred: 2026-01-08, record: {risk: {level: low}}, expect: {no_tasks: [screen]}}
            """)
    }

    @Test("a correction of an old result closes no task of today")
    func correcting() throws {
        var course = try Course(Self.pathway, Self.files)
        try course.give(.record("risk", ["level": "low"]))
        try course.give(.send("ask"), after: 20)
        let right = Input.Recording.instrument("risk", answers: [.init("level", "high")])
        try course.give(.correct(entry: 2, [right], reason: "slip"))
        #expect(try course.ask("task(\"screen\").open") == .value(.bool(true)))
        try course.give(.record("risk", ["level": "low"]))
        #expect(try course.ask("task(\"screen\").open") == .value(.bool(false)))
    }

    @Test("a state that is entered late counts from when it happened, and what came due meanwhile happens now")
    func backdated() throws {
        try holds(
            """
            - {at: 2026-01-02, enroll: {}}
            - {send: admit}
            - {at: 2026-01-05, occurred: 2026-01-03, send: discharge, expect: {state: after, tasks: {call: 2026-01-10}, notified: []}}
            - {at: 2026-01-12, advance: true, expect: {state: after}}
            - {at: 2026-01-13, expect: {state: over}}
            """)
        try holds(
            """
            - {at: 2026-01-02, enroll: {}}
            - {send: admit}
            - {at: 2026-01-20, occurred: 2026-01-03, send: discharge, expect: {outcome: over, no_tasks: [call]}}
            """)
        var course = try Course(Self.pathway, Self.files)
        try course.give(.send("admit"), after: 2)
        // Not before the state that is left was entered.
        try course.give(.send("discharge"), after: 3, occurred: .date(Self.date(2026, 1, 6)))
        #expect(try course.ask("day(entered_at(\"after\")) == date(\"2026-01-07\")") == .value(.bool(true)))
        #expect(try course.ask("days_in(\"after\")") == .value(.int(3)))
        #expect(try course.ask("days_in(\"care\")") == .value(.int(0)))
    }

    @Test("a task with a guard counts from the entry, unless the date has made the guard true since then")
    func guarded() throws {
        try holds(
            """
            - {at: 2026-01-05, enroll: {}}
            - {send: admit}
            - {at: 2026-01-09, occurred: 2026-01-03, send: discharge, expect: {tasks: {leaver: 2026-01-12, dated: 2026-01-09}}}
            """)
    }

    @Test("reminders may be written in any order")
    func order() throws {
        var course = try Course(Self.pathway, Self.files)
        try course.give(.send("admit"))
        try course.give(.send("discharge"))
        let leaver = TaskIndex(3)
        let reminded = { (facts: [Fact]) in facts.contains { $0 == .effect(.reminder(leaver, role: "staff")) } }
        #expect(reminded(try course.give(.wake, after: 4)), "three days before")
        #expect(reminded(try course.give(.wake, after: 2)), "one day before")
    }

    @Test("an event that is entered late is judged by when it happened")
    func lateEvent() throws {
        try holds(
            """
            - {at: 2026-01-02, enroll: {}}
            - {send: admit}
            - {send: discharge}
            - {at: 2026-01-09, occurred: 2026-01-03, send: moved, expect: {state: after}}
            - {occurred: 2026-01-04, send: moved, expect: {state: over}}
            """)
    }

    @Test("reminders that are past are not sent, escalations are")
    func pastReminders() throws {
        var course = try Course(Self.pathway, Self.files)
        try course.give(.send("admit"))
        let occurred = OccurrenceTime.instant(Course.start)
        let facts = try course.give(.send("discharge"), after: 9, occurred: occurred)
        let effects = facts.compactMap { if case .effect(let effect) = $0 { effect } else { nil } }
        #expect(effects == [.escalation(TaskIndex(1), role: "staff")])
    }

    @Test("the baseline is the last result dated on or before the day, however late it is entered")
    func baseline() throws {
        let story = """
            - {at: 2026-01-05T08:00:00Z, enroll: {}}
            - {at: 2026-01-05T10:00:00Z, send: admit}
            - {at: 2026-01-07T12:00:00Z, record: {pain: {total: 3}}}
            """
        try holds(story)
        var course = try Course(Self.pathway, Self.files)
        try course.give(.send("admit"))
        #expect(try course.ask("known(pain) ? pain.baseline : 0") == .value(.int(0)))
        try course.give(.record("pain", ["total": "3"]), after: 2)
        #expect(try course.ask("pain.baseline") == .value(.int(3)))
        try course.give(.record("pain", ["total": "8"]), after: 1, occurred: .instant(Course.start))
        #expect(try course.ask("pain.baseline") == .value(.int(8)))
        #expect(try course.ask("pain.change") == .value(.int(-5)))
        guard case .unknown = try course.ask("risk.baseline") else {
            Issue.record("there is no baseline of the risk")
            return
        }
    }

    @Test("a due date follows the field it is worked out from, unless it is fixed")
    func following() throws {
        try holds(
            """
            - {at: 2026-01-05, enroll: {}}
            - {send: admit}
            - {record: {lmp: 2025-11-01}, expect: {tasks: {visit: 2026-01-24, exact: 2026-01-24}}}
            - {at: 2026-01-18, record: {lmp: 2025-11-04}, expect: {tasks: {visit: 2026-01-27, exact: 2026-01-24}}}
            """)
        var course = try Course(Self.pathway, Self.files)
        try course.give(.send("admit"))
        try course.give(.record("lmp", "2025-11-01"))
        try course.give(.correct(entry: 3, [.field("lmp", text: "2025-10-01")], reason: "slip"))
        #expect(try course.ask("task(\"visit\").due") == .value(.date(Self.date(2025, 12, 24))))
        #expect(try course.ask("task(\"visit\").overdue") == .value(.bool(true)))
        // What cannot be told any more stays as it was.
        try course.give(.withdraw(entry: 3, reason: "slip"))
        #expect(try course.ask("task(\"visit\").due") == .value(.date(Self.date(2025, 12, 24))))
    }

    @Test("what a withdrawn entry set or added goes with it, and what stood before is in force")
    func withdrawing() throws {
        var course = try Course(Self.pathway, Self.files)
        try course.give(.send("tick"))
        try course.give(.record("source", "1"))
        try course.give(.record("source", "2"))
        try course.give(.send("tick"))
        #expect(try course.ask("[copy, visits, source]") == .value(.list([.int(2), .int(3), .int(2)])))
        // Out of range it changes nothing and calls for a person.
        try course.give(.send("tick"))
        #expect(try course.ask("visits") == .value(.int(3)))
        try course.give(.withdraw(entry: 4, reason: "slip"))
        #expect(try course.ask("[copy, visits, source]") == .value(.list([.int(1), .int(2), .int(1)])))
        try course.give(.withdraw(entry: 3, reason: "slip"))
        #expect(try course.ask("[copy, visits]") == .value(.list([.int(5), .int(1)])))
        #expect(try course.ask("known(source)") == .value(.bool(false)))
    }

    @Test("a field that is set from an unknown is unknown, whatever its default")
    func unknown() throws {
        var course = try Course(Self.pathway, Self.files)
        #expect(try course.ask("copy") == .value(.int(5)))
        try course.give(.send("look"), after: 1, occurred: .instant(Course.start))
        guard case .unknown = try course.ask("copy") else {
            Issue.record("copy came of an unknown")
            return
        }
        #expect(try course.ask("known(copy)") == .value(.bool(false)))
        #expect(try course.ask("seen") == .value(.date(Self.date(2026, 1, 5))))
    }

    @Test("a result of unknown score meets nothing and closes nothing that asks for the score")
    func unscored() throws {
        var course = try Course(Self.pathway, Self.files)
        try course.give(.record("risk", ["level": "low"]))
        try course.give(.send("ask"), after: 1)
        try course.give(.record("risk", ["other": "true"]), after: 1)
        #expect(try course.ask("task(\"screen\").open") == .value(.bool(true)))
        #expect(try course.ask("[risk.count, days_since(risk)]") == .value(.list([.int(1), .int(2)])))
        #expect(try course.ask("risk.level") == .value(.string("low")))
        try course.give(.record("risk", ["q1": "false"]))
        #expect(try course.ask("task(\"screen\").open") == .value(.bool(false)))
    }

    @Test("a closed case takes a correction, and stays where it is")
    func closed() throws {
        var course = try Course(Self.pathway, Self.files)
        try course.give(.record("pain", ["total": "3"]))
        try course.give(.send("admit"))
        try course.give(.send("discharge"))
        try course.give(.wake, after: 11)
        #expect(course.isActive("over"))
        #expect(course.refusal(of: .record("pain", ["total": "4"])) == "case_closed")
        try course.give(.correct(entry: 2, [.instrument("pain", answers: [.init("total", "9")])], reason: "slip"))
        #expect(try course.ask("pain.total") == .value(.int(9)))
        #expect(course.isActive("over"))
    }

    @Test("attendance says whether it is entered late")
    func lateAttendance() throws {
        try holds(
            """
            - {at: 2026-01-05, enroll: {}}
            - {send: admit}
            - {at: 2026-01-07, attend: {status: attended, type: group}, expect: {data: {late: false}}}
            - {occurred: 2026-01-06, attend: {status: attended, type: group}, expect: {data: {late: true}}}
            """)
    }
}
