public import StepwellStore

/// Stores in memory by the names of their locations, for as long as this or one of them lives.
public final class MemoryStores: CaseStoreOpener {
    private let shelf = MemoryShelf()

    public init() {}

    public func create(at location: String) throws(StoreError) -> any CaseStore {
        try shelf.put(MemoryBox(), at: location)
        return try open(at: location)
    }

    public func open(at location: String) throws(StoreError) -> any CaseStore {
        MemoryStore(try shelf.box(at: location), on: shelf)
    }

    public func restore(
        from backup: String, to location: String, preparing prepare: (any CaseStore) throws(StoreError) -> Void
    ) throws(StoreError) {
        let copy = try shelf.box(at: backup).copy
        try prepare(MemoryStore(copy, on: shelf))
        try shelf.put(copy, at: location)
    }

    public func format(at location: String) throws(StoreError) -> StoreFormat {
        _ = try shelf.box(at: location)
        return StoreFormat(found: 1, known: 1)
    }
}
