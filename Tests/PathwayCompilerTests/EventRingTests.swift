import PathwayCompiler
import PathwayModel
import Testing

@Suite("Reactions that raise their own events")
struct EventRingTests {
    private static let head = """
        stepwell: 1
        pathway: test
        version: "1"
        title: A test
        events: {contact: {}, ping: {}, pong: {}, other: {}, go: {}}
        states:

        """

    private func expect(
        _ codes: [String], _ states: String, sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) {
        MarkedPathway(Self.head + states).expect(codes, sourceLocation: sourceLocation)
    }

    @Test("one that raises what it answers is warned of")
    func oneself() {
        expect(["SW510"], "  a: {reactions: [«{event: contact, do: [{raise: contact}]}»]}\n")
    }

    @Test("a ring of reactions, nested or in regions of a parallel state, is warned of once")
    func rings() {
        expect(
            ["SW510"],
            "  a: {reactions: [«{event: ping, do: [{raise: pong}]}», {event: pong, do: [{raise: ping}]}]}\n")
        expect(
            ["SW510"],
            """
              a:
                reactions: [«{event: ping, do: [{raise: pong}]}»]
                states: {b: {reactions: [{event: [contact, pong], do: [{raise: ping}]}]}}

            """)
        expect(
            ["SW510"],
            """
              a:
                type: parallel
                states:
                  l: {reactions: [«{event: ping, do: [{raise: contact}]}»]}
                  m: {reactions: [{event: contact, do: [{raise: pong}]}]}
                  r: {reactions: [{event: "*", when: visits("l") > 5, do: [{raise: ping}]}, {event: pong, do: [{raise: ping}]}]}

            """)
    }

    @Test("attendance that is answered with attendance is a ring, and so is a transition without a target")
    func others() {
        expect(
            ["SW510"],
            """
              a:
                sessions: [{type: group, per_week: 1}]
                reactions: [«{event: session.attended, do: [{attend: attended, type: group}]}»]

            """)
        expect(["SW510"], "  a: {transitions: [«{event: ping, do: [{raise: ping}]}»]}\n")
    }

    @Test("what a guard, a delay, a way out or another state may end is none")
    func none() {
        expect([], "  a: {reactions: [{event: ping, when: visits(\"a\") > 1, do: [{raise: ping}]}]}\n")
        expect(
            [],
            "  a: {reactions: [{event: ping, do: [{raise: ping}]}], transitions: [{event: ping, to: b}]}\n  b: {}\n")
        expect(
            [],
            """
              a: {reactions: [{event: ping, do: [{raise: pong}]}], transitions: [{event: contact, to: b}]}
              b: {reactions: [{event: pong, do: [{raise: ping}]}]}

            """)
        expect([], "  a: {reactions: [{event: ping, do: [{raise: pong}, {raise: contact}]}]}\n")
    }

    @Test(
        "what is asked of a transition, or keeps it waiting, makes it no ring",
        arguments: [
            "when: visits(\"a\") > 1", "after: 1 day", "by: [clinician]",
            "require: [{id: twice, is: visits(\"a\") > 1}]",
        ])
    func uncertain(_ key: String) {
        let head = Self.head.replacing("events:", with: "roles: [clinician]\nevents:")
        func codes(_ key: String) -> [String] {
            let states = "  a: {transitions: [{event: ping, do: [{raise: ping}]\(key)}]}\n"
            return MarkedPathway(head + states).compile().diagnostics.map(\.code.id)
        }
        #expect(codes("") == ["SW510"])
        #expect(codes(", \(key)") == [])
    }

    @Test("what always leads out of a state of the ring ends it, wherever it stands; what stays inside does not")
    func ways() {
        let ring = "reactions: [{event: ping, do: [{raise: ping}]}]"
        expect([], "  a: {\(ring), transitions: [{to: b}]}\n  b: {}\n")
        expect(
            [],
            """
              p:
                transitions: [{event: ping, to: q}]
                states: {a: {\(ring)}}
              q: {}

            """)
        expect(
            ["SW510"],
            """
              p:
                reactions: [«{event: ping, do: [{raise: ping}]}»]
                transitions: [{event: contact, to: q}]
                states: {a: {transitions: [{event: ping, to: c}]}, c: {}}
              q: {}

            """)
        expect(
            ["SW510"],
            """
              p:
                reactions: [«{event: ping, do: [{raise: ping}]}»]
                states: {a: {transitions: [{event: ping, to: c}]}, c: {transitions: [{event: contact, to: q}]}}
              q: {}

            """)
        expect(
            ["SW510"],
            "  a: {reactions: [«{event: ping, do: [{raise: ping}]}»], transitions: [{event: contact, to: b}]}\n  b: {}\n"
        )
        // Others' ways out are their own.
        expect(
            ["SW510"],
            """
              a: {reactions: [«{event: ping, do: [{raise: ping}]}»], transitions: [{event: contact, to: b}]}
              b: {transitions: [{event: ping, to: c}]}
              c: {transitions: [{to: a}]}

            """)
    }

    @Test("states that are never active together make no ring, though each is with what stands between")
    func apart() {
        expect(
            [],
            """
              p:
                reactions: [{event: ping, do: [{raise: pong}]}, {event: contact, do: [{raise: other}]}]
                transitions: [{event: go, to: b}]
                states:
                  a: {reactions: [{event: other, do: [{raise: ping}]}]}
                  b: {reactions: [{event: pong, do: [{raise: contact}]}]}

            """)
    }

    @Test("a great many of them are looked at in time")
    func many() {
        var states = "  a:\n    reactions:\n"
        for _ in 0..<3_000 { states += "      - {event: \"*\", do: [{raise: ping}]}\n" }
        let found = MarkedPathway(Self.head + states).compile().diagnostics
        #expect(found.first?.code.id == "SW510")
    }
}
