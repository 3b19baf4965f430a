import CEL
import Foundation
import GRDB
import StepwellRuntime
import StepwellSQLite

/// Commits as fast as it goes, and checkpoints as fast as it goes: each in a process of its own.
package enum Hammer {
    private static let definition = StoredDefinition(
        digest: "d", pathway: Chart.name, version: "1", path: Chart.file, files: [Chart.file: Array(Chart.yaml.utf8)])

    /// Commits to one case of its own, of many pages now and then, and writes down what was answered.
    package static func write(to path: String, as name: String, commits: Int) throws {
        let store = try SQLiteStore.open(at: path, patience: 20_000)
        let log = LineLog("\(path).\(name)")
        var random = SeededGenerator(seed: UInt64(getpid()))
        for sequence in 1...commits {
            let pages = Int.random(in: 0...8, using: &random)
            let change = change(name, sequence, bytes: pages * 4_000)
            guard try store.commit(CaseTransaction(changes: [change], definitions: [definition])) == .committed else {
                throw StoreError.damaged(detail: "\(name) does not stand where it was left")
            }
            log.add("\(sequence)")
        }
    }

    private static func change(_ name: String, _ sequence: Int, bytes: Int) -> CaseChange {
        let filler = Array(repeating: UInt8(sequence & 0xFF), count: bytes)
        return CaseChange(
            id: CaseID(name), patient: "P", pathway: Chart.name, version: "1", digest: "d", linkedFrom: nil,
            row: JournalRow(
                sequence: sequence, at: Chart.start.after(Int64(sequence)), occurred: nil, actor: name, input: [],
                facts: Array(filler.prefix(2_000))),
            status: .open, outcome: nil, configuration: ["a"], nextWakeUp: nil,
            snapshot: Snapshot(format: 1, bytes: filler), effects: [],
            withholdsWaiting: false)
    }

    /// Checkpoints under the store's lock until its parent's file is gone.
    package static func checkpoint(_ path: String) throws {
        var configuration = Configuration()
        configuration.busyMode = .timeout(1)
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        let lock = open("\(path)-lock", O_RDWR | O_CLOEXEC)
        while access("\(path).go", F_OK) == 0 {
            guard flock(lock, LOCK_EX) == 0 else { continue }
            try queue.inDatabase { database in
                for mode in ["PASSIVE", "PASSIVE", "RESTART"] {
                    _ = try Int.fetchOne(database, sql: "PRAGMA wal_checkpoint(\(mode))")
                }
            }
            flock(lock, LOCK_UN)
        }
    }

    /// What is wrong after writers have written.
    static func findings(_ path: String, _ names: [String]) throws -> (rows: Int, findings: [String]) {
        let store = try SQLiteStore.open(at: path)
        var findings = try store.problems()
        var rows = 0
        for name in names {
            let told = LineLog.added("\(path).\(name)").count
            let kept = try store.journal(of: CaseID(name), after: 0)
            rows += kept.count
            if kept.count < told { findings.append("\(name) was told of \(told) commits, \(kept.count) are kept") }
            for row in kept where row.facts.contains(where: { $0 != UInt8(row.sequence & 0xFF) }) {
                findings.append("\(name): row \(row.sequence) holds another's bytes")
            }
        }
        return (rows, findings)
    }
}
