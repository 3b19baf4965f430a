import Testing

/// What guards know of the hour at which something happened.
@Suite("The instant of what happened")
struct InstantTests {
    private static let pathway = """
        stepwell: 1
        pathway: tested
        version: "1"
        title: Tested
        events: {call: {}}
        instruments: {mood: {}}
        data: {by_event: {type: boolean}, by_result: {type: boolean}, by_call: {type: boolean}}
        reactions:
          - {event: recorded.mood, do: [{set: {by_event: 'event.at > now - hours(2)', by_result: 'mood.results[0].at > now - hours(2)'}}]}
          - {event: call, do: [{set: {by_call: 'occurrences("call")[0].at > now - hours(2)'}}]}
        states: {a: {}}
        """
    private static let mood = """
        stepwell: 1
        instrument: mood
        title: Mood
        items: [{id: item1, type: integer, min: 0, max: 9}]
        scores: {total: {type: integer, min: 0, max: 9, value: sum(items)}}
        """

    @Test("is known where it was entered in time or said, and unknown where only the date was said")
    func instants() throws {
        try Story(
            pathway: Self.pathway, files: ["instruments/mood.yaml": Self.mood],
            stories: """
                pathway: tested
                scenarios:
                  - name: in time
                    steps:
                      - {at: "2026-01-09T12:30:00Z", enroll: {}}
                      - {record: {mood: {total: 1}}, expect: {data: {by_event: true, by_result: true}}}
                      - {send: call, expect: {data: {by_call: true}}}
                  - name: late, with the hour
                    steps:
                      - {at: "2026-01-09T12:30:00Z", enroll: {}}
                      - {occurred: "2026-01-09T09:00:00Z", record: {mood: {total: 1}}, expect: {data: {by_event: false, by_result: false}}}
                      - {occurred: "2026-01-09T09:00:00Z", send: call, expect: {data: {by_call: false}}}
                  - name: late, with the date alone
                    steps:
                      - {at: "2026-01-09T12:30:00Z", enroll: {}}
                      - {occurred: 2026-01-09, record: {mood: {total: 1}}, expect: {data: {by_event: null, by_result: null}}}
                      - {occurred: 2026-01-09, send: call, expect: {data: {by_call: null}}}
                """
        ).holds()
    }
}
