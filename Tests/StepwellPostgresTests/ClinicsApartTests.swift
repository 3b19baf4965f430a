import CEL
import PostgresCluster
import StepwellStore
import Testing

@testable import StepwellPostgres

/// Two clinics in one database: by the seam, and by SQL that somebody with a clinic's password writes.
@Suite("Clinics of one database")
struct ClinicsApartTests {
    let cluster: PostgresCluster
    let north: String
    let south: String
    let own: any CaseStore
    /// A connection of the other clinic's role.
    let other: Connection

    init() throws {
        cluster = try PostgresCluster.shared
        let here = try cluster.location(PostgresCluster.north)
        let there = try cluster.location(PostgresCluster.south)
        own = try PostgresStores().create(at: here)
        let foreign = try PostgresStores().create(at: there)
        (north, south) = (try PostgresLocation(here).clinic, try PostgresLocation(there).clinic)
        try Self.fill(own)
        try Self.fill(foreign)
        other = try Connection.open(try PostgresLocation(there), patience: 1_000)
    }

    /// Something in every table.
    static func fill(_ store: any CaseStore) throws {
        var change = Sample.change("a", 1)
        change.effects = [Sample.message("a", 1)]
        change.begun = [
            Obligation(
                id: CaseID("a"), key: .init(.task, "call"), title: "Call", role: "nurse", due: nil,
                since: .init(daysSinceEpoch: 20_000))
        ]
        let transaction = Sample.transaction(
            change, request: "r", resources: [ResourceChange(name: "seats", expected: nil, bytes: [1])])
        #expect(try store.commit(transaction) == .committed)
        let refusal = StoredRefusal("not_accepted", "Nothing waits for it.")
        _ = try store.refuse(
            RefusedInput(id: CaseID("a"), at: change.row.at, actor: nil, input: "send", refusal: refusal, request: nil))
        try store.save(PatientRecord(id: "P-a", values: ["first_name": "Ana"]))
        try store.save(
            Release(
                id: "R", patient: "P-a", discloser: "c", recipient: "payer", purpose: "p", what: "w", expires: nil,
                signedBy: "Ana", signed: .init(daysSinceEpoch: 20_000)))
        try store.closeChannel(ClosedChannel(channel: "mail", at: change.row.at, reason: "gone"))
        try store.add(
            Disclosure(
                patient: "P-a", effect: Sample.message("a", 1).effect, at: change.row.at, recipient: "payer",
                channel: "mail", purpose: "p", what: "w", release: "R"))
        _ = try store.keep(
            Access(at: change.row.at, actor: "jdoe", door: "show", subjects: [.init(patient: "P-a")]))
    }

    @Test("each table has rows of both, and shows a role those of its own clinic", arguments: Layout.tables)
    func rows(_ table: String) throws {
        let all = try cluster.sql(
            "SELECT count(DISTINCT clinic) FROM stepwell.\(table) WHERE clinic IN ('\(north)', '\(south)')",
            as: "postgres")
        #expect(all == "2\n")
        #expect(try count("SELECT count(*) FROM stepwell.\(table) WHERE clinic = '\(south)'") > 0)
        #expect(try count("SELECT count(*) FROM stepwell.\(table) WHERE clinic = '\(north)'") == 0)
        let seen = try other.run("SELECT DISTINCT clinic FROM stepwell.\(table)").map { try $0.text(0) }
        #expect(try seen.allSatisfy { try isOfSouth($0) })
    }

    @Test("nothing of another clinic's is changed, taken away or put in", arguments: Layout.tables)
    func changes(_ table: String) throws {
        let before = try contents(table)
        #expect(before.contains(north))
        #expect(try other.run("UPDATE stepwell.\(table) SET clinic = clinic WHERE clinic = '\(north)'").changed == 0)
        #expect(try other.run("DELETE FROM stepwell.\(table) WHERE clinic = '\(north)'").changed == 0)
        // One's own row made another's, and a copy of it put beside the other's.
        #expect(throws: denied) {
            try other.run("UPDATE stepwell.\(table) SET clinic = '\(north)' WHERE clinic = '\(south)'")
        }
        #expect(throws: denied) {
            try other.command(
                """
                CREATE TEMP TABLE copied ON COMMIT DROP AS SELECT * FROM stepwell.\(table) WHERE clinic = '\(south)';
                UPDATE copied SET clinic = '\(north)'; INSERT INTO stepwell.\(table) SELECT * FROM copied
                """)
        }
        #expect(throws: denied) { try other.command("TRUNCATE stepwell.\(table)") }
        // PostgreSQL copies nothing into tables that show a role its own rows.
        #expect(throws: ServerError.refused(state: "0A000")) {
            try other.command("COPY stepwell.\(table) FROM STDIN")
        }
        #expect(try contents(table) == before)
    }

    @Test(
        "a role gives itself no other clinic",
        arguments: [
            "INSERT INTO stepwell.members VALUES (current_user, 'NORTH')",
            "UPDATE stepwell.members SET clinic = 'NORTH'", "SELECT stepwell.admit('south', 'NORTH')",
            "SET ROLE north", "SET SESSION AUTHORIZATION north", "SET ROLE keeper",
            "ALTER TABLE stepwell.cases DISABLE ROW LEVEL SECURITY",
            "ALTER TABLE stepwell.cases NO FORCE ROW LEVEL SECURITY", "DROP POLICY own ON stepwell.cases",
            "CREATE POLICY mine ON stepwell.cases USING (true)", "ALTER ROLE south BYPASSRLS",
            "GRANT north TO south", "CREATE FUNCTION stepwell.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
            "CREATE TRIGGER t AFTER INSERT ON stepwell.cases EXECUTE FUNCTION pg_catalog.suppress_redundant_updates_trigger()",
            "UPDATE stepwell.layout SET major = 9",
        ])
    func membership(_ sql: String) throws {
        #expect(throws: ServerError.self) { try other.command(sql.replacing("NORTH", with: north)) }
        #expect(try count("SELECT count(*) FROM stepwell.cases WHERE clinic = '\(north)'") == 0)
        #expect(try count("SELECT count(*) FROM stepwell.members WHERE clinic = '\(north)'") == 0)
    }

    @Test("what a session can set of itself opens nothing")
    func settings() throws {
        try other.command("SET row_security = off")
        #expect(throws: denied) { try other.run("SELECT id FROM stepwell.cases") }
        try other.command("SET row_security = on; SET search_path = stepwell, public")
        try other.command("SELECT set_config('stepwell.clinic', '\(north)', false)")
        #expect(try count("SELECT count(*) FROM stepwell.cases WHERE clinic = '\(north)'") == 0)
    }

    @Test("a function that tells what it is given is told nothing of another clinic's")
    func leaks() throws {
        // A condition of one's own is asked only about rows that one may see.
        try other.command(
            """
            CREATE FUNCTION pg_temp.told(text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS
            $$ BEGIN IF $1 = '\(north)' THEN RAISE EXCEPTION 'seen' USING ERRCODE = 'P0009'; END IF; RETURN true; END $$
            """)
        #expect(try other.run("SELECT id FROM stepwell.cases WHERE pg_temp.told(clinic)").count > 0)
        #expect(try count("SELECT count(*) FROM pg_catalog.pg_stats WHERE schemaname = 'stepwell'") == 0)
    }

    @Test("a role that is not admitted opens nothing, and is told what to do")
    func unadmitted() throws {
        let place = cluster.location(PostgresCluster.south, clinic: north)
        let expected = StoreError.unavailable(
            detail: "the role 'south' is not admitted to the clinic '\(north)': have the owner of the tables "
                + "run SELECT stepwell.admit('south', '\(north)')")
        #expect(throws: expected) { try PostgresStores().open(at: place) }
        #expect(throws: expected) { try PostgresStores().create(at: place) }
        #expect(throws: expected) { try own.backUp(to: place) }
        #expect(try own.load(CaseID("a"))?.sequence == 1)
    }

    @Test("one name of a case, a request and a patient is two in two clinics")
    func names() throws {
        let there = try PostgresStores().open(at: cluster.location(PostgresCluster.south, clinic: south))
        #expect(try there.step("a", 2) == .committed)
        #expect(try own.load(CaseID("a"))?.sequence == 1)
        try there.erasePatient("P-a")
        #expect(try own.patient("P-a")?.values == ["first_name": "Ana"])
        #expect(try own.step("b", 1, request: "q") == .committed)
        #expect(try there.answer(to: "q") == nil)
    }

    // MARK: Helpers

    private var denied: ServerError { .refused(state: "42501") }

    private func count(_ sql: String) throws -> Int { try other.run(sql).first?.number(0) ?? -1 }

    private func isOfSouth(_ clinic: String) throws -> Bool {
        try count("SELECT count(*) FROM stepwell.members WHERE role = current_user AND clinic = '\(clinic)'") == 1
    }

    /// All rows of the north, as a superuser sees them.
    private func contents(_ table: String) throws -> String {
        try cluster.sql(
            "SELECT t::text FROM stepwell.\(table) AS t WHERE clinic = '\(north)' ORDER BY 1", as: "postgres")
    }
}
