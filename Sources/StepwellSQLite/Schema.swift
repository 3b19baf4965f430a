import CSQLiteShim
import GRDB
import StepwellStore

/// The tables of a store, and how older ones become these.
///
/// A migration that was released is never edited: a new one is added.
enum Schema {
    /// "stpw": what tells a store from any other SQLite file.
    static let applicationID: Int32 = 0x7374_7077
    /// What this program writes; a store of a newer one is refused.
    static let version = migrations.count

    /// The n-th makes version n + 1 of version n.
    static let migrations: [String] = [
        """
        CREATE TABLE definitions (
            digest TEXT PRIMARY KEY, pathway TEXT NOT NULL, version TEXT NOT NULL, path TEXT NOT NULL,
            UNIQUE (pathway, version)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE definition_files (
            digest TEXT NOT NULL REFERENCES definitions, path TEXT NOT NULL, bytes BLOB NOT NULL,
            PRIMARY KEY (digest, path)
        ) STRICT, WITHOUT ROWID;

        -- Instants are two columns: seconds since 1970, and nanoseconds after that.
        -- With rowids a snapshot of a few kilobytes stays on its page; without them it would spill at one.
        CREATE TABLE cases (
            id TEXT PRIMARY KEY, patient TEXT NOT NULL, pathway TEXT NOT NULL, version TEXT NOT NULL,
            digest TEXT NOT NULL REFERENCES definitions, linked_from TEXT, status TEXT NOT NULL, outcome TEXT,
            configuration TEXT NOT NULL, sequence INTEGER NOT NULL, last_input INTEGER NOT NULL,
            last_input_ns INTEGER NOT NULL, wake_up INTEGER, wake_up_ns INTEGER, snapshot_format INTEGER NOT NULL,
            snapshot BLOB NOT NULL
        ) STRICT;
        CREATE INDEX cases_due ON cases (wake_up, wake_up_ns, id) WHERE wake_up IS NOT NULL;
        CREATE INDEX cases_patient ON cases (patient);

        CREATE TABLE journal (
            case_id TEXT NOT NULL REFERENCES cases, sequence INTEGER NOT NULL, at INTEGER NOT NULL,
            at_ns INTEGER NOT NULL, occurred INTEGER, occurred_ns INTEGER, actor TEXT, input BLOB NOT NULL,
            facts BLOB NOT NULL,
            PRIMARY KEY (case_id, sequence)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE requests (
            request TEXT PRIMARY KEY, case_id TEXT NOT NULL, sequence INTEGER, refusal_code TEXT, refusal_message TEXT
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE audit (
            number INTEGER PRIMARY KEY, case_id TEXT NOT NULL, at INTEGER NOT NULL, at_ns INTEGER NOT NULL, actor TEXT,
            input TEXT NOT NULL, refusal_code TEXT NOT NULL, refusal_message TEXT NOT NULL, request TEXT
        ) STRICT;
        CREATE INDEX audit_case ON audit (case_id);

        CREATE TABLE tasks (
            case_id TEXT NOT NULL REFERENCES cases, task TEXT NOT NULL, title TEXT NOT NULL, role TEXT, due INTEGER,
            opened INTEGER NOT NULL,
            PRIMARY KEY (case_id, task)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX tasks_role ON tasks (role, due);

        CREATE TABLE patients (id TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (id, name))
            STRICT, WITHOUT ROWID;

        CREATE TABLE outbox (
            number INTEGER PRIMARY KEY, case_id TEXT NOT NULL REFERENCES cases, sequence INTEGER NOT NULL,
            place INTEGER NOT NULL, kind TEXT NOT NULL, recipient TEXT NOT NULL, subject TEXT NOT NULL, via TEXT,
            at INTEGER NOT NULL, at_ns INTEGER NOT NULL, status TEXT NOT NULL, attempts INTEGER NOT NULL,
            next_attempt INTEGER NOT NULL, next_attempt_ns INTEGER NOT NULL, leased_until INTEGER,
            leased_until_ns INTEGER, reason TEXT,
            UNIQUE (case_id, sequence, place)
        ) STRICT;
        CREATE INDEX outbox_waiting ON outbox (case_id, recipient, number) WHERE status = 'waiting';
        """,
        """
        ALTER TABLE outbox ADD COLUMN channel TEXT;
        ALTER TABLE outbox ADD COLUMN settled INTEGER;
        ALTER TABLE outbox ADD COLUMN leader TEXT;
        CREATE INDEX outbox_sent ON outbox (case_id, settled) WHERE status = 'sent';
        CREATE TABLE closed_channels (channel TEXT PRIMARY KEY, at INTEGER NOT NULL, reason TEXT NOT NULL)
            STRICT, WITHOUT ROWID;

        -- Consents to disclose records of substance use treatment, and what was disclosed under them.
        CREATE TABLE releases (
            id TEXT PRIMARY KEY, patient TEXT NOT NULL, discloser TEXT NOT NULL, recipient TEXT NOT NULL,
            purpose TEXT NOT NULL, what TEXT NOT NULL, expires INTEGER, signed_by TEXT NOT NULL,
            signed INTEGER NOT NULL, revoked INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX releases_patient ON releases (patient, signed);
        CREATE TABLE disclosures (
            number INTEGER PRIMARY KEY, patient TEXT NOT NULL, case_id TEXT NOT NULL, sequence INTEGER NOT NULL,
            place INTEGER NOT NULL, at INTEGER NOT NULL, recipient TEXT NOT NULL, channel TEXT NOT NULL,
            purpose TEXT NOT NULL, what TEXT NOT NULL, release TEXT NOT NULL
        ) STRICT;
        CREATE INDEX disclosures_patient ON disclosures (patient, at);
        """,
        """
        ALTER TABLE definitions ADD COLUMN compiled BLOB;
        """,
        """
        -- What is to be done, in place of tasks alone. The three columns of a deadline are never null, so that a list goes
        -- on behind any row by an index: without a deadline the day is 2147483648, one more than any, and where a day is
        -- all there is the instant is the last one, at nanosecond 1000000000.
        CREATE TABLE obligations (
            case_id TEXT NOT NULL REFERENCES cases, kind TEXT NOT NULL, subject TEXT NOT NULL, title TEXT NOT NULL,
            role TEXT, due_day INTEGER NOT NULL, due_at INTEGER NOT NULL, due_ns INTEGER NOT NULL,
            since INTEGER NOT NULL,
            PRIMARY KEY (case_id, kind, subject)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO obligations SELECT case_id, 'task', task, title, role, coalesce(due, 2147483648),
            9223372036854775807, 1000000000, opened FROM tasks;
        DROP TABLE tasks;
        CREATE INDEX obligations_due ON obligations (due_day, due_at, due_ns, case_id, kind, subject);
        CREATE INDEX obligations_role ON obligations (role, due_day, due_at, due_ns, case_id, kind, subject);

        -- Without bytes one was removed: its revision goes on.
        CREATE TABLE resources (name TEXT PRIMARY KEY, revision INTEGER NOT NULL, bytes BLOB) STRICT, WITHOUT ROWID;

        -- Instants that had only seconds.
        ALTER TABLE outbox ADD COLUMN settled_ns INTEGER;
        ALTER TABLE closed_channels ADD COLUMN at_ns INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE disclosures ADD COLUMN at_ns INTEGER NOT NULL DEFAULT 0;
        """,
        """
        -- A hash of what a request asked; null for those that were kept before.
        ALTER TABLE requests ADD COLUMN asked BLOB;
        """,
        """
        -- A checksum of each row's other columns (`SealedTable`), made below for rows that are there.
        ALTER TABLE definitions ADD COLUMN seal INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE definition_files ADD COLUMN seal INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE cases ADD COLUMN seal INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE cases ADD COLUMN origin_seal INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE journal ADD COLUMN seal INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE requests ADD COLUMN seal INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE audit ADD COLUMN seal INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE obligations ADD COLUMN seal INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE patients ADD COLUMN seal INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE outbox ADD COLUMN seal INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE closed_channels ADD COLUMN seal INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE releases ADD COLUMN seal INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE disclosures ADD COLUMN seal INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE resources ADD COLUMN seal INTEGER NOT NULL DEFAULT 0;

        -- One row: how many transactions there were that added nothing to a journal (`HighWaterMark`).
        CREATE TABLE tally (id INTEGER PRIMARY KEY, writes INTEGER NOT NULL, seal INTEGER NOT NULL DEFAULT 0) STRICT;
        INSERT INTO tally (id, writes) VALUES (1, 0);
        """,
        """
        ALTER TABLE obligations ADD COLUMN safety INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE obligations ADD COLUMN claimed_by TEXT;
        ALTER TABLE obligations ADD COLUMN keeps_case INTEGER NOT NULL DEFAULT 0;
        -- Until then there were tasks and decisions alone.
        UPDATE obligations SET safety = kind = 'safety_task', keeps_case = role IS NOT NULL AND due_day <> 2147483648
            AND subject NOT IN ('incident', 'undelivered', 'review_correction');
        CREATE INDEX obligations_kind ON obligations (kind, due_day, due_at, due_ns, case_id, subject);
        CREATE INDEX cases_open ON cases (id) WHERE status = 'open';
        """,
        speakers + claims,
        accesses,
    ]

    /// Who spoke for the actor. Rows that are there have none, and keep their seals (`SealedTable.Seal.added`).
    private static let speakers = """
        ALTER TABLE journal ADD COLUMN speaker TEXT;
        ALTER TABLE audit ADD COLUMN speaker TEXT;
        """

    /// Until when somebody sees to something, and until which day it is put off. Rows that are there have neither, and keep
    /// their seals.
    private static let claims = """

        ALTER TABLE obligations ADD COLUMN claimed_until INTEGER;
        ALTER TABLE obligations ADD COLUMN claimed_ns INTEGER;
        ALTER TABLE obligations ADD COLUMN snoozed_until INTEGER;
        """

    /// Who saw what. A row has everybody who was shown, and how many they are; by the second table it is found by each of
    /// them.
    private static let accesses = """
        CREATE TABLE accesses (
            number INTEGER PRIMARY KEY, at INTEGER NOT NULL, at_ns INTEGER NOT NULL, actor TEXT, speaker TEXT,
            door TEXT NOT NULL, subjects BLOB NOT NULL, patients INTEGER NOT NULL, emergency TEXT, refusal_code TEXT,
            refusal_message TEXT, review_of INTEGER, finding TEXT, seal INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE INDEX accesses_emergency ON accesses (number) WHERE emergency IS NOT NULL;
        CREATE INDEX accesses_review ON accesses (review_of) WHERE review_of IS NOT NULL;
        CREATE TABLE access_patients (
            patient TEXT NOT NULL, number INTEGER NOT NULL REFERENCES accesses, seal INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (patient, number)
        ) STRICT, WITHOUT ROWID;
        """

    /// The version whose rows have seals.
    private static let sealedVersion = 6
    /// The version whose obligations say whether they keep a case.
    private static let obligationsVersion = 7

    /// Brings a store up to this program's version, inside one transaction.
    static func migrate(_ database: Database, from version: Int) throws {
        try addSeals(to: database)
        for (place, migration) in migrations.enumerated() where place >= version {
            try database.execute(sql: migration)
        }
        // A migration that adds a column to sealed rows has to seal those anew that were sound before.
        if version < sealedVersion {
            // In a new store there is nothing else to seal.
            let tables = version == 0 ? [SealedTable.tally] : SealedTable.all
            for table in tables { try database.execute(sql: table.sealing) }
        } else if version < obligationsVersion {
            let sound = SealedTable.obligationsUntil6.sound
            try database.execute(sql: "\(SealedTable.obligations.sealing) WHERE \(sound)")
        }
        try database.execute(sql: "PRAGMA application_id = \(applicationID)")
        try database.execute(sql: "PRAGMA user_version = \(Self.version)")
    }

    /// Gives a connection the function that makes seals.
    static func addSeals(to database: Database) throws {
        guard stepwell_sqlite_add_seals(UnsafeMutableRawPointer(database.sqliteConnection)) == 0 else {
            throw StoreError.unavailable(detail: "SQLite cannot be given the function that makes seals")
        }
    }

    /// Refuses what is no store, and a store of a newer program.
    static func checkIdentity(of database: Database) throws {
        guard try Int32.fetchOne(database, sql: "PRAGMA application_id") == applicationID else {
            throw StoreError.damaged(detail: "the file is no store of Stepwell's")
        }
        let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        guard found <= version else { throw StoreError.newer(found: found, known: version) }
        guard found > 0 else { throw StoreError.damaged(detail: "the store has no version") }
    }

    /// Whether a database has the tables and indexes that this program makes, and nothing else: no trigger, no view.
    static func isWhole(in database: Database) throws -> Bool {
        let expected = try DatabaseQueue()
        try expected.write { try migrate($0, from: 0) }
        return try text(of: database) == expected.read { try text(of: $0) }
    }

    private static func text(of database: Database) throws -> [String] {
        try String.fetchAll(
            database,
            sql: """
                SELECT type || ' ' || name || ': ' || coalesce(sql, '') FROM sqlite_master
                WHERE name NOT LIKE 'sqlite_stat%' ORDER BY 1
                """)
    }
}
