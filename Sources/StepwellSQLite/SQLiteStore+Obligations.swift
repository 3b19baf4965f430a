import CEL
import GRDB
package import StepwellStore

extension SQLiteStore {
    private static let keepingObligation = SealedTable.obligations.insertion(verb: "INSERT OR REPLACE")

    /// Rows behind a cursor, in order, that are as they were kept, as their cases are. Only names of columns and of
    /// indexes stand in it: tests ask for its plan.
    static func listing(ofRole: Bool, ofKind: Bool, claimed: Bool = false) -> String {
        """
        SELECT obligations.case_id, kind, subject, title, role, due_day, due_at, due_ns, since, safety, claimed_by,
            keeps_case, claimed_until, claimed_ns, snoozed_until, patient, pathway, version
        FROM obligations CROSS JOIN cases ON cases.id = obligations.case_id
        WHERE \(ofRole ? "role = ? AND" : "") \(ofKind ? "kind = ? AND" : "")
        \(claimed ? "claimed_by = ? AND" : "")
        (due_day, due_at, due_ns, obligations.case_id, kind, subject) > (?, ?, ?, ?, ?, ?)
        AND \(SealedTable.obligations.sound) AND \(SealedTable.cases.sound)
        ORDER BY due_day, due_at, due_ns, obligations.case_id, kind, subject LIMIT ?
        """
    }

    package func obligations(
        _ filter: ObligationFilter, after last: Obligation.Cursor?, limit: Int
    ) throws(StoreError) -> [ObligationRow] {
        let due = last.map { DeadlineColumns($0.due) } ?? .beforeAll
        var arguments: StatementArguments = []
        if let role = filter.role { arguments += [role] }
        if let kind = filter.kind { arguments += [kind.rawValue] }
        if let person = filter.claimedBy { arguments += [person] }
        arguments += [
            due.day, due.at, due.nanoseconds, last?.id.text ?? "", last?.key.kind.rawValue ?? "",
            last?.key.subject ?? "", max(0, limit),
        ]
        return try read { database in
            let statement = try database.cachedStatement(
                sql: Self.listing(
                    ofRole: filter.role != nil, ofKind: filter.kind != nil, claimed: filter.claimedBy != nil))
            return try Row.fetchAll(statement, arguments: arguments).map { row in
                let key = Obligation.Key(Obligation.Kind(rawValue: try row.column(1)), try row.column(2))
                let due = DeadlineColumns(
                    day: try row.column(5), at: try row.column(6), nanoseconds: try row.column(7))
                return ObligationRow(
                    obligation: Obligation(
                        id: CaseID(try row.column(0)), key: key, title: try row.column(3), role: try row.column(4),
                        due: try due.deadline, since: try row.date(8), isSafety: try row.column(9),
                        claimedBy: try row.column(10), claimedUntil: try row.instantIfAny(12),
                        snoozedUntil: try row.dateIfAny(14), keepsCase: try row.column(11)),
                    patient: try row.column(15), pathway: try row.column(16), version: try row.column(17))
            }
        }
    }

    /// Open cases behind an id that no obligation keeps. One that is damaged keeps none.
    static let unkeptCases = """
        NOT EXISTS (SELECT 1 FROM obligations WHERE obligations.case_id = cases.id AND keeps_case AND \(
            SealedTable.obligations.sound))
        """

    static func end(_ key: Obligation.Key, of id: CaseID, _ database: Database) throws {
        try database.cachedStatement(
            sql: "DELETE FROM obligations WHERE case_id = ? AND kind = ? AND subject = ?"
        ).execute(arguments: [id.text, key.kind.rawValue, key.subject])
    }

    static func keep(_ obligation: Obligation, _ database: Database) throws {
        let due = DeadlineColumns(obligation.due)
        try database.cachedStatement(
            sql: keepingObligation
        ).execute(arguments: [
            obligation.id.text, obligation.key.kind.rawValue, obligation.key.subject, obligation.title,
            obligation.role, due.day, due.at, due.nanoseconds, obligation.since.daysSinceEpoch, obligation.isSafety,
            obligation.claimedBy, obligation.keepsCase, obligation.claimedUntil?.seconds,
            obligation.claimedUntil?.nanoseconds, obligation.snoozedUntil?.daysSinceEpoch,
        ])
    }
}
