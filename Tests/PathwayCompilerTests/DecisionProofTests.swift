import PathwayCompiler
import PathwayModel
import Testing

/// Gaps, overlaps and rows without use, found before the first patient comes.
@Suite("Proofs of decision tables")
struct DecisionProofTests {
    private func table(_ hit: String, _ rules: String) -> MarkedPathway {
        MarkedPathway(
            """
            stepwell: 1
            pathway: tested
            version: "1"
            title: Tested
            data: {risk: {type: choice, options: [none, low, high]}, urgent: boolean, seen: date, weight: number}
            instruments: {mood: {}}
            decisions:
              \(hit.hasPrefix("«") ? "«care»" : "care"):
                hit: \(hit.replacing("«", with: "").replacing("»", with: ""))
                inputs: {mood: mood.total, risk: risk, urgent: urgent, seen: seen, weight: weight, rate: attendance.rate}
                rules:
            \(rules.split(separator: "\n").map { "      - \($0)" }.joined(separator: "\n"))
            states: {a: {}}

            """)
    }

    private func expect(
        _ code: String?, _ hit: String, _ rules: String, _ message: String = "",
        sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) {
        let table = table(hit, rules)
        table.expect(code.map { [$0] } ?? [], files: GuardMistakesTests.files, sourceLocation: sourceLocation)
        let found = table.compile(files: GuardMistakesTests.files).diagnostics.first?.message ?? ""
        #expect(found == message, sourceLocation: sourceLocation)
    }

    @Test("a table that covers everything once is unique")
    func whole() {
        expect(
            nil, "unique",
            "{mood: 0..9, then: a}\n{mood: 10..27, risk: high, then: b}\n{mood: '>= 10', risk: [none, low], then: c}")
        expect(nil, "first", "{mood: 20..27, risk: high, then: a}\n{urgent: true, then: b}\n{then: c}")
        expect(nil, "unique", "{rate: < 0.8, then: a}\n{rate: '>= 0.8', then: b}")
        expect(nil, "unique", "{seen: ..2026-01-31, then: a}\n{seen: 2026-02-01.., then: b}")
        expect(nil, "unique", "{urgent: true, then: 1}\n{urgent: false, then: 2}")
    }

    @Test("a gap is told with an example")
    func gaps() {
        expect(
            "SW405", "«unique»", "{mood: 0..9, then: a}\n{mood: 11..27, then: b}",
            "the table has no answer for mood 10, risk 'none', urgent true, seen 1970-01-01, weight 0, rate 0")
        expect(
            "SW405", "«first»", "{risk: [none, low], then: a}",
            "the table has no answer for mood 0, risk 'high', urgent true, seen 1970-01-01, weight 0, rate 0")
        expect(
            "SW405", "«unique»", "{weight: < 0.5, then: a}\n{weight: '> 0.5', then: b}",
            "the table has no answer for mood 0, risk 'none', urgent true, seen 1970-01-01, weight 0.5, rate 0")
        expect(
            "SW405", "«unique»", "{seen: ..2026-01-30, then: a}\n{seen: 2026-02-01.., then: b}",
            "the table has no answer for mood 0, risk 'none', urgent true, seen 2026-01-31, weight 0, rate 0")
    }

    @Test("two rows that hold at once are told with an example, at the second")
    func overlaps() {
        expect(
            "SW406", "unique", "{mood: 0..10, then: a}\n«{mood: 10..27, then: b}»",
            "rules 1 and 2 of the table both hold for mood 10, risk 'none', urgent true, seen 1970-01-01, weight 0, rate 0"
        )
        expect(
            "SW406", "unique", "{risk: high, then: a}\n{risk: [none, low], then: b}\n«{urgent: true, then: c}»",
            "rules 2 and 3 of the table both hold for mood 0, risk 'none', urgent true, seen 1970-01-01, weight 0, rate 0"
        )
    }

    @Test("a row that never answers is told with the rows before it, and an example")
    func unreachable() {
        expect(
            "SW407", "first", "{mood: 10..27, then: a}\n«{mood: 20..27, risk: high, then: b}»\n{then: c}",
            "rule 2 of the table never answers: before it rule 1 holds, "
                + "as for mood 20, risk 'high', urgent true, seen 1970-01-01, weight 0, rate 0")
        expect(
            "SW407", "first",
            "{mood: 0..9, then: a}\n{mood: 15..27, then: b}\n{mood: 10..14, then: c}\n«{mood: 8..16, then: d}»",
            "rule 4 of the table never answers: before it rules 1, 2 and 3 hold, "
                + "as for mood 8, risk 'none', urgent true, seen 1970-01-01, weight 0, rate 0")
        expect(
            "SW407", "first",
            "{urgent: true, then: a}\n{urgent: false, risk: [none, low], then: b}\n{risk: high, then: c}\n«{risk: low, weight: '> 3.5', then: d}»\n{then: e}",
            "rule 4 of the table never answers: before it rules 1 and 2 hold, "
                + "as for mood 0, risk 'low', urgent true, seen 1970-01-01, weight 4.5, rate 0")
    }

    @Test("a row for the rest may be left without work")
    func rest() {
        expect(nil, "first", "{urgent: true, then: a}\n{urgent: false, then: b}\n{then: c}")
    }

    @Test("a cell that can never be so is told at its value")
    func cells() {
        expect("SW310", "first", "{mood: «20..40», then: a}\n{then: b}", "'mood' is between 0 and 27; 40 lies beyond")
        expect("SW310", "first", "{mood: [3, «28»], then: a}\n{then: b}", "'mood' is never 28")
        expect(
            "SW310", "first", "{mood: «20..10», then: a}\n{then: b}",
            "'mood' is never in 20..10: the smaller bound comes first")
        expect("SW310", "first", "{risk: [low, «hihg»], then: a}\n{then: b}", "'risk' is never 'hihg'")
        expect("SW310", "first", "{rate: «'> 1'», then: a}\n{then: b}", "'rate' is never that")
        expect("SW310", "first", "{rate: «'>= 80'», then: a}\n{then: b}", "'rate' is between 0 and 1; 80 lies beyond")
        expect("SW127", "first", "{seen: «soon», then: a}\n{then: b}", "'seen' cannot be compared with this")
    }

    @Test("many rows over many values are proved, since values that no cell tells apart are one")
    func large() {
        let rows = (0...27).flatMap { mood in
            ["none", "low", "high"].map { "{mood: \(mood), risk: \($0), urgent: true, then: a\(mood)}" }
        }
        expect(nil, "unique", (rows + ["{urgent: false, then: rest}"]).joined(separator: "\n"))
    }
}
