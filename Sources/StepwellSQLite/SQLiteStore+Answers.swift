import CEL
import Foundation
import GRDB
package import StepwellStore

/// What inputs were answered: requests with their answers, and the audit of what was refused.
extension SQLiteStore {
    private static let keepingAnswer = SealedTable.requests.insertion()
    private static let keepingRefusal = SealedTable.audit.insertion()

    package func answer(to request: String) throws(StoreError) -> StoredAnswer? {
        try readBeside { database, _ in try Self.answer(to: request, database) }
    }

    static func answer(to request: String, _ database: Database) throws -> StoredAnswer? {
        let statement = try database.cachedStatement(
            sql: "SELECT case_id, sequence, refusal_code, refusal_message, asked FROM requests WHERE request = ?")
        guard let row = try Row.fetchOne(statement, arguments: [request]) else { return nil }
        let code: String? = try row.column(2)
        let message: String? = try row.column(3)
        return StoredAnswer(
            id: CaseID(try row.column(0)), sequence: try row.column(1),
            refusal: code.map { StoredRefusal($0, message ?? "") }, asked: try row.bytesIfAny(4))
    }

    static func keep(_ request: RequestedAnswer, _ database: Database) throws {
        let answer = request.answer
        try database.cachedStatement(
            sql: keepingAnswer
        ).execute(arguments: [
            request.request, answer.id.text, answer.sequence, answer.refusal?.code, answer.refusal?.message,
            answer.asked.map { Data($0) },
        ])
    }

    package func refuse(_ refusal: RefusedInput) throws(StoreError) -> CommitResult {
        try decide { database in
            if let request = refusal.request {
                if let known = try Self.answer(to: request, database) { return .repeated(known) }
                try Self.keep(RequestedAnswer(request: request, answer: refusal.answer), database)
            }
            try database.cachedStatement(
                sql: Self.keepingRefusal
            ).execute(arguments: [
                refusal.id.text, refusal.at.seconds, refusal.at.nanoseconds, refusal.actor, refusal.input,
                refusal.refusal.code, refusal.refusal.message, refusal.request, refusal.speaker,
            ])
            return .committed
        }
    }

    package func refusals(of id: CaseID) throws(StoreError) -> [RefusedInput] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT at, at_ns, actor, input, audit.refusal_code, audit.refusal_message, audit.request, asked,
                    speaker
                    FROM audit LEFT JOIN requests ON requests.request = audit.request
                    WHERE audit.case_id = ? ORDER BY number
                    """,
                arguments: [id.text]
            ).map { row in
                RefusedInput(
                    id: id, at: try row.instant(0), actor: try row.column(2), speaker: try row.column(8),
                    input: try row.column(3),
                    refusal: StoredRefusal(try row.column(4), try row.column(5)), request: try row.column(6),
                    asked: try row.bytesIfAny(7))
            }
        }
    }
}
