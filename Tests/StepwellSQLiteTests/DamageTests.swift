import Foundation
import GRDB
import StepwellStore
import Testing

@testable import CaseStoreConformance
@testable import StepwellSQLite

@Suite("A damaged store")
struct DamageTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// The bytes of a store with a little of everything in it, all in one file.
    private func bytes() throws -> [UInt8] {
        let store = try SQLiteStore.create(at: folder.path("source.db"))
        for id in ["a", "b", "c"] {
            for sequence in 1...5 {
                try store.keep(
                    Sample.change(id, sequence) { change in
                        change.nextWakeUp = Sample.instant(Int64(sequence))
                        change.begun = [Sample.task(id, "t\(sequence)", due: 20_000)]
                        change.effects = [Sample.message(id, sequence, 0)]
                    })
            }
        }
        try store.save(PatientRecord(id: "P-a", values: ["first_name": "Ana"]))
        try store.backUp(to: folder.path("whole.db"))
        return try folder.bytes("whole.db")
    }

    /// Does everything that a store can be asked.
    private static func use(_ store: SQLiteStore) throws {
        for summary in try store.cases(CaseFilter()) {
            _ = try store.load(summary.id)
            _ = try store.journal(of: summary.id, after: 0)
        }
        _ = try store.due(at: Sample.instant(100), limit: 100)
        _ = try store.obligations(ObligationFilter())
        _ = try store.outbox(OutboxFilter())
        _ = try store.patient("P-a")
        _ = try store.definition(digest: "d1")
        _ = try store.lease(at: Sample.instant(0), until: Sample.instant(9), limit: 9)
        _ = try store.commit(Sample.change("a", 6))
        _ = try store.problems()
    }

    @Test("is named as such where it was cut off")
    func truncated() throws {
        let whole = try bytes()
        for length in [whole.count / 2, whole.count - 4_096, 8_192, 4_096, 4_000, 100, 99, 1, 0] {
            try folder.write(Array(whole.prefix(length)), to: "cut.db")
            let error = #expect(throws: StoreError.self, "\(length) bytes") {
                try SQLiteStore.open(at: folder.path("cut.db"))
            }
            guard case .damaged = error else {
                Issue.record("\(length): \(String(describing: error))")
                continue
            }
        }
    }

    @Test("answers or says an error by name, whichever byte is another", arguments: 1...12)
    func flipped(_ seed: Int) throws {
        let whole = try bytes()
        for round in 0..<25 {
            // A different place each time, spread over the whole file.
            let place = (seed * 7_919 + round * 104_729) % whole.count
            var flipped = whole
            flipped[place] ^= UInt8(1 << (round % 8))
            let name = "\(round).db"
            try folder.write(flipped, to: name)
            do { try Self.use(try SQLiteStore.open(at: folder.path(name))) } catch is StoreError {}
        }
    }

    @Test("leaves what is damaged out of its lists, names the case, and shows all others")
    func columns() throws {
        let store = try SQLiteStore.create(at: folder.path("stepwell.db"))
        for id in ["a", "b"] {
            try store.keep(
                Sample.change(id, 1) { change in
                    change.effects = [Sample.message(id, 1, 0)]
                    change.begun = [Sample.task(id, "call")]
                    change.nextWakeUp = Sample.instant(1, 5)
                })
        }
        #expect(try ListedRows.allCases.allSatisfy { try store.damagedCases(in: $0) == [] })
        try folder.execute(
            "UPDATE cases SET status = 'gone', last_input_ns = -1, wake_up_ns = -1 WHERE id = 'a'", on: "stepwell.db")
        try folder.execute("UPDATE obligations SET due_ns = -1 WHERE case_id = 'a'", on: "stepwell.db")
        try folder.execute("UPDATE outbox SET kind = 'pigeon' WHERE case_id = 'a'", on: "stepwell.db")
        let whole = [CaseID("b")]
        #expect(try store.cases(CaseFilter()).map(\.id) == whole)
        #expect(try store.obligations(ObligationFilter()).map(\.obligation.id) == whole)
        #expect(try store.outbox(OutboxFilter()).map(\.message.effect.id) == whole)
        #expect(try store.due(at: Sample.instant(9), limit: 9).map(\.id) == whole)
        let leased = try store.lease(at: Sample.instant(9), until: Sample.instant(10), limit: 9)
        #expect(leased.map(\.message.effect.id) == whole)
        #expect(try ListedRows.allCases.allSatisfy { try store.damagedCases(in: $0) == [CaseID("a")] })
        #expect(try store.load(CaseID("a"))?.isDamaged == true)
        #expect(
            try store.problems() == [
                "case a: the row of cases is not as it was kept",
                "case a: the row of obligations with kind 'task', subject 'call' is not as it was kept",
                "case a: the row of outbox with sequence '1', place '0' is not as it was kept",
            ])
    }

    @Test("is not made right by what changes a part of it, and is where all of it is written anew")
    func stays() throws {
        let store = try SQLiteStore.create(at: folder.path("stepwell.db"))
        for id in ["a", "b", "c"] { try store.keep(Sample.change(id, 1) { $0.effects = [Sample.message(id, 1, 0)] }) }
        try folder.execute(
            """
            UPDATE cases SET patient = 'P-x' WHERE id = 'a'; UPDATE cases SET status = 'x' WHERE id <> 'a';
            UPDATE outbox SET recipient = 'x' WHERE case_id = 'a'
            """, on: "stepwell.db")
        #expect(try store.postpone(CaseID("a"), at: 1, to: Sample.instant(9)) == .committed)
        #expect(try store.postpone(CaseID("b"), at: 1, to: Sample.instant(9)) == .committed)
        #expect(try store.damagedCases(in: .cases).map(\.text) == ["a", "b", "c"])
        for id in ["a", "c"] { try store.keep(Sample.change(id, 2)) }
        #expect(try store.damagedCases(in: .cases).map(\.text) == ["a", "b"])
        try store.settle(
            Settlement(
                effect: Sample.effect("a", 1, 0), status: .withheld, attempts: 0, channel: nil, reason: nil,
                at: Sample.instant(2)))
        #expect(try store.damagedCases(in: .messages).map(\.text) == ["a"])
    }

    @Test("says where a case differs from what it should be, whatever its columns hold")
    func differences() throws {
        let store = try SQLiteStore.create(at: folder.path("stepwell.db"))
        let tasks = ["call", "plan"].map { Sample.task("a", $0, role: "nurse", due: 20_000) }
        try store.keep(Sample.change("a", 1) { $0.begun = tasks })
        let summary = try #require(try store.cases(CaseFilter()).first)
        #expect(try store.differences(from: summary, tasks) == [])
        try folder.execute(
            """
            UPDATE cases SET wake_up = 5, status = x'00' || 'open'; DELETE FROM obligations WHERE subject = 'call';
            UPDATE obligations SET role = NULL
            """, on: "stepwell.db")
        let other = Sample.task("a", "visit")
        #expect(
            try store.differences(from: summary, tasks + [other]) == [
                "cases.status", "cases.wake_up", "obligations (task 'call')", "obligations (task 'plan')",
                "obligations (task 'visit')",
            ])
    }

    @Test("misses rows of tables that only grow")
    func missing() throws {
        let store = try SQLiteStore.create(at: folder.path("stepwell.db"))
        try store.keep(Sample.change("a", 1) { $0.effects = [Sample.message("a", 1, 0), Sample.message("a", 1, 1)] })
        try folder.execute("DELETE FROM outbox WHERE place = 0", on: "stepwell.db")
        #expect(try store.problems() == ["rows of outbox are missing"])
    }

    @Test("has a seal that covers each column of each table but a snapshot's, and no row without one")
    func seals() throws {
        let store = try SQLiteStore.create(at: folder.path("stepwell.db"))
        let columns = try store.read { database in
            let names = try String.fetchAll(
                database, sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
            return try Dictionary(uniqueKeysWithValues: names.map { ($0, try database.columns(in: $0).map(\.name)) })
        }
        #expect(Set(columns.keys) == Set(SealedTable.all.map(\.name)))
        for table in SealedTable.all {
            let sealed = table.columns + table.unsealed + table.seals.map(\.column)
            #expect(Set(columns[table.name] ?? []) == Set(sealed) && table.columns.count == Set(table.columns).count)
        }
        #expect(SealedTable.all.flatMap(\.unsealed) == ["snapshot_format", "snapshot"])
    }

    @Test("has the seals of earlier versions where a column that came later is null, and tells a value there from none")
    func addedColumn() throws {
        let store = try SQLiteStore.create(at: folder.path("stepwell.db"))
        for id in ["a", "b"] { for sequence in 1...2 { try store.keep(Sample.change(id, sequence)) } }
        #expect(try store.journal(of: CaseID("a"), after: 0).map(\.speaker) == [nil, "kim"])
        let asBefore = SealedTable(
            "journal",
            ["case_id", "sequence", "at", "at_ns", "occurred", "occurred_ns", "actor", "input", "facts"], key: [])
        let sound = try store.read { database in
            try Int.fetchAll(database, sql: "SELECT sequence FROM journal WHERE \(asBefore.sound) ORDER BY 1")
        }
        #expect(sound == [1, 1])
        #expect(try store.problems() == [])
        try folder.execute(
            """
            UPDATE journal SET speaker = 'kim' WHERE case_id = 'a' AND sequence = 1;
            UPDATE journal SET speaker = NULL WHERE case_id = 'b' AND sequence = 2
            """, on: "stepwell.db")
        #expect(
            try store.problems() == [
                "case a: the row of journal with sequence '1' is not as it was kept",
                "case b: the row of journal with sequence '2' is not as it was kept",
            ])
    }

    @Test("has its problems found")
    func problems() throws {
        let store = try SQLiteStore.create(at: folder.path("stepwell.db"))
        for id in ["a", "b", "c"] { for sequence in 1...3 { try store.keep(Sample.change(id, sequence)) } }
        try store.keep(Sample.change("d", 1))
        #expect(try store.problems() == [])
        try folder.execute(
            """
            DELETE FROM journal WHERE case_id = 'a' AND sequence = 2; DELETE FROM journal WHERE case_id = 'b';
            UPDATE journal SET sequence = sequence - 1 WHERE case_id = 'c'
            """, on: "stepwell.db")
        let gaps = ["a", "b", "c"].map { "case \($0): rows of its journal are missing" }
        let moved = (0...2).map { "case c: the row of journal with sequence '\($0)' is not as it was kept" }
        #expect(try store.problems() == gaps + moved)
        try folder.execute("UPDATE cases SET sequence = 0 WHERE id = 'b'", on: "stepwell.db")
        try folder.execute(
            """
            PRAGMA foreign_keys = OFF;
            INSERT INTO obligations (case_id, kind, subject, title, due_day, due_at, due_ns, since, seal)
            VALUES ('z', 'task', 't', 't', 1, 1, 1, 1, 1)
            """, on: "stepwell.db")
        #expect(try store.problems().contains("1 rows point to rows that are missing"))
        try folder.execute(
            "CREATE TRIGGER t AFTER INSERT ON journal BEGIN DELETE FROM requests; END", on: "stepwell.db")
        #expect(try store.problems().contains("its tables are not those that this program makes"))
        chmod(store.path, 0o644)
        chmod(folder.path, 0o777)
        unlink("\(store.path)-lock")
        let found = try store.problems()
        #expect(found.contains { $0.hasPrefix("others may use") })
        #expect(found.contains { $0.hasPrefix("others may replace") })
        #expect(found.contains { $0.hasPrefix("the lock file") })
    }

    @Test("is not written to after it was moved or replaced")
    func moved() throws {
        let path = folder.path("stepwell.db")
        let store = try SQLiteStore.create(at: path)
        try store.keep(Sample.change("a", 1))
        rename(path, folder.path("moved.db"))
        let error = StoreError.unavailable(detail: "its file was moved or replaced while it was open")
        #expect(throws: error) { try store.commit(Sample.change("a", 2)) }
        try folder.write([1], to: "stepwell.db")
        #expect(throws: error) { try store.commit(Sample.change("a", 2)) }
        unlink(path)
        rename(folder.path("moved.db"), path)
        try store.keep(Sample.change("a", 2))
    }
}
