import Testing

@Suite("Decision tables")
struct DecisionTableTests {
    @Test("a range may end where the score ends")
    func rangeToTheEnd() throws {
        try Story(
            pathway: """
                stepwell: 1
                pathway: tested
                version: "1"
                title: Tested
                instruments: {mood: {}}
                decisions:
                  care:
                    inputs: {mood: mood.total}
                    rules: [{mood: 20..27, then: high}, {mood: 0..27, then: low}]
                states:
                  waiting:
                    transitions:
                      - {when: decision("care") == "high", to: high}
                      - {when: decision("care") == "low", to: low}
                  high: {}
                  low: {}
                """,
            files: [
                "instruments/mood.yaml": """
                instrument: mood
                title: Mood
                scores: {total: {type: integer, min: 0, max: 27}}
                """
            ],
            stories: """
                pathway: tested
                scenarios:
                  - name: severe
                    steps: [{enroll: {}, expect: {state: waiting}}, {record: {mood: {total: 20}}, expect: {state: high}}]
                  - name: not severe
                    steps: [{enroll: {}, expect: {state: waiting}}, {record: {mood: {total: 19}}, expect: {state: low}}]
                """
        ).holds()
    }
}
