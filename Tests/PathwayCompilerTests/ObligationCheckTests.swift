import PathwayCompiler
import PathwayModel
import Testing

/// Where, by plain reading of the chart, somebody waits on nobody's list.
@Suite("Who may be lost")
struct ObligationCheckTests {
    /// A pathway whose case begins in the first of these states, and can be closed at any time.
    private func pathway(_ states: String, head: String = "") -> MarkedPathway {
        let lines = states.split(separator: "\n").map { "  \($0)\n" }.joined()
        return MarkedPathway(
            """
            stepwell: 1
            pathway: test
            version: "1"
            title: A program
            roles: [intake, clinician]
            \(head.isEmpty ? "" : "\(head)\n")events: {go: {}, leave: {}}
            transitions: [{event: leave, to: over}]
            states:
            \(lines)  over: {outcome: over}

            """)
    }

    private func expect(
        _ codes: [String], _ states: String, head: String = "", _ place: SourceLocation = #_sourceLocation
    ) {
        pathway(states, head: head).expect(codes, sourceLocation: place)
    }

    private static let call = "tasks: {call: {title: Call, role: intake, due: 2 days}}"

    @Test("a state that nobody and nothing sees to is told at its name, each one, with a role of the pathway's")
    func nobody() throws {
        let states = """
            «here»: {transitions: [{event: go, to: there}]}
            there:
              initial: first
              states:
                «first»: {transitions: [{event: go, to: second}]}
                «second»: {title: Second}
            """
        expect(["SW528", "SW528", "SW528"], states)
        let found = pathway(states).compile().diagnostics
        #expect(found.map(\.severity) == [.warning, .warning, .warning])
        #expect(found.last?.message == "who waits in the state 'there.second' may wait on nobody's list")
        #expect(found.last?.hint?.hasSuffix("as in: expected: 3 weeks, owner: intake") == true)
    }

    // MARK: How long a stay usually is

    @Test("a usual length counts with an owner: its own, of a state around it, or the pathway's")
    func owners() {
        let states = "here: {expected: 2 weeks, transitions: [{event: go, to: in.side}]}"
        let inside = "in: {states: {side: {expected: 1 week}}}"
        let owned = "in: {owner: clinician, states: {side: {expected: 1 week}}}"
        expect([], "\(states)\n\(inside)", head: "owner: intake")
        expect([], "\(states.replacing("{expected", with: "{owner: intake, expected"))\n\(owned)")
        expect(["SW528", "SW529"], "\(marked(states))\n\(owned)")
    }

    /// The same state with marks where a length without an owner is told.
    private func marked(_ state: String) -> String {
        state.replacing("here:", with: "«here»:").replacing("expected:", with: "«expected»:")
    }

    @Test("the length of a state counts for all inside it, and the pathway's for all")
    func around() {
        expect([], "here: {transitions: [{event: go, to: there}]}\nthere: {}", head: "expected: 3 weeks\nowner: intake")
        expect(
            ["SW528"],
            """
            care:
              expected: 12 weeks
              owner: clinician
              states: {first: {transitions: [{event: go, to: second}]}, second: {transitions: [{event: go, to: away}]}}
            «away»: {}
            """)
    }

    @Test("a length without an owner is told at its key, also where something else sees to the state")
    func ownerless() throws {
        let seen = "here: {«expected»: 2 weeks, tasks: [call]}"
        expect(["SW529"], seen, head: Self.call)
        let whole = pathway("here: {tasks: [call]}", head: "«expected»: 3 weeks\n\(Self.call)")
        whole.expect(["SW529"])
        let found = try #require(whole.compile().diagnostics.first)
        #expect(found.message == "nobody is told when a case stands still in the pathway" && found.severity == .warning)
        let inner = pathway(seen, head: Self.call).compile().diagnostics
        #expect(inner.map(\.message) == ["nobody is told when a case stands still in 'here'"])
    }

    @Test("where a reason says that nobody has to be told, nothing is told of the state and all inside it")
    func unlimited() {
        let inside = "{states: {first: {transitions: [{event: go, to: away}]}}, expected: {none: Until it is over}}"
        expect(["SW528"], "care: \(inside)\n«away»: {}")
        expect([], "care: {transitions: [{event: go, to: away}]}\naway: {}", head: "expected: {none: A fragment}")
        let regions = "{a: {states: {x: {}}}, b: {states: {y: {}}}}"
        expect([], "care: {type: parallel, states: \(regions), expected: {none: Until it is over}}")
    }

    // MARK: Tasks

    @Test(
        "a task with a date and a role counts, that a state opens on entry, in time or again and again",
        arguments: [
            "tasks: [call]", "entry: [{open_task: call}]", "tasks: [{task: call, after: 20 days}]",
            "tasks: [{task: call, every: 7 days}]", "tasks: [{task: note, due: 3 days}]",
            "entry: [{open_task: note, due: 3 days}]",
        ])
    func tasks(_ opening: String) {
        let task =
            opening.contains("note")
            ? "note: {title: Note, role: intake}" : Self.call.dropFirst("tasks: {".count).dropLast()
        expect([], "here: {\(opening)}", head: "tasks: {\(task)}")
    }

    @Test(
        "one without a date does not, nor one that opens on a condition, on the way out or at an event",
        arguments: [
            ("tasks: [note]", "{title: Note, role: intake}"),
            ("entry: [{open_task: note}]", "{title: Note, role: intake}"),
            ("tasks: [{task: note, when: 'visits(\"here\") > 1'}]", "{title: Note, role: intake, due: 2 days}"),
            ("exit: [{open_task: note}]", "{title: Note, role: intake, due: 2 days}"),
            ("reactions: [{event: go, do: [{open_task: note}]}]", "{title: Note, role: intake, due: 2 days}"),
        ])
    func noTasks(_ opening: String, _ task: String) {
        expect(["SW528"], "«here»: {\(opening)}", head: "tasks: {note: \(task)}")
    }

    @Test("one that is nobody's does not", arguments: ["tasks: [look]", "entry: [{open_task: look}]"])
    func nobodysTask(_ opening: String) {
        expect(["SW517", "SW528"], "«here»: {\(opening)}", head: "tasks: {«look»: {title: Look, due: 2 days}}")
    }

    // MARK: Time and decisions

    @Test("a transition by time alone counts; one that also needs an event or a condition, or leads nowhere, does not")
    func time() {
        expect([], "here: {transitions: [{after: 14 days, to: over}]}")
        for transition in [
            "{event: go, after: 2 days, to: over}", "{after: 2 days, when: 'visits(\"here\") > 1', to: over}",
            "{after: 2 days, do: [{raise: go}]}",
        ] {
            expect(["SW528"], "«here»: {transitions: [\(transition)]}")
        }
    }

    @Test("a decision counts that somebody has to take within a time")
    func decisions() {
        func decision(_ keys: String) -> String { "{transitions: [{id: admit, decide: {\(keys)}, to: over}]}" }
        expect([], "here: \(decision("by: [clinician], within: 2 days"))")
        expect(["SW528"], "«here»: \(decision("by: [clinician]"))")
        expect(["SW528"], "«here»: \(decision("within: 2 days"))")
    }

    // MARK: Sessions

    @Test("sessions count whose record somebody misses, and one that nobody misses is told at its key")
    func sessions() throws {
        func sessions(_ keys: String) -> String { "{sessions: [{type: group, per_week: 3\(keys)}]}" }
        expect(["SW528"], "«here»: \(sessions(""))")
        expect([], "here: \(sessions(", unrecorded_after: 5 days, role: clinician"))")
        expect([], "here: \(sessions(", unrecorded_after: 5 days"))", head: "owner: clinician")
        let nobodys = pathway("«here»: \(sessions(", «unrecorded_after»: 5 days"))")
        nobodys.expect(["SW528", "SW529"])
        #expect(nobodys.compile().diagnostics.last?.message == "nobody is told when no session is recorded in 'here'")
    }

    // MARK: The chart

    @Test("of regions one is enough, in each of its states; a chart of regions is told once, at its own name")
    func regions() {
        func care(_ first: String, _ second: String, name: String = "care") -> String {
            """
            \(name):
              type: parallel
              states:
                one: {states: {a: {transitions: [{event: go, to: b}]\(first)}, b: {title: B\(second)}}}
                other: {states: {c: {}}}
            """
        }
        expect([], care(", tasks: [call]", ", tasks: [call]"), head: Self.call)
        expect(["SW528"], care(", tasks: [call]", "", name: "«care»"), head: Self.call)
        expect(["SW528"], care("", "", name: "«care»"))
        expect(
            [],
            """
            care:
              type: parallel
              states:
                one:
                  states:
                    a: {type: parallel, states: {x: {states: {y: {}}}, z: {tasks: [call], states: {w: {}}}}}
                other: {states: {c: {}}}
            """, head: Self.call)
    }

    @Test("a state that closes the case, or that is never reached, is not told")
    func elsewhere() {
        expect(["SW501"], "here: {tasks: [call]}\n«apart»: {}", head: Self.call)
        expect(
            [],
            """
            here: {tasks: [call], transitions: [{event: go, to: gone}]}
            gone: {states: {early: {outcome: gone_early}}}
            """, head: Self.call)
    }

    @Test("a way back and the end of a region are no states to wait in")
    func history() {
        expect(
            ["SW528"],
            """
            care:
              states:
                first: {tasks: [call], transitions: [{event: go, to: away}]}
                back: {type: history, transitions: [{to: first}]}
            «away»: {transitions: [{event: go, to: back}]}
            """, head: Self.call)
    }

    @Test("in a fragment, which nothing closes, only a date that is nobody's is told")
    func fragment() {
        MarkedPathway(
            """
            stepwell: 1
            pathway: test
            version: "1"
            title: A fragment
            events: {go: {}}
            states: {first: {transitions: [{event: go, to: second}]}, second: {«expected»: 1 week}}

            """
        ).expect(["SW529"])
    }
}
