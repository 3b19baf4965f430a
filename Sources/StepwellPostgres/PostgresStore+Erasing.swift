package import StepwellStore

/// What is kept about patients, and what is left of what was.
extension PostgresStore {
    package func save(_ patient: PatientRecord) throws(StoreError) {
        try write { connection in
            try erase(patient.id, connection)
            for (name, value) in patient.values.sorted(by: { $0.key < $1.key }) {
                try connection.run(
                    "INSERT INTO stepwell.patients (clinic, id, name, value) VALUES ($1, $2, $3, $4)", key,
                    .text(patient.id), .text(name), .text(value))
            }
        }
    }

    package func erasePatient(_ id: String) throws(StoreError) {
        try write { try erase(id, $0) }
    }

    private func erase(_ id: String, _ connection: Connection) throws {
        try connection.run("DELETE FROM stepwell.patients WHERE clinic = $1 AND id = $2", key, .text(id))
    }

    /// No statement and no backup has what was erased. PostgreSQL lets rows that were deleted stand in its files until it
    /// needs their place, and has them in its log: what is left there is for who keeps these files, and `remarks` says so.
    /// A role that may is let clear away such rows here.
    package func clearTraces(besideBackups backups: [String]) throws(StoreError) -> Bool {
        for file in backups where !StoreLocation(file).isAddress { PartFile.removeLeftovers(beside: file) }
        guard case .pool = way else { return true }
        return try read { connection in
            // Who may not is told so in a notice.
            try connection.command("VACUUM stepwell.patients")
            return true
        }
    }
}
