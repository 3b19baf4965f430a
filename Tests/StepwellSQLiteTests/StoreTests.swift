import CaseStoreConformance
import Foundation
import PathwayModel
import StepwellRuntime
import StepwellSQLite
import Testing

@Suite("Stores")
struct StoreTests {
    @Test("SQLite does what every store must", arguments: CaseStoreConformance.checks)
    func sqlite(_ check: CaseStoreConformance.Check) throws {
        let folder = try TemporaryFolder()
        let path = folder.path("store.db")
        try check.run(try SQLiteStore.create(at: path))
        #expect(try SQLiteStore.open(at: path).problems() == [])
    }

    @Test("memory does what every store must", arguments: CaseStoreConformance.checks)
    func memory(_ check: CaseStoreConformance.Check) throws {
        try check.run(MemoryStore())
    }
}

/// What only a file can do, and suffer.
@Suite("A store's file")
struct StoreFileTests {
    private func filled(_ path: String, cases: Int = 1) throws -> SQLiteStore {
        let store = try SQLiteStore.create(at: path)
        for number in 0..<cases { #expect(try store.commit(Change.first(of: "case-\(number)")) == .committed) }
        return store
    }

    @Test("it is its owner's alone, and nothing is written over it")
    func creation() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("store.db")
        _ = try filled(path)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(throws: StoreError.exists(path: path)) { try SQLiteStore.create(at: path) }
        #expect(throws: StoreError.missing(path: folder.path("other.db"))) {
            try SQLiteStore.open(at: folder.path("other.db"))
        }
    }

    @Test("two connections race for one case: each sequence has one winner")
    func race() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("store.db")
        let first = try filled(path)
        let second = try SQLiteStore.open(at: path)
        let wins = await withTaskGroup(of: Int.self, returning: Int.self) { group in
            for store in [first, second] {
                group.addTask {
                    var wins = 0
                    for _ in 0..<200 {
                        guard let known = try? store.load(CaseID("case-0")) else { continue }
                        let change = Change.next(of: "case-0", known.sequence + 1)
                        if (try? store.commit(change)) == .committed { wins += 1 }
                    }
                    return wins
                }
            }
            return await group.reduce(0, +)
        }
        #expect(wins >= 200)
        #expect(try first.load(CaseID("case-0"))?.sequence == wins + 1)
        #expect(try second.problems() == [])
    }

    @Test("another process that writes makes it busy, within the time that was given")
    func busy() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("store.db")
        _ = try filled(path)
        let patient = try SQLiteStore.open(at: path, patience: 50)
        let descriptor = open("\(path)-lock", O_RDWR)
        defer { close(descriptor) }
        #expect(flock(descriptor, LOCK_EX) == 0)
        #expect(throws: StoreError.busy) { try patient.commit(Change.next(of: "case-0", 2)) }
        #expect(try patient.load(CaseID("case-0"))?.sequence == 1)
        flock(descriptor, LOCK_UN)
        #expect(try patient.commit(Change.next(of: "case-0", 2)) == .committed)
    }

    @Test("a copy is whole while others write, and is restored where there is no store")
    func backup() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("store.db")
        let store = try filled(path, cases: 50)
        try store.backUp(to: folder.path("copy.db"))
        #expect(throws: StoreError.exists(path: folder.path("copy.db"))) {
            try store.backUp(to: folder.path("copy.db"))
        }
        _ = try store.commit(Change.next(of: "case-0", 2))
        #expect(throws: StoreError.exists(path: path)) {
            try SQLiteStore.restore(from: folder.path("copy.db"), to: path)
        }
        try SQLiteStore.restore(from: folder.path("copy.db"), to: folder.path("restored.db"))
        let restored = try SQLiteStore.open(at: folder.path("restored.db"))
        #expect(try restored.cases(CaseFilter()).count == 50)
        #expect(try restored.load(CaseID("case-0"))?.sequence == 1)
        #expect(try restored.problems() == [])
    }

    @Test("a store of a newer program is refused by name")
    func newer() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("store.db")
        _ = try filled(path)
        try Self.patch(path, at: 60, [0, 0, 0, 99])
        #expect(throws: StoreError.newer(found: 99, known: 1)) { try SQLiteStore.open(at: path) }
    }

    @Test("a file of another program, or of none, is no store")
    func foreign() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("store.db")
        _ = try filled(path)
        try Self.patch(path, at: 68, Array("GRDB".utf8))
        #expect(throws: StoreError.damaged(detail: "the file belongs to another program")) {
            try SQLiteStore.open(at: path)
        }
        let text = folder.path("text.db")
        try Data("not a database, but long enough to be looked at as one".utf8).write(to: URL(fileURLWithPath: text))
        #expect(throws: StoreError.damaged(detail: "the file is no SQLite database")) { try SQLiteStore.open(at: text) }
        #expect(throws: StoreError.self) { try SQLiteStore.restore(from: text, to: folder.path("new.db")) }
    }

    /// Writes over bytes of a file, its WAL folded in before.
    private static func patch(_ path: String, at offset: UInt64, _ bytes: [UInt8]) throws {
        let copy = "\(path).copy"
        try SQLiteStore.open(at: path).backUp(to: copy)
        for file in [path, "\(path)-wal", "\(path)-shm"] where FileManager.default.fileExists(atPath: file) {
            try FileManager.default.removeItem(atPath: file)
        }
        try FileManager.default.moveItem(atPath: copy, toPath: path)
        let handle = try #require(FileHandle(forWritingAtPath: path))
        try handle.seek(toOffset: offset)
        try handle.write(contentsOf: Data(bytes))
        try handle.close()
    }
}

/// Changes of made-up cases.
private enum Change {
    static func first(of id: String) -> CaseTransaction {
        var transaction = next(of: id, 1)
        transaction.definitions = [
            StoredDefinition(digest: "d", pathway: "iop", version: "1", path: "iop.yaml", files: ["iop.yaml": [1]])
        ]
        return transaction
    }

    static func next(of id: String, _ sequence: Int) -> CaseTransaction {
        let row = JournalRow(
            sequence: sequence, at: Timestamp(seconds: Int64(sequence)), occurred: nil, actor: nil, input: [], facts: []
        )
        return CaseTransaction(changes: [
            CaseChange(
                id: CaseID(id), patient: "P", pathway: "iop", version: "1", digest: "d", linkedFrom: nil, row: row,
                status: .open, outcome: nil, configuration: ["intake"], nextWakeUp: nil,
                snapshot: Snapshot(format: 1, bytes: [1, 2, 3]), openedTasks: [], closedTasks: [], effects: [],
                withholdsWaiting: false)
        ])
    }
}
