import CaseStoreConformance
import PostgresCluster
import StepwellPostgres
import StepwellStore
import Testing

@Suite("What every store does, in PostgreSQL")
struct ConformanceTests {
    @Test("in a clinic of its own", arguments: CaseStoreConformance.checks)
    func postgres(_ check: CaseStoreConformance.Check) throws {
        let cluster = try PostgresCluster.shared
        // A second process that delivers is told so soon.
        let stores = PostgresStores(patience: 300)
        var locations: [String] = []
        try check.run(stores) {
            locations.append(try cluster.location())
            return locations[locations.count - 1]
        }
        for location in locations {
            do throws(StoreError) {
                let store = try stores.open(at: location)
                #expect(try store.problems() == [])
            } catch {
                #expect(error == .missing(path: location))
            }
        }
    }
}
