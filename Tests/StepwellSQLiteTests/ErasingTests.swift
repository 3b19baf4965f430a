import Foundation
import GRDB
import StepwellStore
import Testing

@testable import CaseStoreConformance
@testable import StepwellSQLite

/// What is erased is in none of the store's files, or it is said that it still is.
@Suite("Erasing")
struct ErasingTests {
    let folder: TemporaryFolder
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("stepwell.db")
    }

    /// The files that hold a word, by their bytes.
    private func files(with word: String) throws -> [String] {
        try folder.names.filter { String(decoding: try folder.bytes($0), as: UTF8.self).contains(word) }
    }

    @Test("a row that moved from page to page leaves no copy of itself behind")
    func moved() throws {
        let store = try SQLiteStore.create(at: path)
        // In this order and of these lengths pages are split, and rows move.
        let numbers = (0..<1_000).map { 1_000 + ($0 * 619) % 1_000 }
        try store.write { database in
            for (place, number) in numbers.enumerated() {
                let street = "canary \(number)" + String(repeating: "x", count: (place * 7_919) % 900)
                try database.execute(
                    sql: SealedTable.patients.insertion(), arguments: ["P-\(number)", "street", street])
            }
        }
        // What SQLite zeroes by itself, it has zeroed then.
        for number in numbers where number % 4 == 1 && number != 1_001 {
            try store.write { try $0.execute(sql: "DELETE FROM patients WHERE id = ?", arguments: ["P-\(number)"]) }
        }
        try store.erasePatient("P-1001")
        #expect(try store.clearTraces(besideBackups: []))
        let text = String(decoding: try folder.bytes("stepwell.db"), as: UTF8.self)
        #expect(numbers.filter { $0 % 4 == 1 && text.contains("canary \($0)") } == [])
        #expect(try store.patient("P-1002")?.values["street"]?.hasPrefix("canary 1002") == true)
        #expect(try store.problems() == [])
    }

    @Test("while somebody reads, traces stand and that is said; then they are cleared")
    func reader() throws {
        let store = try SQLiteStore.create(at: path, patience: 50)
        try store.save(PatientRecord(id: "P-a", values: ["first_name": "Canaria"]))
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let reader = try DatabaseQueue(path: path, configuration: configuration)
        try reader.inDatabase { database in
            try database.execute(sql: "BEGIN")
            _ = try Int.fetchOne(database, sql: "SELECT count(*) FROM patients")
        }
        try store.erasePatient("P-a")
        #expect(try store.patient("P-a") == nil)
        #expect(try !store.clearTraces(besideBackups: []))
        #expect(try !files(with: "Canaria").isEmpty)
        try reader.inDatabase { try $0.execute(sql: "COMMIT") }
        #expect(try store.clearTraces(besideBackups: []))
        #expect(try files(with: "Canaria") == [])
    }

    @Test("what killed backups left beside the store and beside backups is cleared, what somebody is writing is not")
    func leftovers() throws {
        let store = try SQLiteStore.create(at: path)
        try FileManager.default.createDirectory(atPath: folder.path("there"), withIntermediateDirectories: true)
        let words = Array("Canaria".utf8)
        for name in ["stepwell.db", "there/b.db"] {
            try folder.write(words, to: "\(name).stepwell-part-7")
            try folder.write(words, to: "\(name).stepwell-part-7-journal")
        }
        try folder.write(words, to: "there/c.db.stepwell-part-8")
        let descriptor = open(folder.path("there/c.db.stepwell-part-8"), O_RDWR | O_CLOEXEC)
        defer { close(descriptor) }
        #expect(flock(descriptor, LOCK_EX) == 0)
        #expect(try store.clearTraces(besideBackups: [folder.path("there/b.db"), folder.path("nowhere/d.db")]))
        #expect(try folder.names.filter { $0.contains("part") } == [])
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path("there")) == ["c.db.stepwell-part-8"])
    }

    @Test("a copy that is changed when it is restored holds nothing of what was taken out")
    func restored() throws {
        let store = try SQLiteStore.create(at: path)
        try store.save(PatientRecord(id: "P-a", values: ["first_name": "Canaria"]))
        try store.backUp(to: folder.path("b.db"))
        try store.erasePatient("P-a")
        try SQLiteStore.restore(from: folder.path("b.db"), to: folder.path("c.db")) { (copy) throws(StoreError) in
            try copy.erasePatient("P-a")
        }
        #expect(try files(with: "Canaria") == ["b.db"])
        #expect(try folder.names.filter { $0.hasPrefix("c.db") } == ["c.db", "c.db-mark"])
        #expect(folder.mode("c.db") == 0o600)
        #expect(try SQLiteStore.open(at: folder.path("c.db")).problems() == [])
    }

    @Test("a pipe, a device, a socket or a folder is no backup, and nobody waits for it")
    func kinds() throws {
        mkfifo(folder.path("pipe"), 0o600)
        for (place, kind) in [(folder.path("pipe"), "a pipe"), ("/dev/zero", "a device"), (folder.path, "a folder")] {
            #expect(throws: StoreError.damaged(detail: "it is \(kind), no file")) {
                try SQLiteStore.restore(from: place, to: path)
            }
            #expect(throws: StoreError.damaged(detail: "it is \(kind), no file")) {
                try SQLiteStores().format(at: place)
            }
        }
        #expect(try folder.names == ["pipe"])
    }
}
