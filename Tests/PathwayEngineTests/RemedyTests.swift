import CEL
import PathwayEngine
import PathwayModel
import TestSupport
import Testing

/// What would meet a criterion is found once more by recording each value there is, and by waiting for each date.
@Suite("What would meet a criterion")
struct RemedyTests {
    private static let ways = 12

    private static func pathway(_ guards: [String]) -> String {
        """
        stepwell: 1
        pathway: tested
        version: "1"
        title: Tested
        instruments: {}
        data:
          level: {type: integer, min: 0, max: 20}
          day: date
          signed: boolean
        states:
          a:
            transitions:
        \(guards.enumerated().map { "      - {id: way\($0), decide: {}, when: \($1), to: b}" }.joined(separator: "\n"))
          b: {}
        """
    }

    /// A guard that compares something with constants, one to three times.
    private static func guarding(
        _ subject: String, _ constants: [String], _ random: inout SplitMix
    ) -> String {
        let operators = ["<", "<=", ">", ">=", "==", "!="]
        var expression = ""
        for part in 0...Int.random(in: 0...2, using: &random) {
            let comparison =
                "\(subject) \(operators.randomElement(using: &random) ?? "<") "
                + (constants.randomElement(using: &random) ?? "0")
            expression =
                part == 0 ? comparison : "(\(expression)) \(Bool.random(using: &random) ? "&&" : "||") \(comparison)"
        }
        let criterion = "{id: c, is: '\(expression)'}"
        return Bool.random(using: &random) ? "{not: \(criterion)}" : "{all: [\(criterion)]}"
    }

    private func explain(_ course: Course, findsRemedies: Bool = true) throws -> [Explanation.Way] {
        guard
            case .explained(let explanation) = course.machine.explain(
                try #require(course.state), at: course.now, findsRemedies: findsRemedies)
        else { throw Course.NotTaken(refusal: nil) }
        return explanation.ways
    }

    /// Whether a value is among those that are told.
    private func isTold(_ value: Int64, _ needed: Remedy.Needed, current: Int64?) -> Bool {
        func number(_ value: Value) -> Int64 {
            switch value {
            case .int(let number): number
            case .date(let date): Int64(date.daysSinceEpoch)
            default: .min
            }
        }
        return switch needed {
        case .atMost(let most): value <= number(most)
        case .atLeast(let least): value >= number(least)
        case .between(let least, let most): number(least) < number(most) && (number(least)...number(most)) ~= value
        case .oneOf(let values): values.contains { number($0) == value }
        case .other: value != current
        case .any: true
        }
    }

    @Test("the numbers that are told are those with which the way would be open", arguments: 0..<12)
    func numbers(_ seed: Int) throws {
        var random = SplitMix(seed: UInt64(seed) &+ 11)
        let guards = (0..<Self.ways).map { _ in
            Self.guarding("level", (0...20).map(String.init), &random)
        }
        var course = try Course(Self.pathway(guards))
        let current: Int64? = Bool.random(using: &random) ? Int64.random(in: 0...20, using: &random) : nil
        if let current { try course.give(.record([.field("level", text: String(current))])) }
        let ways = try explain(course)
        var opened = [Set<Int64>](repeating: [], count: Self.ways)
        for level in Int64(0)...20 {
            var other = course
            try other.give(.record([.field("level", text: String(level))]))
            for (place, way) in try explain(other, findsRemedies: false).enumerated() where way.truth.isTrue {
                opened[place].insert(level)
            }
        }
        for (place, way) in ways.enumerated() where !way.truth.isTrue {
            let remedies = way.criteria.flatMap(\.remedies)
            let told = Set(
                (Int64(0)...20).filter { level in
                    remedies.contains { isTold(level, $0.needed, current: current) }
                })
            for level in told {
                #expect(remedies.count { isTold(level, $0.needed, current: current) } == 1, "\(guards[place])")
            }
            #expect(remedies.count < 3 ? told == opened[place] : told.isSubset(of: opened[place]), "\(guards[place])")
        }
    }

    @Test("the dates that are told are those with which the way would be open", arguments: 0..<6)
    func dates(_ seed: Int) throws {
        var random = SplitMix(seed: UInt64(seed) &+ 23)
        let constants = ["2026-01-01", "2026-01-20", "2026-02-14", "2026-03-01"].map { "date(\"\($0)\")" } + ["today"]
        let guards = (0..<Self.ways).map { _ in Self.guarding("day", constants, &random) }
        let course = try Course(Self.pathway(guards))
        let first = try #require(CalendarDate("2025-12-20")?.daysSinceEpoch)
        let ways = try explain(course)
        for offset in Int32(0)..<90 {
            let date = CalendarDate(daysSinceEpoch: first + offset)
            var other = course
            try other.give(.record([.field("day", text: date.description)]))
            for (place, way) in try explain(other, findsRemedies: false).enumerated() {
                let remedies = ways[place].criteria.flatMap(\.remedies).filter { $0.subject != .date }
                let isAmong = remedies.contains { isTold(Int64(date.daysSinceEpoch), $0.needed, current: nil) }
                guard remedies.count < 3 || isAmong else { continue }
                #expect(isAmong == way.truth.isTrue, "\(guards[place]) on \(date)")
            }
        }
    }

    @Test("what only waiting brings is told with the dates on which it holds", arguments: 0..<6)
    func waiting(_ seed: Int) throws {
        var random = SplitMix(seed: UInt64(seed) &+ 37)
        let constants = ["2026-01-01", "2026-01-20", "2026-02-14", "2026-03-01"].map { "date(\"\($0)\")" }
        let guards = (0..<Self.ways).map { _ in Self.guarding("today", constants, &random) }
        let course = try Course(Self.pathway(guards))
        let ways = try explain(course)
        for days in 1..<90 {
            var later = course
            later.move(to: Timestamp(seconds: Course.start.seconds + Int64(days) * 86_400))
            let date = Int64(later.now.seconds / 86_400)
            for (place, way) in try explain(later, findsRemedies: false).enumerated() where !ways[place].truth.isTrue {
                let remedies = ways[place].criteria.flatMap(\.remedies)
                let isAmong = remedies.contains { isTold(date, $0.needed, current: nil) }
                guard remedies.count < 3 || isAmong else { continue }
                #expect(isAmong == way.truth.isTrue, "\(guards[place]) after \(days) days")
            }
        }
    }

    @Test("a range is told whole where it goes on beyond what is tried one by one")
    func far() throws {
        let guards = [
            "{id: c, is: 'score >= 300 && score <= 1000'}", "{id: c, is: 'score >= 300'}",
            "{id: c, is: 'day >= date(\"2026-02-01\") && day < date(\"2028-02-01\")'}",
            "{id: c, is: 'day < date(\"2020-01-01\")'}",
        ]
        var course = try Course(Self.pathway(guards).replacing("  day: date", with: "  day: date\n  score: integer"))
        try course.give(.record([.field("score", text: "10"), .field("day", text: "2026-01-05")]))
        let needed = try explain(course).map { $0.criteria.flatMap(\.remedies).map(\.needed) }
        let date = { (text: String) in Value.date(try #require(CalendarDate(text))) }
        #expect(
            try needed == [
                [.between(.int(300), .int(1000))], [.atLeast(.int(300))],
                [.between(date("2026-02-01"), date("2028-01-31"))], [.atMost(date("2019-12-31"))],
            ])
    }

    @Test("how criteria make up a guard gives its truth, and only what is in the way keeps it from holding")
    func outline() throws {
        let guards = [
            "{any: [{id: a, is: signed}, {all: [{id: b, is: level > 5}, {not: {id: c, is: level > 9}}]}]}",
            "{all: [{not: {any: [{id: a, is: signed}, {id: b, is: level > 5}]}}, {id: c, is: level != 3}]}",
        ]
        for signed in [nil, "true", "false"] {
            for level in [nil, "3", "7", "12"] {
                var course = try Course(Self.pathway(guards))
                if let signed { try course.give(.record([.field("signed", text: signed)])) }
                if let level { try course.give(.record([.field("level", text: level)])) }
                for way in try explain(course, findsRemedies: false) {
                    let truths = way.criteria.map(\.truth)
                    let outline = try #require(way.outline)
                    switch (outline.truth(of: truths), way.truth) {
                    case (.yes, .yes), (.no, .no), (.unknown, .unknown): break
                    case (let mine, let its):
                        Issue.record("\(mine) of \(its), signed \(signed ?? "-"), \(level ?? "-")")
                    }
                    #expect(way.inTheWay.isEmpty == way.truth.isTrue)
                    let mended = truths.indices.map { place in
                        way.inTheWay.contains { $0.id == way.criteria[place].id }
                            ? (way.criteria[place].isWanted ? Truth.yes : .no) : truths[place]
                    }
                    #expect(outline.truth(of: mended).isTrue)
                }
            }
        }
    }
}
