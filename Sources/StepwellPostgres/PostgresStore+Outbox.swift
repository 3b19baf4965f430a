package import CEL
package import StepwellStore

/// Messages, as their cases' steps enter them, and what lists show of them.
extension PostgresStore {
    static let outboxColumns = """
        case_id, sequence, place, kind, recipient, subject, via, at, at_ns, status, attempts, next_attempt, \
        next_attempt_ns, reason, channel, settled, settled_ns, leader, number
        """
    /// The message that an effect names, behind the clinic.
    static let isMessage = "clinic = $1 AND case_id = $2 AND sequence = $3 AND place = $4"

    func message(_ id: EffectID) -> [SQLValue] { [key, .text(id.id.text), .init(id.sequence), .init(id.index)] }

    func keep(_ message: OutboxMessage, as number: Int, _ connection: Connection) throws {
        try connection.run(
            """
            INSERT INTO stepwell.outbox (clinic, case_id, sequence, place, number, kind, recipient, subject, via, at,
            at_ns, status, attempts, next_attempt, next_attempt_ns)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'waiting', 0, $10, $11)
            """,
            self.message(message.effect) + [
                .init(number), .text(message.kind.rawValue), .text(message.recipient), .text(message.subject),
                .init(message.via), .init(message.at.seconds), .init(message.at.nanoseconds),
            ])
    }

    /// The lease stays: what is being delivered at this moment may still turn out to be sent.
    func withhold(_ change: CaseChange, _ connection: Connection) throws {
        var query = FilteredQuery(of: key)
        let places = (query.place, "$3", "$4")
        query.add(
            "status = 'waiting'", .text(OutboxRow.caseClosed), .init(change.row.at.seconds),
            .init(change.row.at.nanoseconds))
        query.compare("case_id =", change.id.text)
        for effect in change.stillWaiting where effect.id == change.id {
            let first = query.values.count + 1
            query.add(
                "NOT (sequence = $\(first) AND place = $\(first + 1))", .init(effect.sequence), .init(effect.index))
        }
        try connection.run(
            """
            UPDATE stepwell.outbox SET status = 'withheld', reason = \(places.0), settled = \(places.1),
            settled_ns = \(places.2) WHERE \(query.condition)
            """, query.values)
    }

    /// The same of one message.
    func takeBack(_ effect: EffectID, at now: Timestamp, _ connection: Connection) throws {
        try connection.run(
            """
            UPDATE stepwell.outbox SET status = 'withheld', reason = $5, settled = $6, settled_ns = $7
            WHERE \(Self.isMessage) AND status = 'waiting'
            """, message(effect) + [.text(OutboxRow.takenBack), .init(now.seconds), .init(now.nanoseconds)])
    }

    package func outbox(
        _ filter: OutboxFilter, after last: EffectID?, limit: Int
    ) throws(StoreError) -> [OutboxRow] {
        var query = FilteredQuery(of: key)
        if let last {
            query.add(
                "number > (SELECT number FROM stepwell.outbox WHERE \(Self.isMessage))", .text(last.id.text),
                .init(last.sequence), .init(last.index))
        }
        query.compare("case_id =", filter.id?.text)
        query.compare("status =", filter.status?.rawValue)
        return try read { connection in
            try connection.run(
                """
                SELECT \(Self.outboxColumns) FROM stepwell.outbox
                WHERE \(query.condition) ORDER BY number LIMIT \(query.place)
                """, query.values + [.init(max(0, limit))]
            ).map(Self.outboxRow)
        }
    }

    package func sentCount(to patient: String, since: Timestamp) throws(StoreError) -> Int {
        try read { connection in
            try connection.run(
                """
                SELECT count(*) FROM stepwell.outbox JOIN stepwell.cases
                ON cases.clinic = outbox.clinic AND cases.id = outbox.case_id
                WHERE outbox.clinic = $1 AND cases.patient = $2 AND outbox.recipient = 'patient'
                AND outbox.status = 'sent' AND (settled, settled_ns) > ($3, $4)
                """, key, .text(patient), .init(since.seconds), .init(since.nanoseconds)
            ).first?.number(0) ?? 0
        }
    }

    package func nextDeadline(after instant: Timestamp) throws(StoreError) -> Timestamp? {
        try read { connection in
            let row = try connection.run(
                """
                SELECT least(
                    (SELECT min(wake_up) FROM stepwell.cases WHERE clinic = $1 AND wake_up >= $2),
                    (SELECT min(next_attempt) FROM stepwell.outbox AS candidate
                    WHERE clinic = $1 AND status = 'waiting' AND next_attempt >= $2 AND \(Self.isFirst)))
                """, key, .init(instant.seconds)
            ).first
            // They have nanoseconds too: the second after has seen all of them.
            return try row?.intIfAny(0).map { Timestamp(seconds: $0 + 1) }
        }
    }

    /// Of one case and recipient only the first message may go; reminders and escalations leave together, and where they
    /// wait for something of their own they hold up no message. A page waits for nothing, and nothing for it.
    static let isFirst = """
        NOT EXISTS (
            SELECT 1 FROM stepwell.outbox AS earlier
            WHERE earlier.clinic = candidate.clinic AND earlier.case_id = candidate.case_id
            AND earlier.recipient = candidate.recipient AND earlier.status = 'waiting'
            AND earlier.number < candidate.number AND candidate.kind <> 'page' AND earlier.kind <> 'page'
            AND (earlier.kind = 'message' OR (candidate.kind = 'message' AND earlier.reason IS NULL)))
        """

    static func outboxRow(_ row: Row) throws -> OutboxRow {
        let effect = EffectID(id: try row.id(0), sequence: try row.number(1), index: try row.number(2))
        return OutboxRow(
            message: OutboxMessage(
                effect: effect, kind: try row.word(3), recipient: try row.text(4), subject: try row.text(5),
                via: try row.textIfAny(6), at: try row.instant(7)),
            status: try row.word(9), attempts: try row.number(10), nextAttempt: try row.instant(11),
            reason: try row.textIfAny(13), channel: try row.textIfAny(14), settled: try row.instantIfAny(15),
            leader: try row.textIfAny(17).flatMap { EffectID($0) })
    }
}
