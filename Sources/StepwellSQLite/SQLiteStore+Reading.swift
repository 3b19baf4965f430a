import CEL
import Foundation
import GRDB
import PathwayModel
package import StepwellRuntime

extension SQLiteStore {
    package func cases(_ filter: CaseFilter) throws(StoreError) -> [CaseSummary] {
        var conditions: [String] = []
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
        let condition = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        return try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT id, patient, pathway, version, status, outcome, configuration, sequence, last_input,
                    last_input_ns, wake_up, wake_up_ns FROM cases \(condition) ORDER BY id LIMIT \(max(0, filter.limit))
                    """,
                arguments: StatementArguments(arguments)
            ).map { row in
                let configuration: String = row[6]
                return CaseSummary(
                    id: CaseID(row[0]), patient: row[1], pathway: row[2], version: row[3],
                    status: CaseStatus(rawValue: row[4]) ?? .closed, outcome: row[5],
                    configuration: configuration.split(separator: " ").map(String.init), sequence: row[7],
                    lastInput: Timestamp(seconds: row[8], nanoseconds: row[9]), nextWakeUp: Timestamp(row[10], row[11]))
            }
        }
    }

    package func journal(of id: CaseID, after sequence: Int) throws(StoreError) -> [JournalRow] {
        try read { database in
            let statement = try database.cachedStatement(
                sql: """
                    SELECT sequence, at, at_ns, occurred, occurred_ns, actor, input, facts FROM journal
                    WHERE case_id = ? AND sequence > ? ORDER BY sequence
                    """)
            return try Row.fetchAll(statement, arguments: [id.text, sequence]).map { row in
                JournalRow(
                    sequence: row[0], at: Timestamp(seconds: row[1], nanoseconds: row[2]),
                    occurred: Timestamp(row[3], row[4]), actor: row[5], input: [UInt8](row[6] as Data),
                    facts: [UInt8](row[7] as Data))
            }
        }
    }

    package func refusals(of id: CaseID) throws(StoreError) -> [RefusedInput] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT at, at_ns, actor, input, refusal_code, refusal_message, request FROM audit WHERE case_id = ?
                    ORDER BY number
                    """,
                arguments: [id.text]
            ).map { row in
                RefusedInput(
                    id: id, at: Timestamp(seconds: row[0], nanoseconds: row[1]), actor: row[2], input: row[3],
                    refusal: Refusal(row[4], row[5]), request: row[6])
            }
        }
    }

    package func openTasks(role: String?) throws(StoreError) -> [OpenTask] {
        try read { database in
            let condition = role == nil ? "" : "WHERE role = ?"
            return try Row.fetchAll(
                database,
                sql: """
                    SELECT case_id, task, title, role, due, opened FROM tasks \(condition)
                    ORDER BY due IS NULL, due, case_id, task
                    """,
                arguments: role.map { [$0] } ?? []
            ).map { row in
                let due: Int32? = row[4]
                return OpenTask(
                    id: CaseID(row[0]), task: row[1], title: row[2], role: row[3],
                    due: due.map { CalendarDate(daysSinceEpoch: $0) }, opened: CalendarDate(daysSinceEpoch: row[5]))
            }
        }
    }

    // MARK: Patients

    package func patient(_ id: String) throws(StoreError) -> PatientRecord? {
        try read { database in
            let rows = try Row.fetchAll(database, sql: "SELECT name, value FROM patients WHERE id = ?", arguments: [id])
            guard !rows.isEmpty else { return nil }
            let values = rows.map { ($0[0] as String, $0[1] as String) }
            return PatientRecord(id: id, values: Dictionary(values, uniquingKeysWith: { first, _ in first }))
        }
    }

    package func save(_ patient: PatientRecord) throws(StoreError) {
        try write { database in
            try database.execute(sql: "DELETE FROM patients WHERE id = ?", arguments: [patient.id])
            for (name, value) in patient.values {
                try database.execute(
                    sql: "INSERT INTO patients VALUES (?, ?, ?)", arguments: [patient.id, name, value])
            }
        }
    }

    package func erasePatient(_ id: String) throws(StoreError) {
        try write { database in
            try database.execute(sql: "DELETE FROM patients WHERE id = ?", arguments: [id])
        }
    }
}
