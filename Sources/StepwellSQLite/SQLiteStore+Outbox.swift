package import CEL
import GRDB
import PathwayModel
package import StepwellRuntime

extension SQLiteStore {
    private static let columns = """
        case_id, sequence, place, kind, recipient, subject, via, at, at_ns, status, attempts, next_attempt, \
        next_attempt_ns, reason
        """

    static func keep(_ entry: OutboxEntry, _ database: Database) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO outbox (case_id, sequence, place, kind, recipient, subject, via, at, at_ns, status,
                attempts, next_attempt, next_attempt_ns) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', 0, ?, ?)
                """
        ).execute(arguments: [
            entry.effect.id.text, entry.effect.sequence, entry.effect.index, entry.kind.rawValue, entry.recipient,
            entry.subject, entry.via, entry.at.seconds, entry.at.nanoseconds, entry.at.seconds, entry.at.nanoseconds,
        ])
    }

    /// The lease stays: what is being delivered at this moment may still turn out to be sent.
    static func withhold(_ id: CaseID, _ database: Database) throws {
        try database.cachedStatement(
            sql: """
                UPDATE outbox SET status = 'withheld', reason = 'the case closed first'
                WHERE case_id = ? AND status = 'waiting'
                """
        ).execute(arguments: [id.text])
    }

    package func lease(at now: Timestamp, until: Timestamp, limit: Int) throws(StoreError) -> [OutboxRow] {
        // Looking takes no lock, so that nobody waits where there is nothing to send.
        guard try !read({ try Self.leasable(at: now, limit: 1, $0) }).isEmpty else { return [] }
        return try write { database in
            let rows = try Self.leasable(at: now, limit: limit, database)
            for row in rows {
                try database.cachedStatement(
                    sql: """
                        UPDATE outbox SET leased_until = ?, leased_until_ns = ?
                        WHERE case_id = ? AND sequence = ? AND place = ?
                        """
                ).execute(arguments: [
                    until.seconds, until.nanoseconds, row.entry.effect.id.text, row.entry.effect.sequence,
                    row.entry.effect.index,
                ])
            }
            return rows
        }
    }

    /// The first waiting message of each case and recipient, where it is due and nobody has it.
    private static func leasable(at now: Timestamp, limit: Int, _ database: Database) throws -> [OutboxRow] {
        // The inner query walks the index of waiting messages alone, however many were sent.
        let statement = try database.cachedStatement(
            sql: """
                SELECT \(columns) FROM outbox WHERE number IN (
                    SELECT min(number) FROM outbox WHERE status = 'waiting' GROUP BY case_id, recipient)
                AND (next_attempt, next_attempt_ns) <= (?1, ?2)
                AND (leased_until IS NULL OR (leased_until, leased_until_ns) <= (?1, ?2))
                ORDER BY number LIMIT ?3
                """)
        return try Row.fetchAll(statement, arguments: [now.seconds, now.nanoseconds, max(0, limit)]).map(outboxRow)
    }

    package func settle(_ id: EffectID, _ result: OutboxResult) throws(StoreError) {
        let (status, next, reason): (OutboxRow.Status, Timestamp?, String?) =
            switch result {
            case .sent: (.sent, nil, nil)
            case .retry(let at, let reason): (.waiting, at, reason)
            case .failed(let reason): (.failed, nil, reason)
            case .withheld(let reason): (.withheld, nil, reason)
            }
        // What was withheld meanwhile is not tried again.
        try write { database in
            try database.cachedStatement(
                sql: """
                    UPDATE outbox SET status = CASE WHEN status = 'withheld' AND ?1 = 'waiting' THEN status ELSE ?1 END,
                    attempts = attempts + 1, next_attempt = coalesce(?2, next_attempt),
                    next_attempt_ns = coalesce(?3, next_attempt_ns), reason = ?4, leased_until = NULL,
                    leased_until_ns = NULL
                    WHERE case_id = ?5 AND sequence = ?6 AND place = ?7 AND leased_until IS NOT NULL
                    """
            ).execute(arguments: [
                status.rawValue, next?.seconds, next?.nanoseconds, reason, id.id.text, id.sequence, id.index,
            ])
        }
    }

    package func outbox(case id: CaseID?) throws(StoreError) -> [OutboxRow] {
        try read { database in
            let condition = id == nil ? "" : "WHERE case_id = ?"
            return try Row.fetchAll(
                database, sql: "SELECT \(Self.columns) FROM outbox \(condition) ORDER BY number",
                arguments: id.map { [$0.text] } ?? []
            ).map(Self.outboxRow)
        }
    }

    private static func outboxRow(_ row: Row) throws -> OutboxRow {
        let effect = EffectID(id: CaseID(try row.column(0)), sequence: try row.column(1), index: try row.column(2))
        let entry = OutboxEntry(
            effect: effect, kind: try row.word(3), recipient: try row.column(4), subject: try row.column(5),
            via: try row.column(6), at: try row.instant(7))
        return OutboxRow(
            entry: entry, status: try row.word(9), attempts: try row.column(10), nextAttempt: try row.instant(11),
            reason: try row.column(13))
    }
}
