import Dispatch
import Foundation
import StepwellStore
import Synchronization
import Testing

@testable import CaseStoreConformance
@testable import StepwellSQLite

@Suite("Several at one store")
struct RaceTests {
    let folder: TemporaryFolder
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("stepwell.db")
    }

    /// Commits to one case until it has come so far; the sequences at which it was this one that did.
    private static func race(_ store: SQLiteStore, as name: String, to target: Int) throws -> [Int] {
        var won: [Int] = []
        while let sequence = try store.load(CaseID("a"))?.sequence, sequence < target {
            let next = Sample.change("a", sequence + 1) { change in
                change.row.actor = name
                change.effects = [Sample.message("a", sequence + 1, 0)]
            }
            if try store.commit(next) == .committed { won.append(sequence + 1) }
        }
        return won
    }

    @Test("of two connections that commit to one case each sequence has one that succeeds")
    func connections() throws {
        let target = 500
        try SQLiteStore.create(at: path).keep(Sample.change("a", 1))
        let stores = [try SQLiteStore.open(at: path), try SQLiteStore.open(at: path)]
        let won = Mutex<[String: [Int]]>([:])
        DispatchQueue.concurrentPerform(iterations: 2) { place in
            do {
                let sequences = try Self.race(stores[place], as: "\(place)", to: target)
                won.withLock { $0["\(place)"] = sequences }
            } catch { Issue.record(error) }
        }
        let all = won.withLock { $0 }
        #expect(all.values.flatMap { $0 }.sorted() == Array(2...target))
        let rows = try stores[0].journal(of: CaseID("a"), after: 1)
        for (name, sequences) in all { #expect(rows.filter { $0.actor == name }.map(\.sequence) == sequences) }
        #expect(try stores[0].problems() == [])
    }

    @Test("of three processes that commit to one case each sequence has one that succeeds")
    func processes() async throws {
        let target = 400
        let store = try SQLiteStore.create(at: path)
        try store.keep(Sample.change("a", 1))
        let (path, folder) = (path, folder.path)
        await withTaskGroup(of: Void.self) { group in
            for name in ["x", "y", "z"] {
                group.addTask {
                    await #expect(processExitsWith: .success) {
                        [
                            path = path as String, folder = folder as String, name = name as String,
                            target = target as Int
                        ] in
                        let won = try RaceTests.race(try SQLiteStore.open(at: path), as: name, to: target)
                        try Data(won.map(String.init).joined(separator: " ").utf8)
                            .write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
                    }
                }
            }
        }
        let rows = try store.journal(of: CaseID("a"), after: 1)
        #expect(rows.map(\.sequence) == Array(2...target))
        for name in ["x", "y", "z"] {
            let won = String(decoding: try self.folder.bytes(name), as: UTF8.self).split(separator: " ").map { Int($0) }
            #expect(rows.filter { $0.actor == name }.map(\.sequence) == won)
        }
        #expect(try store.outbox(OutboxFilter()).count == target - 1)
        #expect(try store.problems() == [])
    }

    @Test("what was acknowledged outlives a process that is killed", arguments: [1, 2, 5, 17, 60, 230])
    func killed(after commits: Int) async throws {
        try SQLiteStore.create(at: path).keep(Sample.change("a", 1))
        await #expect(processExitsWith: .signal(SIGKILL)) {
            [path = path as String, log = folder.path("log") as String, commits = commits as Int] in
            let store = try SQLiteStore.open(at: path)
            let descriptor = open(log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
            let acknowledged = Mutex(1)
            DispatchQueue.global().async {
                // Somewhere in the next commit, whichever place that is.
                while acknowledged.withLock({ $0 }) <= commits { sched_yield() }
                kill(getpid(), SIGKILL)
            }
            for sequence in 2...100_000 {
                try store.keep(Sample.change("a", sequence) { $0.effects = [Sample.message("a", sequence, 0)] })
                _ = "\(sequence)\n".withCString { write(descriptor, $0, strlen($0)) }
                acknowledged.withLock { $0 = sequence }
            }
        }
        let log = String(decoding: try folder.bytes("log"), as: UTF8.self)
        let acknowledged = log.split(separator: "\n").compactMap { Int($0) }
        let store = try SQLiteStore.open(at: path)
        let kept = try store.journal(of: CaseID("a"), after: 0).map(\.sequence)
        #expect(acknowledged.count >= commits)
        #expect(kept.count == acknowledged.count + 1 || kept.count == acknowledged.count + 2)
        #expect(kept == Array(1...kept.count))
        #expect(try store.load(CaseID("a"))?.sequence == kept.count)
        #expect(try store.outbox(OutboxFilter()).count == kept.count - 1)
        #expect(try store.problems() == [])
        try store.keep(Sample.change("a", kept.count + 1))
    }
}
