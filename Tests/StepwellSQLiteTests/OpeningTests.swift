import Foundation
import GRDB
import StepwellStore
import Testing

@testable import CaseStoreConformance
@testable import StepwellSQLite

@Suite("Opening a store")
struct OpeningTests {
    let folder: TemporaryFolder
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("stepwell.db")
    }

    @Test("commits are made safe in every connection, the first and the next")
    func safety() throws {
        let stores = [try SQLiteStore.create(at: path), try SQLiteStore.open(at: path)]
        for store in stores {
            let settings = try store.read { database in
                try ["synchronous", "journal_mode", "wal_autocheckpoint", "foreign_keys"].map {
                    try String.fetchOne(database, sql: "PRAGMA \($0)")
                }
            }
            #expect(settings == ["2", "wal", "0", "1"])
            #expect(try store.isSafe())
        }
    }

    @Test("a new store and all that is beside it are its owner's alone")
    func mode() throws {
        let before = umask(0)
        defer { umask(before) }
        let store = try SQLiteStore.create(at: path)
        try store.keep(Sample.change("a", 1))
        let beside = ["-lock", "-mark", "-shm", "-wal"].map { "stepwell.db\($0)" }
        #expect(try folder.names == ["stepwell.db"] + beside)
        for name in try folder.names { #expect(folder.mode(name) == 0o600, "\(name)") }
        #expect(try store.problems() == [])
    }

    @Test("what was committed is there after the store was closed and opened")
    func reopen() throws {
        try SQLiteStore.create(at: path).keep(Sample.change("a", 1), Sample.change("b", 1))
        try SQLiteStore.open(at: path).keep(Sample.change("a", 2))
        let store = try SQLiteStore.open(at: path)
        #expect(try store.load(CaseID("a"))?.sequence == 2)
        #expect(try store.cases(CaseFilter()).count == 2)
    }

    @Test("a store that is not there is missing, and none is made")
    func missing() throws {
        #expect(throws: StoreError.missing(path: path)) { try SQLiteStore.open(at: path) }
        let inFile = "\(path)/x.db"
        try folder.write([1], to: "stepwell.db")
        #expect(throws: StoreError.missing(path: inFile)) { try SQLiteStore.open(at: inFile) }
        #expect(throws: StoreError.damaged(detail: "it is a folder, no file")) { try SQLiteStore.open(at: folder.path) }
        #expect(try folder.names == ["stepwell.db"])
    }

    @Test("a new store is not made over a file, nor beside another store's log")
    func exists() throws {
        try folder.write([1, 2], to: "stepwell.db")
        #expect(throws: StoreError.exists(path: path)) { try SQLiteStore.create(at: path) }
        #expect(try folder.bytes("stepwell.db") == [1, 2])
        try folder.write([1, 2], to: "other.db-wal")
        let log = folder.path("other.db-wal")
        #expect(throws: StoreError.exists(path: log)) { try SQLiteStore.create(at: folder.path("other.db")) }
        symlink(folder.path("nowhere"), folder.path("link.db"))
        let link = folder.path("link.db")
        #expect(throws: StoreError.exists(path: link)) { try SQLiteStore.create(at: link) }
        #expect(try folder.names == ["link.db", "other.db-wal", "stepwell.db"])
    }

    @Test("a new store needs a folder and a name")
    func folders() throws {
        #expect(throws: StoreError.unavailable(detail: "there is no folder '\(folder.path("no"))'")) {
            try SQLiteStore.create(at: folder.path("no/stepwell.db"))
        }
        for name in ["", "/", folder.path("..")] {
            #expect(throws: StoreError.self) { try SQLiteStore.create(at: name) }
        }
        #expect(try folder.names == [])
    }

    @Test("another program's file is refused and left as it was")
    func foreign() throws {
        try folder.execute("CREATE TABLE t (x); INSERT INTO t VALUES (1)", on: "other.db")
        try folder.execute("PRAGMA application_id = 1; CREATE TABLE t (x)", on: "marked.db")
        try folder.write(Array("no database, only words that somebody wrote".utf8), to: "words.db")
        try folder.write(Array(repeating: 7, count: 10_000), to: "bytes.db")
        try folder.write([], to: "empty.db")
        let names = try folder.names
        for name in names {
            let before = try folder.bytes(name)
            let error = #expect(throws: StoreError.self) { try SQLiteStore.open(at: folder.path(name)) }
            guard case .damaged = error else {
                Issue.record("\(name): \(String(describing: error))")
                continue
            }
            #expect(try folder.bytes(name) == before, "\(name)")
        }
        #expect(try folder.names == names)
    }

    @Test("a newer program's store is refused by its version and left as it was")
    func newer() throws {
        _ = try SQLiteStore.create(at: path)
        try folder.execute("PRAGMA user_version = 99; PRAGMA wal_checkpoint(TRUNCATE)", on: "stepwell.db")
        let before = try folder.bytes("stepwell.db")
        #expect(throws: StoreError.newer(found: 99, known: Schema.version)) { try SQLiteStore.open(at: path) }
        #expect(try folder.bytes("stepwell.db") == before)
    }

    @Test("a store by a link is the same store, with the same lock")
    func links() throws {
        _ = try SQLiteStore.create(at: path)
        let link = folder.path("link.db")
        symlink("stepwell.db", link)
        let store = try SQLiteStore.open(at: link)
        try store.keep(Sample.change("a", 1))
        #expect(store.path.hasSuffix("/stepwell.db"))
        #expect(try !folder.names.contains("link.db-lock"))
        #expect(try SQLiteStore.open(at: path).load(CaseID("a")) != nil)
    }

    @Test("a store that may not be written is read-only, and none is made where none may be")
    func readOnly() async throws {
        _ = try SQLiteStore.create(at: path)
        chmod(folder.path, 0o555)
        chmod(path, 0o444)
        // Nothing is forbidden to root: somebody else tries.
        await #expect(processExitsWith: .success) { [path = path as String] in
            if getuid() == 0 { try #require(setgid(65_534) == 0 && setuid(65_534) == 0) }
            #expect(throws: StoreError.readOnly) { try SQLiteStore.open(at: path) }
            #expect(throws: StoreError.readOnly) { try SQLiteStore.create(at: "\(path).new") }
        }
    }

    @Test("a store that may be written in a folder that may not is not used")
    func readOnlyFolder() async throws {
        let source = try SQLiteStore.create(at: folder.path("source.db"))
        try source.backUp(to: path)
        chmod(folder.path, 0o555)
        chmod(path, 0o666)
        await #expect(processExitsWith: .success) { [path = path as String] in
            if getuid() == 0 { try #require(setgid(65_534) == 0 && setuid(65_534) == 0) }
            #expect(throws: StoreError.readOnly) { try SQLiteStore.open(at: path) }
        }
    }
}
