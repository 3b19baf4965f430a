import PathwayCompiler
import PathwayModel
import Testing

/// What an author writes for people or for later has its place in the pathway.
@Suite("What is read is kept")
struct WhatIsReadTests {
    private static let text = """
        stepwell: 1
        pathway: test
        version: "1"
        title: Test
        description: Shows what is kept
        intended_use: {users: clinicians, population: adults, limits: no crisis}
        approved: {by: Director, on: 2026-01-02, review_by: 2027-01-02}
        instruments: {mood: {}}
        roles: [nurse, doctor]
        owner: nurse
        expected: {none: It is a test}
        events: {contact: {with: {result: {type: text, label: How it went}}}}
        decisions: {level: {title: Level of care, inputs: {total: mood.total}, rules: [{then: one}]}}
        states:
          first:
            expected: 2 weeks 1 day
            sessions: [{type: group, per_week: 1, unrecorded_after: 9 days}]
            transitions: [{event: contact, to: within}]
          within:
            owner: doctor
            transitions: [{event: contact, to: last}]
            states: {inner: {sessions: [{type: talk, per_week: 1, unrecorded_after: 9 days, role: nurse}]}}
          last: {outcome: done}
        promises:
          - {id: no_end, never: 'active("last") && mood.total > 9', because: It would be too early}
          - {id: soon, whenever: entered last, expect: mood.total < 9, within: 7 days}
          - {id: again, whenever: mood.total > 20, expect: 'active("last")', within: 1 day}
          - {id: all, every_state: {left_or_reviewed_within: 14 weeks}}
          - {id: left, title: Nobody leaves unseen, whenever: left within, expect: 'known(mood)', within: 0 days, owner: doctor, safety: true}
          - {id: low, whenever: recorded mood when event.total > 20, expect: 'active("last")', within: 2 hours}
        """
    private static let mood = """
        instrument: mood
        title: Mood
        description: How one feels
        items: [{id: low, min: 0, max: 27}]
        scores: {total: {min: 0, max: 27, value: sum(items)}}
        missing: {allowed: 0, impute: mean}
        """

    @Test("intended use, approval, labels, titles, descriptions and promises")
    func everything() throws {
        let found = MarkedPathway(Self.text).compile(files: ["instruments/mood.yaml": Self.mood])
        let pathway = try #require(found.product, "\(found.diagnostics.map(\.message))")
        #expect(
            pathway.intendedUse
                == IntendedUse(users: "clinicians", population: "adults", limits: "no crisis"))
        #expect(pathway.approval?.by == "Director")
        #expect(pathway.approval?.reviewBy?.description == "2027-01-02")
        #expect(pathway.events.first?.payload.first?.label == "How it went")
        #expect(pathway.decisions.first?.title == "Level of care")
        #expect(pathway.instruments.first?.description == "How one feels")
        #expect(pathway.instruments.first?.proration?.imputation == .mean)
        #expect(pathway.promises.map(\.id) == ["no_end", "soon", "again", "all", "left", "low"])
        #expect(pathway.promises.first?.because == "It would be too early")
        let bodies = pathway.promises.map { promise in
            switch promise.body {
            case .never(let program): "never \(program.source)"
            case .whenever(.entered(let state), let expect, let within):
                "entered \(pathway.states[state].path), \(expect.source) within \(within.text)"
            case .whenever(.holds(let program), let expect, let within):
                "\(program.source), \(expect.source) within \(within.text)"
            case .whenever(.left(let state), let expect, let within):
                "left \(pathway.states[state].path), \(expect.source) within \(within.text)"
            case .whenever(.recorded(let events, let when), let expect, let within):
                "recorded \(events.map { pathway.events[$0].name }) \(when?.source ?? ""), \(expect.source) within "
                    + within.text
            case .everyState(let within): "left or reviewed within \(within.text)"
            }
        }
        #expect(
            bodies == [
                "never active(\"last\") && mood.total > 9", "entered last, mood.total < 9 within 7 days",
                "mood.total > 20, active(\"last\") within 1 day", "left or reviewed within 14 weeks",
                "left within, known(mood) within 0 days",
                "recorded [\"recorded.mood\"] event.total > 20, active(\"last\") within 2 hours",
            ])
        #expect(pathway.promises.map(\.owner) == ["nurse", "nurse", "nurse", "nurse", "doctor", "nurse"])
        #expect(pathway.promises.map(\.isSafety) == [false, false, false, false, true, false])
        #expect(pathway.promises.map(\.isOfEngine) == [true, false, false, false, true, false])
        #expect(pathway.promises[4].title == "Nobody leaves unseen")
        let tasks = pathway.promises.compactMap(\.task).map { pathway.tasks[$0] }
        #expect(tasks.map(\.name).prefix(2) == ["promise_broken.no_end", "promise_broken.soon"])
        #expect(tasks.map(\.isSafety) == pathway.promises.map(\.isSafety))
        #expect(tasks.map(\.role) == pathway.promises.map(\.owner))
    }

    @Test("how long stays usually are, whose they are, and who is told of sessions")
    func stays() throws {
        let found = MarkedPathway(Self.text).compile(files: ["instruments/mood.yaml": Self.mood])
        let pathway = try #require(found.product, "\(found.diagnostics.map(\.message))")
        #expect(pathway.states.map(\.owner) == ["nurse", "nurse", "doctor", "doctor", "nurse"])
        #expect(pathway.states[0].expected == .unlimited(because: "It is a test"))
        guard case .length(let length)? = pathway.states[1].expected else { throw Wrong() }
        #expect(length.text == "2 weeks 1 day")
        #expect(pathway.states[1].sessions.map(\.role) == ["nurse"])
        #expect(pathway.states[3].sessions.map(\.role) == ["nurse"])
        #expect(pathway.states[3].sessions.map { $0.unrecordedAfter?.text } == ["9 days"])
    }

    private struct Wrong: Error {}

    @Test("a band whose bounds are the wrong way round is a mistake and not the end of the program")
    func turnedBand() {
        let turned = Self.mood.replacing("value: sum(items)", with: "value: sum(items), bands: {low: 9..5}")
        let found = MarkedPathway(Self.text).compile(files: ["instruments/mood.yaml": turned])
        #expect(found.diagnostics.map(\.code.id).contains("SW127"))
        #expect(found.product == nil)
    }
}
