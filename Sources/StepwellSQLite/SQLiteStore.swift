import CSQLiteShim
import Foundation
import GRDB
package import StepwellRuntime

/// Cases in one SQLite file, used by several processes at once.
///
/// WAL with `synchronous=FULL`: what `commit` has answered survives the loss of power. Every write transaction and
/// every checkpoint runs under `StoreLock`; whoever commits checkpoints when the WAL has grown.
package final class SQLiteStore: CaseStore {
    /// Pages in the WAL above which whoever commits checkpoints.
    static let checkpointPages = 1_000
    /// Milliseconds to wait for another process that writes.
    package static let patience = 5_000

    let path: String
    let queue: DatabaseQueue
    let lock: StoreLock

    /// Makes a store in a file that does not exist yet.
    package static func create(at path: String, patience: Int = patience) throws(StoreError) -> SQLiteStore {
        let descriptor = Foundation.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            switch errno {
            case EEXIST: throw .exists(path: path)
            case EACCES, EROFS, EPERM: throw .readOnly
            case ENOSPC: throw .full
            default: throw .unavailable(detail: "the file cannot be made")
            }
        }
        close(descriptor)
        return try SQLiteStore(path: path, patience: patience)
    }

    /// Opens a store; an older one is brought up to date.
    package static func open(at path: String, patience: Int = patience) throws(StoreError) -> SQLiteStore {
        guard access(path, F_OK) == 0 else { throw .missing(path: path) }
        guard access(path, R_OK | W_OK) == 0 else { throw .readOnly }
        try check(header: path)
        return try SQLiteStore(path: path, patience: patience)
    }

    private init(path: String, patience: Int) throws(StoreError) {
        self.path = path
        lock = try StoreLock(path: "\(path)-lock", patience: patience)
        let lock = lock
        queue = try StoreError.mapping {
            var configuration = Configuration()
            configuration.journalMode = .wal
            configuration.busyMode = .timeout(Double(patience) / 1_000)
            configuration.prepareDatabase { database in
                try database.execute(sql: "PRAGMA wal_autocheckpoint = 0")
                _ = stepwell_sqlite_no_checkpoint_on_close(UnsafeMutableRawPointer(database.sqliteConnection))
            }
            // Turning WAL on writes to the file.
            return try lock.holdingAny { try DatabaseQueue(path: path, configuration: configuration) }
        }
        try prepare()
    }

    /// Settles what the library changes when it opens a file, and brings the schema up to date.
    private func prepare() throws(StoreError) {
        let found = try StoreError.mapping {
            try queue.inDatabase { database -> (version: Int, application: Int32) in
                // The library sets NORMAL when it turns WAL on, which loses acknowledged commits with the power.
                try database.execute(sql: "PRAGMA synchronous = FULL")
                let synchronous = try Int.fetchOne(database, sql: "PRAGMA synchronous")
                let mode = try String.fetchOne(database, sql: "PRAGMA journal_mode")
                guard synchronous == 2, mode == "wal" else {
                    throw StoreError.unavailable(detail: "SQLite does not keep commits safe here (no WAL, or not FULL)")
                }
                return (
                    try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0,
                    try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
                )
            }
        }
        guard found.version <= Schema.version else { throw .newer(found: found.version, known: Schema.version) }
        guard found.version < Schema.version || found.application != Schema.applicationID else { return }
        try write { database in
            let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
            let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") ?? 0
            let application = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
            guard tables == 0 || application == Schema.applicationID else {
                throw StoreError.damaged(detail: "the file belongs to another program")
            }
            if version < Schema.version { try Schema.migrate(database, from: version) }
        }
    }

    /// Whether a file begins as SQLite's do, before SQLite is let at it.
    private static func check(header path: String) throws(StoreError) {
        guard let file = FileHandle(forReadingAtPath: path) else { throw .readOnly }
        let head: Data?
        do { head = try file.read(upToCount: 100) } catch { throw .unavailable(detail: "the file cannot be read") }
        guard let head, !head.isEmpty else { return }
        guard head.count == 100, head.starts(with: Array("SQLite format 3\u{0}".utf8)) else {
            throw .damaged(detail: "the file is no SQLite database")
        }
        let application = head[68..<72].reduce(Int32(0)) { $0 << 8 | Int32($1) }
        guard application == Schema.applicationID || application == 0 else {
            throw .damaged(detail: "the file belongs to another program")
        }
    }

    // MARK: Transactions

    /// One transaction under the lock, kept whole or not at all; checkpoints when the WAL has grown.
    func write<Product>(_ body: (Database) throws -> Product) throws(StoreError) -> Product {
        try lock.holding { () throws(StoreError) in
            try StoreError.mapping {
                try queue.inDatabase { database in
                    var product: Product?
                    try database.inTransaction(.immediate) {
                        product = try body(database)
                        return .commit
                    }
                    try checkpointIfGrown(database)
                    guard let product else { throw StoreError.unavailable(detail: "a transaction gave nothing") }
                    return product
                }
            }
        }
    }

    func read<Product>(_ body: (Database) throws -> Product) throws(StoreError) -> Product {
        try StoreError.mapping { try queue.inDatabase { try body($0) } }
    }

    private func checkpointIfGrown(_ database: Database) throws {
        var status = stat()
        guard stat("\(path)-wal", &status) == 0, Int(status.st_size) > Self.checkpointPages * 4_096 else { return }
        // A reader may hold the WAL's end: then the next commit tries again.
        _ = try Row.fetchOne(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
    }
}

extension SQLiteStore {
    /// How many rows this process has inserted, changed or deleted: what benchmarks tell beside the time.
    package var rowsWritten: Int { queue.inDatabase { $0.totalChangesCount } }
}
