package import CEL
import GRDB
package import StepwellStore

extension SQLiteStore {
    private static let columns = """
        case_id, sequence, place, kind, recipient, subject, via, at, at_ns, status, attempts, next_attempt, \
        next_attempt_ns, reason, channel, settled, settled_ns, leader
        """

    private static let keepingMessage = SealedTable.outbox.insertion([
        "case_id", "sequence", "place", "kind", "recipient", "subject", "via", "at", "at_ns", "status", "attempts",
        "next_attempt", "next_attempt_ns",
    ])
    private static let takingBack = SealedTable.outbox.update(
        ["status": "'withheld'", "reason": "?1", "settled": "?2", "settled_ns": "?3"],
        where: "case_id = ?4 AND sequence = ?5 AND place = ?6 AND status = 'waiting'")
    private static let leasing = SealedTable.outbox.update(
        ["leased_until": "?1", "leased_until_ns": "?2"], where: "case_id = ?3 AND sequence = ?4 AND place = ?5")
    private static let freeing = SealedTable.outbox.update(
        ["leased_until": "NULL", "leased_until_ns": "NULL"], where: "leased_until IS NOT NULL")
    private static let grouping = SealedTable.outbox.update(
        ["leader": "?1"], where: "case_id = ?2 AND sequence = ?3 AND place = ?4")
    /// What was withheld meanwhile is not tried again.
    private static let attempting = SealedTable.outbox.update(
        [
            "status": "CASE WHEN status = 'withheld' AND ?1 = 'waiting' THEN status ELSE ?1 END",
            "attempts": "attempts + ?8", "next_attempt": "coalesce(?2, next_attempt)",
            "next_attempt_ns": "coalesce(?3, next_attempt_ns)", "reason": "?4", "leased_until": "NULL",
            "leased_until_ns": "NULL",
        ], where: "case_id = ?5 AND sequence = ?6 AND place = ?7 AND leased_until IS NOT NULL")
    private static let settling = SealedTable.outbox.update(
        [
            "status": "?1", "attempts": "?2", "reason": "?3", "channel": "?4", "settled": "?5", "settled_ns": "?6",
            "leased_until": "NULL", "leased_until_ns": "NULL",
        ], where: "case_id = ?7 AND sequence = ?8 AND place = ?9 AND status != 'sent'")
    private static let reviving = SealedTable.outbox.update(
        [
            "status": "'waiting'", "attempts": "0", "next_attempt": "?1", "next_attempt_ns": "?2", "settled": "NULL",
            "settled_ns": "NULL", "leader": "NULL",
        ],
        where: "case_id = ?3 AND sequence = ?4 AND place = ?5 AND status IN ('failed', 'withheld', 'waiting')")

    static func keep(_ message: OutboxMessage, _ database: Database) throws {
        try database.cachedStatement(
            sql: keepingMessage
        ).execute(arguments: [
            message.effect.id.text, message.effect.sequence, message.effect.index, message.kind.rawValue,
            message.recipient, message.subject, message.via, message.at.seconds, message.at.nanoseconds,
            OutboxRow.Status.waiting.rawValue, 0, message.at.seconds, message.at.nanoseconds,
        ])
    }

    /// The lease stays: what is being delivered at this moment may still turn out to be sent.
    static func withhold(_ change: CaseChange, at now: Timestamp, _ database: Database) throws {
        var condition = "case_id = ?4 AND status = 'waiting'"
        var arguments: StatementArguments = [OutboxRow.caseClosed, now.seconds, now.nanoseconds, change.id.text]
        for (place, effect) in change.stillWaiting.filter({ $0.id == change.id }).enumerated() {
            condition += " AND NOT (sequence = ?\(2 * place + 5) AND place = ?\(2 * place + 6))"
            arguments += [effect.sequence, effect.index]
        }
        let sql = SealedTable.outbox.update(
            ["status": "'withheld'", "reason": "?1", "settled": "?2", "settled_ns": "?3"], where: condition)
        try database.execute(sql: sql, arguments: arguments)
    }

    /// The same of one message.
    static func takeBack(_ effect: EffectID, at now: Timestamp, _ database: Database) throws {
        try database.cachedStatement(
            sql: takingBack
        ).execute(arguments: [
            OutboxRow.takenBack, now.seconds, now.nanoseconds, effect.id.text, effect.sequence, effect.index,
        ])
    }

    package func delivering(_ body: () -> Void) throws(StoreError) -> Bool {
        let turn = try StoreLock(path: "\(path)-outbox", patience: patience)
        do throws(StoreError) {
            try turn.holding { () throws(StoreError) in
                // Whoever has a turn is the only one: what is leased is a dead process's.
                try write { database in
                    try database.execute(sql: Self.freeing)
                }
                body()
            }
            return true
        } catch .busy {
            return false
        }
    }

    /// Of one case and recipient only the first message may go; reminders and escalations leave together, and where they
    /// wait for something of their own they hold up no message. A page waits for nothing, and nothing for it.
    private static let isFirst = """
        NOT EXISTS (
            SELECT 1 FROM outbox AS earlier WHERE earlier.case_id = candidate.case_id
            AND earlier.recipient = candidate.recipient AND earlier.status = 'waiting'
            AND earlier.number < candidate.number AND candidate.kind <> 'page' AND earlier.kind <> 'page'
            AND (earlier.kind = 'message' OR (candidate.kind = 'message' AND earlier.reason IS NULL)))
        """

    package func lease(
        at now: Timestamp, until: Timestamp, limit: Int, of id: CaseID?
    ) throws(StoreError) -> [OutboxRow] {
        // Looking takes no lock, so that nobody waits where there is nothing to send.
        guard try !read({ try Self.leasable(at: now, limit: 1, of: id, $0) }).isEmpty else { return [] }
        return try write { database in
            let rows = try Self.leasable(at: now, limit: limit, of: id, database)
            for row in rows {
                try database.cachedStatement(
                    sql: Self.leasing
                ).execute(arguments: [
                    until.seconds, until.nanoseconds, row.message.effect.id.text, row.message.effect.sequence,
                    row.message.effect.index,
                ])
            }
            return rows
        }
    }

    /// The first waiting message of each case and recipient, where it is due, nobody has it and it is as it was kept.
    private static func leasable(
        at now: Timestamp, limit: Int, of id: CaseID?, _ database: Database
    ) throws -> [OutboxRow] {
        let statement = try database.cachedStatement(
            sql: """
                SELECT \(columns) FROM outbox AS candidate WHERE status = 'waiting'
                AND (next_attempt, next_attempt_ns) <= (?1, ?2)
                AND (leased_until IS NULL OR (leased_until, leased_until_ns) <= (?1, ?2))
                AND (?4 IS NULL OR case_id = ?4) AND \(isFirst) AND \(SealedTable.outbox.isSound(as: "candidate"))
                ORDER BY number LIMIT ?3
                """)
        return try Row.fetchAll(
            statement, arguments: [now.seconds, now.nanoseconds, max(0, limit), id?.text]
        ).map(outboxRow)
    }

    package func isLeased(_ id: EffectID) throws(StoreError) -> Bool {
        try read { database in
            let statement = try database.cachedStatement(
                sql: """
                    SELECT EXISTS (SELECT 1 FROM outbox WHERE case_id = ? AND sequence = ? AND place = ?
                    AND status = 'waiting' AND leased_until IS NOT NULL)
                    """)
            return try Bool.fetchOne(statement, arguments: [id.id.text, id.sequence, id.index]) ?? false
        }
    }

    package func group(_ ids: [EffectID]) throws(StoreError) {
        guard let leader = ids.first?.description else { return }
        try write { database in
            for id in ids {
                try database.cachedStatement(
                    sql: Self.grouping
                ).execute(arguments: [leader, id.id.text, id.sequence, id.index])
            }
        }
    }

    package func settle(_ id: EffectID, _ result: OutboxResult) throws(StoreError) {
        let attempt = OutboxAttempt(result)
        try write { database in
            try database.cachedStatement(
                sql: Self.attempting
            ).execute(arguments: [
                attempt.status.rawValue, attempt.next?.seconds, attempt.next?.nanoseconds, attempt.reason, id.id.text,
                id.sequence, id.index, attempt.count,
            ])
        }
    }

    package func settle(_ settlement: Settlement) throws(StoreError) {
        try write { try Self.keep(settlement, $0) }
    }

    static func keep(_ settlement: Settlement, _ database: Database) throws {
        let id = settlement.effect
        try database.cachedStatement(
            sql: settling
        ).execute(arguments: [
            settlement.status.rawValue, settlement.attempts, settlement.reason, settlement.channel,
            settlement.at.seconds, settlement.at.nanoseconds, id.id.text, id.sequence, id.index,
        ])
        guard let disclosure = settlement.disclosure else { return }
        try keep(disclosure, database)
    }

    package func revive(_ id: EffectID, at now: Timestamp) throws(StoreError) -> Bool {
        try write { database in
            try database.cachedStatement(
                sql: Self.reviving
            ).execute(arguments: [now.seconds, now.nanoseconds, id.id.text, id.sequence, id.index])
            return database.changesCount == 1
        }
    }

    package func outbox(
        _ filter: OutboxFilter, after last: EffectID?, limit: Int
    ) throws(StoreError) -> [OutboxRow] {
        var conditions = [SealedTable.outbox.sound]
        var arguments: StatementArguments = []
        if let id = filter.id {
            conditions.append("case_id = ?")
            arguments += [id.text]
        }
        if let status = filter.status {
            conditions.append("status = ?")
            arguments += [status.rawValue]
        }
        if let last {
            conditions.append("number > (SELECT number FROM outbox WHERE case_id = ? AND sequence = ? AND place = ?)")
            arguments += [last.id.text, last.sequence, last.index]
        }
        arguments += [max(0, limit)]
        let condition = conditions.joined(separator: " AND ")
        return try read { database in
            let statement = try database.cachedStatement(
                sql: "SELECT \(Self.columns) FROM outbox WHERE \(condition) ORDER BY number LIMIT ?")
            return try Row.fetchAll(statement, arguments: arguments).map(Self.outboxRow)
        }
    }

    package func sentCount(to patient: String, since: Timestamp) throws(StoreError) -> Int {
        try read { database in
            let statement = try database.cachedStatement(
                sql: """
                    SELECT count(*) FROM outbox JOIN cases ON cases.id = outbox.case_id
                    WHERE cases.patient = ? AND outbox.recipient = 'patient' AND outbox.status = 'sent'
                    AND (settled, coalesce(settled_ns, 0)) > (?, ?)
                    """)
            return try Int.fetchOne(statement, arguments: [patient, since.seconds, since.nanoseconds]) ?? 0
        }
    }

    package func nextDeadline(after instant: Timestamp) throws(StoreError) -> Timestamp? {
        try read { database in
            let wakeUp = try Int64.fetchOne(
                database, sql: "SELECT min(wake_up) FROM cases WHERE wake_up IS NOT NULL AND wake_up >= ?",
                arguments: [instant.seconds])
            let attempt = try Int64.fetchOne(
                database,
                sql: """
                    SELECT min(next_attempt) FROM outbox AS candidate
                    WHERE status = 'waiting' AND next_attempt >= ? AND \(Self.isFirst)
                    """, arguments: [instant.seconds])
            // They have nanoseconds too: the second after has seen all of them.
            return [wakeUp, attempt].compactMap { $0 }.min().map { Timestamp(seconds: $0 + 1) }
        }
    }

    private static func outboxRow(_ row: Row) throws -> OutboxRow {
        let effect = EffectID(id: CaseID(try row.column(0)), sequence: try row.column(1), index: try row.column(2))
        let message = OutboxMessage(
            effect: effect, kind: try row.word(3), recipient: try row.column(4), subject: try row.column(5),
            via: try row.column(6), at: try row.instant(7))
        let settled: Int64? = try row.column(15)
        let settledFraction: Int32? = try row.column(16)
        let leader: String? = try row.column(17)
        return OutboxRow(
            message: message, status: try row.word(9), attempts: try row.column(10), nextAttempt: try row.instant(11),
            reason: try row.column(13), channel: try row.column(14),
            settled: settled.map { Timestamp(seconds: $0, nanoseconds: settledFraction ?? 0) },
            leader: leader.flatMap { EffectID($0) })
    }
}
