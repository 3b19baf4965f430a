import CaseStoreConformance
import StepwellMemoryStore
import StepwellSQLite
import StepwellStore
import Synchronization
import Testing

@Suite("What every store does")
struct ConformanceTests {
    @Test("in SQLite", arguments: CaseStoreConformance.checks)
    func sqlite(_ check: CaseStoreConformance.Check) throws {
        let folder = try TemporaryFolder()
        // A second process that delivers is told so soon.
        let stores = SQLiteStores(patience: 300)
        var locations: [String] = []
        try check.run(stores) {
            locations.append(folder.path("\(locations.count).db"))
            return locations[locations.count - 1]
        }
        for name in try folder.names where name.hasSuffix(".db") {
            #expect(try stores.open(at: folder.path(name)).problems() == [])
        }
    }

    @Test("in memory", arguments: CaseStoreConformance.checks)
    func memory(_ check: CaseStoreConformance.Check) throws {
        var locations = 0
        try check.run(MemoryStores()) {
            locations += 1
            return "\(locations)"
        }
    }
}
