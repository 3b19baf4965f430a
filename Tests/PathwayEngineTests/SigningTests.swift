import PathwayEngine
import PathwayModel
import Testing

/// Decisions that two different people sign.
@Suite("Two who sign")
struct SigningTests {
    private static let pathway = """
        stepwell: 1
        pathway: tested
        version: "1"
        title: Tested
        expected: {none: A test of signatures}
        roles: [doctor, nurse]
        data: {risk: {type: integer, default: 0, fresh_for: 3 days}}
        events: {on: {}, back: {}}
        initial: care
        states:
          care:
            transitions:
              - {event: on, to: next}
              - {id: leave, decide: {by: [doctor], signers: 2}, when: {all: [{id: low, is: risk < 3}]}, to: over}
              - {id: move, decide: {by: [doctor], signers: 2, within: 2 days}, when: {all: [{id: high, is: risk > 5}]}, to: next}
          next: {transitions: [{event: back, to: care}]}
          over: {outcome: over}
        """

    private static let ben = Actor(name: "ben", roles: ["doctor"])
    private static let cleo = Actor(name: "cleo", roles: ["doctor"])
    private static let leave = Input.decide(.transition(id: "leave"), reason: nil)

    private static func decide(_ id: String, _ reason: String?) -> Input {
        .decide(.transition(id: id), reason: reason)
    }

    /// Who has signed what, with whose it is now.
    private static func signed(_ course: Course) throws -> [String] {
        let pathway = course.machine.pathway
        return course.machine.duties(of: try #require(course.state)).compactMap { duty in
            guard let by = duty.signedBy, case .owed(.decision(let index)) = duty.kind else { return nil }
            let due = duty.due.map { ", due \($0)" } ?? ""
            return
                "\(pathway.transitions[index].id): \(by), for \(duty.roles?.joined(separator: " ") ?? "anybody")\(due)"
        }
    }

    @Test("the first signature moves nothing and is on the list; another person takes the decision")
    func two() throws {
        var course = try Course(Self.pathway)
        try course.give(Self.leave, by: Self.ben)
        #expect(course.isActive("care"))
        #expect(try Self.signed(course) == ["leave: ben, for doctor"])
        let facts = try course.give(Self.leave, by: Self.cleo)
        #expect(course.isActive("over"))
        #expect(facts.contains { if case .transitionTaken = $0 { true } else { false } })
        #expect(try Self.signed(course) == [])
    }

    @Test(
        "who signed, who spoke for them, and for whom they speak are one person; nobody without a name signs",
        arguments: [
            (Actor(name: "ben", roles: ["doctor"]), "signed_already"),
            (Actor(name: "cleo", roles: ["doctor"], speaker: "ben"), "signed_already"),
            (Actor(name: "ana", roles: ["doctor"]), "signed_already"),
            (Actor(name: "dora", roles: ["doctor"], speaker: "ana"), "signed_already"),
            (Actor(name: nil, roles: ["doctor"]), "not_permitted"),
            (Actor(name: "nora", roles: ["nurse"]), "not_permitted"),
            (Actor(name: "cleo", roles: ["doctor"], speaker: "dora"), nil),
        ])
    func one(_ actor: Actor, _ code: String?) throws {
        var course = try Course(Self.pathway)
        try course.give(Self.leave, by: Actor(name: "ben", roles: ["doctor"], speaker: "ana"))
        #expect(course.refusal(of: Self.leave, by: actor) == code)
    }

    @Test("a signature ends with what it was given for: unmet, gone stale, or the state left")
    func lapses() throws {
        var course = try Course(Self.pathway)
        try course.give(Self.leave, by: Self.ben)
        try course.give(.record("risk", "4"))
        #expect(try Self.signed(course) == [])
        try course.give(.record("risk", "1"))
        #expect(try Self.signed(course) == [], "and does not come back")
        try course.give(Self.leave, by: Self.ben)
        // Nobody looks at the case meanwhile.
        let late = try course.give(Self.decide("leave", "it is old"), by: Self.cleo, after: 5)
        #expect(course.isActive("care"), "one signs that it is not met, and the other signed that it is")
        #expect(late.contains { if case .signatureLapsed = $0 { true } else { false } })
        #expect(try Self.signed(course) == ["leave: cleo, for doctor"])
        try course.give(.send("on"))
        try course.give(.send("back"))
        #expect(try Self.signed(course) == [])
    }

    @Test("against what is not met both say why; a first who did stays one when it comes to be met")
    func against() throws {
        var course = try Course(Self.pathway)
        try course.give(.record("risk", "4"))
        #expect(course.refusal(of: Self.leave, by: Self.ben) == Refusal.Code.reasonRequired)
        try course.give(Self.decide("leave", "she asks"), by: Self.ben)
        #expect(course.refusal(of: Self.leave, by: Self.cleo) == Refusal.Code.reasonRequired)
        var other = course
        let facts = try course.give(Self.decide("leave", "agreed"), by: Self.cleo)
        #expect(facts.contains { if case .decidedAgainst = $0 { true } else { false } })
        try other.give(.record("risk", "1"))
        #expect(try Self.signed(other) == ["leave: ben, for doctor"])
        try other.give(Self.leave, by: Self.cleo)
        #expect(other.isActive("over"))
    }

    @Test("a decision that is owed stays owed by its date")
    func owed() throws {
        var course = try Course(Self.pathway)
        try course.give(.record("risk", "7"))
        try course.give(Self.decide("move", nil), by: Self.cleo)
        #expect(try Self.signed(course) == ["move: cleo, for doctor, due 2026-01-07"])
    }

    @Test("a signature that is undone was never given; undoing what it stands on takes it back too")
    func undone() throws {
        var course = try Course(Self.pathway)
        try course.give(.record("risk", "7"))
        try course.give(Self.decide("move", nil), by: Self.cleo)
        try course.give(.undo(entry: 3, reason: "another patient's", withLater: false))
        #expect(try Self.signed(course) == [])
        #expect(course.refusal(of: Self.decide("move", nil), by: Self.cleo) == nil)
        try course.give(Self.decide("move", nil), by: Self.cleo)
        try course.give(Self.decide("move", nil), by: Self.ben)
        #expect(course.isActive("next"))
        try course.give(.undo(entry: 6, reason: "too early", withLater: false))
        #expect(course.isActive("care"))
        #expect(try Self.signed(course) == ["move: cleo, for doctor, due 2026-01-07"])
    }
}
