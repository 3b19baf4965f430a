import CSQLiteShim
import GRDB

/// How far a connection's write-ahead log has grown, and its checkpoints. Used where the connection is, in the store's
/// queue and under its lock, and so `Sendable`.
final class WriteAheadLog: @unchecked Sendable {
    /// Pages above which whoever commits checkpoints.
    static let checkpointPages = 1_000

    /// SQLite writes here, after each commit.
    private let count = UnsafeMutablePointer<Int32>.allocate(capacity: 1)
    /// Pages when a checkpoint was tried last, since the log began anew.
    private var triedAt = 0

    init() { count.initialize(to: 0) }

    deinit { count.deallocate() }

    /// Pages in the log after this connection's last commit.
    var pages: Int { Int(count.pointee) }

    /// Nothing is checkpointed from now on but here.
    func attach(to database: Database) throws {
        // Beyond twice of what is usual the file is cut when the log begins anew.
        let limit = 2 * Self.checkpointPages * 4_096
        try database.execute(sql: "PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = \(limit)")
        stepwell_sqlite_count_log_pages(UnsafeMutableRawPointer(database.sqliteConnection), count)
    }

    /// Moves what waits in the log into the file, if that is due. It waits for no reader, a backup for instance: while
    /// one is in the way it is tried again when the log has grown by as much again.
    func checkpointIfGrown(_ database: Database) {
        if pages < triedAt { triedAt = 0 }
        guard pages > triedAt + Self.checkpointPages else { return }
        triedAt = pages
        // The file keeps its length, and later commits need not make it longer again.
        attempt("PRAGMA wal_checkpoint(PASSIVE)", database)
    }

    /// Moves everything into the file and cuts the log, so that nothing that was erased stays in it; whether that was
    /// done. A reader stands in the way, a backup for instance.
    @discardableResult
    func empty(_ database: Database, patience: Int) -> Bool {
        triedAt = 0
        do {
            try database.execute(sql: "PRAGMA busy_timeout = 0")
            defer { attempt("PRAGMA busy_timeout = \(patience)", database) }
            return try Int.fetchOne(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)") == 0
        } catch {
            return false
        }
    }

    /// What is committed stays committed, whatever comes of this, and the next attempt finds everything as it was: so an
    /// error is nobody's here. `SQLiteStore.problems` tells of a log that only grows.
    private func attempt(_ sql: String, _ database: Database) {
        do { try database.execute(sql: sql) } catch { return }
    }
}
