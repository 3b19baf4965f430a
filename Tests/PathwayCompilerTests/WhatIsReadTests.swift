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
        events: {contact: {with: {result: {type: text, label: How it went}}}}
        decisions: {level: {title: Level of care, inputs: {total: mood.total}, rules: [{then: one}]}}
        states:
          first: {transitions: [{event: contact, to: last}]}
          last: {outcome: done}
        promises:
          - {id: no_end, never: 'active("last") && mood.total > 9', because: It would be too early}
          - {id: soon, whenever: entered last, expect: mood.total < 9, within: 7 days}
          - {id: again, whenever: mood.total > 20, expect: 'active("last")', within: 1 day}
          - {id: all, every_state: {left_or_reviewed_within: 14 weeks}}
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
        #expect(pathway.promises.map(\.id) == ["no_end", "soon", "again", "all"])
        #expect(pathway.promises.first?.because == "It would be too early")
        let bodies = pathway.promises.map { promise in
            switch promise.body {
            case .never(let program): "never \(program.source)"
            case .whenever(.entered(let state), let expect, let within):
                "entered \(pathway.states[state].path), \(expect.source) within \(within.text)"
            case .whenever(.holds(let program), let expect, let within):
                "\(program.source), \(expect.source) within \(within.text)"
            case .everyState(let within): "left or reviewed within \(within.text)"
            }
        }
        #expect(
            bodies == [
                "never active(\"last\") && mood.total > 9", "entered last, mood.total < 9 within 7 days",
                "mood.total > 20, active(\"last\") within 1 day", "left or reviewed within 14 weeks",
            ])
    }

    @Test("a band whose bounds are the wrong way round is a mistake and not the end of the program")
    func turnedBand() {
        let turned = Self.mood.replacing("value: sum(items)", with: "value: sum(items), bands: {low: 9..5}")
        let found = MarkedPathway(Self.text).compile(files: ["instruments/mood.yaml": turned])
        #expect(found.diagnostics.map(\.code.id).contains("SW127"))
        #expect(found.product == nil)
    }
}
