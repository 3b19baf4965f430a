import ArgumentParser
import Dispatch
import Synchronization
import TortureKit

struct SafeguardsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "safeguards",
        abstract:
            "Take safeguards out of shipped pathways, one at a time: each has to be missed, or named as kept twice.")

    @Option(help: "A shipped pathway; all three unless given.") var pathway: [String] = []
    @Option(help: "Seconds for each proof.") var time = 60

    func run() throws {
        let silent = Mutex(0)
        for name in pathway.isEmpty ? ["iop_basic", "hospital_to_iop", "adult_iop"] : pathway {
            let shipped = try ProofTorture.shipped(name)
            let torture = SafeguardTorture(shipped, proving: .seconds(time))
            let all = Safeguard.all(of: shipped)
            DispatchQueue.concurrentPerform(iterations: all.count) { place in
                let verdict = torture.verdict(without: all[place])
                print("\(name) without \(all[place].name): \(verdict ?? "NOTHING IS SAID")")
                if verdict == nil { silent.withLock { $0 += 1 } }
            }
        }
        let count = silent.withLock { $0 }
        print(count == 0 ? "each is missed or kept twice" : "\(count) that nobody would miss")
        guard count == 0 else { throw ExitCode.failure }
    }
}
