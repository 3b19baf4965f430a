/// A pathway version that cases run on, with every file it was made of.
public struct StoredDefinition: Hashable, Sendable {
    public var digest: String
    public var pathway: String
    public var version: String
    /// The pathway's own file, by its path in the pathways' folder.
    public var path: String
    /// Every file that it was made of, by its path.
    public var files: [String: [UInt8]]
    /// What was compiled of it, which cases are opened from; nil where it was kept before compiled forms were.
    public var compiled: [UInt8]?

    public init(
        digest: String, pathway: String, version: String, path: String, files: [String: [UInt8]],
        compiled: [UInt8]? = nil
    ) {
        self.digest = digest
        self.pathway = pathway
        self.version = version
        self.path = path
        self.files = files
        self.compiled = compiled
    }
}
