import CaseStoreConformance
import StepwellRuntime
import StepwellSQLite
import Testing

@Suite("What every store does")
struct ConformanceTests {
    @Test("in SQLite", arguments: CaseStoreConformance.checks)
    func sqlite(_ check: CaseStoreConformance.Check) throws {
        let folder = try TemporaryFolder()
        var stores: [SQLiteStore] = []
        try check.run {
            stores.append(try SQLiteStore.create(at: folder.path("\(stores.count).db")))
            return stores[stores.count - 1]
        }
        for store in stores { #expect(try store.problems() == []) }
    }

    @Test("in memory", arguments: CaseStoreConformance.checks)
    func memory(_ check: CaseStoreConformance.Check) throws { try check.run { MemoryStore() } }
}
