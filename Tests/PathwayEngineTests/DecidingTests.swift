import PathwayEngine
import PathwayModel
import Testing

/// Which decision is meant, who is told of one that is owed, and what a closed case hears.
@Suite("Deciding")
struct DecidingTests {
    private static let pathway = """
        stepwell: 1
        pathway: tested
        version: "1"
        title: Tested
        expected: {none: A test of decisions}
        roles: [nurse, lead, director]
        data: {ready: {type: boolean, default: false}, level: {type: choice, options: [low, high]}}
        events: {end: {}, jump: {}}
        tasks:
          meet: {title: Meet, by_hand: {all: ['level == "low"', 'level != "high"']}}
        reactions: [{event: jump, do: [{set: {ready: "true"}}]}]
        transitions: [{event: end, to: over}, {event: jump, to: next}]
        initial: care
        states:
          care:
            tasks: [meet]
            transitions:
              - {id: first, decide: {by: [nurse]}, when: {all: [{id: high, is: 'level == "high"'}]}, to: next}
              - id: second
                decide:
                  by: [nurse]
                  within: 1 day
                  remind: 3 days before
                  escalate: [{after: 1 day, to: lead}, {after: 2 days, to: director}]
                when: {all: [{id: is_ready, is: ready}]}
                to: next
          next: {}
          over: {outcome: over}
        """

    private func place(_ id: String, _ course: Course) throws -> TransitionIndex {
        TransitionIndex(try #require(course.machine.pathway.transitions.firstIndex { $0.id == id }))
    }

    @Test("of two decisions that lead to a state the one that is proposed is taken")
    func proposed() throws {
        var course = try Course(Self.pathway)
        try course.give(.record("ready", "true"))
        let facts = try course.give(.decide(.target("next"), reason: nil))
        #expect(facts.contains(.transitionTaken(try place("second", course), reason: nil)))
    }

    @Test("a reason of blanks is none")
    func blank() throws {
        let course = try Course(Self.pathway)
        let code = Refusal.Code.reasonRequired
        #expect(course.refusal(of: .decide(.transition(id: "second"), reason: nil)) == code)
        #expect(course.refusal(of: .decide(.transition(id: "second"), reason: "  ")) == code)
        #expect(course.refusal(of: .decide(.transition(id: "second"), reason: "she asked")) == nil)
    }

    @Test("a reminder of before the proposal is not said, and each escalation goes to its own role")
    func told() throws {
        var course = try Course(Self.pathway)
        try course.give(.record("ready", "true"))
        for _ in 0..<5 { try course.give(.wake, after: 1) }
        let second = try place("second", course)
        #expect(!course.facts.contains(.effect(.decisionReminder(second, role: "nurse"))))
        let escalations = course.facts.compactMap { fact -> String? in
            if case .effect(.decisionEscalation(second, let role)) = fact { role } else { nil }
        }
        #expect(escalations == ["lead", "director"])
    }

    @Test("a closed case does not hear what the pathway as a whole would take")
    func closed() throws {
        var course = try Course(Self.pathway)
        try course.give(.send("end"))
        #expect(course.refusal(of: .send("jump")) == Refusal.Code.caseClosed)
    }

    @Test("what is put right in a closed case does not move it")
    func corrected() throws {
        let pathway = Self.pathway.replacing(
            "{outcome: over}", with: "{outcome: over, transitions: [{when: ready, to: care}]}")
        var course = try Course(pathway)
        try course.give(.record("ready", "false"))
        try course.give(.send("end"))
        try course.give(.correct(entry: 2, [.field("ready", text: "true")], reason: "slip"))
        #expect(course.state?.status == .closed(outcome: "over"))
        #expect(try course.ask("ready") == .value(.bool(true)))
    }

    @Test("a refusal says once what several criteria wait for")
    func once() throws {
        let course = try Course(Self.pathway)
        let outcome = course.machine.step(course.state, Request(.complete(task: "meet"), at: course.now))
        guard case .refused(let refusal) = outcome else {
            Issue.record("the task was completed")
            return
        }
        #expect(refusal.message.ranges(of: "waiting for level").count == 1, "\(refusal.message)")
    }
}
