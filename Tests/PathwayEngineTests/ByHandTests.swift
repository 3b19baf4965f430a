import PathwayEngine
import PathwayModel
import Testing

@Suite("Completing a task by hand, and closing one of a closed case")
struct ByHandTests {
    private static let pathway = """
        stepwell: 1
        pathway: tested
        version: "1"
        title: Tested
        expected: {none: A test of what is done by hand}
        data:
          level: {type: choice, options: [low, high], fresh_for: 7 days}
        events:
          screened: {log: true, with: {level: {type: choice, options: [low, high]}}}
          leave: {}
          stop: {}
        guards: {is_low: level == "low"}
        tasks:
          screen: {title: Screen, by_hand: false, closed_by: screened, after_close: true}
          rescreen: {title: Screen again, by_hand: false, closed_by: recorded.level, after_close: true}
          meet: {title: Meet, by_hand: {any: [{guard: is_low}, 'active("over")']}, after_close: true}
          call: {title: Call, by_hand: true, after_close: true}
          plan: {title: Plan}
        transitions:
          - {event: leave, to: over}
          - {event: stop, to: done}
        initial: open
        states:
          open: {tasks: [screen, rescreen, meet, call, plan]}
          over: {outcome: over}
          done: {type: final}
        """

    private func holds(_ steps: String) throws {
        let head = "pathway: tested\nscenarios:\n  - name: a story\n    steps:\n      - {at: 2026-01-05, enroll: {}}\n"
        let lines = steps.split(separator: "\n").map { "      \($0)\n" }.joined()
        try Story(pathway: Self.pathway, stories: head + lines).holds()
    }

    @Test("what is never completed by hand is completed by what closes it")
    func never() throws {
        try holds(
            """
            - {complete: screen, expect: {refused: not_by_hand, tasks: {screen: null}}}
            - {send: screened, with: {level: low}, expect: {no_tasks: screen}}
            - {complete: screen, expect: {refused: no_such_task}}
            """)
    }

    @Test("a guard says when a hand may complete it, and neither false nor unknown lets it")
    func guarded() throws {
        try holds(
            """
            - {complete: meet, expect: {refused: not_by_hand}}
            - {record: {level: high}}
            - {complete: meet, expect: {refused: not_by_hand}}
            - {record: {level: low}}
            - {at: 2026-01-13, complete: meet, expect: {refused: not_by_hand}}
            - {record: {level: low}}
            - {complete: meet, expect: {no_tasks: meet}}
            - {complete: call, expect: {no_tasks: call}}
            """)
    }

    @Test("a refusal says what the guard waits for")
    func words() throws {
        let course = try Course(Self.pathway)
        let outcome = course.machine.step(course.state, Request(.complete(task: "meet"), at: course.now))
        guard case .refused(let refusal) = outcome else {
            Issue.record("it was completed")
            return
        }
        #expect(refusal.code == "not_by_hand")
        #expect(refusal.message.contains("waiting for level (never recorded)"), "\(refusal.message)")
    }

    @Test("a closed case takes what closes one of its open tasks, once, and nothing else")
    func closed() throws {
        try holds(
            """
            - {send: leave, expect: {outcome: over, tasks_exactly: {screen: null, rescreen: null, meet: null, call: null}}}
            - {complete: screen, expect: {refused: not_by_hand}}
            - {complete: plan, expect: {refused: no_such_task}}
            - {record: {level: high}, expect: {no_tasks: rescreen, data: {level: high}, outcome: over}}
            - {record: {level: low}, expect: {refused: case_closed, data: {level: high}}}
            - {send: screened, with: {level: high}, expect: {no_tasks: screen}}
            - {send: screened, with: {level: high}, expect: {refused: case_closed}}
            - {complete: meet, expect: {no_tasks: meet}}
            """)
    }

    @Test("a case at its end takes what closes its last tasks, and then nothing")
    func ended() throws {
        try holds(
            """
            - {send: stop, expect: {state: done, tasks_exactly: {screen: null, rescreen: null, meet: null, call: null}}}
            - {send: leave, expect: {refused: not_accepted, state: done}}
            - {record: {level: low}, expect: {no_tasks: rescreen}}
            - {record: {level: high}, expect: {refused: not_accepted, data: {level: low}}}
            - {complete: meet}
            - {complete: call}
            - {send: screened, with: {level: low}, expect: {tasks_exactly: {}}}
            - {complete: call, expect: {refused: not_accepted}}
            """)
    }
}
