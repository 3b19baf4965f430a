import CEL
import Foundation
import PostgresCluster
import StepwellStore
import Synchronization
import Testing

@testable import StepwellPostgres

/// The server, or its processes, killed while several commit: nothing that was acknowledged is lost, nothing is there twice.
@Suite("Kills")
struct KillTests {
    /// A thread that steps a case of its own, and asks again where it got no answer.
    private static func work(
        _ id: String, _ location: String, until isOver: @Sendable () -> Bool
    ) throws -> (acknowledged: Int, unanswered: Int) {
        var store: (any CaseStore)?
        var (acknowledged, unanswered) = (0, 0)
        while !isOver() || acknowledged < 5 {
            let next = acknowledged + 1
            var change = Sample.change(id, next)
            change.effects = [Sample.message(id, next)]
            do throws(StoreError) {
                if store == nil { store = try PostgresStores(patience: 3_000).open(at: location) }
                guard let opened = store else { continue }
                switch try opened.commit(Sample.transaction(change, request: "\(id)/\(next)")) {
                case .committed, .repeated: acknowledged = next
                case .conflict, .openAlready, .resourceConflict:
                    Issue.record("the case \(id) moved without an answer")
                    return (acknowledged, unanswered)
                }
            } catch {
                guard case .unavailable = error else { throw error }
                unanswered += 1
            }
        }
        return (acknowledged, unanswered)
    }

    /// Runs workers while something is done to their server, then looks at everything.
    private func torment(
        _ cluster: PostgresCluster, role: String = PostgresCluster.north, _ cruelty: () throws -> Void
    ) throws {
        let location = try cluster.location(role)
        _ = try PostgresStores().create(at: location)
        let isOver = Mutexed(false)
        let results = Mutex<[String: Result<(acknowledged: Int, unanswered: Int), any Error>]>([:])
        let group = DispatchGroup()
        for number in 0..<4 {
            DispatchQueue.global().async(group: group) {
                let result = Result { try Self.work("case-\(number)", location) { isOver.value } }
                results.withLock { $0["case-\(number)"] = result }
            }
        }
        let failure = Result { try cruelty() }
        isOver.value = true
        group.wait()
        try failure.get()
        let store = try PostgresStores().open(at: location)
        for (id, result) in results.withLock({ $0 }) {
            let acknowledged = try result.get().acknowledged
            #expect(acknowledged >= 5)
            let rows = try store.journal(of: CaseID(id), after: 0)
            #expect(rows.map(\.sequence) == Array(1...acknowledged), "of \(id)")
            #expect(try store.outbox(OutboxFilter(id: CaseID(id))).count == acknowledged)
        }
        #expect(try store.problems() == [])
    }

    @Test("of single processes of the server, in the middle of commits")
    func backends() throws {
        let cluster = try PostgresCluster.shared
        // Others use the server too: only this role's are killed.
        try cluster.sql("CREATE ROLE torn LOGIN", as: "postgres")
        var killed = 0
        try torment(cluster, role: "torn") {
            // Workers may be slow to begin where there is much else to do.
            for _ in 0..<2_000 where killed < 20 {
                usleep(10_000)
                let count = try cluster.sql(
                    """
                    SELECT count(pg_terminate_backend(pid)) FROM (SELECT pid FROM pg_stat_activity
                    WHERE usename = 'torn' AND application_name = 'stepwell' AND backend_xid IS NOT NULL
                    AND pid <> pg_backend_pid() ORDER BY random() LIMIT 2) AS chosen
                    """, as: "postgres")
                killed += Int(count.dropLast()) ?? 0
            }
        }
        #expect(killed > 0)
    }

    @Test("of the whole server, which comes up again")
    func server() throws {
        let cluster = try PostgresCluster()
        try torment(cluster) {
            var entries = 0
            for _ in 0..<3 {
                // Each time in the middle of work.
                let before = entries
                for _ in 0..<1_000 where entries < before + 10 {
                    usleep(20_000)
                    let count = try cluster.sql("SELECT count(*) FROM stepwell.journal", as: "postgres")
                    entries = Int(count.dropLast()) ?? 0
                }
                #expect(entries >= before + 10)
                try cluster.kill()
                usleep(200_000)
                try cluster.start()
            }
        }
    }
}
