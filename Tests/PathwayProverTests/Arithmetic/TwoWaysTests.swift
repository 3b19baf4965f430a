import CEL
import PathwayModel
import TestSupport
import Testing

@testable import PathwayProver

extension Proofs {
    /// What z3 says, held to what is found by trying.
    struct TwoWaysTests {
        @Test("samples and z3 agree on guards that compare with constants", arguments: UInt64(1)...12)
        func agreesWithSamples(_ seed: UInt64) throws {
            let data = """
                data:
                  a: {type: integer, min: 0, max: 27}
                  b: {type: integer, min: 0, max: 9, default: 2}
                  c: {type: integer, fresh_for: 7 days}
                  n: {type: number, min: 0, max: 4}
                  flag: boolean
                  kind: {type: choice, options: [low, medium, high]}
                """
            var writer = GuardWriter(seed: seed) { random in
                let sign = ["<", "<=", "==", "!=", ">=", ">"].randomElement(using: &random) ?? "<"
                let number = Int.random(in: 1...7, using: &random)
                let kind = ["low", "medium", "high"].randomElement(using: &random) ?? "low"
                return switch Int.random(in: 0..<12, using: &random) {
                case 0, 1, 2: "a \(sign) \(number)"
                case 3, 4: "b \(sign) \(number)"
                case 5: "c \(sign) \(number)"
                case 6: "n \(sign) \(number / 2).5"
                case 7: "flag"
                case 8: "kind == \"\(kind)\""
                case 9: "kind in [\"\(kind)\", \"high\"]"
                case 10: "known(\(["a", "b", "c"].randomElement(using: &random) ?? "a"))"
                default: "fresh(\(["b", "c"].randomElement(using: &random) ?? "c"))"
                }
            }
            let guards = (0..<24).map { _ in writer.text() }
            let set = try GuardSet(guards, over: data)
            for (places, holds, constraints) in set.pairs {
                let texts = "\(guards[places.0]) \(holds.0), \(guards[places.1]) \(holds.1)"
                for solver in [set.open.solver, set.open.informed] {
                    let tried = solver.allowsAll(constraints)
                    let asked = try set.asked(constraints, knowingAll: solver.knowsAll)
                    // Where all is known samples leave more open of what is not asked for in the end.
                    let isLoose = solver.knowsAll && texts.contains(/known|fresh/)
                    #expect(
                        isLoose ? tried || !asked : tried == asked, "\(texts), all known \(solver.knowsAll)")
                }
            }
            #expect(set.z3.questions > 50)
        }

        @Test("trying all values and z3 agree on guards that calculate", arguments: UInt64(1)...12)
        func agreesWithAllValues(_ seed: UInt64) throws {
            let range = "{type: integer, min: 0, max: 3}"
            var writer = GuardWriter(seed: seed) { random in
                func some(_ texts: [String]) -> String { texts.randomElement(using: &random) ?? "x" }
                func number() -> Int { Int.random(in: -4...6, using: &random) }
                let sign = some(["<", "<=", "==", "!=", ">=", ">"])
                let (one, other) = (some(["x", "y", "z"]), some(["x", "y", "z"]))
                return switch Int.random(in: 0..<10, using: &random) {
                case 0: "\(one) - \(other) \(sign) \(number())"
                case 1: "\(number()) * \(one) + \(other) \(sign) \(number())"
                case 2: "x + y - z \(sign) \(number())"
                case 3: "x - y + z \(sign) \(number())"
                case 4: "\(one) \(sign) \(other)"
                case 5: "-\(one) + \(number()) \(sign) 2 * \(other)"
                case 6: "(\(one) > 1 ? \(other) : 2 * \(one)) \(sign) \(number())"
                case 7: "(\(one) + 2 * \(other) - 5) / 2 \(sign) \(number())"
                case 8: "(\(one) - 2 * \(other)) % 3 \(sign) \(number())"
                default: "known(\(one))"
                }
            }
            let guards = (0..<24).map { _ in writer.text(1) }
            let set = try GuardSet(guards, over: "data: {x: \(range), y: \(range), z: \(range)}")
            let values: [Value?] = [nil] + (0...3).map { .int($0) }
            let all = values.flatMap { x in
                values.flatMap { y in
                    values.map { GivenValues(pathway: set.open.pathway, fields: [x, y, $0]) }
                }
            }
            let truths = set.truths(all)
            for (places, holds, constraints) in set.pairs {
                let texts = "\(guards[places.0]) \(holds.0), \(guards[places.1]) \(holds.1)"
                // Whether something is known is a question by itself, also where all values are.
                for knowsAll in texts.contains("known") ? [false] : [false, true] {
                    let isSo = all.indices.contains { place in
                        guard !knowsAll || !all[place].fields.contains(nil) else { return false }
                        let (first, second) = (truths[places.0][place], truths[places.1][place])
                        return (first == .yes) == holds.0 && (second == .yes) == holds.1
                    }
                    let asked = try set.asked(constraints, knowingAll: knowsAll)
                    #expect(isSo == asked, "\(texts), all known \(knowsAll)")
                }
            }
        }

        @Test("what holds for some fractions is not impossible, however they are rounded", arguments: UInt64(1)...6)
        func allowsRounding(_ seed: UInt64) throws {
            var writer = GuardWriter(seed: seed) { random in
                let sign = ["<", "<=", "==", "!=", ">=", ">"].randomElement(using: &random) ?? "<"
                let number = "\(Int.random(in: 0...2, using: &random)).\(Int.random(in: 1...9, using: &random))"
                return switch Int.random(in: 0..<5, using: &random) {
                case 0: "n + m \(sign) \(number)"
                case 1: "n \(sign) \(number) - m"
                case 2: "n - m \(sign) \(number)"
                case 3: "\(number) * n \(sign) m"
                default: "n \(sign) m / \(number)"
                }
            }
            let guards = (0..<24).map { _ in writer.text(1) }
            let range = "{type: number, min: 0, max: 3}"
            let set = try GuardSet(guards, over: "data: {n: \(range), m: \(range)}")
            let values: [Value?] = [nil] + (0...30).map { .double(Double($0) / 10) }
            let all = values.flatMap { n in
                values.map { GivenValues(pathway: set.open.pathway, fields: [n, $0]) }
            }
            try expectSome(set, all, guards)
        }

        @Test("a sum is what the machine makes of it")
        func isRounded() throws {
            let range = "{type: number, min: 0, max: 3}"
            let guards = ["n == 0.1 && m == 0.2", "n + m == 0.30000000000000004", "n + m == 0.31"]
            let set = try GuardSet(guards, over: "data: {n: \(range), m: \(range)}")
            func canBoth(_ one: Int, _ other: Int) throws -> Bool {
                let constraints = [one, other].map { Solver.Constraint(claim: set.claims[$0], holds: true) }
                return try set.asked(constraints, knowingAll: false)
            }
            #expect(try canBoth(0, 1))
            #expect(try !canBoth(0, 2))
        }

        @Test("what holds on some days is not impossible, as the calendar has them", arguments: UInt64(1)...4)
        func allowsDays(_ seed: UInt64) throws {
            var writer = GuardWriter(seed: seed) { random in
                let sign = ["<", "<=", "==", "!=", ">=", ">"].randomElement(using: &random) ?? "<"
                let days = Int.random(in: -3...6, using: &random)
                return switch Int.random(in: 0..<6, using: &random) {
                case 0, 1: "today - seen \(sign) \(days)"
                case 2: "seen + days(\(days)) \(sign) cover"
                case 3: "cover - seen \(sign) \(days)"
                case 4: "cover \(sign) business_days(today, \(days))"
                default: "business_days(seen, \(days)) \(sign) cover"
                }
            }
            let guards = (0..<24).map { _ in writer.text(1) }
            let set = try GuardSet(guards, over: "data: {seen: date, cover: date}")
            let monday = Int32(Story.firstDay.daysSinceEpoch)
            let all = (Int32(0)..<7).flatMap { today -> [GivenValues] in
                let dates: [Value?] =
                    [nil] + (-7...7).map { .date(CalendarDate(daysSinceEpoch: monday + today + Int32($0))) }
                return dates.flatMap { seen in
                    dates.map { cover in
                        GivenValues(
                            pathway: set.open.pathway, fields: [seen, cover],
                            today: CalendarDate(daysSinceEpoch: monday + today))
                    }
                }
            }
            try expectSome(set, all, guards)
        }

        /// Whatever holds with some of the values is possible.
        private func expectSome(_ set: GuardSet, _ all: [GivenValues], _ guards: [String]) throws {
            let truths = set.truths(all)
            var (found, decided) = (0, 0)
            for (places, holds, constraints) in set.pairs {
                let isSo = all.indices.contains { place in
                    let (first, second) = (truths[places.0][place], truths[places.1][place])
                    return (first == .yes) == holds.0 && (second == .yes) == holds.1
                }
                guard isSo else { continue }
                found += 1
                switch set.arithmetic.ask(constraints, set.arithmetic.reader(on: nil, false)) {
                case .possible: decided += 1
                case .impossible:
                    Issue.record("\(guards[places.0]) \(holds.0), \(guards[places.1]) \(holds.1) is possible")
                case .undecided(let why): #expect(why.contains("confirm"))
                }
            }
            #expect(found > 10)
            #expect(decided * 10 >= found * 9, "\(decided) of \(found)")
        }
    }
}
