import StepwellPostgres
import StepwellSQLite
import StepwellStore

/// Stores by where they are: in a file, or in a database that an address names.
struct LocatedStores: CaseStoreOpener {
    private func stores(at location: String) throws(StoreError) -> any CaseStoreOpener {
        if PostgresStores.understands(location) { return PostgresStores() }
        guard let scheme = StoreLocation(location).scheme else { return SQLiteStores() }
        throw .unavailable(detail: "there are no stores behind '\(scheme)://': write a path, or 'postgres://'")
    }

    func create(at location: String) throws(StoreError) -> any CaseStore {
        try stores(at: location).create(at: location)
    }

    func open(at location: String) throws(StoreError) -> any CaseStore { try stores(at: location).open(at: location) }

    func restore(
        from backup: String, to location: String, preparing prepare: (any CaseStore) throws(StoreError) -> Void
    ) throws(StoreError) {
        try stores(at: location).restore(from: backup, to: location, preparing: prepare)
    }

    func format(at location: String) throws(StoreError) -> StoreFormat {
        try stores(at: location).format(at: location)
    }
}
