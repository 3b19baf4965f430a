import PathwayCompiler
import PathwayModel
import Testing

/// Levels of care, which a pathway lists and its states name.
@Suite("Levels of care")
struct LevelTests {
    private func pathway(_ levels: String, _ level: String) -> MarkedPathway {
        MarkedPathway(
            """
            stepwell: 1
            pathway: test
            version: "1"
            title: A program
            expected: {none: A test of levels}
            events: {on: {}, leave: {}}
            \(levels)
            states:
              program:
                level: \(level)
                transitions: [{event: leave, to: over}]
                states:
                  intense: {transitions: [{event: on, to: easy}]}
                  easy: {level: outpatient, transitions: [{event: on, to: back}]}
                  back: {type: history, transitions: [{to: easy}]}
              over: {outcome: over}

            """)
    }

    @Test("a level is that of the states inside which name no other")
    func inside() throws {
        let compiled = try #require(pathway("levels: [outpatient, iop]", "iop").compile().product)
        #expect(compiled.levels == ["outpatient", "iop"])
        #expect(compiled.states.map(\.level) == [nil, "iop", "iop", "outpatient", nil, nil])
    }

    @Test("one that is not listed is an error with its nearest, or with what to list")
    func unknown() {
        pathway("levels: [outpatient, iop]", "«ipo»").expect(["SW409"])
        let nearest = pathway("levels: [outpatient, iop]", "ipo").compile().diagnostics
        #expect(nearest.first?.hint == "did you mean 'iop'?")
        pathway("levels: [outpatient]", "«residential»").expect(["SW409"])
        let none = pathway("levels: [outpatient]", "residential").compile().diagnostics
        #expect(none.first?.hint?.contains("levels: [") == true)
    }

    @Test("one is listed once")
    func twice() {
        pathway("levels: [outpatient, iop, «iop»]", "iop").expect(["SW212"])
    }
}
