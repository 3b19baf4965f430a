import PathwayModel
import PathwayProver
import Testing
import TortureKit

extension Proofs {
    /// What is proved of the shipped pathways.
    struct ShippedProofTests {
        @Test("nothing is violated, and nothing about safety is open", arguments: ["iop_basic", "hospital_to_iop"])
        func isProved(_ name: String) throws {
            let pathway = try CorpusFile.shipped(name).compiled()
            let roles = Set(pathway.roles)
            for finding in Prover(pathway, holders: roles).prove(within: .seconds(300)).findings where finding.isAgainst
            {
                Issue.record("\(finding.property) \(finding.subject): \(finding.verdict) \(finding.sentence)")
            }
        }

        @Test("a role that nobody has is named, and one of which nobody knows is not decided")
        func asksForHolders() throws {
            let pathway = try CorpusFile.shipped("iop_basic").compiled()
            func roles(_ holders: Set<String>?) -> [Finding] {
                Prover(pathway, holders: holders).prove(within: .seconds(60)).findings.filter { $0.property == .role }
            }
            #expect(roles(["intake", "clinician"]).map(\.verdict) == [.proved])
            #expect(roles(["clinician"]).map(\.subject) == ["intake"])
            #expect(roles(nil).allSatisfy { if case .notDecided = $0.verdict { true } else { false } })
        }
    }
}
