package import StepwellStore

/// Clinics in PostgreSQL databases; a location is `postgres://ROLE@HOST/DATABASE?clinic=NAME`.
package struct PostgresStores: CaseStoreOpener {
    /// Milliseconds to wait for another that writes or delivers.
    private let patience: Int

    package init(patience: Int = PostgresStore.patience) { self.patience = patience }

    /// Whether a location is one of theirs.
    package static func understands(_ location: String) -> Bool {
        StoreLocation(location).scheme.map(PostgresLocation.schemes.contains) ?? false
    }

    /// What the owner of a database runs to lay its tables, or to bring them up to date.
    package static var tables: String { Layout.script }

    package func create(at location: String) throws(StoreError) -> any CaseStore {
        let place = try PostgresLocation(location)
        try NewStore.make(at: place, patience: patience) { try $0.begin() }
        return try open(at: location)
    }

    package func open(at location: String) throws(StoreError) -> any CaseStore {
        let place = try PostgresLocation(location)
        let pool = ConnectionPool(place, patience: patience)
        let layout = try layout(at: place, pool)
        try Layout.check(major: layout.major, minor: layout.minor)
        return PostgresStore(.pool(pool), clinic: place.clinic)
    }

    package func restore(
        from backup: String, to location: String, preparing prepare: (any CaseStore) throws(StoreError) -> Void
    ) throws(StoreError) {
        let place = try PostgresLocation(location)
        let pour: (ClinicSink) throws -> Void
        if Self.understands(backup) {
            let source = try PostgresLocation(backup)
            let pool = ConnectionPool(source, patience: patience)
            let layout = try layout(at: source, pool)
            try Layout.check(major: layout.major, minor: layout.minor)
            let from = ClinicSource(connection: try pool.take(), clinic: source.clinic)
            pour = { try from.pour(into: $0) }
        } else {
            let reader = try BackupReader(backup)
            try StoreError.mapping { try reader.check() }
            pour = { try reader.pour(into: $0) }
        }
        try NewStore.make(at: place, patience: patience) { target in
            try pour(ClinicSink(target.connection, clinic: target.clinic))
            try prepare(PostgresStore(.inside(target.connection), clinic: target.clinic))
        }
    }

    package func format(at location: String) throws(StoreError) -> StoreFormat {
        let place = try PostgresLocation(location)
        let layout = try layout(at: place, ConnectionPool(place, patience: patience))
        return StoreFormat(
            found: Layout.number(layout.major, layout.minor), known: Layout.number(Layout.major, Layout.minor))
    }

    /// The layout of the tables that a store is in.
    ///
    /// - Throws: `missing` where there are no tables, or no store of the clinic's in them.
    private func layout(
        at place: PostgresLocation, _ pool: ConnectionPool
    ) throws(StoreError) -> (major: Int, minor: Int) {
        let connection = try pool.take()
        defer { pool.give(connection) }
        return try StoreError.mapping {
            guard let layout = try Layout.found(at: place, connection) else {
                throw StoreError.missing(path: place.text)
            }
            // What a newer program laid is not looked into.
            guard layout.major == Layout.major else { return layout }
            try Membership.check(place, connection)
            let isThere = try connection.run(
                "SELECT 1 FROM stepwell.clinics WHERE clinic = $1", .text(place.clinic)
            ).first
            guard isThere != nil else { throw StoreError.missing(path: place.text) }
            return layout
        }
    }
}
