import CEL
import PathwayCompiler
import PathwayEngine
import PathwayModel
import PathwayScenarios
import Testing

@Suite("Instruments")
struct InstrumentTests {
    private static let drinking = """
        stepwell: 1
        instrument: drinking
        title: Drinking
        items:
          - {id: item1, type: integer, min: 0, max: 4}
          - {id: item2, type: integer, min: 0, max: 4, unasked: 0}
        scores:
          total: {type: integer, min: 0, max: 8, value: item1 + item2, bands: {low: 0..2, high: 3..8}}
          positive: {type: boolean, value: total >= 3}
          second: {type: integer, min: 0, max: 4, value: item2, bands: {none: 0..0, some: 1..4}}
        """

    private static let skipping = """
        stepwell: 1
        instrument: drinking
        title: Skipping
        items:
          - {id: first, type: boolean}
          - {id: second, type: boolean, unasked: false, needed: first}
          - {id: third, type: boolean, unasked: false, needed: second || fifth}
          - {id: fourth, type: integer, min: 0, max: 3, unasked: 2}
          - {id: fifth, type: boolean, unasked: false, scored: false}
        scores:
          total: {type: integer, min: 0, max: 9, value: sum(items)}
          level: {type: choice, options: [none, high], value: 'third ? "high" : second ? "high" : "none"'}
          seen: {type: boolean, value: answered(second)}
        """

    private func check(_ cases: String, of text: String = drinking) throws {
        let compilation = PathwayCompiler(rules: [], channels: nil) { _ in Array(text.utf8) }
            .compileInstrument("instruments/drinking.yaml")
        let instrument = try #require(compilation.product, "\(compilation.diagnostics.map(\.message))")
        let text = "instrument: drinking\ncases:\n\(cases)"
        let read = TestFileReader.read(Array(text.utf8), file: "drinking.test.yaml")
        guard case .instrument(let file)? = read.file else {
            Issue.record("the cases cannot be read: \(read.diagnostics.map(\.message))")
            return
        }
        for test in file.cases { #expect(test.problems(with: instrument) == [], "\(test.name)") }
    }

    @Test("a score is made of a score that was recorded without its items")
    func scoreOfScore() throws {
        try check(
            """
              - {name: under the cut point, record: {total: 2}, expect: {band: low, positive: false}}
              - {name: at the cut point, record: {total: 3}, expect: {band: high, positive: true}}
              - {name: not what it comes to, record: {total: 3, positive: false}, refused: invalid_value}
            """)
    }

    private static let turned = """
        stepwell: 1
        instrument: drinking
        title: Turned around
        items:
          - {id: calm, type: integer, min: 0, max: 3, reversed: true}
          - {id: harm, type: integer, min: 1, max: 4, reversed: true}
          - {id: rested, type: boolean, reversed: true}
        scores:
          total: {type: integer, min: 1, max: 8, value: sum(items)}
          self_harm: {type: boolean, value: harm >= 2}
          two: {type: integer, min: 1, max: 7, value: 'sum([calm, harm])'}
          tired: {type: boolean, value: rested}
        checks:
          - {id: worst_and_best, is: '!(calm == 3 && harm == 1)'}
        """

    @Test("an item that is turned around is its points in every score and check, not only in the sum of all")
    func reversed() throws {
        try check(
            """
              - {name: worst, record: {calm: 0, harm: 1, rested: false}, expect: {total: 8, self_harm: true, two: 7, tired: true}}
              - {name: best, record: {calm: 3, harm: 4, rested: true}, expect: {total: 1, self_harm: false, two: 1, tired: false}}
              - {name: a check, record: {calm: 0, harm: 4, rested: true}, refused: worst_and_best}
            """, of: Self.turned)
    }

    private static let prorated = """
        stepwell: 1
        instrument: drinking
        title: Prorated
        items:
          - {id: a, type: integer, min: 0, max: 4}
          - {id: b, type: integer, min: 0, max: 4}
          - {id: c, type: integer, min: 0, max: 4}
        scores:
          total: {type: integer, min: 0, max: 12, value: sum(items)}
          exact: {type: number, min: 0, max: 12, value: sum(items)}
          share: {type: number, min: 0, max: 1, value: sum(items) / 12.0}
          pair: {type: number, min: 0, max: 8, value: 'sum([a, b])'}
          half: {type: number, min: 0, max: 6, value: double(count(items)) / 2.0}
        missing: {allowed: 1, impute: mean}
        """

    @Test("a prorated sum is rounded half up in a whole number, and stays a fraction in a number")
    func fractions() throws {
        try check(
            """
              - {name: one missing, record: {a: 1, b: 2}, expect: {total: 5, exact: 4.5, share: 0.375, pair: 3, half: 1}}
              - {name: rounded down, record: {a: 1, b: 1}, expect: {total: 3, exact: 3}}
              - {name: none missing, record: {a: 1, b: 2, c: 4}, expect: {total: 7, exact: 7}}
              - {name: two missing, record: {a: 1}, expect: {total: null, exact: null, share: null}}
            """, of: Self.prorated)
    }

    @Test("what had to be asked and was not answered is missing, and counts only against what needs it")
    func needed() throws {
        try check(
            """
              - {name: not needed, record: {first: false}, expect: {total: 2, level: none, seen: false}}
              - {name: needed, record: {first: true}, expect: {total: null, level: null}}
              - {name: whether it is needed is not known, record: {fourth: 1}, expect: {total: null, level: null}}
              - {name: needed through another, record: {first: true, second: true}, expect: {total: null, level: null, seen: true}}
              - {name: one needed by what stands below, record: {first: false, fifth: true}, expect: {level: null}}
              - {name: needed and answered, record: {first: true, second: false}, expect: {total: 3, level: none}}
              - {name: what is answered settles it, record: {third: true}, expect: {total: null, level: high}}
              - {name: only a score, record: {level: high}, expect: {total: null, level: high, seen: false}}
            """, of: Self.skipping)
    }

    @Test("'needed' says nothing without 'unasked', and may ask only for items")
    func neededAlone() {
        for (old, new) in [("unasked: false, needed: first", "needed: first"), ("needed: first", "needed: total > 1")] {
            let text = Self.skipping.replacing(old, with: new)
            let found = PathwayCompiler(rules: [], channels: nil) { _ in Array(text.utf8) }
                .compileInstrument("instruments/drinking.yaml")
            #expect(found.product == nil, "\(new)")
        }
    }

    @Test("what was not asked counts where something was asked, and not where only a score is known")
    func unasked() throws {
        try check(
            """
              - {name: asked one, record: {item1: 1}, expect: {total: 1, second: 0, bands: {second: none}}}
              - {name: only the total, record: {total: 1}, expect: {second: null, bands: {second: null}}}
            """)
    }
}
