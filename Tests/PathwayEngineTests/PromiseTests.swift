import CEL
import PathwayCompiler
import PathwayEngine
import PathwayModel
import Testing

@Suite("What is promised")
struct PromiseTests {
    private static func pathway(_ promises: [String]) -> String {
        """
        stepwell: 1
        pathway: tested
        version: "1"
        title: Tested
        expected: {none: A test of promises}
        roles: [nurse, doctor]
        owner: nurse
        calendar: {timezone: America/New_York}
        data: {risk: {type: integer, fresh_for: 2 days}, seen: boolean, signed: boolean}
        events: {go: {}, back: {}, off: {}, on: {}, sweep: {}, end: {}, die: {}}
        tasks: {call: {title: Call, role: nurse, due: 1 day}, check: {title: Check, role: nurse, due: 1 day}}
        promises:
        \(promises.map { "  - {id: kept, \($0)}" }.joined(separator: "\n"))
        reactions: [{event: sweep, do: [{close_task: "*"}]}]
        transitions:
          - {event: end, to: over}
          - {event: die, to: dead}
          - {event: off, to: away}
        initial: care
        states:
          care:
            states:
              first:
                tasks: [call]
                transitions:
                  - {event: go, to: second}
                  - {id: stay, decide: {by: [doctor]}, when: signed}
              second: {transitions: [{event: back, to: first}]}
              returning: {type: history, depth: deep, clock: keep, transitions: [{to: first}]}
          away: {transitions: [{event: on, to: returning}]}
          over: {outcome: over}
          dead: {outcome: dead, ends_safety: true}
        """
    }

    private func holds(_ promise: String, _ steps: String) throws {
        let head = "pathway: tested\nscenarios:\n  - name: a story\n    steps:\n      - {at: 2026-01-05, enroll: {}}\n"
        let lines = steps.split(separator: "\n").map { "      \($0)\n" }.joined()
        try Story(pathway: Self.pathway([promise]), stories: head + lines).holds()
    }

    // MARK: Of the engine

    @Test("what must never be is broken when it comes to be, once for each time, and unknown is not true")
    func never() throws {
        try holds(
            "never: 'active(\"second\") && risk >= 5'",
            """
            - {send: go, expect: {broken: []}}
            - {record: {risk: 4}, expect: {broken: [], no_tasks: ["promise_broken*"]}}
            - {record: {risk: 5}, expect: {broken: [kept], tasks: {promise_broken.kept: 2026-01-06}}}
            - {record: {risk: 6}, expect: {broken: []}}
            - {complete: promise_broken, expect: {broken: [], no_tasks: ["promise_broken*"]}}
            - {send: back, expect: {broken: []}}
            - {send: go, expect: {broken: [kept], tasks: {promise_broken.kept: 2026-01-06}}}
            """)
    }

    @Test("of two conditions one has to hold whenever the other does; what is not known does not hold")
    func invariant() throws {
        try holds(
            "whenever: 'active(\"second\")', expect: risk < 5, within: 0 days",
            """
            - {record: {risk: 1}, expect: {broken: []}}
            - {send: go, expect: {broken: []}}
            - {at: 2026-01-07, advance: true, expect: {broken: []}}
            - {at: 2026-01-08, advance: true, expect: {broken: [kept]}}
            - {record: {risk: 1}, expect: {broken: []}}
            - {record: {risk: 9}, expect: {broken: [kept]}}
            """)
    }

    @Test("where a state is entered or left, what is expected holds when the step ends, and only then")
    func immediate() throws {
        let steps = """
            - {at: 2026-01-06, send: go, expect: {broken: [kept]}}
            - {record: {seen: true}, expect: {broken: []}}
            - {send: back, expect: {broken: []}}
            - {record: {seen: false}, expect: {broken: []}}
            - {send: go, expect: {broken: [kept]}}
            """
        try holds("whenever: entered second, expect: seen, within: 0 days", steps)
        try holds("whenever: left first, expect: seen, within: 0 days", steps)
    }

    @Test(
        "a record that fits is answered when the step ends, however late it is entered, and also when it is put right")
    func recorded() throws {
        try holds(
            "whenever: recorded risk when event.value >= 5, expect: 'task(\"check\").open', within: 0 days",
            """
            - {record: {risk: 4}, request_id: low, expect: {broken: []}}
            - {at: 2026-01-06, record: {risk: 2}, expect: {broken: []}}
            - {record: {risk: 7}, occurred: 2026-01-05, expect: {broken: [kept]}}
            - {record: {risk: 6}, corrects: low, expect: {broken: [kept]}}
            """)
    }

    // MARK: Of people

    @Test("people have until the end of the last day, and it is kept as soon as what is expected holds")
    func within() throws {
        let promise = "whenever: entered second, expect: seen, within: 2 days"
        try holds(
            promise,
            """
            - {send: go, expect: {broken: []}}
            - {at: 2026-01-07, record: {seen: true}, expect: {broken: []}}
            - {at: 2026-01-07, record: {seen: false}, expect: {broken: []}}
            - {at: 2026-01-20, advance: true, expect: {broken: []}}
            """)
        try holds(
            promise,
            """
            - {send: go, expect: {broken: []}}
            - {at: 2026-01-08T04:59:59Z, advance: true, expect: {broken: [], no_tasks: ["promise_broken*"]}}
            - {at: 2026-01-08T05:00:00Z, advance: true, expect: {broken: [kept], tasks: {promise_broken.kept: 2026-01-09}}}
            - {at: 2026-01-20, advance: true, expect: {broken: []}}
            """)
    }

    @Test("a time in hours ends at its instant")
    func hours() throws {
        try holds(
            "whenever: recorded risk when event.value > 4, expect: seen, within: 90 minutes",
            """
            - {at: 2026-01-05T18:00:00Z, record: {risk: 5}, expect: {broken: []}}
            - {at: 2026-01-05T19:29:59Z, advance: true, expect: {broken: []}}
            - {at: 2026-01-05T19:30:00Z, advance: true, expect: {broken: [kept]}}
            """)
    }

    @Test("what comes a second time while the first is not answered changes no date; after that it runs anew")
    func again() throws {
        try holds(
            "whenever: recorded risk when event.value > 4, expect: 'task(\"call\").done', within: 2 days",
            """
            - {record: {risk: 5}, expect: {broken: []}}
            - {at: 2026-01-06, record: {risk: 6}, expect: {broken: []}}
            - {at: 2026-01-08, advance: true, expect: {broken: [kept]}}
            - {record: {risk: 6}, expect: {broken: []}}
            - {at: 2026-01-10, complete: call, expect: {broken: []}}
            - {at: 2026-01-11, advance: true, expect: {broken: []}}
            """)
    }

    @Test("an expression that becomes true begins it, and ceasing to be true does not end it")
    func becomesTrue() throws {
        try holds(
            "whenever: signed, expect: seen, within: 1 day",
            """
            - {record: {signed: true}, expect: {broken: []}}
            - {record: {signed: false}, expect: {broken: []}}
            - {at: 2026-01-07, advance: true, expect: {broken: [kept]}}
            """)
    }

    @Test("a close does not end what is promised, but a death does")
    func closing() throws {
        let promise = "whenever: entered second, expect: seen, within: 2 days, safety: true"
        try holds(
            promise,
            """
            - {send: go}
            - {send: end, expect: {broken: [], outcome: over}}
            - {at: 2026-01-08, advance: true, expect: {broken: [kept], tasks_exactly: {promise_broken.kept: 2026-01-08}}}
            """)
        try holds(
            promise,
            """
            - {send: go}
            - {send: die, expect: {broken: [], outcome: dead}}
            - {at: 2026-01-20, advance: true, expect: {broken: [], tasks_exactly: {}}}
            """)
    }

    @Test("the task of a breach is the owner's, and a safety task where that is said: then no pattern ends it")
    func tasks() throws {
        let course = try Course(Self.pathway(["never: risk > 9, safety: true, owner: doctor, title: No risk"]))
        let task = try #require(course.machine.pathway.tasks.first { $0.name == "promise_broken.kept" })
        #expect(task.role == "doctor" && task.isSafety && task.afterClose)
        #expect(task.title == "A promise was broken: No risk")
        try holds(
            "never: risk > 9, safety: true",
            """
            - {record: {risk: 10}, expect: {broken: [kept], tasks: {promise_broken.kept: 2026-01-05}}}
            - {send: sweep, expect: {tasks_exactly: {promise_broken.kept: 2026-01-05}}}
            """)
    }

    // MARK: Every state

    @Test("each state is left or seen to within the time: a task or decision of it, or an extension, counts")
    func everyState() throws {
        let promise = "every_state: {left_or_reviewed_within: 1 week}"
        try holds(
            promise,
            """
            - {at: 2026-01-12, advance: true, expect: {broken: []}}
            - {at: 2026-01-13, advance: true, expect: {broken: [kept]}}
            - {at: 2026-01-30, advance: true, expect: {broken: []}}
            - {complete: call, expect: {broken: []}}
            - {at: 2026-02-06, advance: true, expect: {broken: []}}
            - {at: 2026-02-07, advance: true, expect: {broken: [kept]}}
            """)
        try holds(
            promise,
            """
            - {at: 2026-01-12, complete: call}
            - {at: 2026-01-19, decide: {id: stay, reason: waiting}, expect: {broken: []}}
            - {at: 2026-01-26, send: go, expect: {broken: []}}
            - {at: 2026-02-02, advance: true, expect: {broken: []}}
            - {at: 2026-02-03, advance: true, expect: {broken: [kept]}}
            - {at: 2026-02-04, send: end, expect: {broken: []}}
            - {at: 2026-03-20, advance: true, expect: {broken: []}}
            """)
    }

    @Test("a stay that goes on after an interruption has been as long as it has")
    func continued() throws {
        try holds(
            "every_state: {left_or_reviewed_within: 1 week}",
            """
            - {at: 2026-01-10, send: off}
            - {at: 2026-01-14, send: on, expect: {broken: [kept]}}
            - {at: 2026-01-15, send: go}
            - {at: 2026-01-16, send: back, expect: {broken: []}}
            - {at: 2026-01-23, advance: true, expect: {broken: []}}
            """)
    }

    // MARK: Others

    @Test("an expression that ends in an error holds up nothing, and calls a person")
    func errors() throws {
        var course = try Course(
            Self.pathway(["never: 'risk * 9223372036854775807 > 5 && risk != 1'"]))
        let facts = try course.give(.record("risk", "3"))
        #expect(facts.contains { if case .incident = $0 { true } else { false } })
        #expect(!facts.contains { $0.isBrokenPromise })
        // What it reads is not touched: it is not looked at.
        let next = try course.give(.send("go"))
        #expect(!next.contains { if case .incident = $0 { true } else { false } })
        let again = try course.give(.record("risk", "4"))
        #expect(again.contains { if case .incident = $0 { true } else { false } })
    }

    @Test("an undone entry takes its breach with it, and a task about safety stays")
    func undone() throws {
        for (safety, stays) in [(false, false), (true, true)] {
            var course = try Course(Self.pathway(["never: 'active(\"second\")', safety: \(safety)"]))
            try course.give(.send("go"))
            let isOpen = { (course: Course) in
                let tasks = course.machine.pathway.tasks
                let place = tasks.firstIndex { $0.name == "promise_broken.kept" } ?? 0
                return course.state?.tasks[place].status == .open
            }
            #expect(isOpen(course))
            try course.give(.undo(entry: 2, reason: "wrong patient", withLater: false))
            #expect(isOpen(course) == stays, "safety: \(safety)")
            #expect(course.state?.promises.first?.holds == false)
        }
    }

    @Test("what was compiled before promises were watched is not watched")
    func older() throws {
        var pathway = try Story(pathway: Self.pathway(["never: risk > 4"]), stories: "").compiled()
        pathway.promises[0].task = nil
        let machine = Machine(pathway)
        var state: CaseState?
        for input in [Input.enroll(.init(with: [])), .record("risk", "9")] {
            guard case .stepped(let step) = machine.step(state, Request(input, at: Course.start)) else { continue }
            let promised = step.facts.contains { if case .promise = $0 { true } else { false } }
            #expect(!promised)
            state = step.state
        }
        #expect(state?.sequence == 2)
    }
}
