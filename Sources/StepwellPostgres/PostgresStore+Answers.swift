import CEL
package import StepwellStore

/// What inputs were answered: requests with their answers, and the audit of what was refused.
extension PostgresStore {
    package func answer(to request: String) throws(StoreError) -> StoredAnswer? {
        try read { try answer(to: request, $0) }
    }

    func answer(to request: String, _ connection: Connection) throws -> StoredAnswer? {
        let row = try connection.run(
            """
            SELECT case_id, sequence, refusal_code, refusal_message, asked FROM stepwell.requests
            WHERE clinic = $1 AND request = $2
            """, key, .text(request)
        ).first
        guard let row else { return nil }
        let message = try row.textIfAny(3)
        return StoredAnswer(
            id: try row.id(0), sequence: try row.intIfAny(1).map { Int($0) },
            refusal: try row.textIfAny(2).map { StoredRefusal($0, message ?? "") }, asked: try row.bytesIfAny(4))
    }

    /// Keeps a request's answer; what it was answered before, where it was. It waits for who is keeping the same one.
    func keep(_ request: RequestedAnswer, _ connection: Connection) throws -> StoredAnswer? {
        let answer = request.answer
        let kept = try connection.run(
            """
            INSERT INTO stepwell.requests (clinic, request, case_id, sequence, refusal_code, refusal_message, asked)
            VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (clinic, request) DO NOTHING
            """, key, .text(request.request), .text(answer.id.text), .init(answer.sequence),
            .init(answer.refusal?.code), .init(answer.refusal?.message), .init(answer.asked))
        return kept.changed == 1 ? nil : try self.answer(to: request.request, connection)
    }

    package func refuse(_ refusal: RefusedInput) throws(StoreError) -> CommitResult {
        try decide { connection in
            if let request = refusal.request,
                let known = try keep(RequestedAnswer(request: request, answer: refusal.answer), connection)
            {
                return .repeated(known)
            }
            let number = try take(of: .refusals, connection)
            try connection.run(
                """
                INSERT INTO stepwell.refusals (clinic, number, case_id, at, at_ns, actor, speaker, input, refusal_code,
                refusal_message, request) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                """, key, .init(number), .text(refusal.id.text), .init(refusal.at.seconds),
                .init(refusal.at.nanoseconds), .init(refusal.actor), .init(refusal.speaker), .text(refusal.input),
                .text(refusal.refusal.code), .text(refusal.refusal.message), .init(refusal.request))
            return .committed
        }
    }

    package func refusals(of id: CaseID) throws(StoreError) -> [RefusedInput] {
        try refusals(where: "refusals.case_id = $2 ORDER BY number", [.text(id.text)]).map(\.refused)
    }

    package func refusals(after last: Int?, limit: Int) throws(StoreError) -> [KeptRefusal] {
        try refusals(where: "number > $2 ORDER BY number LIMIT $3", [.init(last ?? 0), .init(max(0, limit))])
    }

    private func refusals(where condition: String, _ values: [SQLValue]) throws(StoreError) -> [KeptRefusal] {
        try read { connection in
            try connection.run(
                """
                SELECT number, refusals.case_id, at, at_ns, actor, speaker, input, refusals.refusal_code,
                refusals.refusal_message, refusals.request, asked
                FROM stepwell.refusals LEFT JOIN stepwell.requests
                ON requests.clinic = refusals.clinic AND requests.request = refusals.request
                WHERE refusals.clinic = $1 AND \(condition)
                """, [key] + values
            ).map { row in
                KeptRefusal(
                    number: try row.number(0),
                    refused: RefusedInput(
                        id: try row.id(1), at: try row.instant(2), actor: try row.textIfAny(4),
                        speaker: try row.textIfAny(5), input: try row.text(6),
                        refusal: StoredRefusal(try row.text(7), try row.text(8)), request: try row.textIfAny(9),
                        asked: try row.bytesIfAny(10)))
            }
        }
    }
}
