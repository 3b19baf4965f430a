import CEL
import PostgresCluster
import StepwellStore
import Testing

@testable import StepwellPostgres

/// What `doctor` says of a server, a role and the rows.
@Suite("What is wrong with a store in PostgreSQL")
struct DoctorTests {
    private let cluster: PostgresCluster

    init() throws { cluster = try PostgresCluster.shared }

    /// A new role with a clinic of its own.
    private func place(_ role: String, _ sql: String = "") throws -> String {
        try cluster.sql("CREATE ROLE \(role) LOGIN; \(sql)", as: "postgres")
        let location = try cluster.location(role)
        _ = try PostgresStores().create(at: location)
        return location
    }

    private func problems(_ location: String) throws -> [String] { try PostgresStores().open(at: location).problems() }

    @Test("a role that can see more than its clinic is told", arguments: ["SUPERUSER", "BYPASSRLS"])
    func mighty(_ right: String) throws {
        let role = right.lowercased()
        let location = try place(role)
        #expect(try problems(location) == [])
        try cluster.sql("ALTER ROLE \(role) \(right)", as: "postgres")
        let found = try problems(location)
        #expect(found.count == 1 && found[0].contains("'\(role)'") && found[0].contains("sees every clinic"))
    }

    @Test("the owner of the tables is no role for a clinic")
    func owner() throws {
        let location = try place("half_owner", "GRANT keeper TO half_owner")
        let found = try problems(location)
        #expect(found.contains { $0.contains("owns the tables") })
    }

    @Test("a role that may become another clinic's is told")
    func member() throws {
        _ = try cluster.location(PostgresCluster.south)
        let location = try place("guest", "GRANT south TO guest")
        let expected = "the role 'guest' may become 'south', and see what that one sees: revoke it"
        #expect(try problems(location) == [expected])
    }

    @Test("what makes commits unsafe is told, and a store's own commits are safe all the same")
    func unsafe() throws {
        let location = try place("hasty", "ALTER ROLE hasty SET synchronous_commit = off")
        let found = try problems(location)
        #expect(found.count == 1 && found[0].contains("synchronous_commit is 'off'"))
        let connection = try Connection.open(try PostgresLocation(location), patience: 1_000)
        #expect(try connection.command("SHOW synchronous_commit").first?.text(0) == "on")
    }

    @Test("commits wait for a standby's where the server says so")
    func replicated() throws {
        let location = try place("careful", "ALTER ROLE careful SET synchronous_commit = remote_apply")
        let connection = try Connection.open(try PostgresLocation(location), patience: 1_000)
        #expect(try connection.command("SHOW synchronous_commit").first?.text(0) == "remote_apply")
        #expect(try problems(location) == [])
    }

    @Test("a path of somebody else's leads to no other tables, and is told")
    func searchPath() throws {
        try cluster.sql("CREATE SCHEMA lure; CREATE TABLE lure.cases (id text)", as: "postgres")
        let location = try place(
            "lured", "GRANT ALL ON SCHEMA lure TO lured; ALTER ROLE lured SET search_path = lure, pg_catalog")
        let found = try problems(location)
        #expect(found.count == 1 && found[0].contains("search_path"))
        #expect(try PostgresStores().open(at: location).step("a", 1) == .committed)
        #expect(try cluster.sql("SELECT count(*) FROM lure.cases", as: "postgres") == "0\n")
    }

    @Test("a server without syncs is told")
    func withoutSyncs() throws {
        let careless = try PostgresCluster(options: ["-c", "fsync=off", "-c", "full_page_writes=off"])
        let location = try careless.location()
        let found = try PostgresStores().create(at: location).problems()
        #expect(found.contains("fsync is off: what is committed can be lost with the power"))
        #expect(found.contains("full_page_writes is off: what is committed can be lost with the power"))
        try careless.sql("ALTER TABLE stepwell.journal DISABLE ROW LEVEL SECURITY")
        #expect(
            try PostgresStores().open(at: location).problems().contains(
                "the table 'journal' shows every role the rows of all clinics: enable its row security"))
    }

    @Test("which hosts are this machine")
    func hosts() {
        for host in ["", "/run/postgresql", "localhost", "127.0.0.1", "::1"] { #expect(HostPlace.isHere(host)) }
        for host in ["db", "10.0.0.7", "localhost.example.org", "fe80::1"] { #expect(!HostPlace.isHere(host)) }
    }

    @Test("rows that are missing are named")
    func missing() throws {
        let location = try cluster.location()
        let store = try PostgresStores().create(at: location)
        let clinic = try PostgresLocation(location).clinic
        for sequence in 1...3 { #expect(try store.step("a", sequence) == .committed) }
        _ = try store.keep(Access(at: .init(seconds: 0), actor: nil, door: "list"))
        #expect(try store.problems() == [])
        try cluster.sql(
            """
            DELETE FROM stepwell.journal WHERE clinic = '\(clinic)' AND sequence = 2;
            DELETE FROM stepwell.accesses WHERE clinic = '\(clinic)'
            """, as: "postgres")
        #expect(try store.problems() == ["case a: rows of its journal are missing", "rows of accesses are missing"])
    }

    @Test("what was erased stands in the server's files for a while, and it is said")
    func erased() throws {
        let store = try PostgresStores().create(at: cluster.location())
        try store.save(PatientRecord(id: "P-1", values: ["first_name": "Ana"]))
        try store.erasePatient("P-1")
        #expect(try store.clearTraces(besideBackups: []))
        let connection = try Connection.open(try PostgresLocation(cluster.location()), patience: 1_000)
        for _ in 0..<100 where try store.remarks().isEmpty {
            // Another process counts them, from time to time.
            try connection.command("SELECT pg_sleep(0.1)")
        }
        #expect(try store.remarks().contains { $0.contains("VACUUM FULL") })
    }
}
