import Testing

/// Events that are taken and of which nothing comes.
@Suite("Ignored events")
struct NothingOnPurposeTests {
    private static let pathway = """
        stepwell: 1
        pathway: tested
        version: "1"
        title: Tested
        expected: {none: A test of what is ignored}
        data: {count: {type: integer, default: 0}, told: {type: integer, default: 0}}
        events: {call: {}, note: {}, on: {}, out: {}, ring: {}}
        reactions: [{event: call, when: told < 9, do: [{add: {told: 1}}]}]
        transitions: [{event: [call, out], to: gone}]
        initial: busy
        states:
          busy:
            ignores: [out, recorded.count]
            states:
              waiting:
                ignores: [call]
                transitions:
                  - {event: call, when: count > 1, to: talking}
                  - {event: on, to: talking}
                  - {id: twice, event: ring, when: count > 0, do: [{raise: call}, {raise: out}]}
                  - {id: once, event: ring, else: {stay: Nobody is there}}
                  - {event: note, else: {stay: A note moves nobody}}
                  - else: {stay: Somebody calls}
              talking: {transitions: [{event: on, to: waiting}]}
          gone: {outcome: gone, ignores: [note]}
        """

    private func holds(_ steps: String) throws {
        let head = "pathway: tested\nscenarios:\n  - name: a story\n    steps:\n      - {at: 2026-01-05, enroll: {}}\n"
        let lines = steps.split(separator: "\n").map { "      \($0)\n" }.joined()
        try Story(pathway: Self.pathway, stories: head + lines).holds()
    }

    @Test("one is taken, changes nothing, and reaches no transition around it; reactions see it")
    func taken() throws {
        try holds(
            """
            - {send: call, expect: {accepted: true, state: waiting, data: {told: 1}}}
            - {send: out, expect: {accepted: true, state: waiting}}
            - {send: on, expect: {state: talking}}
            - {send: out, expect: {accepted: true, state: talking}}
            - {send: call, expect: {outcome: gone}}
            """)
    }

    @Test("the state's own transitions win")
    func own() throws {
        try holds(
            """
            - {record: {count: 2}, expect: {state: waiting, data: {count: 2}}}
            - {send: call, expect: {state: talking}}
            """)
    }

    @Test("one that the case sends to itself is ignored as well")
    func raised() throws {
        try holds(
            """
            - {record: {count: 1}}
            - {send: ring, expect: {state: waiting, taken: [twice], data: {told: 1}}}
            """)
    }

    @Test("'else' takes what is left of an event, and says why")
    func remainder() throws {
        try holds(
            """
            - {send: ring, expect: {accepted: true, state: waiting, taken: [once]}}
            - {send: note, expect: {accepted: true, state: waiting}}
            - {at: "+90 days", advance: true, expect: {state: waiting, taken: []}}
            """)
    }

    @Test("a closed case ignores what its last state does, and refuses the rest")
    func closed() throws {
        try holds(
            """
            - {send: on}
            - {send: call, expect: {outcome: gone}}
            - {send: note, expect: {accepted: true, outcome: gone}}
            - {send: out, expect: {refused: case_closed}}
            """)
    }
}
