import GRDB

/// The statements that every event runs. Used where the connection is, in the store's queue, and so `Sendable`.
final class EventPath: @unchecked Sendable {
    private var prepared: Statements?

    /// Prepared when they are first asked for, because the tables have to be there.
    func statements(_ database: Database) throws -> Statements {
        if let prepared { return prepared }
        let statements = try Statements(database)
        prepared = statements
        return statements
    }

    struct Statements {
        let load: BoundStatement
        let move: BoundStatement
        let append: BoundStatement

        init(_ database: Database) throws {
            load = try BoundStatement(
                """
                SELECT patient, digest, sequence, wake_up, wake_up_ns, snapshot_format, snapshot FROM cases
                WHERE id = ?
                """, database)
            move = try BoundStatement(
                """
                UPDATE cases SET status = ?, outcome = ?, configuration = ?, sequence = ?, last_input = ?,
                last_input_ns = ?, wake_up = ?, wake_up_ns = ?, snapshot_format = ?, snapshot = ?
                WHERE id = ? AND sequence = ?
                """, database)
            append = try BoundStatement(
                """
                INSERT INTO journal (case_id, sequence, at, at_ns, occurred, occurred_ns, actor, input, facts)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, database)
        }
    }
}
