import CEL
import Foundation
import GRDB
import StepwellStore
import Testing

@testable import CaseStoreConformance
@testable import StepwellSQLite

@Suite("A list of what is to be done")
struct ObligationPlanTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test(
        "is found by an index, of a role, of a kind and of all, with nothing sorted", arguments: [false, true],
        [false, true])
    func plan(ofRole: Bool, ofKind: Bool) throws {
        let store = try SQLiteStore.create(at: folder.path("stepwell.db"))
        let plan = try store.read { database in
            let cursor: StatementArguments = [0, 0, 0, "", "", "", 100]
            return try Row.fetchAll(
                database, sql: "EXPLAIN QUERY PLAN \(SQLiteStore.listing(ofRole: ofRole, ofKind: ofKind))",
                arguments: (ofRole ? ["nurse"] : []) + (ofKind ? ["stay"] : []) + cursor
            ).map { $0["detail"] as String }
        }
        #expect(!plan.isEmpty)
        #expect(plan.allSatisfy { $0.hasPrefix("SEARCH") }, "\(plan)")
        let index = ofKind ? "obligations_kind" : ofRole ? "obligations_role" : "obligations_due"
        #expect(plan.first?.contains(index) == true, "\(plan)")
    }

    @Test("open cases that nothing keeps are found by indexes, of each case by one")
    func planOfUnkept() throws {
        let store = try SQLiteStore.create(at: folder.path("stepwell.db"))
        let sql =
            "SELECT id FROM cases WHERE status = 'open' AND \(SQLiteStore.unkeptCases) AND id > ? ORDER BY id LIMIT ?"
        let plan = try store.read { database in
            try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN \(sql)", arguments: ["", 100]).map {
                $0["detail"] as String
            }
        }
        #expect(plan.contains { $0.hasPrefix("SEARCH cases USING INDEX cases_open") }, "\(plan)")
        #expect(plan.contains { $0.hasPrefix("SEARCH obligations USING PRIMARY KEY (case_id=?)") }, "\(plan)")
        #expect(!plan.contains { $0.hasPrefix("SCAN") || $0.contains("TEMP B-TREE") }, "\(plan)")
    }

    @Test("answers the first page of a hundred thousand without reading them all")
    func many() throws {
        let store = try SQLiteStore.create(at: folder.path("stepwell.db"))
        try store.keep(Sample.change("a", 1))
        try store.write { database in
            try database.execute(
                sql: """
                    WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 100000)
                    INSERT INTO obligations (case_id, kind, subject, title, role, due_day, due_at, due_ns, since) SELECT 'a', 'task', 't' || n, 'Title',
                    CASE n % 4 WHEN 0 THEN 'nurse' ELSE 'clinician' END, 20000 + n % 1000, 9223372036854775807,
                    1000000000, 20000 FROM numbers;
                    \(SealedTable.obligations.sealing)
                    """)
        }
        func time(_ count: Int, _ list: () throws -> [ObligationRow]) throws -> Swift.Duration {
            let begun = ContinuousClock.now
            let rows = try list()
            let time = ContinuousClock.now - begun
            #expect(rows.count == count)
            return time
        }
        // Beside the whole list on the same computer at the same time; the best of a few, as others work here too.
        let whole = try time(100_000) { try store.obligations(ObligationFilter()) }
        var best = whole
        for _ in 0..<10 {
            best = min(
                best, try time(50) { try store.obligations(ObligationFilter(role: "nurse"), after: nil, limit: 50) })
        }
        #expect(best * 50 < whole, "a page takes \(best), all of them \(whole)")
    }
}
