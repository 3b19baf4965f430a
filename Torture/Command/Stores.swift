import ArgumentParser
import Foundation
import PostgresCluster
import StepwellPostgres
import StepwellSQLite
import StepwellStore
import TortureKit

struct StoresCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stores",
        abstract: "Play whole clinics on three stores at once, which have to answer alike.")

    @Option(help: "How many seeds, from --from.") var seeds: UInt64 = 2_000
    @Option var from: UInt64 = 1
    @Option(help: "A folder to work in; it must not exist.") var folder = "/tmp/torture-stores-\(getpid())"

    func run() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        let cluster = try PostgresCluster()
        var entries = 0
        for seed in from..<from + seeds {
            let path = "\(folder)/\(seed).db"
            let sqlite = try SQLiteStore.create(at: path)
            let postgres = try PostgresStores().create(at: cluster.location())
            var simulation = try Simulation(seed: seed, beside: [sqlite, postgres])
            var findings = try simulation.run().findings
            for summary in try sqlite.cases(CaseFilter()) {
                let journal = try sqlite.journal(of: summary.id, after: 0)
                if try postgres.journal(of: summary.id, after: 0) != journal {
                    findings.append("case \(summary.id) has two journals")
                }
                entries += journal.count
            }
            guard findings.isEmpty else {
                for finding in findings { print("FOUND with seed \(seed): \(finding)") }
                throw ExitCode.failure
            }
            for end in ["", "-wal", "-shm", "-lock", "-mark", "-outbox"] { unlink(path + end) }
        }
        try FileManager.default.removeItem(atPath: folder)
        print("\(seeds) seeds, \(entries) entries: three stores alike")
    }
}
