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

    @Test("is found by an index, of a role and of all, with nothing sorted", arguments: [false, true])
    func plan(ofRole: Bool) throws {
        let store = try SQLiteStore.create(at: folder.path("stepwell.db"))
        let plan = try store.read { database in
            let cursor: StatementArguments = [0, 0, 0, "", "", "", 100]
            return try Row.fetchAll(
                database, sql: "EXPLAIN QUERY PLAN \(SQLiteStore.listing(ofRole: ofRole))",
                arguments: ofRole ? ["nurse"] + cursor : cursor
            ).map { $0["detail"] as String }
        }
        #expect(!plan.isEmpty)
        #expect(plan.allSatisfy { $0.hasPrefix("SEARCH") }, "\(plan)")
        let index = ofRole ? "obligations_role" : "obligations_due"
        #expect(plan.first?.contains(index) == true, "\(plan)")
    }

    @Test("answers the first page of a hundred thousand without reading them all")
    func many() throws {
        let store = try SQLiteStore.create(at: folder.path("stepwell.db"))
        try store.keep(Sample.change("a", 1))
        try store.write { database in
            try database.execute(
                sql: """
                    WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 100000)
                    INSERT INTO obligations SELECT 'a', 'task', 't' || n, 'Title',
                    CASE n % 4 WHEN 0 THEN 'nurse' ELSE 'clinician' END, 20000 + n % 1000, 9223372036854775807,
                    1000000000, 20000, 0 FROM numbers;
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
