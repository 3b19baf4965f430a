import CEL
package import StepwellStore

extension PostgresStore {
    private static let obligationColumns = """
        kind, subject, title, role, due_day, due_at, due_ns, since, safety, claimed_by, claimed_until, claimed_ns, \
        snoozed_until, keeps_case
        """

    /// Rows behind a cursor, in order. Only names of columns stand in it: tests ask for its plan.
    static func listing(_ filter: ObligationFilter) -> String {
        let filters = [(filter.role, "role"), (filter.kind?.rawValue, "kind"), (filter.claimedBy, "claimed_by")]
        let given = filters.filter { $0.0 != nil }.enumerated().map { "AND \($1.1) = $\($0 + 9)" }
        return """
            SELECT obligations.case_id, \(obligationColumns), patient, pathway, version
            FROM stepwell.obligations JOIN stepwell.cases
            ON cases.clinic = obligations.clinic AND cases.id = obligations.case_id
            WHERE obligations.clinic = $1
            AND (due_day, due_at, due_ns, obligations.case_id, kind, subject) > ($2, $3, $4, $5, $6, $7)
            \(given.joined(separator: " "))
            ORDER BY due_day, due_at, due_ns, obligations.case_id, kind, subject LIMIT $8
            """
    }

    package func obligations(
        _ filter: ObligationFilter, after last: Obligation.Cursor?, limit: Int
    ) throws(StoreError) -> [ObligationRow] {
        let due = last.map { DeadlineColumns($0.due) } ?? .beforeAll
        let given = [filter.role, filter.kind?.rawValue, filter.claimedBy].compactMap(\.self)
        let values: [SQLValue] = [
            key, .init(due.day), .init(due.at), .init(due.nanoseconds), .text(last?.id.text ?? ""),
            .text(last?.key.kind.rawValue ?? ""), .text(last?.key.subject ?? ""), .init(max(0, limit)),
        ]
        return try read { connection in
            try connection.run(Self.listing(filter), values + given.map { .text($0) }).map(Self.listed)
        }
    }

    private static func listed(_ row: Row) throws -> ObligationRow {
        ObligationRow(
            obligation: try obligation(row, of: try row.id(0), from: 1), patient: try row.text(15),
            pathway: try row.text(16), version: try row.text(17))
    }

    /// All that is to be done, as it stands at one time.
    package func openWork() throws(StoreError) -> OpenWork {
        try read { connection in
            switch way {
            case .inside: return try openWork(connection)
            case .pool:
                try connection.command("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                // One that fails ends with its connection.
                let work = try openWork(connection)
                try connection.command("COMMIT")
                return work
            }
        }
    }

    private func openWork(_ connection: Connection) throws -> OpenWork {
        let rows = try connection.run(
            """
            SELECT obligations.case_id, \(Self.obligationColumns), patient, pathway, version
            FROM stepwell.obligations JOIN stepwell.cases
            ON cases.clinic = obligations.clinic AND cases.id = obligations.case_id WHERE obligations.clinic = $1
            """, key)
        let unkept = try connection.run(
            """
            SELECT id FROM stepwell.cases WHERE clinic = $1 AND status = 'open'
            AND NOT EXISTS (SELECT 1 FROM stepwell.obligations WHERE obligations.clinic = cases.clinic
            AND obligations.case_id = cases.id AND keeps_case) ORDER BY id
            """, key)
        return OpenWork(
            obligations: try rows.map(Self.listed), unkept: try unkept.map { try $0.id(0) }, damaged: [])
    }

    /// What is to be done for a case, in no order.
    func obligations(of id: CaseID, _ connection: Connection) throws -> [Obligation] {
        try connection.run(
            "SELECT \(Self.obligationColumns) FROM stepwell.obligations WHERE clinic = $1 AND case_id = $2", key,
            .text(id.text)
        ).map { try Self.obligation($0, of: id, from: 0) }
    }

    private static func obligation(_ row: Row, of id: CaseID, from place: Int32) throws -> Obligation {
        let due = DeadlineColumns(
            day: try row.int(place + 4), at: try row.int(place + 5), nanoseconds: try row.int(place + 6))
        return Obligation(
            id: id, key: Obligation.Key(Obligation.Kind(rawValue: try row.text(place)), try row.text(place + 1)),
            title: try row.text(place + 2), role: try row.textIfAny(place + 3), due: try due.deadline,
            since: try row.date(place + 7), isSafety: try row.flag(place + 8),
            claimedBy: try row.textIfAny(place + 9), claimedUntil: try row.instantIfAny(place + 10),
            snoozedUntil: try row.dateIfAny(place + 12), keepsCase: try row.flag(place + 13))
    }

    func end(_ ended: Obligation.Key, of id: CaseID, _ connection: Connection) throws {
        try connection.run(
            "DELETE FROM stepwell.obligations WHERE clinic = $1 AND case_id = $2 AND kind = $3 AND subject = $4", key,
            .text(id.text), .text(ended.kind.rawValue), .text(ended.subject))
    }

    func keep(_ obligation: Obligation, _ connection: Connection) throws {
        let due = DeadlineColumns(obligation.due)
        try connection.run(
            """
            INSERT INTO stepwell.obligations (clinic, case_id, \(Self.obligationColumns))
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
            ON CONFLICT (clinic, case_id, kind, subject) DO UPDATE SET title = excluded.title, role = excluded.role,
            due_day = excluded.due_day, due_at = excluded.due_at, due_ns = excluded.due_ns, since = excluded.since,
            safety = excluded.safety, claimed_by = excluded.claimed_by, claimed_until = excluded.claimed_until,
            claimed_ns = excluded.claimed_ns, snoozed_until = excluded.snoozed_until, keeps_case = excluded.keeps_case
            """, key, .text(obligation.id.text), .text(obligation.key.kind.rawValue), .text(obligation.key.subject),
            .text(obligation.title), .init(obligation.role), .init(due.day), .init(due.at), .init(due.nanoseconds),
            .init(obligation.since.daysSinceEpoch), .bool(obligation.isSafety), .init(obligation.claimedBy),
            .init(obligation.claimedUntil?.seconds), .init(obligation.claimedUntil?.nanoseconds),
            .init(obligation.snoozedUntil?.daysSinceEpoch), .bool(obligation.keepsCase))
    }
}
