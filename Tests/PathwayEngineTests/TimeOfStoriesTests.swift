import PathwayModel
import PathwayScenarios
import Testing

@Suite("The time of a story")
struct TimeOfStoriesTests {
    private static let pathway = """
        stepwell: 1
        pathway: tested
        version: "1"
        title: Tested
        states: {waiting: {transitions: [{after: 3 days, to: over}]}, over: {}}
        """

    @Test("a story begins when it likes, and never goes back")
    func begins() throws {
        try Story(
            pathway: Self.pathway,
            stories: """
                pathway: tested
                scenarios:
                  - name: long ago
                    steps:
                      - {at: 1999-12-30, enroll: {}, expect: {state: waiting}}
                      - {at: 2000-01-02, advance: true, expect: {state: over}}
                """
        ).holds()
        let results = try Story(
            pathway: Self.pathway,
            stories: """
                pathway: tested
                scenarios:
                  - {name: back, steps: [{at: 2026-02-03, enroll: {}}, {at: 2026-02-02, advance: true}]}
                """
        ).play()
        #expect(results.first?.failure?.step == 2)
    }
}
