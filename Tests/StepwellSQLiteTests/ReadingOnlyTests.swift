import Foundation
import GRDB
import StepwellStore
import Testing

@testable import CaseStoreConformance
@testable import StepwellSQLite

/// A store that may not be written to is read all the same, with what its log holds.
@Suite("Reading where nothing may be written")
struct ReadingOnlyTests {
    let folder: TemporaryFolder
    let path: String

    /// A store whose last case is in its log alone.
    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("stepwell.db")
        let store = try SQLiteStore.create(at: path)
        try store.keep(Sample.change("a", 1))
        #expect(try store.clearTraces(besideBackups: []))
        try store.keep(Sample.change("b", 1))
    }

    /// What is done to the folder before somebody else, who may not write there, reads the store.
    private func close(removing files: [String] = []) throws {
        for file in files { unlink("\(path)\(file)") }
        for name in try folder.names { chmod(folder.path(name), 0o444) }
        chmod(folder.path, 0o555)
    }

    @Test(
        "its cases are read, those of its log too, whatever lies beside it; nothing is written",
        arguments: [[], ["-shm"], ["-shm", "-lock"]])
    func withLog(_ missing: [String]) async throws {
        try close(removing: missing)
        await #expect(processExitsWith: .success) { [path = path as String] in
            if getuid() == 0 { try #require(setgid(65_534) == 0 && setuid(65_534) == 0) }
            let store = try SQLiteStores().open(at: path)
            #expect(try store.cases(CaseFilter()).map(\.id.text) == ["a", "b"])
            #expect(throws: StoreError.readOnly) { try store.commit(Sample.change("b", 2)) }
            #expect(throws: StoreError.readOnly) { try store.erasePatient("P-a") }
            #expect(throws: StoreError.readOnly) { try store.delivering {} }
            #expect(try store.problems().contains("nothing can be recorded: it may not be written to"))
        }
    }

    @Test("without a log the file is all there is")
    func withoutLog() async throws {
        try folder.execute("PRAGMA wal_checkpoint(TRUNCATE)", on: "stepwell.db")
        try close(removing: ["-wal", "-shm", "-lock"])
        await #expect(processExitsWith: .success) { [path = path as String] in
            if getuid() == 0 { try #require(setgid(65_534) == 0 && setuid(65_534) == 0) }
            let store = try SQLiteStores().open(at: path)
            #expect(try store.cases(CaseFilter()).map(\.id.text) == ["a", "b"])
        }
    }

    @Test("a copy of it can be made elsewhere, and is restored from where nothing may be written")
    func copy() async throws {
        try close(removing: ["-shm"])
        let elsewhere = try TemporaryFolder()
        chmod(elsewhere.path, 0o777)
        await #expect(processExitsWith: .success) {
            [
                path = path as String, copy = elsewhere.path("b.db") as String,
                restored = elsewhere.path("c.db") as String
            ] in
            if getuid() == 0 { try #require(setgid(65_534) == 0 && setuid(65_534) == 0) }
            try SQLiteStores().open(at: path).backUp(to: copy)
            try SQLiteStore.restore(from: path, to: restored)
            for file in [copy, restored] {
                #expect(try SQLiteStore.open(at: file).cases(CaseFilter()).map(\.id.text) == ["a", "b"])
            }
        }
    }

    @Test("who reads without SQLite's locks waits for a writer, and keeps writers away")
    func hold() throws {
        let lock = try StoreLock(path: "\(path)-lock", patience: 20)
        _ = try lock.holding { () throws(StoreError) in
            #expect(throws: StoreError.busy) { try ReadersHold(path: "\(path)-lock", patience: 20) }
        }
        var hold: ReadersHold? = try ReadersHold(path: "\(path)-lock", patience: 20)
        #expect(throws: StoreError.busy) { _ = try lock.holding { 7 } }
        #expect(hold != nil)
        hold = nil
        #expect(try lock.holding { 7 } == 7)
    }
}
