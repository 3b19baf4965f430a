import CEL
import GRDB
package import PathwayModel
package import StepwellRuntime

extension SQLiteStore {
    private static let columns = """
        case_id, sequence, place, kind, recipient, subject, via, at, at_ns, status, attempts, next_attempt, reason
        """

    static func keep(_ entry: OutboxEntry, _ database: Database) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO outbox (case_id, sequence, place, kind, recipient, subject, via, at, at_ns, status, attempts,
                next_attempt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', 0, ?)
                """
        ).execute(arguments: [
            entry.effect.id.text, entry.effect.sequence, entry.effect.index, entry.kind.rawValue, entry.recipient,
            entry.subject, entry.via, entry.at.seconds, entry.at.nanoseconds, entry.at.seconds,
        ])
    }

    package func lease(at now: Timestamp, until: Timestamp, limit: Int) throws(StoreError) -> [OutboxRow] {
        // Looking takes no lock, so that nobody waits where there is nothing to send.
        let isWaiting = try read { database in
            try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM outbox WHERE status = 'waiting')") ?? false
        }
        guard isWaiting else { return [] }
        return try write { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT number, \(Self.columns) FROM outbox AS candidate
                    WHERE status = 'waiting' AND next_attempt <= :now AND (leased_until IS NULL OR leased_until <= :now)
                    AND NOT EXISTS (
                        SELECT 1 FROM outbox AS earlier WHERE earlier.case_id = candidate.case_id
                        AND earlier.recipient = candidate.recipient AND earlier.status = 'waiting'
                        AND earlier.number < candidate.number)
                    ORDER BY number LIMIT :limit
                    """,
                arguments: ["now": now.seconds, "limit": limit])
            for row in rows {
                try database.cachedStatement(sql: "UPDATE outbox SET leased_until = ? WHERE number = ?").execute(
                    arguments: [until.seconds, row["number"] as Int64])
            }
            return try rows.map { try Self.outboxRow($0) }
        }
    }

    package func settle(_ id: EffectID, _ result: OutboxResult) throws(StoreError) {
        let (status, next, reason): (OutboxRow.Status, Int64?, String?) =
            switch result {
            case .sent: (.sent, nil, nil)
            case .retry(let at, let reason): (.waiting, at.seconds, reason)
            case .failed(let reason): (.failed, nil, reason)
            case .withheld(let reason): (.withheld, nil, reason)
            }
        try write { database in
            try database.cachedStatement(
                sql: """
                    UPDATE outbox SET status = ?, attempts = attempts + 1, next_attempt = coalesce(?, next_attempt),
                    reason = ?, leased_until = NULL
                    WHERE case_id = ? AND sequence = ? AND place = ? AND leased_until IS NOT NULL
                    """
            ).execute(arguments: [status.rawValue, next, reason, id.id.text, id.sequence, id.index])
        }
    }

    package func outbox(case id: CaseID?) throws(StoreError) -> [OutboxRow] {
        try read { database in
            let condition = id == nil ? "" : "WHERE case_id = ?"
            return try Row.fetchAll(
                database, sql: "SELECT \(Self.columns) FROM outbox \(condition) ORDER BY number",
                arguments: id.map { [$0.text] } ?? []
            ).map { try Self.outboxRow($0) }
        }
    }

    private static func outboxRow(_ row: Row) throws -> OutboxRow {
        guard let kind = OutboxEntry.Kind(rawValue: row["kind"]), let status = OutboxRow.Status(rawValue: row["status"])
        else { throw StoreError.damaged(detail: "a message is of no known kind") }
        let effect = EffectID(id: CaseID(row["case_id"]), sequence: row["sequence"], index: row["place"])
        let entry = OutboxEntry(
            effect: effect, kind: kind, recipient: row["recipient"], subject: row["subject"], via: row["via"],
            at: Timestamp(seconds: row["at"], nanoseconds: row["at_ns"]))
        return OutboxRow(
            entry: entry, status: status, attempts: row["attempts"],
            nextAttempt: Timestamp(seconds: row["next_attempt"]), reason: row["reason"])
    }
}
