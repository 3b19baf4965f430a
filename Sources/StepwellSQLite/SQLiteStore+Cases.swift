package import CEL
import Foundation
import GRDB
package import StepwellStore

extension SQLiteStore {
    private static let beginning = SealedTable.cases.insertion(nil, "ON CONFLICT (id) DO NOTHING")
    private static let postponing = SealedTable.cases.update(
        ["wake_up": "?1", "wake_up_ns": "?2"], where: "id = ?3 AND sequence = ?4")

    package func load(_ id: CaseID) throws(StoreError) -> StoredCase? {
        try readBeside { database, events in
            try events.statements(database).load.first(.text(id.text)) { row in
                StoredCase(
                    id: id, patient: row.text(0), digest: row.text(1), sequence: Int(row.int(2)),
                    nextWakeUp: row.soundInstant(3),
                    snapshot: Snapshot(format: Int(row.int(5)), bytes: row.blob(6)), snapshotSequence: Int(row.int(2)),
                    rows: [], isDamaged: row.int(7) == 0)
            }
        }
    }

    package func due(at instant: Timestamp, after last: DueCase?, limit: Int) throws(StoreError) -> [DueCase] {
        try read { database in
            let statement = try database.cachedStatement(
                sql: """
                    SELECT id, wake_up, wake_up_ns FROM cases
                    WHERE wake_up IS NOT NULL AND (wake_up, wake_up_ns) <= (?, ?)
                    AND wake_up_ns BETWEEN 0 AND 999999999
                    AND (wake_up, wake_up_ns, id) > (?, ?, ?)
                    ORDER BY wake_up, wake_up_ns, id LIMIT ?
                    """)
            let rows = try Row.fetchAll(
                statement,
                arguments: [
                    instant.seconds, instant.nanoseconds, last?.at.seconds ?? .min, last?.at.nanoseconds ?? -1,
                    last?.id.text ?? "", max(0, limit),
                ])
            return try rows.map { DueCase(id: CaseID(try $0.column(0)), at: try $0.instant(1)) }
        }
    }

    // MARK: Committing

    package func commit(_ transaction: CaseTransaction) throws(StoreError) -> CommitResult {
        try commits.commit(transaction, keep)
    }

    package func commit(_ transactions: [CaseTransaction]) throws(StoreError) -> [CommitResult] {
        try write { database in
            var chain = CommitChain()
            return try transactions.map { transaction in
                try chain.next(transaction) { try apart(transaction, database).get() }
            }
        }
    }

    /// Keeps what several threads gave at once. An error that is one's own is its alone; one of the store is everybody's,
    /// because nobody's transaction is known to be safe.
    private func keep(_ transactions: [CaseTransaction]) -> [SharedCommits.Kept] {
        do throws(StoreError) {
            guard transactions.count > 1 else {
                return try transactions.map { one throws(StoreError) in
                    .success(try decide { try keep(one, $0) })
                }
            }
            return try write { database in try transactions.map { try apart($0, database) } }
        } catch {
            return transactions.map { _ in .failure(error) }
        }
    }

    /// One of several in a transaction: undone by itself unless it comes to `committed`.
    private func apart(_ transaction: CaseTransaction, _ database: Database) throws -> SharedCommits.Kept {
        try database.cachedStatement(sql: "SAVEPOINT one").execute()
        let result: SharedCommits.Kept
        do { result = .success(try keep(transaction, database)) } catch let error as StoreError {
            result = .failure(error)
        }
        if result != .success(.committed) { try database.cachedStatement(sql: "ROLLBACK TO one").execute() }
        try database.cachedStatement(sql: "RELEASE one").execute()
        return result
    }

    /// What is undone unless it comes to `committed`.
    private func keep(_ transaction: CaseTransaction, _ database: Database) throws -> CommitResult {
        if let request = transaction.request?.request, let known = try Self.answer(to: request, database) {
            return .repeated(known)
        }
        for definition in transaction.definitions { try Self.keep(definition, database) }
        for change in transaction.changes {
            guard try move(change, database) else { return .conflict }
            if let other = try Self.otherOpenCase(change, database) { return .openAlready(other) }
            try keep(change, database)
        }
        for change in transaction.resources {
            guard try Self.keep(change, database) else { return .resourceConflict(change.name) }
        }
        if let request = transaction.request { try Self.keep(request, database) }
        if let last = transaction.changes.last { mark.lastKept = last }
        return .committed
    }

    package func postpone(_ id: CaseID, at sequence: Int, to next: Timestamp?) throws(StoreError) -> CommitResult {
        try write { database in
            try database.cachedStatement(
                sql: Self.postponing
            ).execute(arguments: [next?.seconds, next?.nanoseconds, id.text, sequence])
            return database.changesCount == 1 ? .committed : .conflict
        }
    }

    /// Moves a case from the sequence before to the change's; false where it does not stand there.
    private func move(_ change: CaseChange, _ database: Database) throws -> Bool {
        let row = change.row
        let configuration = change.configuration.joined(separator: " ")
        if row.sequence == 1 {
            try database.cachedStatement(
                sql: Self.beginning
            ).execute(arguments: [
                change.status.rawValue, change.outcome, configuration, 1, row.at.seconds, row.at.nanoseconds,
                change.nextWakeUp?.seconds, change.nextWakeUp?.nanoseconds,
                change.id.text, change.patient, change.pathway, change.version, change.digest, change.linkedFrom?.text,
                change.snapshot.format, Data(change.snapshot.bytes),
            ])
        } else {
            try events.statements(database).move.run(
                .text(change.status.rawValue), .init(change.outcome), .text(configuration), .int(row.sequence),
                .init(row.at.seconds), .init(row.at.nanoseconds), .init(change.nextWakeUp?.seconds),
                .init(change.nextWakeUp?.nanoseconds), .int(change.snapshot.format), .blob(change.snapshot.bytes),
                .text(change.id.text), .int(row.sequence - 1))
        }
        return database.changesCount == 1
    }

    /// Another open case where a change may be kept only if there is none.
    private static func otherOpenCase(_ change: CaseChange, _ database: Database) throws -> CaseID? {
        for patient in change.onlyOpenOf {
            let statement = try database.cachedStatement(
                sql: """
                    SELECT id FROM cases WHERE patient = ? AND pathway = ? AND status = 'open' AND id <> ?
                    ORDER BY id LIMIT 1
                    """)
            let arguments: StatementArguments = [patient, change.pathway, change.id.text]
            if let other = try String.fetchOne(statement, arguments: arguments) { return CaseID(other) }
        }
        return nil
    }

    private func keep(_ change: CaseChange, _ database: Database) throws {
        let row = change.row
        try events.statements(database).append.run(
            .text(change.id.text), .int(row.sequence), .init(row.at.seconds), .init(row.at.nanoseconds),
            .init(row.occurred?.seconds), .init(row.occurred?.nanoseconds), .init(row.actor), .blob(row.input),
            .blob(row.facts), .init(row.speaker))
        for key in change.ended { try Self.end(key, of: change.id, database) }
        for obligation in change.begun { try Self.keep(obligation, database) }
        if change.withholdsWaiting { try Self.withhold(change, at: row.at, database) }
        for effect in change.takenBack where effect.id == change.id {
            try Self.takeBack(effect, at: row.at, database)
        }
        if let settlement = change.settlement { try Self.keep(settlement, database) }
        for message in change.effects { try Self.keep(message, database) }
    }
}
