import PathwayCompiler
import PathwayModel
import Testing

/// What a state's name means where it stands, and what can be reached.
@Suite("Names of states")
struct StateNamesTests {
    private func pathway(_ states: String) -> MarkedPathway {
        MarkedPathway(
            """
            stepwell: 1
            pathway: tested
            version: "1"
            title: Tested
            events: {go: {}, back: {}}
            states:
            \(states)

            """)
    }

    /// Where the transition `go` leads, by path.
    private func target(_ states: String) throws -> String {
        let compilation = pathway(states).compile()
        let made = try #require(compilation.product, "\(compilation.diagnostics.map(\.message))")
        let transition = try #require(made.transitions.first { $0.id == "go" })
        return made.states[try #require(transition.targets.first)].path
    }

    @Test("of several states of a name the nearest is meant: inside before outside, then the one less deep")
    func nearest() throws {
        let inside = """
              a:
                transitions: [{id: go, event: go, to: due}]
                states: {deep: {states: {due: {}}}, due: {}}
              b: {states: {due: {}}}
            """
        #expect(try target(inside) == "a.due")
        let beside = """
              a: {transitions: [{id: go, event: go, to: due}]}
              b: {states: {c: {states: {due: {}}}}}
              d: {states: {due: {}}}
            """
        #expect(try target(beside) == "d.due")
        let around = """
              a:
                states:
                  one: {transitions: [{id: go, event: go, to: due}]}
                  two: {states: {three: {states: {due: {}}}}}
              b: {states: {due: {}}}
            """
        #expect(try target(around) == "a.two.three.due")
        #expect(try target(around.replacing("to: due", with: "to: three.due")) == "a.two.three.due")
    }

    @Test("a full path is meant whatever is nearer, and two that are equally near are an error")
    func pathsAndTies() throws {
        let path = """
              a:
                states:
                  one: {transitions: [{id: go, event: go, to: b.due}]}
                  b: {states: {due: {}}}
              b: {states: {due: {}}}
            """
        #expect(try target(path) == "b.due")
        pathway(
            """
              a: {transitions: [{event: go, to: «due»}, {event: back, to: b}, {event: back, to: c}]}
              b: {states: {due: {}}}
              c: {states: {due: {}}}
            """
        ).expect(["SW202"])
    }

    @Test("the parts of a path are whole names, from its end on")
    func wholeNames() throws {
        let states = """
              a: {transitions: [{id: go, event: go, to: TARGET}]}
              r: {states: {xb: {states: {due: {}}}}}
            """
        for name in ["due", "xb.due", "r.xb.due"] {
            #expect(try target(states.replacing("TARGET", with: name)) == "r.xb.due")
        }
        for name in ["b.due", "r.due", "q.r.xb.due", "xb.xb.due", ".due"] {
            #expect(pathway(states.replacing("TARGET", with: name)).compile().product == nil, "\(name)")
        }
    }

    @Test("a state that only a history's default leads to can be reached, and one that nothing leads to cannot")
    func history() {
        let states = """
              care:
                transitions: [{event: go, to: again}]
                states:
                  first: {}
                  other: {}
                  «left»: {}
                  again: {type: history, transitions: [{to: other}]}
            """
        pathway(states).expect(["SW501"])
    }

    @Test("the default of a history state that nothing leads to leads nowhere")
    func unusedHistory() {
        let states = """
              care:
                states:
                  first: {}
                  «other»: {}
                  again: {type: history, transitions: [{to: other}]}
            """
        pathway(states).expect(["SW501"])
    }

    @Test("a history state returns to what was left, and reaches nothing else", arguments: ["shallow", "deep"])
    func returning(_ depth: String) {
        pathway(
            """
              care:
                transitions: [{event: go, to: out}]
                states:
                  first: {states: {in: {}, «left»: {}}}
                  again: {type: history, depth: \(depth), transitions: [{to: first}]}
              out: {transitions: [{event: back, to: again}]}
            """
        ).expect(["SW501"])
    }
}
