import PostgresCluster
import StepwellStore
import Testing

@testable import StepwellPostgres

/// Tables of other versions of the program.
@Suite("The layout of the tables", .serialized)
struct LayoutTests {
    /// A server of its own: what is done to the tables is done to all clinics.
    private static let own = Result { try PostgresCluster() }
    private let cluster: PostgresCluster
    private let location: String

    init() throws {
        cluster = try Self.own.get()
        try cluster.sql("UPDATE stepwell.layout SET major = \(Layout.major), minor = \(Layout.minor)")
        location = try cluster.location()
        _ = try PostgresStores().create(at: location)
    }

    @Test("is laid once, however often it is run")
    func again() throws {
        let store = try PostgresStores().open(at: location)
        #expect(try store.step("a", 1) == .committed)
        try cluster.sql(PostgresStores.tables)
        #expect(try store.step("a", 2) == .committed)
        #expect(try cluster.sql("SELECT major, minor FROM stepwell.layout") == "\(Layout.major)|\(Layout.minor)\n")
    }

    @Test("of a newer minor number is worked with, also by who had it open")
    func newerMinor() throws {
        let open = try PostgresStores().open(at: location)
        #expect(try open.step("a", 1) == .committed)
        // What a later program adds: a table, and a column that may be left out.
        try cluster.sql(
            """
            ALTER TABLE stepwell.cases ADD COLUMN ward text COLLATE "C";
            ALTER TABLE stepwell.journal ADD COLUMN weight bigint NOT NULL DEFAULT 0;
            CREATE TABLE stepwell.wards (clinic text COLLATE "C" NOT NULL, name text, PRIMARY KEY (clinic, name));
            UPDATE stepwell.layout SET minor = minor + 1
            """)
        #expect(try open.step("a", 2) == .committed)
        let store = try PostgresStores().open(at: location)
        #expect(try store.step("b", 1) == .committed)
        #expect(try store.cases(CaseFilter()).map(\.id.text) == ["a", "b"])
        let format = try PostgresStores().format(at: location)
        #expect(format.found == format.known + 1)
        let copy = try cluster.location()
        try store.backUp(to: copy)
        #expect(try PostgresStores().open(at: copy).load(CaseID("a"))?.sequence == 2)
    }

    @Test("of a newer major number is refused, and left as it is")
    func newerMajor() throws {
        try cluster.sql("UPDATE stepwell.layout SET major = major + 1, minor = 3")
        let found = Layout.number(Layout.major + 1, 3)
        let expected = StoreError.newer(found: found, known: Layout.number(Layout.major, Layout.minor))
        #expect(throws: expected) { try PostgresStores().open(at: location) }
        #expect(throws: expected) { try PostgresStores().create(at: try cluster.location()) }
        #expect(try PostgresStores().format(at: location).found == found)
    }

    @Test("that is older is not worked with, and it is said who brings it up to date")
    func older() throws {
        try cluster.sql("UPDATE stepwell.layout SET major = 0, minor = 9")
        let error = #expect(throws: StoreError.self) { try PostgresStores().open(at: location) }
        guard case .unavailable(let detail) = error else { throw try #require(error) }
        #expect(detail.contains("layout 0.9") && detail.contains("stepwell database"))
    }

    @Test("has the clinic first in every key, and each table shows a role its own rows")
    func keys() throws {
        let first = try cluster.sql(
            """
            SELECT DISTINCT attname FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
            JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
            WHERE relnamespace = 'stepwell'::regnamespace AND relname NOT IN ('layout', 'members', 'wards')
            """)
        #expect(first == "clinic\n")
        let tables = try cluster.sql(
            """
            SELECT relname FROM pg_class WHERE relnamespace = 'stepwell'::regnamespace AND relkind = 'r'
            AND relrowsecurity AND relforcerowsecurity ORDER BY 1
            """)
        #expect(tables.split(separator: "\n").map(String.init) == Layout.tables.sorted())
    }

    @Test("can be split by the clinic, without another key")
    func partitions() throws {
        // What a distributed database does with each table, in this one.
        for table in Layout.tables {
            try cluster.sql(
                """
                CREATE TABLE parted (LIKE stepwell.\(table) INCLUDING INDEXES INCLUDING DEFAULTS)
                PARTITION BY HASH (clinic); DROP TABLE parted
                """)
        }
    }

    @Test("lists what is to be done by an index, whoever looks")
    func plans() throws {
        let connection = try Connection.open(try PostgresLocation(location), patience: 1_000)
        try connection.command(
            "SET enable_seqscan = off; SET enable_sort = off; SET plan_cache_mode = force_generic_plan")
        for filter in [ObligationFilter(), .init(role: "nurse"), .init(kind: .task)] {
            try connection.command("DEALLOCATE ALL")
            let types = "text, bigint, bigint, bigint, text, text, text, bigint, text"
            try connection.command("PREPARE listing (\(types)) AS \(PostgresStore.listing(filter))")
            let plan = try connection.command(
                "EXPLAIN EXECUTE listing ('c', 1, 1, 1, 'a', 'task', 's', 9, 'nurse')"
            ).map { try $0.text(0) }.joined(separator: "\n")
            let by = filter.role != nil ? "role" : filter.kind != nil ? "kind" : "due"
            #expect(plan.contains("Index Scan using obligations_\(by)"), "\(plan)")
            #expect(plan.contains("ROW(obligations.due_day") || plan.contains("ROW(due_day"), "\(plan)")
            #expect(!plan.contains("Sort"), "\(plan)")
        }
    }
}
