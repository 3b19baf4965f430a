import Dispatch
import Foundation
import GRDB
import StepwellStore
import Synchronization
import Testing

@testable import CaseStoreConformance
@testable import StepwellSQLite

@Suite("The lock")
struct LockTests {
    let folder: TemporaryFolder
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("stepwell.db")
    }

    @Test("a store that another holds is busy when patience ends, and is used when it lets go")
    func held() throws {
        let store = try SQLiteStore.create(at: path, patience: 50)
        let descriptor = open("\(path)-lock", O_RDWR | O_CLOEXEC)
        #expect(flock(descriptor, LOCK_EX) == 0)
        let began = ContinuousClock.now
        #expect(throws: StoreError.busy) { try store.commit(Sample.change("a", 1)) }
        let waited = began.duration(to: .now)
        #expect(waited >= .milliseconds(50) && waited < .seconds(3), "\(waited)")
        // Reading needs no lock, and opening writes nothing.
        #expect(try store.load(CaseID("a")) == nil)
        #expect(try store.lease(at: Sample.instant(0), until: Sample.instant(1), limit: 1) == [])
        _ = try SQLiteStore.open(at: path)
        close(descriptor)
        try store.keep(Sample.change("a", 1))
    }

    @Test("a store that another program writes to is busy when patience ends")
    func foreignWriter() throws {
        let store = try SQLiteStore.create(at: path, patience: 50)
        let other = try Self.otherProgram(path)
        try other.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") }
        #expect(throws: StoreError.busy) { try store.commit(Sample.change("a", 1)) }
        try other.inDatabase { try $0.execute(sql: "ROLLBACK") }
        try store.keep(Sample.change("a", 1))
    }

    @Test("is held by one thread at a time, of one store or of two")
    func threads() throws {
        let locks = try (0..<2).map { _ in try StoreLock(path: path, patience: 30_000) }
        let holders = Atomic(0)
        let rounds = Atomic(0)
        DispatchQueue.concurrentPerform(iterations: 6) { thread in
            for _ in 0..<200 {
                do {
                    try locks[thread % 4 / 2].holding { () throws(StoreError) in
                        #expect(holders.add(1, ordering: .sequentiallyConsistent).newValue == 1)
                        sched_yield()
                        holders.subtract(1, ordering: .sequentiallyConsistent)
                        rounds.add(1, ordering: .relaxed)
                    }
                } catch { Issue.record(error) }
            }
        }
        #expect(rounds.load(ordering: .relaxed) == 1_200)
    }

    @Test("is let go by nobody but who holds it, in one store or in another")
    func refused() throws {
        let locks = try (0..<2).map { _ in try StoreLock(path: path, patience: 5) }
        try locks[0].holding { () throws(StoreError) in
            // Each is refused twice: the first to be refused has not let go for the second.
            for lock in locks + locks {
                #expect(throws: StoreError.busy) { try lock.holding { Issue.record("held by two") } }
            }
        }
        for lock in locks { #expect(try lock.holding { 7 } == 7) }
    }

    @Test("is let go when what ran under it fails")
    func failure() throws {
        let lock = try StoreLock(path: path, patience: 50)
        #expect(throws: StoreError.full) { try lock.holding { () throws(StoreError) in throw .full } }
        #expect(try lock.holding { 7 } == 7)
    }

    @Test("that was removed while it was open excludes nobody, and nothing is written")
    func removed() throws {
        let store = try SQLiteStore.create(at: path)
        unlink("\(path)-lock")
        #expect(throws: StoreError.unavailable(detail: "its lock file was removed while it was open")) {
            try store.commit(Sample.change("a", 1))
        }
        try SQLiteStore.open(at: path).keep(Sample.change("a", 1))
    }

    @Test("a log that has grown is moved into the file by whoever commits")
    func checkpoint() throws {
        let store = try SQLiteStore.create(at: path)
        // Each writes about 245 pages.
        for sequence in 1...12 { try store.keep(Self.heavy(sequence)) }
        #expect(store.log.pages <= 1_250)
        #expect(try store.load(CaseID("a"))?.sequence == 12)
        #expect(try store.problems() == [])
    }

    @Test("nobody who commits waits for a reader, and the log is moved when the reader is done")
    func reader() throws {
        let store = try SQLiteStore.create(at: path, patience: 60_000)
        try store.keep(Sample.change("a", 1))
        let reader = try Self.otherProgram(path)
        try reader.inDatabase { database in
            try database.execute(sql: "PRAGMA wal_autocheckpoint = 0; BEGIN")
            _ = try Int.fetchOne(database, sql: "SELECT count(*) FROM cases")
        }
        let began = ContinuousClock.now
        for sequence in 2...12 { try store.keep(Self.heavy(sequence)) }
        #expect(began.duration(to: .now) < .seconds(50))
        #expect(store.log.pages > 2_500)
        try reader.inDatabase { try $0.execute(sql: "COMMIT") }
        for sequence in 13...24 { try store.keep(Self.heavy(sequence)) }
        #expect(store.log.pages <= 1_250)
        #expect(try store.load(CaseID("a"))?.sequence == 24)
    }

    /// A connection whose transactions outlast a call.
    private static func otherProgram(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// A change of a megabyte.
    private static func heavy(_ sequence: Int) -> CaseChange {
        Sample.change("a", sequence) {
            $0.snapshot = Snapshot(format: 1, bytes: Array(repeating: UInt8(sequence), count: 1_000_000))
        }
    }
}
