import PathwayEngine
import PathwayModel
import PathwayScenarios
import Testing

@Suite("What an event brings")
struct WhatAnEventBringsTests {
    private static let pathway = """
        stepwell: 1
        pathway: tested
        version: "1"
        title: Tested
        data: {left: {type: integer, default: 0}}
        events:
          approval: {with: {sessions: integer, through: date, seat: {type: boolean, default: false}}}
        states:
          waiting:
            transitions:
              - event: approval
                require:
                  - {id: incomplete, is: known(event.sessions) && known(event.through)}
                to: ready
                do: [{set: {left: event.sessions}}]
          ready: {}
        """

    @Test("a requirement refuses an event without what it needs")
    func refuses() throws {
        try Story(
            pathway: Self.pathway,
            stories: """
                pathway: tested
                scenarios:
                  - name: half an approval
                    steps:
                      - enroll: {}
                      - {send: approval, with: {sessions: 5}, expect: {state: waiting, refused: incomplete}}
                      - {send: approval, with: {through: 2026-02-01}, expect: {state: waiting, refused: incomplete}}
                      - {send: approval, with: {sessions: 5, through: 2026-02-01}, expect: {state: ready, data: {left: 5}}}
                """
        ).holds()
    }

    @Test("a requirement that refuses an input is seen unmet")
    func isSeenUnmet() throws {
        let story = Story(
            pathway: Self.pathway,
            stories: """
                pathway: tested
                scenarios:
                  - name: refused
                    steps: [{enroll: {}}, {send: approval, expect: {refused: incomplete}}]
                """)
        let result = try #require(try story.play().first)
        let requirement = try #require(try story.compiled().transitions.first?.checks.first?.criterion)
        #expect(result.failure == nil)
        #expect(result.coverage.criteria.unmet.contains(requirement.place))
        #expect(!result.coverage.criteria.met.contains(requirement.place))
    }
}
