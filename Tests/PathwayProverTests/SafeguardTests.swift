import Testing
import TortureKit

extension Proofs {
    /// Whatever guards somebody is taken out of the shipped pathways, one thing at a time.
    struct SafeguardTests {
        @Test(
            "without a safeguard a verdict turns, or something else is named that keeps the same",
            arguments: ["iop_basic"])
        func isMissed(_ name: String) throws {
            let pathway = try ProofTorture.shipped(name)
            let torture = SafeguardTorture(pathway, proving: .seconds(8))
            let safeguards = Safeguard.all(of: pathway)
            #expect(safeguards.count >= 10)
            for safeguard in safeguards {
                #expect(torture.verdict(without: safeguard) != nil, "\(name): \(safeguard.name)")
            }
        }
    }
}
