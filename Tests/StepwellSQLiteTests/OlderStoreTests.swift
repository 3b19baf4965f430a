import CEL
import Foundation
import GRDB
import StepwellStore
import Testing

@testable import StepwellSQLite

/// Stores as earlier versions of Stepwell wrote them, in `Tests/Stores`.
@Suite("A store of an earlier version")
struct OlderStoreTests {
    static let stores = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Stores")

    static let versions = [2, 8]

    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func copy(_ version: Int) throws -> String {
        let file = Self.stores.appendingPathComponent("version-\(version).db")
        try folder.write([UInt8](try Data(contentsOf: file)), to: "stepwell.db")
        chmod(folder.path("stepwell.db"), 0o600)
        return folder.path("stepwell.db")
    }

    @Test("says its format, is brought up to date when it is opened, and has no problems", arguments: versions)
    func opens(version: Int) throws {
        let path = try copy(version)
        let before = try folder.bytes("stepwell.db")
        let found = try SQLiteStores().format(at: path)
        #expect(found == StoreFormat(found: version, known: Schema.version))
        #expect(try folder.bytes("stepwell.db") == before)
        let store = try SQLiteStores().open(at: path)
        #expect(try store.problems() == [])
        #expect(try SQLiteStores().format(at: path) == StoreFormat(found: Schema.version, known: Schema.version))
        #expect(try store.cases(CaseFilter()).count == 4)
    }

    @Test("has its tasks as obligations, each with its role, its day and since when it is open")
    func tasks() throws {
        let path = try copy(2)
        let tasks = try DatabaseQueue(path: path).read { database in
            try Row.fetchAll(database, sql: "SELECT case_id, task, title, role, due, opened FROM tasks").map { row in
                func day(_ days: Int32) -> CalendarDate { CalendarDate(daysSinceEpoch: days) }
                let due: Int32? = row["due"]
                return Obligation(
                    id: CaseID(row["case_id"]), key: Obligation.Key(.task, row["task"]), title: row["title"],
                    role: row["role"], due: due.map { .day(day($0)) }, since: day(row["opened"]),
                    keepsCase: due != nil && row["role"] != nil)
            }
        }
        let store = try SQLiteStores().open(at: path)
        #expect(tasks.count > 4)
        #expect(try Set(store.obligations(ObligationFilter()).map(\.obligation)) == Set(tasks))
    }

    @Test("keeps the seconds of what had no more")
    func seconds() throws {
        let store = try SQLiteStores().open(at: try copy(2))
        let closed = ClosedChannel(channel: "referrals", at: Timestamp(seconds: 1_768_392_000), reason: "gone")
        #expect(try store.closedChannels() == [closed])
        let sent = try store.outbox(OutboxFilter(status: .sent))
        #expect(!sent.isEmpty)
        #expect(sent.allSatisfy { $0.settled == Timestamp(seconds: 1_768_392_000) })
    }

    @Test("is restored from a backup of its version")
    func restores() throws {
        let path = try copy(2)
        try SQLiteStores().restore(from: path, to: folder.path("restored.db"))
        let store = try SQLiteStores().open(at: folder.path("restored.db"))
        #expect(try store.cases(CaseFilter()).count == 4)
        #expect(try store.problems() == [])
    }
}
