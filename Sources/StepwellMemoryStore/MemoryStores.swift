public import StepwellStore

/// Stores in memory by the names of their places, for as long as this or one of them lives.
public final class MemoryStores: CaseStoreOpener {
    private let shelf = MemoryShelf()

    public init() {}

    public func create(at place: String) throws(StoreError) -> any CaseStore {
        try shelf.put(MemoryBox(), at: place)
        return try open(at: place)
    }

    public func open(at place: String) throws(StoreError) -> any CaseStore {
        MemoryStore(try shelf.box(at: place), on: shelf)
    }

    public func restore(from backup: String, to place: String) throws(StoreError) {
        try shelf.put(try shelf.box(at: backup).copy, at: place)
    }

    public func format(at place: String) throws(StoreError) -> StoreFormat {
        _ = try shelf.box(at: place)
        return StoreFormat(found: 1, known: 1)
    }
}
