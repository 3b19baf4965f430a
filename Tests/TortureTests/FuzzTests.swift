import Foundation
import FuzzTargets
import Testing
import TortureKit

/// What the fuzzer found once, and what it would find first.
@Suite("Fuzzed")
struct FuzzTests {
    private static func corpus(_ target: FuzzTarget) throws -> [[UInt8]] {
        let folder = URL(fileURLWithPath: Programs.project).appendingPathComponent("Fuzz/Corpus/\(target.rawValue)")
        return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .sorted { $0.path < $1.path }.map { [UInt8](try Data(contentsOf: $0)) }
    }

    @Test("every input of the corpus ends in a product or in what is wrong", arguments: FuzzTarget.allCases)
    func corpus(_ target: FuzzTarget) throws {
        let inputs = try Self.corpus(target)
        #expect(!inputs.isEmpty)
        for input in inputs { target.run(input) }
    }

    @Test("so does what differs from a good one by a byte, or ends too early", arguments: FuzzTarget.allCases)
    func mutated(_ target: FuzzTarget) throws {
        var random = SeededGenerator(seed: 11)
        let good = try target.seeds + Self.corpus(target).prefix(20)
        let rounds = target == .pathway || target == .strict ? 60 : 300
        for _ in 0..<rounds {
            var input = random.pick(good)
            guard !input.isEmpty else { continue }
            switch Int.random(in: 0..<3, using: &random) {
            case 0: input = Array(input.prefix(Int.random(in: 0..<input.count, using: &random)))
            case 1: input[Int.random(in: 0..<input.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            default: input.insert(UInt8.random(in: 0...255, using: &random), at: input.count / 2)
            }
            target.run(input)
        }
    }
}
