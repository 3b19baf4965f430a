/// How stores of one kind are made, opened and restored: all that a program has to know of a particular store.
///
/// A location is whatever a kind of store understands: a file's path, an address of a server.
public protocol CaseStoreOpener: Sendable {
    /// Makes an empty store where nothing is, whole or not at all.
    ///
    /// - Throws: `exists` where something is at that location.
    func create(at location: String) throws(StoreError) -> any CaseStore
    /// Opens a store; one of an older format is brought up to date.
    ///
    /// - Throws: `missing` where there is none, and nothing is made; `newer` for one of a later format, and `damaged` for
    ///   what is no store: both are left as they were.
    func open(at location: String) throws(StoreError) -> any CaseStore
    /// Puts a backup where nothing is, after looking it through, whole or not at all.
    ///
    /// - Parameter prepare: changes the copy before it is in its place. What it throws, the caller gets; nothing is put
    ///   there then.
    /// - Throws: `missing`, `newer` or `damaged` for the backup; `exists` where something is at the location.
    func restore(
        from backup: String, to location: String, preparing prepare: (any CaseStore) throws(StoreError) -> Void
    ) throws(StoreError)
    /// The format of the store at a location and the one that this program writes, without changing anything.
    ///
    /// - Throws: `missing` where there is none, `damaged` for what is no store.
    func format(at location: String) throws(StoreError) -> StoreFormat
}

extension CaseStoreOpener {
    /// Puts a backup, as it is, where nothing is.
    public func restore(from backup: String, to location: String) throws(StoreError) {
        try restore(from: backup, to: location) { (_) throws(StoreError) in }
    }
}

/// How the contents of a store are laid out, as numbers that grow with each change.
public struct StoreFormat: Hashable, Sendable {
    /// What is there.
    public var found: Int
    /// What this program writes.
    public var known: Int

    public init(found: Int, known: Int) {
        self.found = found
        self.known = known
    }
}
