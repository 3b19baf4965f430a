/// Something that a clinic's cases share and that must not be given twice: the seats of a group, a number that counts.
///
/// Whoever changes one says which revision it read. Of two that read the same only the first is kept, and the other
/// reads again: so a seat that is counted in a resource goes to one case, in the transaction that gives it.
public struct Resource: Hashable, Sendable {
    public var name: String
    /// 1 when it is put for the first time, one more with each change. It never comes again, also not when the resource
    /// was removed in between.
    public var revision: Int
    /// What it holds; the store does not read it.
    public var bytes: [UInt8]

    public init(name: String, revision: Int, bytes: [UInt8]) {
        self.name = name
        self.revision = revision
        self.bytes = bytes
    }
}

/// A change of a resource, kept only if nobody changed it since it was read.
public struct ResourceChange: Hashable, Sendable {
    public var name: String
    /// The revision that was read; nil where it was not there.
    public var expected: Int?
    /// What it holds from now on; nil to remove it.
    public var bytes: [UInt8]?

    public init(name: String, expected: Int?, bytes: [UInt8]?) {
        self.name = name
        self.expected = expected
        self.bytes = bytes
    }
}
