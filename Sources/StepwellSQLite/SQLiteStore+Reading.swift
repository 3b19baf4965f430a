package import CEL
import Foundation
import GRDB
package import StepwellStore

extension SQLiteStore {
    package func cases(_ filter: CaseFilter, after last: CaseID?, limit: Int) throws(StoreError) -> [CaseSummary] {
        var conditions = [SealedTable.cases.sound]
        var arguments: [(any DatabaseValueConvertible)?] = []
        func add(_ condition: String, _ value: String?) {
            guard let value else { return }
            conditions.append(condition)
            arguments.append(value)
        }
        add("pathway = ?", filter.pathway)
        add("status = ?", filter.status?.rawValue)
        add("patient = ?", filter.patient)
        add("instr(' ' || configuration || ' ', ' ' || ? || ' ') > 0", filter.state)
        add("id > ?", last?.text)
        return try summaries(conditions, arguments, limit: limit)
    }

    package func unkept(after last: CaseID?, limit: Int) throws(StoreError) -> [CaseSummary] {
        let conditions = ["status = 'open'", Self.unkeptCases, SealedTable.cases.sound, "id > ?"]
        return try summaries(conditions, [last?.text ?? ""], limit: limit)
    }

    private func summaries(
        _ conditions: [String], _ arguments: [(any DatabaseValueConvertible)?], limit: Int
    ) throws(StoreError) -> [CaseSummary] {
        let condition = conditions.joined(separator: " AND ")
        let arguments = arguments + [max(0, limit)]
        return try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT id, patient, pathway, version, status, outcome, configuration, sequence, last_input,
                    last_input_ns, wake_up, wake_up_ns, linked_from FROM cases WHERE \(condition) ORDER BY id LIMIT ?
                    """,
                arguments: StatementArguments(arguments)
            ).map { row in
                let configuration: String = try row.column(6)
                let linkedFrom: String? = try row.column(12)
                return CaseSummary(
                    id: CaseID(try row.column(0)), patient: try row.column(1), pathway: try row.column(2),
                    version: try row.column(3), status: try row.word(4), outcome: try row.column(5),
                    configuration: configuration.split(separator: " ").map(String.init), sequence: try row.column(7),
                    lastInput: try row.instant(8), nextWakeUp: try row.instantIfAny(10),
                    linkedFrom: linkedFrom.map { CaseID($0) })
            }
        }
    }

    package func journal(of id: CaseID, after sequence: Int) throws(StoreError) -> [JournalRow] {
        try read { database in
            let statement = try database.cachedStatement(
                sql: """
                    SELECT sequence, at, at_ns, occurred, occurred_ns, actor, input, facts, speaker,
                    \(SealedTable.journal.sound) FROM journal WHERE case_id = ? AND sequence > ? ORDER BY sequence
                    """)
            return try Row.fetchAll(statement, arguments: [id.text, sequence]).map { row in
                // What is damaged may hold anything, and is not read.
                guard try row.column(9) else { return JournalRow(damaged: try row.column(0)) }
                return JournalRow(
                    sequence: try row.column(0), at: try row.instant(1), occurred: try row.instantIfAny(3),
                    actor: try row.column(5), speaker: try row.column(8), input: try row.bytes(6),
                    facts: try row.bytes(7))
            }
        }
    }

    package func latestInput() throws(StoreError) -> Timestamp? {
        // Without an index: it would cost each commit more than this costs the few who ask.
        try read { database in
            try Row.fetchOne(
                database,
                sql: """
                    SELECT last_input, last_input_ns FROM cases WHERE \(SealedTable.cases.sound)
                    ORDER BY last_input DESC, last_input_ns DESC LIMIT 1
                    """
            ).map { try $0.instant(0) }
        }
    }

    // MARK: Patients

    package func patient(_ id: String) throws(StoreError) -> PatientRecord? {
        try read { database in
            let rows = try Row.fetchAll(database, sql: "SELECT name, value FROM patients WHERE id = ?", arguments: [id])
            guard !rows.isEmpty else { return nil }
            var values: [String: String] = [:]
            for row in rows { values[try row.column(0)] = try row.column(1) }
            return PatientRecord(id: id, values: values)
        }
    }

    package func patientNumbers(after last: String?, limit: Int) throws(StoreError) -> [String] {
        let isBehind = last == nil ? ">=" : ">"
        return try read { database in
            let statement = try database.cachedStatement(
                sql: """
                    SELECT patient FROM cases WHERE patient \(isBehind) ?
                    UNION SELECT id FROM patients WHERE id \(isBehind) ? ORDER BY 1 LIMIT ?
                    """)
            return try String.fetchAll(statement, arguments: [last ?? "", last ?? "", max(0, limit)])
        }
    }
}
