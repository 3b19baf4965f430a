import CEL
import PathwayModel
import TestSupport
import Testing

@testable import PathwayProver

extension Proofs {
    /// What z3 says, held to what is found by trying.
    struct TwoWaysTests {
        private static let signs = [(true, true), (true, false), (false, true), (false, false)]

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
            for pair in stride(from: 0, to: set.claims.count - 1, by: 2) {
                for (one, other) in Self.signs {
                    let constraints = [
                        Solver.Constraint(claim: set.claims[pair], holds: one),
                        Solver.Constraint(claim: set.claims[pair + 1], holds: other),
                    ]
                    for solver in [set.open.solver, set.open.informed] {
                        let tried = solver.allowsAll(constraints)
                        let asked = try set.asked(constraints, knowingAll: solver.knowsAll)
                        // Where all is known samples leave more open of what is not asked for in the end.
                        let isLoose =
                            solver.knowsAll && (guards[pair] + guards[pair + 1]).contains(/known|fresh/)
                        #expect(
                            isLoose ? tried || !asked : tried == asked,
                            "\(guards[pair]) \(one), \(guards[pair + 1]) \(other), all known \(solver.knowsAll)")
                    }
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
            let all = values.flatMap { x in values.flatMap { y in values.map { [x, y, $0] } } }
            let truths = set.programs.map { program in
                all.map { Truth(program.evaluate(GivenValues(pathway: set.open.pathway, fields: $0))) }
            }
            for pair in stride(from: 0, to: set.claims.count - 1, by: 2) {
                for (one, other) in Self.signs {
                    let constraints = [
                        Solver.Constraint(claim: set.claims[pair], holds: one),
                        Solver.Constraint(claim: set.claims[pair + 1], holds: other),
                    ]
                    // Whether something is known is a question by itself, also where all values are.
                    let isAbout = (guards[pair] + guards[pair + 1]).contains("known")
                    for knowsAll in isAbout ? [false] : [false, true] {
                        let places = all.indices.filter { !knowsAll || !all[$0].contains(nil) }
                        let isSo = places.contains { place in
                            let (first, second) = (truths[pair][place], truths[pair + 1][place])
                            return (first == .yes) == one && (second == .yes) == other
                        }
                        let asked = try set.asked(constraints, knowingAll: knowsAll)
                        #expect(
                            isSo == asked,
                            "\(guards[pair]) \(one), \(guards[pair + 1]) \(other), all known \(knowsAll)")
                    }
                }
            }
        }
    }
}
