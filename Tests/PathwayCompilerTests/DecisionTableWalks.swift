import PathwayCompiler
import PathwayModel
import TestSupport
import Testing

/// What is proved of decision tables, beside trying everything.
@Suite("Decision tables, tried out")
struct DecisionTableWalks {
    /// A row as numbers: which moods, risks and urgencies it holds for; nil for all.
    private struct Row {
        var mood: ClosedRange<Int>?
        var risks: Set<Int>?
        var urgent: Bool?

        var hasNoCells: Bool { mood == nil && risks == nil && urgent == nil }

        func holds(_ point: Point) -> Bool {
            (mood?.contains(point.mood) ?? true) && (risks?.contains(point.risk) ?? true)
                && (urgent ?? point.urgent) == point.urgent
        }

        func yaml(_ answer: Int) -> String {
            let mood = mood.map { "mood: \($0.lowerBound)..\($0.upperBound), " } ?? ""
            let names = (risks ?? []).sorted().map { DecisionTableWalks.risks[$0] }
            let risk = risks == nil ? "" : "risk: [\(names.joined(separator: ", "))], "
            return "{\(mood)\(risk)\(urgent.map { "urgent: \($0), " } ?? "")then: a\(answer)}"
        }
    }

    private struct Point: Hashable {
        var mood: Int
        var risk: Int
        var urgent: Bool

        var words: String { "mood \(mood), risk '\(DecisionTableWalks.risks[risk])', urgent \(urgent)" }
    }

    private static let risks = ["none", "low", "high"]
    private static let everything = (0...9).flatMap { mood in
        (0..<3).flatMap { risk in [true, false].map { Point(mood: mood, risk: risk, urgent: $0) } }
    }

    private static func rows(_ random: inout SplitMix) -> [Row] {
        func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
        var rows: [Row] = []
        // Parts that cover everything once, most of them cut in two, some grown or left out.
        for mood in [0...4, 5...9] {
            for urgent in [true, false] {
                let cut = Int.random(in: mood, using: &random)
                rows.append(Row(mood: mood.lowerBound...cut, urgent: urgent))
                if cut < mood.upperBound { rows.append(Row(mood: cut + 1...mood.upperBound, urgent: urgent)) }
            }
        }
        if chance(30) { rows.remove(at: Int.random(in: rows.indices, using: &random)) }
        if chance(30) { rows[Int.random(in: rows.indices, using: &random)].mood = nil }
        if chance(30) { rows[Int.random(in: rows.indices, using: &random)].urgent = nil }
        if chance(30) {
            let place = Int.random(in: rows.indices, using: &random)
            rows[place].risks = [0]
            rows.append(rows[place])
            rows[rows.count - 1].risks = chance(70) ? [1, 2] : [0, 1]
        }
        if chance(10) { rows.append(Row()) }
        rows.shuffle(using: &random)
        return rows
    }

    private static func diagnostics(_ hit: String, _ rows: [Row]) -> [Diagnostic] {
        let text = """
            stepwell: 1
            pathway: tested
            version: "1"
            title: Tested
            data: {mood: {type: integer, min: 0, max: 9}, risk: {type: choice, options: [none, low, high]}, urgent: boolean}
            decisions:
              care:
                hit: \(hit)
                inputs: {mood: mood, risk: risk, urgent: urgent}
                rules:
            \(rows.enumerated().map { "      - \($1.yaml($0))" }.joined(separator: "\n"))
            states: {a: {}}

            """
        return MarkedPathway(text).compile().diagnostics
    }

    @Test(
        "of which one row holds: a gap or an overlap is told where there is any, by an example",
        arguments: 1...8)
    func unique(_ seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        var seen: Set<String> = []
        for _ in 0..<60 {
            let rows = Self.rows(&random)
            let counts = Dictionary(
                uniqueKeysWithValues: Self.everything.map { point in
                    (point, rows.count { $0.holds(point) })
                })
            let found = Self.diagnostics("unique", rows)
            seen.formUnion(found.map(\.code.id))
            guard let first = found.first else {
                #expect(counts.values.allSatisfy { $0 == 1 }, "\(rows)")
                continue
            }
            #expect(found.count == 1 && ["SW405", "SW406"].contains(first.code.id), "\(first.message)")
            let example = counts.first { first.message.hasSuffix($0.key.words) }?.value
            #expect(first.code.id == "SW405" ? example == 0 : example ?? 0 > 1, "\(first.message) of \(rows)")
        }
        #expect(seen == ["SW405", "SW406"])
    }

    @Test("of which the first row answers: gaps are told, and each row that never answers", arguments: 1...8)
    func first(_ seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        var seen: Set<String> = []
        for _ in 0..<60 {
            let rows = Self.rows(&random)
            let answering = Set(Self.everything.map { point in rows.firstIndex { $0.holds(point) } })
            let idle = rows.indices.filter { !answering.contains($0) && !rows[$0].hasNoCells }
            let found = Self.diagnostics("first", rows)
            seen.formUnion(found.map(\.code.id))
            #expect(found.contains { $0.code.id == "SW405" } == answering.contains(nil), "\(rows)")
            let told = found.filter { $0.code.id == "SW407" }.map(\.message)
            #expect(told.count == idle.count, "\(told) of \(rows)")
            for (message, row) in zip(told, idle) {
                #expect(message.hasPrefix("rule \(row + 1) of the table never answers"), "\(message)")
            }
        }
        #expect(seen == ["SW405", "SW407"])
    }
}
