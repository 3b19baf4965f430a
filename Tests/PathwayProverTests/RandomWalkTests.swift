import PathwayModel
import PathwayProver
import Testing
import TortureKit

extension Proofs {
    /// What is proved is tried on the real engine by somebody who does anything at all: `torture proofs` in short.
    struct RandomWalkTests {
        /// What a walk breaks first, if it does.
        private static func walk(_ pathway: Pathway, _ claims: ProofClaims, seed: UInt64, steps: Int) -> [ProofBreak] {
            var walk = ProofWalk(pathway, claims, seed: seed)
            while walk.steps < steps {
                let found = walk.step()
                guard found.isEmpty else { return found }
            }
            return walk.atLast()
        }

        @Test("nothing that is proved of a sound pathway is broken", arguments: CorpusFile.all(in: "Sound"))
        func holds(_ file: CorpusFile) throws {
            let pathway = try file.compiled()
            let report = Prover(pathway, holders: ["intake", "clinician"]).prove(within: .seconds(60))
            for found in Self.walk(pathway, ProofClaims(provedBy: report), seed: 1, steps: 500) {
                Issue.record("\(found)")
            }
        }

        @Test("nothing that is proved of a shipped pathway is broken", arguments: ["iop_basic", "hospital_to_iop"])
        func holdsOfShipped(_ name: String) throws {
            let pathway = try CorpusFile.shipped(name).compiled()
            let report = Prover(pathway, holders: Set(pathway.roles)).prove(within: .seconds(300))
            for found in Self.walk(pathway, ProofClaims(provedBy: report), seed: 1, steps: 3_000) {
                Issue.record("\(found)")
            }
        }

        @Test("nothing that is proved of a random pathway is broken", arguments: UInt64(1)...8)
        func holdsOfRandom(_ seed: UInt64) throws {
            let torture = ProofTorture(proving: .seconds(60))
            for found in torture.run(try ProofTorture.random(seed: seed), seed: 1, steps: 500).breaks {
                Issue.record("\(found)\n\(RandomCare.yaml(seed: seed))")
            }
        }

        /// Holes that somebody who does anything can show: the others say that something can come.
        private static let shown: [Property] = [
            .obligation, .risk, .safetyClose, .gap, .overlap, .hard, .history, .promise, .rest, .event, .task, .stale,
            .deadline,
        ]
        /// Nothing happens there that could be seen: time takes the case away before the task would have come; or a walk
        /// does not look: it judges ways on what is recorded or sent, and not on how a task comes out.
        private static let unseen = ["deadline_opened_too_late", "gap_refused_call"]
        static let holes = CorpusFile.all(in: "Holes").filter { !unseen.contains($0.name) }.flatMap { file in
            Set(file.holes.map(\.property)).sorted().compactMap { name in
                shown.first { $0.rawValue == name }.map { Planted(file: file, property: $0) }
            }
        }

        struct Planted: CustomTestStringConvertible {
            var file: CorpusFile
            var property: Property

            var testDescription: String { "\(property.rawValue) \(file.name)" }
        }

        @Test("a walk breaks what is not so", arguments: holes)
        func seesHoles(_ hole: Planted) throws {
            let pathway = try hole.file.compiled()
            let findings = Prover(pathway).prove(within: .seconds(60)).findings
            let claims = ProofClaims(findings.filter { $0.property == hole.property && $0.verdict == .violated })
            // Most walks see it; one that does not is walked anew.
            #expect(
                (UInt64(1)...4).contains { seed in
                    let found = Self.walk(pathway, claims, seed: seed, steps: 20_000)
                    return found.map(\.property).contains(hole.property)
                })
        }
    }
}
