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

        private static let moving = SealedTable.cases.update(
            [
                "status": "?1", "outcome": "?2", "configuration": "?3", "sequence": "?4", "last_input": "?5",
                "last_input_ns": "?6", "wake_up": "?7", "wake_up_ns": "?8", "snapshot_format": "?9", "snapshot": "?10",
            ], where: "id = ?11 AND sequence = ?12")

        init(_ database: Database) throws {
            load = try BoundStatement(
                """
                SELECT patient, digest, sequence, wake_up, wake_up_ns, snapshot_format, snapshot,
                \(SealedTable.cases.sound) FROM cases WHERE id = ?
                """, database)
            move = try BoundStatement(Self.moving, database)
            append = try BoundStatement(SealedTable.journal.insertion(), database)
        }
    }
}
