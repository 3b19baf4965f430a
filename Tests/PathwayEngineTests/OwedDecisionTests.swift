import CEL
import PathwayCompiler
import PathwayEngine
import PathwayModel
import Testing

@Suite("Decisions that are owed")
struct OwedDecisionTests {
    private static let pathway = """
        stepwell: 1
        pathway: tested
        version: "1"
        title: Tested
        expected: {none: A test of decisions that are owed}
        roles: [clinician, physician, director]
        calendar: {timezone: America/New_York}
        data: {total: {type: integer, fresh_for: 7 days}, leave_on: date}
        events: {away: {}, back: {}, again: {}, end: {}}
        tasks: {plan: {title: Plan, due: 1 day}}
        transitions: [{event: end, to: over}]
        initial: care
        states:
          care:
            tasks: [plan]
            transitions:
              - id: admit
                decide:
                  by: [clinician, physician]
                  within: 2 business days
                  remind: 1 day before
                  escalate: [{after: 1 day, to: director}]
                when: total >= 10
                to: treated
                because: Needs care
              - {id: later, decide: {by: [clinician], within: 1 day}, when: today >= leave_on}
              - {id: review, decide: {by: [clinician], within: 3 days}, after: 5 days}
              - {id: free, decide: {by: [clinician]}, when: total >= 10}
              - {event: away, to: elsewhere}
              - {event: again, to: care}
          treated: {}
          elsewhere: {transitions: [{event: back, to: care}]}
          over: {outcome: over, transitions: [{id: reopen, decide: {by: [director], within: 2 days}, to: care}]}
        """

    private func holds(_ steps: String) throws {
        let head = "pathway: tested\nscenarios:\n  - name: a story\n    steps:\n      - {at: 2026-01-05, enroll: {}}\n"
        let lines = steps.split(separator: "\n").map { "      \($0)\n" }.joined()
        try Story(pathway: Self.pathway, stories: head + lines).holds()
    }

    @Test("one is owed from when it is proposed until it is taken")
    func taken() throws {
        try holds(
            """
            - {record: {total: 9}, expect: {obligations: {plan: 2026-01-06}}}
            - {record: {total: 10}, expect: {obligations: {plan: 2026-01-06, admit: 2026-01-07}, proposed: [admit, free]}}
            - {at: 2026-01-06, record: {total: 12}, expect: {obligations: {plan: 2026-01-06, admit: 2026-01-07}}}
            - {decide: {id: admit}, by: director, expect: {accepted: false, obligations: {plan: 2026-01-06, admit: 2026-01-07}}}
            - {decide: {id: admit}, by: physician, expect: {accepted: true, obligations: {plan: 2026-01-06}}}
            """)
    }

    @Test(
        "one is owed no longer when it stops being proposed, also by time, and is owed anew when it is proposed again")
    func unproposed() throws {
        try holds(
            """
            - {record: {total: 10}, expect: {obligations: {plan: 2026-01-06, admit: 2026-01-07}}}
            - {record: {total: 9}, expect: {obligations: {plan: 2026-01-06}}}
            - {at: 2026-01-06, record: {total: 10}, expect: {obligations: {plan: 2026-01-06, admit: 2026-01-08}}}
            - {at: 2026-01-13, advance: true, expect: {obligations: {plan: 2026-01-06, admit: 2026-01-08, review: 2026-01-13}}}
            - {at: 2026-01-14, advance: true, expect: {proposed: [review], obligations: {plan: 2026-01-06, review: 2026-01-13}}}
            """)
    }

    @Test("leaving the state ends it, and so does the end of the case; coming back begins it anew")
    func left() throws {
        try holds(
            """
            - {record: {total: 10}, expect: {obligations: {plan: 2026-01-06, admit: 2026-01-07}}}
            - {send: away, expect: {obligations: {plan: 2026-01-06}}}
            - {at: 2026-01-06, send: back, expect: {obligations: {plan: 2026-01-06, admit: 2026-01-08}}}
            - {at: 2026-01-07, send: again, expect: {obligations: {plan: 2026-01-06, admit: 2026-01-09}}}
            - {send: end, expect: {obligations: {reopen: 2026-01-09}}}
            - {decide: {id: reopen}, by: director, expect: {obligations: {plan: 2026-01-08, admit: 2026-01-09}}}
            """)
    }

    @Test("a date that comes proposes one, and so does a delay that ends")
    func byTime() throws {
        try holds(
            """
            - {record: {leave_on: 2026-01-08}, expect: {obligations: {plan: 2026-01-06}}}
            - {at: 2026-01-08, advance: true, expect: {obligations: {plan: 2026-01-06, later: 2026-01-09}}}
            - {at: 2026-01-10, advance: true, expect: {obligations: {plan: 2026-01-06, later: 2026-01-09, review: 2026-01-13}}}
            - {decide: {id: later}, expect: {obligations: {plan: 2026-01-06, later: 2026-01-11, review: 2026-01-13}}}
            """)
    }

    @Test("those who may decide are reminded, it is overdue and escalated, each once, at its own instant")
    func deadlines() throws {
        var course = try Course(Self.pathway)
        try course.give(.record("total", "10"))
        let place = try #require(course.machine.pathway.transitions.firstIndex { $0.id == "admit" })
        let owed = try #require(course.state?.owed[place])
        #expect(owed.decision.due == CalendarDate(year: 2026, month: 1, day: 7) && owed.since.at == course.now)
        var told: [String] = []
        while let next = course.machine.nextWakeUp(of: try #require(course.state), after: course.now),
            next < Timestamp(seconds: Course.start.seconds + 4 * 86_400)
        {
            course.move(to: next)
            for fact in try course.give(.wake) {
                switch fact {
                case .effect(.decisionReminder(_, let role)): told.append("\(next.rfc3339()) remind \(role)")
                case .effect(.decisionEscalation(_, let role)): told.append("\(next.rfc3339()) escalate \(role)")
                case .decisionOverdue: told.append("\(next.rfc3339()) overdue")
                default: break
                }
            }
        }
        #expect(
            told == [
                "2026-01-06T05:00:00Z remind clinician", "2026-01-06T05:00:00Z remind physician",
                "2026-01-08T05:00:00Z overdue", "2026-01-09T05:00:00Z escalate director",
            ])
    }

    @Test("a case with owed decisions is kept and read whole")
    func snapshot() throws {
        var course = try Course(Self.pathway)
        try course.give(.record("total", "10"))
        let state = try #require(course.state)
        #expect(CaseState(snapshot: state.snapshot, of: course.machine) == state)
    }

    @Test("'within' needs an id, and 'remind' and 'escalate' need 'within'")
    func diagnostics() {
        for (old, new) in [
            ("id: later, decide", "decide"), ("by: [clinician], within: 1 day", "by: [clinician], remind: 1 day"),
            ("by: [clinician], within: 1 day", "by: [clinician], escalate: [{after: 1 day, to: director}]"),
        ] {
            let text = Self.pathway.replacing(old, with: new)
            #expect(text != Self.pathway)
            let found = PathwayCompiler(rules: [], channels: nil) { _ in Array(text.utf8) }.compile("tested.yaml")
            #expect(found.product == nil, "\(new)")
        }
    }
}
