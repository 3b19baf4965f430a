import CEL
import PathwayEngine
import PathwayModel
import TestSupport
import Testing

/// What explanations show of a guard is what the guard compares: put in its place, it gives the same truth.
@Suite("Figures of a guard")
struct FigureTests {
    private static let operands = [
        "attendance.attended", "attendance.no_shows", "attendance.excused", "attendance.no_shows_in_a_row",
        "attendance.since(\"a\").no_shows", "attendance.last(3).attended", "attendance.of(\"group\").excused",
        "attendance.within(days(2)).no_shows", "occurrences(\"called\").size()",
        "occurrences(\"called\").filter(o, o.n > 2).size()", "occurrences(\"called\").dates().size()",
    ]

    private static let pathway = """
        stepwell: 1
        pathway: tested
        version: "1"
        title: Tested
        instruments: {}
        data: {x: integer}
        events: {called: {with: {n: integer}, log: true}}
        guards:
        \(operands.enumerated().map { "  figure\($0): '\($1) > 1'" }.joined(separator: "\n"))
        states:
          a:
            sessions: [{type: group, per_week: 3}, {type: single, per_week: 1}]
            transitions:
        \(operands.indices.map { "      - {id: way\($0), decide: {}, when: figure\($0), to: b}" }.joined(separator: "\n"))
          b: {}
        """

    @Test(
        "the number that is shown, in the place of what is compared, gives the truth that is shown", arguments: 0..<20)
    func law(_ seed: Int) throws {
        var random = SplitMix(seed: UInt64(seed) &+ 3)
        var course = try Course(Self.pathway)
        for _ in 0..<Int.random(in: 1...12, using: &random) {
            let days = Int.random(in: 0...1, using: &random)
            if Int.random(in: 0...2, using: &random) == 0 {
                let n = String(Int.random(in: 0...5, using: &random))
                try course.give(.send(event: "called", with: [.init("n", n)]), after: days)
            } else {
                let status = AttendanceStatus.allCases[Int.random(in: 0...2, using: &random)]
                try course.give(
                    .attend(status, type: Bool.random(using: &random) ? "group" : "single"), after: days)
            }
        }
        let state = try #require(course.state)
        guard case .explained(let explanation) = course.machine.explain(state, at: course.now) else {
            Issue.record("no explanation")
            return
        }
        let shown = try Self.operands.indices.map { place -> Int64 in
            let report = try #require(explanation.ways[place].criteria.first)
            guard case .int(let number)? = report.values.last?.value else {
                Issue.record("\(Self.operands[place]) shows \(report.values)")
                return -1
            }
            #expect(report.truth == (number > 1 ? .yes : .no), "\(Self.operands[place])")
            return number
        }
        let same = try course.ask(all: zip(Self.operands, shown).map { "\($0) == \($1)" })
        for (place, evaluation) in same.enumerated() {
            #expect(evaluation == .value(.bool(true)), "\(Self.operands[place]) is not \(shown[place])")
        }
    }
}
