/// A transaction that is open on a connection.
struct Transaction {
    /// What tells it from every other on this line of the server's history.
    struct Name: Hashable {
        /// Its number.
        let number: String
        /// Which line of history: another one begins where a standby takes over.
        let timeline: String
        /// The server's process that carries it out.
        let process: Int
    }

    let connection: Connection
    let name: Name

    /// Begins one, and learns its number in the same exchange: whoever loses the connection asks by it.
    init(on connection: Connection) throws(ServerError) {
        self.connection = connection
        let row = try connection.command(
            """
            BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
            SELECT pg_current_xact_id()::text, substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)
            """
        ).first
        do {
            guard let row else { throw ServerError.unreadable }
            name = Name(number: try row.text(0), timeline: try row.text(1), process: connection.process)
        } catch {
            throw .unreadable
        }
    }

    func commit() throws(ServerError) {
        // One in which a statement failed is rolled back by these words, and says so.
        guard try connection.command("COMMIT").tag == "COMMIT" else { throw .refused(state: "25P02") }
    }

    func rollBack() {
        // Where it does not come about the connection is closed, and the transaction ends with it.
        do throws(ServerError) { try connection.command("ROLLBACK") } catch { return }
    }
}

/// What became of a transaction whose connection was lost while it was committed.
enum Fate: Hashable {
    case kept
    case notKept
    /// The server that answers now does not know it.
    case unknown
}

extension Transaction.Name {
    /// What became of it, as a server knows that now; nil while it is not over.
    func fate(_ connection: Connection) throws -> Fate? {
        let row = try connection.command(
            """
            SELECT substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8),
            pg_xact_status('\(number)'::xid8)
            """
        ).first
        guard let row, try row.text(0) == timeline, let status = try row.textIfAny(1) else { return .unknown }
        switch status {
        case "committed": return .kept
        case "aborted": return .notKept
        default: return nil
        }
    }

    /// Ends the process that still has it open, for a client that is not there any more.
    func end(_ connection: Connection) throws(ServerError) {
        try connection.command(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE pid = \(process) AND backend_xid = '\(number)'::xid8::xid
            """)
    }
}
