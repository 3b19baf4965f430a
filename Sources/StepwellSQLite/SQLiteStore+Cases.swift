import CEL
import Foundation
import GRDB
package import PathwayModel
package import StepwellRuntime

extension SQLiteStore {
    package func load(_ id: CaseID) throws(StoreError) -> StoredCase? {
        try read { database in
            let statement = try database.cachedStatement(
                sql: """
                    SELECT patient, digest, sequence, wake_up, wake_up_ns, snapshot_format, snapshot FROM cases WHERE id = ?
                    """)
            guard let row = try Row.fetchOne(statement, arguments: [id.text]) else { return nil }
            return StoredCase(
                id: id, patient: row[0], digest: row[1], sequence: row[2], nextWakeUp: Timestamp(row[3], row[4]),
                snapshot: Snapshot(format: row[5], bytes: [UInt8](row[6] as Data)), snapshotSequence: row[2], rows: [])
        }
    }

    package func answer(to request: String) throws(StoreError) -> StoredAnswer? {
        try read { try Self.answer(to: request, $0) }
    }

    private static func answer(to request: String, _ database: Database) throws -> StoredAnswer? {
        let statement = try database.cachedStatement(
            sql: "SELECT case_id, sequence, refusal_code, refusal_message FROM requests WHERE request = ?")
        guard let row = try Row.fetchOne(statement, arguments: [request]) else { return nil }
        let code: String? = row[2]
        return StoredAnswer(
            id: CaseID(row[0]), sequence: row[1], refusal: code.map { Refusal($0, row[3] as String? ?? "") })
    }

    // MARK: Committing

    package func commit(_ transaction: CaseTransaction) throws(StoreError) -> CommitOutcome {
        try write { database in
            if let request = transaction.request?.request, let known = try Self.answer(to: request, database) {
                return .repeated(known)
            }
            for change in transaction.changes {
                guard try Self.sequence(of: change.id, database) == change.row.sequence - 1 else { return .conflict }
            }
            for definition in transaction.definitions {
                guard try Self.keep(definition, database) else { return .conflict }
            }
            for change in transaction.changes { try Self.keep(change, database) }
            if let request = transaction.request { try Self.keep(request, database) }
            return .committed
        }
    }

    /// 0 for a case that is not there yet.
    private static func sequence(of id: CaseID, _ database: Database) throws -> Int {
        let statement = try database.cachedStatement(sql: "SELECT sequence FROM cases WHERE id = ?")
        return try Int.fetchOne(statement, arguments: [id.text]) ?? 0
    }

    private static func keep(_ change: CaseChange, _ database: Database) throws {
        let row = change.row
        try database.cachedStatement(
            sql: """
                INSERT INTO cases VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET status = excluded.status, outcome = excluded.outcome,
                configuration = excluded.configuration, sequence = excluded.sequence, last_input = excluded.last_input,
                last_input_ns = excluded.last_input_ns, wake_up = excluded.wake_up, wake_up_ns = excluded.wake_up_ns,
                snapshot_format = excluded.snapshot_format, snapshot = excluded.snapshot
                """
        ).execute(arguments: [
            change.id.text, change.patient, change.pathway, change.version, change.digest, change.linkedFrom?.text,
            change.status.rawValue, change.outcome, change.configuration.joined(separator: " "), row.sequence,
            row.at.seconds, row.at.nanoseconds, change.nextWakeUp?.seconds, change.nextWakeUp?.nanoseconds,
            change.snapshot.format, Data(change.snapshot.bytes),
        ])
        try database.cachedStatement(sql: "INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)").execute(
            arguments: [
                change.id.text, row.sequence, row.at.seconds, row.at.nanoseconds, row.occurred?.seconds,
                row.occurred?.nanoseconds, row.actor, Data(row.input), Data(row.facts),
            ])
        try keepTasks(change, database)
        if change.withholdsWaiting {
            try database.cachedStatement(
                sql: """
                    UPDATE outbox SET status = 'withheld', reason = 'the case closed first', leased_until = NULL
                    WHERE case_id = ? AND status = 'waiting'
                    """
            ).execute(arguments: [change.id.text])
        }
        for entry in change.effects { try keep(entry, database) }
    }

    private static func keepTasks(_ change: CaseChange, _ database: Database) throws {
        for task in change.closedTasks {
            try database.cachedStatement(sql: "DELETE FROM tasks WHERE case_id = ? AND task = ?").execute(
                arguments: [change.id.text, task])
        }
        for task in change.openedTasks {
            try database.cachedStatement(sql: "INSERT OR REPLACE INTO tasks VALUES (?, ?, ?, ?, ?, ?)").execute(
                arguments: [
                    task.id.text, task.task, task.title, task.role, task.due?.daysSinceEpoch,
                    task.opened.daysSinceEpoch,
                ])
        }
    }

    private static func keep(_ request: RequestedAnswer, _ database: Database) throws {
        let answer = request.answer
        try database.cachedStatement(sql: "INSERT INTO requests VALUES (?, ?, ?, ?, ?)").execute(arguments: [
            request.request, answer.id.text, answer.sequence, answer.refusal?.code, answer.refusal?.message,
        ])
    }

    package func refuse(_ refusal: RefusedInput) throws(StoreError) -> CommitOutcome {
        try write { database in
            if let request = refusal.request {
                if let known = try Self.answer(to: request, database) { return .repeated(known) }
                let answer = StoredAnswer(id: refusal.id, sequence: nil, refusal: refusal.refusal)
                try Self.keep(RequestedAnswer(request: request, answer: answer), database)
            }
            try database.cachedStatement(
                sql: """
                    INSERT INTO audit (case_id, at, at_ns, actor, input, refusal_code, refusal_message, request)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """
            ).execute(arguments: [
                refusal.id.text, refusal.at.seconds, refusal.at.nanoseconds, refusal.actor, refusal.input,
                refusal.refusal.code, refusal.refusal.message, refusal.request,
            ])
            return .committed
        }
    }

    // MARK: Time

    package func postpone(_ id: CaseID, at sequence: Int, to next: Timestamp?) throws(StoreError) -> CommitOutcome {
        try write { database in
            try database.cachedStatement(
                sql: "UPDATE cases SET wake_up = ?, wake_up_ns = ? WHERE id = ? AND sequence = ?"
            ).execute(arguments: [next?.seconds, next?.nanoseconds, id.text, sequence])
            return database.changesCount == 1 ? .committed : .conflict
        }
    }

    package func due(at instant: Timestamp, limit: Int) throws(StoreError) -> [DueCase] {
        try read { database in
            let statement = try database.cachedStatement(
                sql: """
                    SELECT id, wake_up, wake_up_ns FROM cases WHERE wake_up IS NOT NULL AND (wake_up, wake_up_ns) <= (?, ?)
                    ORDER BY wake_up, wake_up_ns, id LIMIT ?
                    """)
            let rows = try Row.fetchAll(statement, arguments: [instant.seconds, instant.nanoseconds, limit])
            return rows.map { row in
                DueCase(id: CaseID(row[0]), at: Timestamp(seconds: row[1], nanoseconds: row[2]))
            }
        }
    }

    // MARK: Definitions

    /// Whether the definition is kept now; false where its version stands for other content.
    private static func keep(_ definition: StoredDefinition, _ database: Database) throws -> Bool {
        let known = try String.fetchOne(
            database.cachedStatement(sql: "SELECT digest FROM definitions WHERE pathway = ? AND version = ?"),
            arguments: [definition.pathway, definition.version])
        if let known { return known == definition.digest }
        try database.execute(
            sql: "INSERT INTO definitions VALUES (?, ?, ?, ?)",
            arguments: [definition.digest, definition.pathway, definition.version, definition.path])
        for (path, bytes) in definition.files {
            try database.execute(
                sql: "INSERT INTO definition_files VALUES (?, ?, ?)", arguments: [definition.digest, path, Data(bytes)])
        }
        return true
    }

    package func definition(digest: String) throws(StoreError) -> StoredDefinition? {
        try definition(where: "digest = ?", [digest])
    }

    package func definition(pathway: String, version: String) throws(StoreError) -> StoredDefinition? {
        try definition(where: "pathway = ? AND version = ?", [pathway, version])
    }

    private func definition(where condition: String, _ arguments: StatementArguments) throws(StoreError)
        -> StoredDefinition?
    {
        try read { database in
            let found = try Row.fetchOne(
                database, sql: "SELECT digest, pathway, version, path FROM definitions WHERE \(condition)",
                arguments: arguments)
            guard let found else { return nil }
            let digest: String = found[0]
            let files = try Row.fetchAll(
                database, sql: "SELECT path, bytes FROM definition_files WHERE digest = ?", arguments: [digest])
            let bytes = files.map { ($0[0] as String, [UInt8]($0[1] as Data)) }
            return StoredDefinition(
                digest: digest, pathway: found[1], version: found[2], path: found[3],
                files: Dictionary(bytes, uniquingKeysWith: { first, _ in first }))
        }
    }
}

extension Timestamp {
    /// An instant of two columns; nil where the first is.
    init?(_ seconds: Int64?, _ nanoseconds: Int32?) {
        guard let seconds else { return nil }
        self.init(seconds: seconds, nanoseconds: nanoseconds ?? 0)
    }
}
