import ArgumentParser
import Dispatch
import PathwayModel
import Synchronization
import TortureKit

struct ProofsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "proofs", abstract: "Prove pathways, and try to break what was proved on the real engine.")

    @Option(help: "A shipped pathway; all three unless given.") var pathway: [String] = []
    @Option(help: "Steps on each shipped pathway.") var steps = 200_000
    @Option(help: "How many random pathways, from --from.") var random: UInt64 = 300
    @Option(help: "The seed of the first random pathway.") var from: UInt64 = 1
    @Option(help: "Steps on each random pathway.") var randomSteps = 20_000
    @Option(help: "The seed of all walks.") var seed: UInt64 = 1
    @Option(help: "Seconds for each proof.") var time = 60

    /// A pathway that is to be walked.
    private struct Job: Sendable {
        var name: String
        var again: String
        var steps: Int
        /// The pathway, where no file has it.
        var text: String?
        var make: @Sendable () throws -> Pathway
    }

    func run() throws {
        let shipped = pathway.isEmpty ? ["adult_iop", "hospital_to_iop", "iop_basic"] : pathway
        var jobs = shipped.map { name in
            Job(name: name, again: "--pathway \(name) --random 0 --seed \(seed)", steps: steps) {
                try ProofTorture.shipped(name)
            }
        }
        for number in from..<from + random {
            jobs.append(
                Job(
                    name: "random \(number)", again: "--from \(number) --random 1 --seed \(seed)", steps: randomSteps,
                    text: RandomCare.yaml(seed: number)
                ) {
                    try ProofTorture.random(seed: number)
                })
        }
        let broken = Mutex(0)
        let all = jobs
        DispatchQueue.concurrentPerform(iterations: all.count) { place in
            let isSound = play(all[place])
            if !isSound { broken.withLock { $0 += 1 } }
        }
        let count = broken.withLock { $0 }
        print("\(jobs.count) pathways: \(count == 0 ? "no proof broken" : "\(count) with a broken proof")")
        guard count == 0 else { throw ExitCode.failure }
    }

    /// Proves and walks one, and tells in a line.
    private func play(_ job: Job) -> Bool {
        do {
            let torture = ProofTorture(proving: .seconds(time))
            let report = torture.run(try job.make(), seed: seed, steps: job.steps)
            let proved = report.proved.joined(separator: " ")
            print(
                "\(job.name): \(report.steps) steps, \(report.cases) cases, \(report.places) places; proved: \(proved)")
            guard !report.breaks.isEmpty else { return true }
            for found in report.breaks { print("BROKEN in \(job.name): \(found)") }
            if let text = job.text, let first = report.breaks.first {
                let shrunk = torture.shrunk(text, breaking: first, seed: seed, steps: job.steps)
                print("in short:\n\(shrunk.text)\n\(shrunk.found)")
            }
        } catch {
            print("BROKEN in \(job.name): \(error)")
        }
        print("again: torture proofs \(job.again)")
        return false
    }
}
