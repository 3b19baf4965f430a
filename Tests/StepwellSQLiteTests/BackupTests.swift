import Dispatch
import Foundation
import StepwellStore
import Synchronization
import Testing

@testable import CaseStoreConformance
@testable import StepwellSQLite

@Suite("Backups")
struct BackupTests {
    let folder: TemporaryFolder
    let path: String
    let backup: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("stepwell.db")
        backup = folder.path("backup.db")
    }

    @Test("a backup that was restored has everything that was committed before it, and goes on")
    func restore() throws {
        let store = try SQLiteStore.create(at: path)
        try store.keep(Sample.change("a", 1) { $0.effects = [Sample.message("a", 1, 0)] })
        try store.save(PatientRecord(id: "P-a", values: ["first_name": "Ana"]))
        try store.backUp(to: backup)
        try store.keep(Sample.change("a", 2))
        #expect(folder.mode("backup.db") == 0o600)

        let restored = folder.path("restored.db")
        try SQLiteStore.restore(from: backup, to: restored)
        #expect(folder.mode("restored.db") == 0o600)
        let other = try SQLiteStore.open(at: restored)
        #expect(try other.load(CaseID("a"))?.sequence == 1)
        #expect(try other.journal(of: CaseID("a"), after: 0) == [Sample.row(1)])
        #expect(try other.outbox(OutboxFilter()) == store.outbox(OutboxFilter()))
        #expect(try other.patient("P-a") == store.patient("P-a"))
        #expect(try other.definition(digest: "d1") == Sample.definition)
        try other.keep(Sample.change("a", 2))
        #expect(try other.problems() == [])
    }

    @Test("a backup is whole while others commit, and neither waits for the other")
    func live() throws {
        let store = try SQLiteStore.create(at: path)
        let other = try SQLiteStore.open(at: path)
        try store.keep(Sample.change("a", 1))
        let isDone = Atomic(false)
        DispatchQueue.concurrentPerform(iterations: 2) { place in
            do {
                if place == 0 {
                    var sequence = 1
                    while !isDone.load(ordering: .acquiring) {
                        sequence += 1
                        try other.keep(
                            Sample.change("a", sequence) { $0.effects = [Sample.message("a", sequence, 0)] })
                    }
                } else {
                    defer { isDone.store(true, ordering: .releasing) }
                    for number in 0..<8 { try store.backUp(to: folder.path("backup \(number).db")) }
                }
            } catch { Issue.record(error) }
        }
        var last = 0
        for number in 0..<8 {
            let copy = try SQLiteStore.open(at: folder.path("backup \(number).db"))
            let sequence = try #require(try copy.load(CaseID("a"))?.sequence)
            #expect(sequence >= last)
            #expect(try copy.outbox(OutboxFilter()).count == sequence - 1)
            #expect(try copy.problems() == [])
            last = sequence
        }
    }

    @Test("nothing is ever written over")
    func exists() throws {
        let store = try SQLiteStore.create(at: path)
        try store.backUp(to: backup)
        #expect(throws: StoreError.exists(path: backup)) { try store.backUp(to: backup) }
        #expect(throws: StoreError.exists(path: path)) { try store.backUp(to: path) }
        #expect(throws: StoreError.exists(path: path)) { try SQLiteStore.restore(from: backup, to: path) }
        // A store that was moved without its log: the log holds what was committed last.
        try store.keep(Sample.change("a", 1))
        rename(path, folder.path("moved.db"))
        #expect(throws: StoreError.exists(path: "\(path)-wal")) { try SQLiteStore.restore(from: backup, to: path) }
        rename("\(path)-wal", folder.path("moved.db-wal"))
        try SQLiteStore.restore(from: backup, to: path)
        #expect(try SQLiteStore.open(at: path).load(CaseID("a")) == nil)
        #expect(try SQLiteStore.open(at: folder.path("moved.db")).load(CaseID("a"))?.sequence == 1)
    }

    @Test("what is no backup, damaged or newer is not restored, and nothing is left behind")
    func refused() throws {
        let store = try SQLiteStore.create(at: path)
        for sequence in 1...3 { try store.keep(Sample.change("a", sequence)) }
        try store.backUp(to: backup)
        let target = folder.path("restored.db")
        #expect(throws: StoreError.missing(path: folder.path("none.db"))) {
            try SQLiteStore.restore(from: folder.path("none.db"), to: target)
        }
        let whole = try folder.bytes("backup.db")
        try folder.write(Array(whole.prefix(whole.count / 2)), to: "cut.db")
        try folder.write(Array("words".utf8), to: "words.db")
        for (name, sql) in [
            ("other.db", "PRAGMA application_id = 5"), ("gap.db", "DELETE FROM journal WHERE sequence = 2"),
            ("trigger.db", "CREATE TRIGGER t AFTER INSERT ON journal BEGIN DELETE FROM requests; END"),
        ] {
            try folder.write(whole, to: name)
            try folder.execute(sql, on: name)
        }
        for name in ["cut.db", "words.db", "other.db", "gap.db", "trigger.db"] {
            let error = #expect(throws: StoreError.self) {
                try SQLiteStore.restore(from: folder.path(name), to: target)
            }
            guard case .damaged = error else {
                Issue.record("\(name): \(String(describing: error))")
                continue
            }
        }
        try folder.execute("PRAGMA user_version = 99", on: "backup.db")
        #expect(throws: StoreError.newer(found: 99, known: Schema.version)) {
            try SQLiteStore.restore(from: backup, to: target)
        }
        #expect(try !folder.names.contains { $0.hasPrefix("restored.db") })
    }

    @Test("what was erased or corrected is in no file and no later backup")
    func erased() throws {
        let store = try SQLiteStore.create(at: path)
        try store.keep(Sample.change("a", 1))
        try store.save(PatientRecord(id: "P-a", values: ["first_name": "Canaria", "email": "ana@canary.example"]))
        try store.save(PatientRecord(id: "P-a", values: ["first_name": "Anaria", "email": "ana@canary.example"]))
        try store.erasePatient("P-a")
        try store.backUp(to: backup)
        for name in try folder.names {
            let text = String(decoding: try folder.bytes(name), as: UTF8.self)
            for word in ["Canaria", "Anaria", "canary"] { #expect(!text.contains(word), "\(word) in \(name)") }
        }
    }
}
