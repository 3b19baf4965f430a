import PathwayModel
import PathwayProver
import Synchronization
import Testing

extension Proofs {
    /// A proof that is cut short says less, and nothing else.
    struct TimeOverTests {
        /// How much was found after so many looks at the clock.
        private static func findings(of pathway: Pathway, cutAfter looks: Int) -> [Finding] {
            let prover = Prover(
                pathway, holders: ["intake", "clinician"],
                by: {
                    let seen = Mutex(0)
                    return {
                        .seconds(
                            seen.withLock {
                                $0 += 1
                                return $0
                            })
                    }
                })
            return prover.prove(within: .seconds(looks)).findings
        }

        private static let files = CorpusFile.all(in: "Holes").enumerated().filter { $0.offset % 7 == 0 }.map(\.element)

        @Test("what is proved or violated before the time is over, is so with all the time", arguments: files)
        func saysLess(_ file: CorpusFile) throws {
            let pathway = try file.compiled()
            let whole = Prover(pathway, holders: ["intake", "clinician"]).prove(within: .seconds(60)).findings
            func isFound(_ finding: Finding) -> Bool {
                whole.contains { other in
                    guard other.property == finding.property, other.verdict == finding.verdict else { return false }
                    // What is violated may be met in another place first.
                    return other.verdict == .violated || other.subject == finding.subject
                }
            }
            for looks in [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 4096] {
                for finding in Self.findings(of: pathway, cutAfter: looks) where !finding.isUndecided {
                    #expect(isFound(finding), "after \(looks) looks: \(finding.property) \(finding.subject)")
                }
            }
        }
    }
}
