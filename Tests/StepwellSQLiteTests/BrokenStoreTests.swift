import CaseStoreConformance
import Testing

/// The suite of conformance is worth what it finds.
@Suite("A store with one defect", .serialized)
struct BrokenStoreTests {
    @Test("is found by the conformance suite", arguments: Defect.allCases)
    func found(_ defect: Defect) {
        let finding = CaseStoreConformance.checks.first { check in
            var locations = 0
            do {
                try check.run(BrokenStores(defect)) {
                    locations += 1
                    return "\(locations)"
                }
                return false
            } catch { return true }
        }
        #expect(finding != nil)
    }
}
