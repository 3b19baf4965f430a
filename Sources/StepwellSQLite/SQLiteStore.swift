import CSQLiteShim
import Foundation
import GRDB
package import StepwellStore
import Synchronization

/// Cases in one SQLite file, used by several processes at once.
///
/// WAL with `synchronous=FULL`: what `commit` has answered survives the loss of power. Every write transaction and
/// every checkpoint runs under `StoreLock`; whoever commits checkpoints when the WAL has grown. Threads that commit at
/// the same time share a sync.
package final class SQLiteStore: CaseStore {
    /// Milliseconds to wait for another process that writes.
    package static let patience = 5_000

    let path: String
    let queue: DatabaseQueue
    /// The lock, or why nothing is written.
    private let writing: Result<StoreLock, StoreError>
    /// How it is read.
    let way: ReadingWay
    let log = WriteAheadLog()
    let events = EventPath()
    let commits = SharedCommits()
    let mark: MarkFile
    /// Whether something was missing that had been committed, when this was looked at last.
    private let isShort = Mutex(false)
    private let side = SideReader()
    let patience: Int
    /// What the file was when it was opened.
    private let identity: (device: dev_t, file: ino_t)
    /// Keeps a connection that only reads.
    private let reader: Reader?

    /// Makes a store in a file that does not exist yet, whole or not at all.
    package static func create(at path: String, patience: Int = patience) throws(StoreError) -> SQLiteStore {
        try StoreFile.make(at: path) { part throws(StoreError) in
            try StoreError.mapping {
                let empty = try DatabaseQueue()
                try empty.write { try Schema.migrate($0, from: 0) }
                try empty.inDatabase { try $0.copyWhole(to: part) }
            }
        }
        let store = try open(at: path, patience: patience)
        store.mark.write(.writes(0))
        return store
    }

    /// Opens a store; an older one is brought up to date.
    package static func open(at path: String, patience: Int = patience) throws(StoreError) -> SQLiteStore {
        let found = try Self.find(path)
        guard access(found.path, R_OK | W_OK) == 0 else { throw .readOnly }
        return try SQLiteStore(path: found.path, identity: found.identity, patience: patience)
    }

    /// The same for reading alone, where nothing can be written.
    ///
    /// - Parameter refusal: why; whoever asks for something to be written is told.
    package static func read(
        at path: String, refusal: StoreError, patience: Int = patience
    ) throws(StoreError) -> SQLiteStore {
        let found = try Self.find(path)
        guard access(found.path, R_OK) == 0 else { throw refusal }
        return try SQLiteStore(reading: found.path, found.identity, refusal, patience: patience)
    }

    private static func find(
        _ path: String
    ) throws(StoreError) -> (path: String, identity: (device: dev_t, file: ino_t)) {
        let resolved = try WholeFile.resolved(existing: path)
        guard let status = StoreFile.status(of: resolved) else { throw .missing(path: path) }
        try StoreFile.checkIsFile(resolved)
        // SQLite would take an empty file for an empty database, and begin anew where cases were lost.
        guard status.st_size > 0 else { throw .damaged(detail: "the file is empty") }
        return (resolved, (status.st_dev, status.st_ino))
    }

    private init(path: String, identity: (device: dev_t, file: ino_t), patience: Int) throws(StoreError) {
        self.path = path
        self.identity = identity
        self.patience = patience
        (way, reader) = (.shared, nil)
        queue = try Self.connect(path, patience: patience, log: log)
        // Only now: nothing is made beside a file that is no store.
        writing = .success(try StoreLock(path: "\(path)-lock", patience: patience))
        mark = MarkFile(of: path)
        try prepare()
    }

    private init(
        reading path: String, _ identity: (device: dev_t, file: ino_t), _ refusal: StoreError, patience: Int
    ) throws(StoreError) {
        self.path = path
        self.identity = identity
        self.patience = patience
        let reader = try Reader(path, patience: patience)
        (queue, way, writing) = (reader.queue, reader.way, .failure(refusal))
        self.reader = reader
        mark = MarkFile(of: path)
        guard try read({ try Int.fetchOne($0, sql: "PRAGMA user_version") }) == Schema.version else {
            throw .unavailable(
                detail: "an older version wrote it, and it cannot be brought up to date where nothing can be written")
        }
    }

    var lock: StoreLock { get throws(StoreError) { try writing.get() } }

    /// Why nothing is written; nil where it can be.
    var refusal: StoreError? {
        switch writing {
        case .success: nil
        case .failure(let refusal): refusal
        }
    }

    /// A connection to a store's file, which only reads if it is given no log. Nothing in the file is changed, and one
    /// that is no store is refused.
    static func connect(
        _ path: String, patience: Int, log: WriteAheadLog?, way: ReadingWay = .shared
    ) throws(StoreError) -> DatabaseQueue {
        do throws(StoreError) { return try connection(path, patience: patience, log: log, way: way) } catch {
            guard case .unavailable = error else { throw error }
            throw StoreFile.hindrance(at: path) ?? error
        }
    }

    private static func connection(
        _ path: String, patience: Int, log: WriteAheadLog?, way: ReadingWay
    ) throws(StoreError) -> DatabaseQueue {
        try StoreError.mapping {
            // The library's own way to WAL writes to the file at every opening, and sets NORMAL: not used.
            var configuration = Configuration()
            configuration.readonly = log == nil
            configuration.busyMode = .timeout(Double(patience) / 1_000)
            configuration.prepareDatabase { database in
                let connection = UnsafeMutableRawPointer(database.sqliteConnection)
                guard stepwell_sqlite_no_checkpoint_on_close(connection) == 0 else {
                    throw StoreError.unavailable(detail: "SQLite cannot be kept from checkpointing")
                }
                try database.execute(
                    sql: """
                        \(way.pragma);
                        PRAGMA synchronous = FULL;
                        PRAGMA secure_delete = ON;
                        PRAGMA trusted_schema = OFF;
                        PRAGMA cell_size_check = ON;
                        PRAGMA temp_store = MEMORY
                        """)
                try Schema.addSeals(to: database)
                try log?.attach(to: database)
                try Schema.checkIdentity(of: database)
            }
            return try DatabaseQueue(path: way.location(of: path), configuration: configuration)
        }
    }

    /// Turns WAL on, brings the schema up to date, and makes sure that commits are safe.
    private func prepare() throws(StoreError) {
        let (mode, version) = try read { database in
            (
                try String.fetchOne(database, sql: "PRAGMA journal_mode"),
                try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
            )
        }
        if mode != "wal" {
            try lock.holding { () throws(StoreError) in
                try read { _ = try String.fetchOne($0, sql: "PRAGMA journal_mode = WAL") }
            }
        }
        if version < Schema.version {
            try write { database in
                // Another process may have done it while this one waited for the lock.
                let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
                try Schema.migrate(database, from: version)
            }
        }
        let isShort = try lost() != nil
        self.isShort.withLock { $0 = isShort }
        guard try isSafe() else {
            throw .unavailable(detail: "SQLite does not keep commits safe here (no WAL, or not FULL)")
        }
    }

    /// Whether what is committed survives the loss of power.
    func isSafe() throws(StoreError) -> Bool {
        try read { database in
            let synchronous = try Int.fetchOne(database, sql: "PRAGMA synchronous")
            let mode = try String.fetchOne(database, sql: "PRAGMA journal_mode")
            return synchronous == 2 && mode == "wal"
        }
    }

    // MARK: Transactions

    func read<Product>(_ body: (Database) throws -> Product) throws(StoreError) -> Product {
        try StoreError.mapping { try queue.inDatabase { try body($0) } }
    }

    /// What every event reads. It does not wait for another thread's commit, which holds the store's own connection.
    func readBeside<Product>(_ body: (Database, EventPath) throws -> Product) throws(StoreError) -> Product {
        guard commits.isBusy else { return try read { try body($0, events) } }
        return try side.read(opening: connectBeside, body)
    }

    private func connectBeside() throws(StoreError) -> DatabaseQueue {
        let queue = try Self.connect(path, patience: patience, log: nil)
        // Only now: what is at the path is what was opened.
        try checkPlace()
        return queue
    }

    /// One transaction under the lock, kept whole or not at all; checkpoints when the WAL has grown.
    ///
    /// - Parameter emptiesLog: Checkpoints in any case, so that nothing that was erased stays in the WAL.
    func write<Product>(
        emptiesLog: Bool = false, _ body: (Database) throws -> Product
    ) throws(StoreError) -> Product {
        try locked(emptiesLog: emptiesLog) { (product: try body($0), isKept: true) }
    }

    /// The same, kept only if it comes to `committed`.
    func decide(_ body: (Database) throws -> CommitResult) throws(StoreError) -> CommitResult {
        try locked(emptiesLog: false) { database in
            let result = try body(database)
            return (product: result, isKept: result == .committed)
        }
    }

    private func locked<Product>(
        emptiesLog: Bool, _ body: (Database) throws -> (product: Product, isKept: Bool)
    ) throws(StoreError) -> Product {
        try lock.holding { () throws(StoreError) in
            try checkPlace()
            try checkNothingIsLost()
            return try StoreError.mapping {
                try queue.inDatabase { database in
                    let product = try transaction(database, body)
                    if emptiesLog { log.empty(database, patience: patience) } else { log.checkpointIfGrown(database) }
                    return product
                }
            }
        }
    }

    private func transaction<Product>(
        _ database: Database, _ body: (Database) throws -> (product: Product, isKept: Bool)
    ) throws -> Product {
        // Cached statements: the library's own transactions compile these words anew each time.
        try database.cachedStatement(sql: "BEGIN IMMEDIATE").execute()
        mark.lastKept = nil
        let changes = database.totalChangesCount
        do {
            let (product, isKept) = try body(database)
            guard isKept, database.totalChangesCount != changes else {
                try database.cachedStatement(sql: isKept ? "COMMIT" : "ROLLBACK").execute()
                return product
            }
            let kept = try mark.lastKept.map { HighWaterMark($0) } ?? Self.counted(database)
            try database.cachedStatement(sql: "COMMIT").execute()
            if let kept { mark.write(kept) }
            return product
        } catch {
            // SQLite has rolled back by itself after some errors.
            if database.isInsideTransaction { try database.rollback() }
            throw error
        }
    }

    /// Nothing is added to a store that lacks what was committed: the mark would be written over, and nobody would ever
    /// be told. A mark that somebody has removed since ends that.
    private func checkNothingIsLost() throws(StoreError) {
        guard isShort.withLock({ $0 }) else { return }
        if let lost = try lost() { throw .lost(detail: lost) }
        isShort.withLock { $0 = false }
    }

    /// What is written to a file that was moved away would be acknowledged and never seen again.
    func checkPlace() throws(StoreError) {
        guard let status = StoreFile.status(of: path), (status.st_dev, status.st_ino) == identity else {
            throw .unavailable(detail: "its file was moved or replaced while it was open")
        }
    }
}

extension Database {
    /// Copies a database as it is now into an empty file, without what was deleted.
    func copyWhole(to path: String) throws {
        try execute(sql: "VACUUM INTO ?", arguments: [path])
    }
}

extension SQLiteStore {
    /// How many rows this process has inserted, changed or deleted: what benchmarks tell beside the time.
    package var rowsWritten: Int { queue.inDatabase { $0.totalChangesCount } }
}
