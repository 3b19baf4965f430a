import ArgumentParser
import TortureKit

struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate", abstract: "Play whole clinics with faults at every step, in one process.")

    @Option(help: "How many seeds, from --from.") var seeds: UInt64 = 10_000
    @Option var from: UInt64 = 1
    @Flag(help: "Print what happens.") var trace = false

    func run() throws {
        var (faults, steps) = (0, 0)
        for seed in from..<from + seeds {
            var simulation = try Simulation(seed: seed)
            let report = try simulation.run()
            if trace { for line in report.trace { print(line) } }
            faults += report.faults
            steps += report.steps
            guard report.findings.isEmpty else {
                for finding in report.findings { print("FOUND with seed \(seed): \(finding)") }
                print("again: torture simulate --from \(seed) --seeds 1 --trace")
                throw ExitCode.failure
            }
        }
        print("\(seeds) seeds, \(steps) steps, \(faults) faults: nothing found")
    }
}
