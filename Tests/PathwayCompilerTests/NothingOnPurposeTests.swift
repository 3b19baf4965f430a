import PathwayCompiler
import PathwayModel
import Testing

/// What authors say about nothing: `ignores` and `else`, and ways that nothing may swallow.
@Suite("Nothing on purpose")
struct NothingOnPurposeTests {
    /// A pathway with a first state of these keys.
    private func pathway(_ keys: String, head: String = "") -> MarkedPathway {
        let lines = keys.split(separator: "\n").map { "    \($0)\n" }.joined()
        return MarkedPathway(
            """
            stepwell: 1
            pathway: test
            version: "1"
            title: A program
            expected: {none: A test of what is left out}
            data: {count: integer, other: integer}
            events: {go: {}, call: {}, leave: {}}
            \(head.isEmpty ? "" : "\(head)\n")states:
              first:
            \(lines)  second: {transitions: [{event: leave, to: over}]}
              over: {outcome: over}

            """)
    }

    private func expect(
        _ codes: [String], _ keys: String, head: String = "", _ place: SourceLocation = #_sourceLocation
    ) {
        pathway(keys, head: head).expect(codes, sourceLocation: place)
    }

    private func compiled(_ keys: String, head: String = "") throws -> Pathway {
        let compilation = pathway(keys, head: head).compile()
        return try #require(compilation.product, "\(compilation.diagnostics.map(\.message))")
    }

    private func transitions(_ pathway: Pathway) -> [Transition] {
        pathway.states[1].transitions.map { pathway.transitions[$0] }
    }

    private func hint(_ keys: String, head: String = "") -> String? {
        pathway(keys, head: head).compile().diagnostics.first?.hint
    }

    // MARK: Ignored events

    @Test("what a state ignores is a transition behind its own, one an entry, with nothing but its event and a reason")
    func ignored() throws {
        let compiled = try compiled(
            """
            ignores: [call, recorded]
            transitions: [{event: go, to: second}, {event: call, when: count > 1, to: over}]
            """)
        let own = transitions(compiled)
        #expect(own.map(\.id) == ["#1", "#2", "#3", "#4"])
        for (transition, names) in zip(own.suffix(2), [["call"], ["recorded.count", "recorded.other"]]) {
            guard case .event(let events) = transition.trigger else {
                Issue.record("no event")
                continue
            }
            #expect(events.map { compiled.events[$0].name } == names)
            #expect(transition.because == "Ignored on purpose" && transition.source == StateIndex(1))
            #expect(transition.targets.isEmpty && transition.actions.isEmpty && transition.when == nil)
            #expect(!transition.isSafety)
        }
        #expect(compiled.states[1].staysBecause == nil)
        let lonely = try self.compiled("ignores: call\ntransitions: [{event: go, to: second}]")
        #expect(transitions(lonely).map(\.id) == ["#1", "#2"])
    }

    @Test("an event that a transition of the state takes without a guard need not be ignored")
    func inVain() {
        expect(["SW513"], "transitions: [{event: [go, call], to: second}]\nignores: [«call»]")
        expect(
            ["SW513"], "transitions: [{event: go, to: second}, {event: recorded, do: []}]\nignores: [«recorded.count»]")
        expect(["SW513"], "transitions: [{event: go, to: second}]\nignores: [call, «call»]")
        expect(["SW513"], "transitions: [{event: go, to: second}, {event: call, else: {stay: So}}]\nignores: [«call»]")
        expect(
            [],
            "transitions: [{event: go, when: count > 1, to: second}, {event: go, after: 2 days, to: over}]\nignores: [go]"
        )
        expect([], "transitions: [{event: go, to: second}, {event: recorded.count, do: []}]\nignores: [recorded]")
        let found = pathway("transitions: [{event: go, to: second}]\nignores: [go]").compile().diagnostics
        #expect(found.map(\.message) == ["'go' is taken by a transition of this state without a guard"])
        #expect(found.map(\.severity) == [.warning])
    }

    @Test("names of events are those of transitions, and one that is not declared is an error at its place")
    func names() {
        expect(["SW204"], "transitions: [{event: go, to: second}]\nignores: [call, «cal»]")
        expect(["SW514"], "transitions: [{event: go, to: second}]\nignores: [«session.attended»]")
        #expect(hint("transitions: [{event: go, to: second}]\nignores: [cal]") == "did you mean 'call'?")
    }

    @Test("what is ignored keeps an outer transition that leads elsewhere from being taken, and that is told")
    func hiding() {
        expect(
            ["SW504"], "transitions: [{event: go, to: second}]\nignores: [«call»]",
            head: "transitions: [{event: call, to: over}]")
        expect(
            ["SW504"], "transitions: [{event: go, to: second}, {«event»: call, else: {stay: So}}]",
            head: "transitions: [{event: call, to: over}]")
    }

    @Test("final states and history states ignore nothing")
    func types() {
        for type in ["final", "history, transitions: [{to: in}]"] {
            expect(
                ["SW402"],
                """
                transitions: [{event: go, to: second}]
                states:
                  in: {transitions: [{event: call, to: other}]}
                  other: {type: \(type), «ignores»: [go]}
                """)
        }
    }

    // MARK: Else

    @Test("'else' with an event is a transition for what is left of it, with its reason")
    func remainder() throws {
        let own = transitions(
            try compiled(
                """
                transitions:
                  - {event: go, when: count > 1, to: second}
                  - {id: rest, event: go, else: {stay: Not yet}}
                  - {event: call, to: second}
                """))
        #expect(own.map(\.id) == ["#1", "rest", "#3"])
        #expect(own[1].because == "Not yet" && own[1].targets.isEmpty && own[1].when == nil)
    }

    @Test("'else' with an event stands behind all others of its state with that event")
    func last() {
        expect(
            ["SW408"],
            """
            transitions:
              - {event: [go, call], «else»: {stay: Not yet}}
              - {event: leave, to: over}
              - {event: call, when: count > 1, to: second}
            """)
        expect(
            ["SW408"],
            "transitions: [{event: go, when: count > 1, to: second}, {event: go, «else»: {stay: So}}, {event: \"*\", to: over}]"
        )
        expect(
            ["SW408"],
            """
            transitions:
              - {event: go, when: count > 1, to: second}
              - {event: go, «else»: {stay: So}}
              - {event: go, else: {stay: So}}
            """)
        expect([], "transitions: [{event: go, else: {stay: So}}, {event: call, to: second}, {event: leave, to: over}]")
    }

    @Test("'else' by itself is the state's reason, wherever it stands among its transitions, and no transition")
    func stays() throws {
        let inState = try compiled(
            """
            transitions:
              - else: {stay: Nobody goes on unseen}
              - {id: on, decide: {}, when: count > 1, to: second}
              - {event: go, to: over}
            """)
        #expect(inState.states[1].staysBecause == "Nobody goes on unseen")
        #expect(inState.states.filter { $0.staysBecause != nil }.count == 1)
        #expect(transitions(inState).map(\.id) == ["on", "#3"])
        let atHead = try compiled(
            "transitions: [{event: go, to: second}]",
            head: "transitions: [{after: 90 days, to: over}, {else: {stay: It takes that long}}]")
        #expect(atHead.states.map(\.staysBecause) == ["It takes that long", nil, nil, nil])
        #expect(atHead.transitions.count == 3)
    }

    @Test("a state has one 'else' by itself")
    func twice() {
        expect(
            ["SW408"],
            "transitions: [{else: {stay: One}}, {«else»: {stay: Two}}, {event: go, else: {stay: So}}, {event: call, to: second}]"
        )
        expect(
            ["SW408"], "transitions: [{event: go, to: second}]",
            head: "transitions: [{else: {stay: One}}, {«else»: {stay: Two}}]")
    }

    @Test(
        "'else' says that nothing happens, and goes with nothing else",
        arguments: [
            "to: second", "when: count > 1", "after: 2 days", "do: [{raise: call}]", "decide: {}", "because: So",
            "safety: true", "refuse: not_now", "by: [nurse]", "require: [{id: a, is: count > 1}]", "kind: internal",
            "message: No",
        ])
    func alone(_ key: String) {
        let (name, value) = (key.prefix { $0 != ":" }, key.drop { $0 != ":" })
        for event in ["", "event: go, "] {
            let keys = "transitions: [{event: call, to: second}, {\(event)«\(name)»\(value), else: {stay: So}}]"
            expect(["SW126"], keys)
        }
        let found = hint("transitions: [{event: call, to: second}, {event: go, \(key), else: {stay: So}}]")
        #expect(found?.isEmpty == false)
    }

    @Test("'else' by itself has no name, and needs a reason")
    func incomplete() {
        expect(["SW126"], "transitions: [{event: go, to: second}, {«id»: rest, else: {stay: So}}]")
        expect(["SW122"], "transitions: [{event: go, to: second}, {else: «{}»}]")
        expect(["SW121"], "transitions: [{event: go, to: second}, {else: «second»}]")
    }

    @Test("a history state has no 'else'")
    func history() {
        let states = "states:\n  in: {}\n  back: {type: history, transitions: [{to: in}, {else: {stay: So}}]}"
        let found = pathway("transitions: [{event: go, to: second}]\n\(states)").compile()
        #expect(found.diagnostics.contains { $0.code.id == "SW401" } && found.product == nil)
    }

    // MARK: Safety

    @Test("a transition or a decision may be a way that nothing may swallow; one that refuses is none")
    func safety() throws {
        let own = transitions(
            try compiled(
                """
                transitions:
                  - {event: go, to: second, safety: true}
                  - {id: on, decide: {}, to: over, safety: true}
                  - {event: call, to: second, safety: false}
                """))
        #expect(own.map(\.isSafety) == [true, true, false])
        expect(["SW126"], "transitions: [{event: go, to: second}, {event: call, refuse: no, «safety»: true}]")
    }
}
