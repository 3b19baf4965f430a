import CEL
import GRDB
package import StepwellStore

/// Whether what is read is what was kept.
extension SQLiteStore {
    /// Damaged cases that are named at most.
    private static let mostNamed = 1_000

    package func damagedCases(in rows: ListedRows) throws(StoreError) -> [CaseID] {
        let (table, column) =
            switch rows {
            case .cases: (SealedTable.cases, "id")
            case .obligations: (SealedTable.obligations, "case_id")
            case .messages: (SealedTable.outbox, "case_id")
            }
        return try read { database in
            try String.fetchAll(
                database,
                sql: """
                    SELECT DISTINCT CAST(\(column) AS TEXT) FROM \(table.name) WHERE NOT \(table.sound) ORDER BY 1
                    LIMIT \(Self.mostNamed)
                    """
            ).map { CaseID($0) }
        }
    }

    /// Rows that are not as they were kept, and rows that are missing: a sentence each.
    static func problemsOfRows(in database: Database, limit: Int) throws -> [String] {
        var problems: [String] = []
        for table in SealedTable.all {
            let names = [table.caseColumn ?? "NULL"] + table.key
            let columns = names.map { "CAST(\($0) AS TEXT)" }.joined(separator: ", ")
            let rows = try Row.fetchAll(
                database,
                sql: "SELECT \(columns) FROM \(table.name) WHERE NOT \(table.sound) LIMIT \(limit + 1)")
            for row in rows.prefix(limit) {
                let id: String? = try row.column(0)
                let key = try table.key.enumerated().map { "\($1) '\(try row.column($0 + 1) ?? "")'" }
                let place = key.isEmpty ? "" : " with \(key.joined(separator: ", "))"
                let whose = id.map { "case \($0): " } ?? ""
                problems.append("\(whose)the row of \(table.name)\(place) is not as it was kept")
            }
            if rows.count > limit { problems.append("more rows of \(table.name) are not as they were kept") }
            guard table.isNumbered else { continue }
            // Of these none is ever taken away.
            let count = "SELECT count(*) IS NOT coalesce(max(\(table.columns[0])), 0) FROM \(table.name)"
            if try Bool.fetchOne(database, sql: count) == true { problems.append("rows of \(table.name) are missing") }
        }
        if try !isEachPatientOfAnAccessThere(database) { problems.append("rows of access_patients are missing") }
        if try Int.fetchOne(database, sql: "SELECT count(*) FROM tally") != 1 {
            problems.append("the row of tally is missing")
        }
        return problems
    }

    /// Whoever was shown is found by their number.
    private static func isEachPatientOfAnAccessThere(_ database: Database) throws -> Bool {
        try Bool.fetchOne(
            database,
            sql: """
                SELECT (SELECT coalesce(sum(patients), 0) FROM accesses WHERE \(SealedTable.accesses.sound))
                    <= (SELECT count(*) FROM access_patients)
                """) == true
    }

    package func differences(
        from summary: CaseSummary, _ obligations: [Obligation]
    ) throws(StoreError) -> [String] {
        try read { database in
            try Self.columns(of: summary, thatDifferIn: database)
                + Self.obligations(of: summary.id, thatDifferFrom: obligations, database)
        }
    }

    /// Compared by SQLite: a damaged column may hold anything.
    private static func columns(of summary: CaseSummary, thatDifferIn database: Database) throws -> [String] {
        let expected: [(name: String, value: (any DatabaseValueConvertible)?)] = [
            ("patient", summary.patient), ("pathway", summary.pathway), ("version", summary.version),
            ("status", summary.status.rawValue), ("outcome", summary.outcome),
            ("configuration", summary.configuration.joined(separator: " ")), ("sequence", summary.sequence),
            ("last_input", summary.lastInput.seconds), ("last_input_ns", summary.lastInput.nanoseconds),
            ("wake_up", summary.nextWakeUp?.seconds), ("wake_up_ns", summary.nextWakeUp?.nanoseconds),
        ]
        let comparisons = expected.map { "\($0.name) IS ?" }.joined(separator: ", ")
        let row = try Row.fetchOne(
            database, sql: "SELECT \(comparisons) FROM cases WHERE id = ?",
            arguments: StatementArguments(expected.map(\.value) + [summary.id.text]))
        guard let row else { return ["cases"] }
        return try expected.indices.filter { try !row.column($0) }.map { "cases.\(expected[$0].name)" }
    }

    private static func obligations(
        of id: CaseID, thatDifferFrom expected: [Obligation], _ database: Database
    ) throws -> [String] {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT CAST(kind AS TEXT), CAST(subject AS TEXT), title, role, due_day, due_at, due_ns, since, safety,
                    claimed_by, keeps_case, claimed_until, claimed_ns, snoozed_until
                FROM obligations WHERE case_id = ?
                """, arguments: [id.text])
        var kept: [Obligation.Key: [DatabaseValue]] = [:]
        for row in rows {
            let key = Obligation.Key(Obligation.Kind(rawValue: try row.column(0)), try row.column(1))
            kept[key] = Array(row.databaseValues.dropFirst(2))
        }
        var different: [String] = []
        for obligation in expected.sorted(by: { $0.cursor < $1.cursor }) {
            // Before there were others, all that is owed was a task, due on a day.
            let earlier = Obligation.Key(.task, obligation.key.subject)
            let found = kept.removeValue(forKey: obligation.key) ?? kept.removeValue(forKey: earlier)
            if found.map({ obligation.isKept(as: $0) }) != true { different.append(obligation.key.place) }
        }
        return different + kept.keys.map(\.place).sorted()
    }
}

extension Obligation {
    /// - Parameter columns: from its title on.
    fileprivate func isKept(as columns: [DatabaseValue]) -> Bool {
        [due, dueDay.map { .day($0) }].contains { due in
            let due = DeadlineColumns(due)
            let expected: [(any DatabaseValueConvertible)?] = [
                title, role, due.day, due.at, due.nanoseconds, since.daysSinceEpoch, isSafety, claimedBy, keepsCase,
                claimedUntil?.seconds, claimedUntil?.nanoseconds, snoozedUntil?.daysSinceEpoch,
            ]
            return columns == expected.map { $0?.databaseValue ?? .null }
        }
    }
}

extension Obligation.Key {
    fileprivate var place: String { "obligations (\(kind.rawValue) '\(subject)')" }
}
