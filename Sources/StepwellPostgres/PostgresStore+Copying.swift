package import StepwellStore

/// Backups, and making a clinic of one.
extension PostgresStore {
    /// Writes a copy to a file, which `restore` takes, or to another clinic that the role may use.
    package func backUp(to location: String) throws(StoreError) {
        guard case .pool(let pool) = way else {
            throw .unavailable(detail: "a store that is being restored has no copies")
        }
        let connection = try pool.take()
        defer { pool.give(connection) }
        let source = ClinicSource(connection: connection, clinic: clinic)
        guard StoreLocation(location).isAddress else {
            return try WholeFile.make(at: location) { part throws(StoreError) in
                let writer = try BackupWriter(part)
                try StoreError.mapping { try source.pour(into: writer) }
                try writer.finish()
            }
        }
        try NewStore.make(at: try PostgresLocation(location), patience: pool.patience) { target in
            try source.pour(into: ClinicSink(target.connection, clinic: target.clinic))
        }
    }
}

/// A store that is made: there whole, or not at all.
struct NewStore {
    let connection: Connection
    let clinic: String

    /// Makes one, and fills it in the same transaction.
    static func make(
        at location: PostgresLocation, patience: Int, _ fill: (NewStore) throws -> Void
    ) throws(StoreError) {
        let connection = try Connection.open(location, patience: patience)
        try StoreError.mapping {
            guard let layout = try Layout.found(at: location, connection) else {
                throw StoreError.unavailable(
                    detail: "the database has no tables of Stepwell's: have its owner run what 'stepwell database' "
                        + "prints")
            }
            try Layout.check(major: layout.major, minor: layout.minor)
            try Membership.check(location, connection)
            let transaction = try Transaction(on: connection)
            do {
                let made = try connection.run(
                    "INSERT INTO stepwell.clinics (clinic) VALUES ($1) ON CONFLICT DO NOTHING", .text(location.clinic))
                guard made.changed == 1 else { throw StoreError.exists(path: location.text) }
                try fill(NewStore(connection: connection, clinic: location.clinic))
                try transaction.commit()
            } catch {
                transaction.rollBack()
                throw error
            }
        }
    }

    /// An empty one: its counters are all there is.
    func begin() throws {
        for counter in Counter.allCases {
            try connection.run(
                "INSERT INTO stepwell.counters (clinic, name, value) VALUES ($1, $2, 0)", .text(clinic),
                .text(counter.rawValue))
        }
    }
}
