import StepwellStore

/// Takes the rows of a clinic, a table after the other, as PostgreSQL copies them.
protocol RowSink {
    func begin(_ table: CopiedTable) throws
    func put(_ bytes: UnsafeRawBufferPointer) throws
    func end() throws
}

/// A table whose rows are copied, with its columns but for the clinic.
struct CopiedTable: Hashable {
    let name: String
    let columns: [String]

    var list: String { columns.map { "\"\($0)\"" }.joined(separator: ", ") }

    /// The tables of a database in the order in which their rows can be put in.
    static func all(_ connection: Connection) throws -> [CopiedTable] {
        // The row of the clinic itself is made with the store.
        try Layout.tables.filter { $0 != "clinics" }.map { name in
            let rows = try connection.run(
                """
                SELECT attname::text FROM pg_catalog.pg_attribute
                WHERE attrelid = ('stepwell.' || $1::text)::regclass AND attnum > 0 AND NOT attisdropped
                AND attname <> 'clinic' ORDER BY attnum
                """, .text(name))
            return CopiedTable(name: name, columns: try rows.map { try $0.text(0) })
        }
    }
}

/// All that a database has of a clinic, as it is at one moment.
struct ClinicSource {
    let connection: Connection
    let clinic: String

    /// Gives every row, while others go on.
    func pour(into sink: some RowSink) throws {
        try connection.command("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        for table in try CopiedTable.all(connection) {
            try sink.begin(table)
            try connection.copyOut(
                "COPY (SELECT \(table.list) FROM stepwell.\(table.name) WHERE clinic = '\(clinic)') TO STDOUT (FORMAT binary)",
                sink.put)
            try sink.end()
        }
        try connection.command("ROLLBACK")
    }
}

/// Puts rows into a clinic that has none, in a transaction that is open.
final class ClinicSink: RowSink {
    private let connection: Connection
    private let clinic: String
    private let tables: [CopiedTable]
    private var open: CopiedTable?

    init(_ connection: Connection, clinic: String) throws {
        self.connection = connection
        self.clinic = clinic
        tables = try CopiedTable.all(connection)
    }

    func begin(_ table: CopiedTable) throws {
        // What a file says of tables is looked up, and not used as it stands there.
        guard let known = tables.first(where: { $0.name == table.name }),
            Set(table.columns).isSubset(of: known.columns)
        else { throw StoreError.damaged(detail: "the backup has a table or column that is not known") }
        open = table
        // Rows are copied beside the table: one that shows a role its own rows alone takes no copy.
        try connection.command(
            """
            CREATE TEMP TABLE poured ON COMMIT DROP AS
            SELECT \(table.list) FROM stepwell.\(table.name) WITH NO DATA;
            COPY pg_temp.poured FROM STDIN (FORMAT binary)
            """)
    }

    func put(_ bytes: UnsafeRawBufferPointer) throws { try connection.putCopied(bytes) }

    func end() throws {
        try connection.endCopied()
        guard let table = open else { return }
        try connection.command(
            """
            INSERT INTO stepwell.\(table.name) (clinic, \(table.list))
            SELECT '\(clinic)', \(table.list) FROM pg_temp.poured;
            DROP TABLE pg_temp.poured
            """)
    }
}
