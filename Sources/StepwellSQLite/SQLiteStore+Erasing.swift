import Foundation
import GRDB
package import StepwellStore

/// What is kept about patients, and that nothing is left of what was.
extension SQLiteStore {
    /// Milliseconds to wait for readers that keep traces from being cleared.
    private static let patienceWithReaders = 1_000

    package func save(_ patient: PatientRecord) throws(StoreError) {
        // What was corrected is forgotten, in the WAL too.
        try write(emptiesLog: true) { database in
            try database.execute(sql: "DELETE FROM patients WHERE id = ?", arguments: [patient.id])
            if database.changesCount > 0 { try Self.layPatientsAnew(database) }
            for (name, value) in patient.values {
                try database.execute(
                    sql: SealedTable.patients.insertion(), arguments: [patient.id, name, value])
            }
        }
    }

    package func erasePatient(_ id: String) throws(StoreError) {
        try write(emptiesLog: true) { database in
            try database.execute(sql: "DELETE FROM patients WHERE id = ?", arguments: [id])
            try Self.layPatientsAnew(database)
        }
    }

    package func clearTraces(besideBackups backups: [String]) throws(StoreError) -> Bool {
        for file in [path] + backups { PartFile.removeLeftovers(beside: file) }
        let deadline = ContinuousClock.now.advanced(by: .milliseconds(min(patience, Self.patienceWithReaders)))
        while true {
            if try isLogEmptied() { return true }
            guard ContinuousClock.now < deadline else { return false }
            usleep(20_000)
        }
    }

    private func isLogEmptied() throws(StoreError) -> Bool {
        try lock.holding { () throws(StoreError) in
            try checkPlace()
            return queue.inDatabase { log.empty($0, patience: patience) }
        }
    }

    /// Writes the table of patients anew, on pages that are zeroed before. SQLite zeroes a row that is deleted where it
    /// stands; a copy that it left behind when it moved the row to another page is nobody's, and would stay.
    private static func layPatientsAnew(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TEMP TABLE patients_kept AS SELECT * FROM patients;
                DELETE FROM patients;
                INSERT INTO patients SELECT * FROM patients_kept;
                DROP TABLE temp.patients_kept
                """)
    }
}
