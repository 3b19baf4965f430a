package import CEL
package import StepwellStore

extension PostgresStore {
    package func load(_ id: CaseID) throws(StoreError) -> StoredCase? {
        try read { connection in
            let row = try connection.run(
                """
                SELECT patient, digest, sequence, wake_up, wake_up_ns, snapshot_format, snapshot
                FROM stepwell.cases WHERE clinic = $1 AND id = $2
                """, key, .text(id.text)
            ).first
            guard let row else { return nil }
            let sequence = try row.number(2)
            return StoredCase(
                id: id, patient: try row.text(0), digest: try row.text(1), sequence: sequence,
                nextWakeUp: try row.instantIfAny(3),
                snapshot: Snapshot(format: try row.number(5), bytes: try row.bytes(6)), snapshotSequence: sequence,
                rows: [])
        }
    }

    package func due(at instant: Timestamp, after last: DueCase?, limit: Int) throws(StoreError) -> [DueCase] {
        try read { connection in
            try connection.run(
                """
                SELECT id, wake_up, wake_up_ns FROM stepwell.cases
                WHERE clinic = $1 AND wake_up IS NOT NULL AND (wake_up, wake_up_ns) <= ($2, $3)
                AND (wake_up, wake_up_ns, id) > ($4, $5, $6) ORDER BY wake_up, wake_up_ns, id LIMIT $7
                """, key, .init(instant.seconds), .init(instant.nanoseconds), .init(last?.at.seconds ?? .min),
                .init(last?.at.nanoseconds ?? -1), .text(last?.id.text ?? ""), .init(max(0, limit))
            ).map { DueCase(id: try $0.id(0), at: try $0.instant(1)) }
        }
    }

    package func postpone(_ id: CaseID, at sequence: Int, to next: Timestamp?) throws(StoreError) -> CommitResult {
        try write { connection in
            let moved = try connection.run(
                """
                UPDATE stepwell.cases SET wake_up = $3, wake_up_ns = $4
                WHERE clinic = $1 AND id = $2 AND sequence = $5
                """, key, .text(id.text), .init(next?.seconds), .init(next?.nanoseconds), .init(sequence))
            return moved.changed == 1 ? .committed : .conflict
        }
    }

    // MARK: Committing

    package func commit(_ transaction: CaseTransaction) throws(StoreError) -> CommitResult {
        let result = try decide({ try keep(transaction, $0) }, isThere: { try isThere(transaction, $0) })
        // Whoever was faster may have made the same request.
        guard result.isLate, let request = transaction.request?.request, let known = try answer(to: request) else {
            return result
        }
        return .repeated(known)
    }

    /// What is undone unless it comes to `committed`.
    private func keep(_ transaction: CaseTransaction, _ connection: Connection) throws -> CommitResult {
        if let request = transaction.request, let known = try keep(request, connection) { return .repeated(known) }
        for definition in transaction.definitions { try keep(definition, connection) }
        var numbers = MessageNumbers(of: transaction)
        for change in transaction.changes {
            guard try move(change, connection) else { return .conflict }
            if let other = try otherOpenCase(change, connection) { return .openAlready(other) }
            try keep(change, &numbers, connection)
        }
        for change in transaction.resources {
            guard try keep(change, connection) else { return .resourceConflict(change.name) }
        }
        return .committed
    }

    /// Whether a transaction is there, by the request that it answers or by the first entry that it made; nil where it
    /// has neither.
    func isThere(_ transaction: CaseTransaction, _ connection: Connection) throws -> Bool? {
        if let request = transaction.request {
            return try answer(to: request.request, connection) == request.answer
        }
        guard let change = transaction.changes.first else { return nil }
        let row = try connection.run(
            "\(Self.journalColumns) WHERE clinic = $1 AND case_id = $2 AND sequence = $3", key, .text(change.id.text),
            .init(change.row.sequence)
        ).first
        return try row.map { try Self.entry($0) } == change.row
    }

    /// Moves a case from the sequence before to the change's; false where it does not stand there.
    private func move(_ change: CaseChange, _ connection: Connection) throws -> Bool {
        let row = change.row
        let current: [SQLValue] = [
            key, .text(change.id.text), .text(change.status.rawValue), .init(change.outcome),
            .text(change.configuration.joined(separator: " ")), .init(row.sequence), .init(row.at.seconds),
            .init(row.at.nanoseconds), .init(change.nextWakeUp?.seconds), .init(change.nextWakeUp?.nanoseconds),
            .init(change.snapshot.format), .bytes(change.snapshot.bytes),
        ]
        guard row.sequence == 1 else {
            return try connection.run(
                """
                UPDATE stepwell.cases SET status = $3, outcome = $4, configuration = $5, sequence = $6,
                last_input = $7, last_input_ns = $8, wake_up = $9, wake_up_ns = $10, snapshot_format = $11,
                snapshot = $12 WHERE clinic = $1 AND id = $2 AND sequence = $13
                """, current + [.init(row.sequence - 1)]
            ).changed == 1
        }
        return try connection.run(
            """
            INSERT INTO stepwell.cases (clinic, id, status, outcome, configuration, sequence, last_input,
            last_input_ns, wake_up, wake_up_ns, snapshot_format, snapshot, patient, pathway, version, digest,
            linked_from) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
            ON CONFLICT (clinic, id) DO NOTHING
            """,
            current + [
                .text(change.patient), .text(change.pathway), .text(change.version), .text(change.digest),
                .init(change.linkedFrom?.text),
            ]
        ).changed == 1
    }

    /// Another open case where a change may be kept only if there is none. Changes that ask this take turns: each sees
    /// what those before it have opened.
    private func otherOpenCase(_ change: CaseChange, _ connection: Connection) throws -> CaseID? {
        guard !change.onlyOpenOf.isEmpty else { return nil }
        try connection.run(
            "SELECT value FROM stepwell.counters WHERE clinic = $1 AND name = $2 FOR UPDATE", key,
            .text(Counter.openings.rawValue))
        for patient in change.onlyOpenOf {
            let row = try connection.run(
                """
                SELECT id FROM stepwell.cases WHERE clinic = $1 AND patient = $2 AND pathway = $3 AND status = 'open'
                AND id <> $4 ORDER BY id LIMIT 1
                """, key, .text(patient), .text(change.pathway), .text(change.id.text)
            ).first
            if let row { return try row.id(0) }
        }
        return nil
    }

    private func keep(
        _ change: CaseChange, _ numbers: inout MessageNumbers, _ connection: Connection
    ) throws {
        let row = change.row
        try connection.run(
            """
            INSERT INTO stepwell.journal (clinic, case_id, sequence, at, at_ns, occurred, occurred_ns, actor, speaker,
            input, facts) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """, key, .text(change.id.text), .init(row.sequence), .init(row.at.seconds), .init(row.at.nanoseconds),
            .init(row.occurred?.seconds), .init(row.occurred?.nanoseconds), .init(row.actor), .init(row.speaker),
            .bytes(row.input), .bytes(row.facts))
        for key in change.ended { try end(key, of: change.id, connection) }
        for obligation in change.begun { try keep(obligation, connection) }
        if change.withholdsWaiting { try withhold(change, connection) }
        for effect in change.takenBack where effect.id == change.id {
            try takeBack(effect, at: row.at, connection)
        }
        if let settlement = change.settlement { try keep(settlement, connection) }
        for message in change.effects {
            try keep(message, as: try numbers.next(self, connection), connection)
        }
    }
}

extension CommitResult {
    /// Whether somebody else was faster.
    fileprivate var isLate: Bool {
        switch self {
        case .conflict, .openAlready, .resourceConflict: true
        case .committed, .repeated: false
        }
    }
}
