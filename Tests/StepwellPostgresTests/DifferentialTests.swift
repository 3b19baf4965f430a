import PostgresCluster
import StepwellPostgres
import StepwellSQLite
import StepwellStore
import TestSupport
import Testing
import TortureKit

@Suite("Three stores")
struct DifferentialTests {
    @Test("answer every call of a simulated clinic alike, and hold one journal", arguments: UInt64(1)...8)
    func alike(_ seed: UInt64) throws {
        let folder = try TemporaryFolder()
        let sqlite = try SQLiteStore.create(at: folder.path("stepwell.db"))
        let postgres = try PostgresStores().create(at: PostgresCluster.shared.location())
        var simulation = try Simulation(seed: seed, beside: [sqlite, postgres])
        let report = try simulation.run(steps: 60)
        #expect(report.findings == [])
        let cases = try sqlite.cases(CaseFilter())
        #expect(!cases.isEmpty)
        #expect(try postgres.cases(CaseFilter()) == cases)
        for summary in cases {
            let journal = try sqlite.journal(of: summary.id, after: 0)
            #expect(try postgres.journal(of: summary.id, after: 0) == journal)
        }
        #expect(try postgres.problems() == [])
    }

    @Test("that differ are told")
    func differing() throws {
        let folder = try TemporaryFolder()
        let sqlite = try SQLiteStore.create(at: folder.path("stepwell.db"))
        #expect(try sqlite.step("c0", 1) == .committed)
        var simulation = try Simulation(seed: 1, beside: [sqlite])
        let findings = try simulation.run(steps: 60).findings
        #expect(findings.contains { $0.contains("store 2 answers") })
    }
}
