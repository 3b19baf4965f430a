import GRDB
package import StepwellStore

/// Stores in SQLite files; a location is a file's path.
package struct SQLiteStores: CaseStoreOpener {
    /// Milliseconds to wait for another process that writes or delivers.
    private let patience: Int

    package init(patience: Int = SQLiteStore.patience) { self.patience = patience }

    package func create(at location: String) throws(StoreError) -> any CaseStore {
        try SQLiteStore.create(at: location, patience: patience)
    }

    package func open(at location: String) throws(StoreError) -> any CaseStore {
        do throws(StoreError) { return try SQLiteStore.open(at: location, patience: patience) } catch {
            switch error {
            case .readOnly, .full: return try SQLiteStore.read(at: location, refusal: error, patience: patience)
            case .busy, .missing, .newer, .damaged, .lost, .exists, .versionTaken, .unavailable: throw error
            }
        }
    }

    package func restore(
        from backup: String, to location: String, preparing prepare: (any CaseStore) throws(StoreError) -> Void
    ) throws(StoreError) {
        try SQLiteStore.restore(from: backup, to: location, preparing: prepare)
    }

    package func format(at location: String) throws(StoreError) -> StoreFormat {
        let path = try WholeFile.resolved(existing: location)
        try StoreFile.checkIsFile(path)
        do throws(StoreError) {
            let reader = try Reader(path, patience: patience)
            let found = try reader.read { try Int.fetchOne($0, sql: "PRAGMA user_version") ?? 0 }
            return StoreFormat(found: found, known: Schema.version)
        } catch .newer(let found, let known) {
            return StoreFormat(found: found, known: known)
        }
    }
}
