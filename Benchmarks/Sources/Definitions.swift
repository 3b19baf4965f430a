import BenchmarkWorkload
import Foundation
import PathwayArtifact
import PathwayModel

/// Definitions: a thousand states, compiled with every guard typed.
enum Definitions {
    static var compiling: Contender {
        Contender(name: "Stepwell, compiled and every guard typed", run: compile)
    }

    /// What a command about a case does in the place of compiling.
    static func opening() throws -> Contender {
        let compiled = PathwayArtifact.bytes(of: try Workload.compile(Array(BigPathway.yaml.utf8), "big.yaml"))
        return Contender(name: "Stepwell, opened from what was compiled") {
            var pathway: Pathway?
            let usage = try Usage.of { pathway = try PathwayArtifact.pathway(from: compiled) }
            guard pathway?.states.count == 1_001 else {
                throw WrongResult(description: "the definition is not what was compiled")
            }
            return Sample(cpu: usage.cpu, wall: usage.wall, count: 1)
        }
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
