import BenchmarkWorkload
import Foundation
import PathwayModel

/// Definitions: a thousand states, compiled with every guard typed.
enum Definitions {
    static var compiling: Contender {
        Contender(name: "Stepwell, compiled and every guard typed", run: compile)
    }

    private static func compile() throws -> Sample {
        let bytes = Array(BigPathway.yaml.utf8)
        var pathway: Pathway?
        let usage = try Usage.of { pathway = try Workload.compile(bytes, "big.yaml") }
        guard let pathway, pathway.states.count == 1_001, pathway.transitions.count == 1_990,
            pathway.transitions.allSatisfy({ $0.when != nil && !$0.targets.isEmpty })
        else { throw WrongResult(description: "the definition is not what was written") }
        return Sample(cpu: usage.cpu, wall: usage.wall, count: 1)
    }
}
