import PathwayModel

/// The texts that everything is read of: for places in them, and for instruments that are there and not used.
struct SourceTexts {
    private let files: [String: [UInt8]]
    private let load: (String) -> [UInt8]?
    private var lines: [String: SourceLines] = [:]

    init(files: [String: [UInt8]], load: @escaping (String) -> [UInt8]?) {
        self.files = files
        self.load = load
    }

    /// The lines of a file that was read.
    mutating func lines(of path: String) -> SourceLines {
        if let known = lines[path] { return known }
        let found = SourceLines(files[path] ?? [])
        lines[path] = found
        return found
    }

    /// The instrument of this name, where there is a file of it and the pathway does not use it.
    func unusedInstrument(_ name: some StringProtocol, _ symbols: SymbolTable) -> String? {
        let name = String(name)
        guard Reader.isIdentifier(name[...]), symbols.expressionNames[name] == nil,
            !symbols.instruments.isDeclared(name), load(Library.path(ofInstrument: name)) != nil
        else { return nil }
        return name
    }

    /// The same with one more file.
    func adding(_ bytes: [UInt8], as path: String) -> SourceTexts {
        SourceTexts(files: files.merging([path: bytes]) { $1 }, load: load)
    }
}
