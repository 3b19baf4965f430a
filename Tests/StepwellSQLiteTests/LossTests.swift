import Foundation
import StepwellStore
import Testing

@testable import CaseStoreConformance
@testable import StepwellSQLite

@Suite("Commits that a store has lost")
struct LossTests {
    private static let frame = 4_096 + 24
    private static let suffixes = ["", "-wal", "-mark"]

    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// The bytes of a store's files after some commits, all of which are in its log.
    private func files(_ name: String, _ commit: (SQLiteStore) throws -> Void) throws -> [[UInt8]] {
        let store = try SQLiteStore.create(at: folder.path(name))
        try commit(store)
        return try Self.suffixes.map { try folder.bytes(name + $0) }
    }

    private func put(_ files: [[UInt8]], as name: String) throws {
        for (suffix, bytes) in zip(Self.suffixes, files) { try folder.write(bytes, to: name + suffix) }
    }

    private static func commitSome(_ store: SQLiteStore) throws {
        for sequence in 1...4 { try store.keep(Sample.change("a", sequence)) }
    }

    @Test("are told wherever its log was cut, and no loss is told where it was not")
    func cut() throws {
        let whole = try files("source.db", Self.commitSome)
        let frames = (whole[1].count - 32) / Self.frame
        #expect(frames > 4)
        for kept in 0...frames {
            var cut = whole
            cut[1] = Array(whole[1].prefix(32 + kept * Self.frame))
            try put(cut, as: "\(kept).db")
            let store = try SQLiteStore.open(at: folder.path("\(kept).db"))
            let lost = try store.lost()
            #expect((lost != nil) == (kept < frames), "\(kept) of \(frames)")
            #expect(lost?.contains("entry 4 of case a") ?? true)
            #expect(try store.problems().filter { !$0.hasPrefix("others may") } == [lost].compactMap { $0 })
        }
    }

    @Test("leave it as it is, to be read, until somebody says to go on")
    func refused() throws {
        var files = try files("source.db", Self.commitSome)
        files[1] = []
        try put(files, as: "s.db")
        let store = try SQLiteStore.open(at: folder.path("s.db"))
        let lost = try #require(try store.lost())
        #expect(try store.cases(CaseFilter()) == [])
        #expect(throws: StoreError.lost(detail: lost)) { try store.commit(Sample.change("b", 1)) }
        #expect(throws: StoreError.lost(detail: lost)) { try store.save(PatientRecord(id: "P", values: ["a": "b"])) }
        #expect(try SQLiteStore.open(at: folder.path("s.db")).lost() == lost)
        unlink(folder.path("s.db-mark"))
        try store.keep(Sample.change("b", 1))
        #expect(try SQLiteStore.open(at: folder.path("s.db")).lost() == nil)
    }

    @Test("are told where what was written last is in no journal")
    func otherWrites() throws {
        for write: (SQLiteStore) throws -> Void in [
            { try $0.save(Sample.release) }, { try $0.erasePatient("P-a") },
            { try $0.closeChannel(ClosedChannel(channel: "mail", at: Sample.instant(1), reason: "gone")) },
            { _ = try $0.lease(at: Sample.instant(9), until: Sample.instant(99), limit: 9) },
        ] {
            let name = "\(UUID()).db"
            let store = try SQLiteStore.create(at: folder.path(name))
            try store.keep(Sample.change("a", 1) { $0.effects = [Sample.message("a", 1, 0)] })
            try store.save(PatientRecord(id: "P-a", values: ["first_name": "Ana"]))
            let before = try Self.suffixes.prefix(2).map { try folder.bytes(name + $0) }
            try write(store)
            try put(before + [try folder.bytes("\(name)-mark")], as: "cut-\(name)")
            #expect(try SQLiteStore.open(at: folder.path("cut-\(name)")).lost()?.contains("written last") == true)
        }
    }

    @Test("are told, or the store is damaged, where the log is another store's")
    func exchanged() throws {
        let own = try files("own.db", Self.commitSome)
        let other = try files("other.db") { store in
            for sequence in 1...4 { try store.keep(Sample.change("b", sequence)) }
        }
        try put([own[0], other[1], own[2]], as: "mixed.db")
        do {
            #expect(try SQLiteStore.open(at: folder.path("mixed.db")).lost() != nil)
        } catch StoreError.damaged {}
    }

    @Test("are not told for a mark that lies behind, was written in part, or is gone; the next commit makes it anew")
    func behind() throws {
        let store = try SQLiteStore.create(at: folder.path("s.db"))
        let first = try folder.bytes("s.db-mark")
        try Self.commitSome(store)
        let last = try folder.bytes("s.db-mark")
        #expect(first != last)
        #expect(try store.remarks() == [])
        let torn = [[], Array(last.prefix(100)), Array(first.prefix(30) + last.dropFirst(30)), last.map { _ in 0 }]
        for (place, mark) in ([first] + torn).enumerated() {
            try folder.write(mark, to: "s.db-mark")
            let opened = try SQLiteStore.open(at: folder.path("s.db"))
            #expect(try opened.lost() == nil)
            #expect(try opened.remarks().count == (place == 0 ? 0 : 1))
        }
        unlink(folder.path("s.db-mark"))
        #expect(try store.remarks().count == 1)
        try store.keep(Sample.change("a", 5))
        #expect(try store.remarks() == [] && store.lost() == nil)
        #expect(try folder.bytes("s.db-mark").count == HighWaterMark.length)
    }

    @Test("are not told of a backup, of what was restored, nor of one that others write to")
    func copies() throws {
        let store = try SQLiteStore.create(at: folder.path("s.db"))
        try Self.commitSome(store)
        try store.backUp(to: folder.path("copy.db"))
        let other = try SQLiteStore.open(at: folder.path("s.db"))
        try other.keep(Sample.change("a", 5))
        try store.keep(Sample.change("a", 6))
        #expect(try store.lost() == nil && other.lost() == nil)
        // In place of a store that was taken away, and of which the mark is left.
        try store.backUp(to: folder.path("later.db"))
        for name in ["s.db", "s.db-wal", "s.db-shm"] { unlink(folder.path(name)) }
        try SQLiteStore.restore(from: folder.path("copy.db"), to: folder.path("s.db"))
        let restored = try SQLiteStore.open(at: folder.path("s.db"))
        #expect(try restored.lost() == nil && restored.remarks() == [] && restored.problems() == [])
    }

    @Test("are told where an older copy was put in its place")
    func olderCopy() throws {
        let store = try SQLiteStore.create(at: folder.path("s.db"))
        try Self.commitSome(store)
        try store.backUp(to: folder.path("copy.db"))
        try store.keep(Sample.change("a", 5))
        let copy = try folder.bytes("copy.db")
        for name in ["s.db", "s.db-wal", "s.db-shm"] { unlink(folder.path(name)) }
        try folder.write(copy, to: "s.db")
        #expect(try SQLiteStore.open(at: folder.path("s.db")).lost()?.contains("entry 5 of case a") == true)
    }
}
