package import CEL
package import StepwellStore
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Messages on their way: whose turn it is, leases, and what became of attempts.
extension PostgresStore {
    /// Whoever delivers holds a lock of the database's that ends with the connection, and so with the process.
    package func delivering(_ body: () -> Void) throws(StoreError) -> Bool {
        guard case .pool(let pool) = way else {
            throw .unavailable(detail: "nothing is delivered from a store that is being restored")
        }
        let connection = try Connection.open(pool.location, patience: pool.patience)
        do {
            guard try takeTurn(connection, patience: pool.patience) else { return false }
            // Whoever has a turn is the only one: what is leased is a dead process's.
            try connection.run(
                """
                UPDATE stepwell.outbox SET leased_until = NULL, leased_until_ns = NULL
                WHERE clinic = $1 AND leased_until IS NOT NULL
                """, key)
        } catch { throw StoreError(error) }
        turn.withLock { $0 = connection }
        defer { turn.withLock { $0 = nil } }
        body()
        return true
    }

    private func takeTurn(_ connection: Connection, patience: Int) throws(ServerError) -> Bool {
        let deadline = ContinuousClock.now.advanced(by: .milliseconds(patience))
        while true {
            let row = try connection.run(
                "SELECT pg_try_advisory_lock(hashtextextended('stepwell delivering ' || $1::text, 0))", key
            ).first
            do { if try row?.flag(0) == true { return true } } catch { throw .unreadable }
            guard ContinuousClock.now < deadline else { return false }
            usleep(20_000)
        }
    }

    /// Takes what is due. Of several who ask at once each message goes to one.
    ///
    /// Where this process has the turn, it is asked by the connection that has it: if that is lost, so is the turn, and
    /// nothing is given out.
    package func lease(
        at now: Timestamp, until: Timestamp, limit: Int, of id: CaseID?
    ) throws(StoreError) -> [OutboxRow] {
        let taken = turn.withLock { turn in
            turn.map { connection in
                Result { () throws(StoreError) in
                    try StoreError.mapping { try take(at: now, until: until, limit: limit, of: id, connection) }
                }
            }
        }
        if let taken { return try taken.get() }
        return try write { try take(at: now, until: until, limit: limit, of: id, $0) }
    }

    private func take(
        at now: Timestamp, until: Timestamp, limit: Int, of id: CaseID?, _ connection: Connection
    ) throws -> [OutboxRow] {
        let ofCase = id == nil ? "" : "AND case_id = $7"
        let values: [SQLValue] = [
            key, .init(now.seconds), .init(now.nanoseconds), .init(until.seconds), .init(until.nanoseconds),
            .init(max(0, limit)),
        ]
        let rows = try connection.run(
            """
            WITH taken AS (
                SELECT clinic, case_id, sequence, place FROM stepwell.outbox AS candidate
                WHERE clinic = $1 AND status = 'waiting' AND (next_attempt, next_attempt_ns) <= ($2, $3)
                AND (leased_until IS NULL OR (leased_until, leased_until_ns) <= ($2, $3)) \(ofCase) AND \(Self.isFirst)
                ORDER BY number LIMIT $6 FOR UPDATE SKIP LOCKED)
            UPDATE stepwell.outbox AS message SET leased_until = $4, leased_until_ns = $5 FROM taken
            WHERE message.clinic = taken.clinic AND message.case_id = taken.case_id
            AND message.sequence = taken.sequence AND message.place = taken.place
            RETURNING \(Self.outboxColumns.split(separator: ", ").map { "message.\($0)" }.joined(separator: ", "))
            """, values + (id.map { [.text($0.text)] } ?? []))
        let taken = try rows.map { (number: try $0.int(18), row: try Self.outboxRow($0)) }
        return taken.sorted { $0.number < $1.number }.map(\.row)
    }

    package func isLeased(_ id: EffectID) throws(StoreError) -> Bool {
        try read { connection in
            try connection.run(
                """
                SELECT 1::bigint FROM stepwell.outbox
                WHERE \(Self.isMessage) AND status = 'waiting' AND leased_until IS NOT NULL
                """, message(id)
            ).first != nil
        }
    }

    package func group(_ ids: [EffectID]) throws(StoreError) {
        guard let leader = ids.first?.description else { return }
        try write { connection in
            for id in ids {
                try connection.run(
                    "UPDATE stepwell.outbox SET leader = $5 WHERE \(Self.isMessage)", message(id) + [.text(leader)])
            }
        }
    }

    /// What was withheld meanwhile is not tried again.
    package func settle(_ id: EffectID, _ result: OutboxResult) throws(StoreError) {
        let attempt = OutboxAttempt(result)
        try write { connection in
            _ = try connection.run(
                """
                UPDATE stepwell.outbox SET
                status = CASE WHEN status = 'withheld' AND $5::text = 'waiting' THEN status ELSE $5::text END,
                attempts = attempts + $6, next_attempt = coalesce($7, next_attempt),
                next_attempt_ns = coalesce($8, next_attempt_ns), reason = $9, leased_until = NULL,
                leased_until_ns = NULL WHERE \(Self.isMessage) AND leased_until IS NOT NULL
                """,
                message(id) + [
                    .text(attempt.status.rawValue), .init(attempt.count), .init(attempt.next?.seconds),
                    .init(attempt.next?.nanoseconds), .init(attempt.reason),
                ])
        }
    }

    package func settle(_ settlement: Settlement) throws(StoreError) {
        try write { try keep(settlement, $0) }
    }

    func keep(_ settlement: Settlement, _ connection: Connection) throws {
        try connection.run(
            """
            UPDATE stepwell.outbox SET status = $5, attempts = $6, reason = $7, channel = $8, settled = $9,
            settled_ns = $10, leased_until = NULL, leased_until_ns = NULL
            WHERE \(Self.isMessage) AND status <> 'sent'
            """,
            message(settlement.effect) + [
                .text(settlement.status.rawValue), .init(settlement.attempts), .init(settlement.reason),
                .init(settlement.channel), .init(settlement.at.seconds), .init(settlement.at.nanoseconds),
            ])
        if let disclosure = settlement.disclosure { try keep(disclosure, connection) }
    }

    package func revive(_ id: EffectID, at now: Timestamp) throws(StoreError) -> Bool {
        try write { connection in
            try connection.run(
                """
                UPDATE stepwell.outbox SET status = 'waiting', attempts = 0, next_attempt = $5, next_attempt_ns = $6,
                settled = NULL, settled_ns = NULL, leader = NULL WHERE \(Self.isMessage) AND status <> 'sent'
                """, message(id) + [.init(now.seconds), .init(now.nanoseconds)]
            ).changed == 1
        }
    }
}
