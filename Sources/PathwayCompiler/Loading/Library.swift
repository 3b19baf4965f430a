import PathwayModel

/// Everything an author wrote for one pathway: its file and what it includes, as nodes.
struct Sources {
    /// The pathway's own file.
    var main: Form
    /// Sections of names, those of included files after the pathway's own.
    var named: [String: [NamedNode]] = [:]
    /// `reactions` and `transitions`, likewise.
    var lists: [String: [YAMLNode]] = [:]

    static let namedSections = [
        "enrollment", "data", "instruments", "events", "tasks", "messages", "guards", "decisions", "states",
    ]
    static let listSections = ["reactions", "transitions"]
    static let sharedKeys =
        ["stepwell", "include"] + namedSections.filter { $0 != "enrollment" } + listSections
    static let pathwayKeys =
        [
            "stepwell", "pathway", "version", "title", "description", "intended_use", "approved", "calendar", "roles",
            "languages", "sensitivity",
            "enrollment", "initial", "promises",
        ] + sharedKeys.dropFirst()
}

/// Reads files by their paths in the pathways' folder, each once.
struct Library {
    let load: (String) -> [UInt8]?
    var files: [String: [UInt8]] = [:]
    /// The files in the order in which they were read.
    var order: [String] = []
    var read = Reader()
    private var lines: [String: SourceLines] = [:]
    /// Where each name of a section first stands.
    private var firstEntries: [String: [String: SourceSpan]] = [:]
    /// Where each file that is being read was included: the way from the pathway's file here.
    private var including: [(path: String, place: SourceSpan)] = []

    init(load: @escaping (String) -> [UInt8]?) { self.load = load }

    /// The document of a file; nil where there is none, which is reported at the place that names it.
    mutating func document(_ path: String, at place: SourceSpan, missing code: DiagnosticCode) -> YAMLNode? {
        guard let bytes = load(path) else {
            read.report(code, "there is no file '\(path)' in the pathways' folder", at: place)
            return nil
        }
        return document(path, bytes)
    }

    mutating func document(_ path: String, _ bytes: [UInt8]) -> YAMLNode? {
        files[path] = bytes
        order.append(path)
        let composed = YAML.compose(bytes, file: path)
        read.diagnostics += composed.diagnostics
        return composed.document
    }

    /// The lines of a file that was read.
    mutating func lines(of path: String) -> SourceLines {
        if let known = lines[path] { return known }
        let found = SourceLines(files[path] ?? [])
        lines[path] = found
        return found
    }

    /// A pathway's file and everything it includes.
    mutating func sources(of path: String) -> Sources? {
        let start = SourceSpan.Position(line: 1, column: 1)
        let origin = SourceSpan(file: path, start: start, end: start)
        guard let node = document(path, at: origin, missing: .fileNotFound),
            let form = read.form(
                node, "a pathway", keys: Sources.pathwayKeys,
                required: ["stepwell", "pathway", "version", "title", "states"])
        else { return nil }
        var sources = Sources(main: form)
        including = [(path, origin)]
        firstEntries = [:]
        collect(form, into: &sources)
        return sources
    }

    private mutating func collect(_ form: Form, into sources: inout Sources) {
        if let version = form["stepwell"] { checkVersion(version) }
        for section in Sources.namedSections {
            guard let node = form[section] else { continue }
            for entry in read.named(node, "'\(section)'") { add(entry, to: section, of: &sources) }
        }
        for section in Sources.listSections {
            guard let node = form[section] else { continue }
            sources.lists[section, default: []] += read.list(node, "'\(section)'")
        }
        guard let includes = form["include"] else { return }
        for (path, node) in read.texts(includes, "'include'") { include(path, node, into: &sources) }
    }

    private mutating func add(_ entry: NamedNode, to section: String, of sources: inout Sources) {
        let isShared = entry.key.span.file != sources.main.node.span.file
        let first = firstEntries[section]?[entry.name]
        if isShared, let first {
            read.report(
                .duplicateName, "'\(entry.name)' is defined a second time in '\(section)'", at: entry.key.span,
                notes: [.init(message: "'\(entry.name)' is first defined here", span: first)])
        } else {
            if first == nil { firstEntries[section, default: [:]][entry.name] = entry.key.span }
            sources.named[section, default: []].append(entry)
        }
    }

    private mutating func include(_ path: String, _ node: YAMLNode, into sources: inout Sources) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." && !$0.contains("\\") }) else {
            read.report(.badPath, "'\(path)' is no path inside the pathways' folder", at: node.span)
            return
        }
        if let first = including.first(where: { $0.path == path }) {
            let isPathway = including.first?.path == path
            let message = isPathway ? "the pathway begins here" : "it is first included here"
            read.report(
                .includeCycle, "'\(path)' includes itself", at: node.span,
                notes: [.init(message: message, span: first.place)])
            return
        }
        // Two files may include a third: it is brought in once.
        guard files[path] == nil, let document = document(path, at: node.span, missing: .fileNotFound),
            let form = read.form(document, "a shared file", keys: Sources.sharedKeys)
        else { return }
        including.append((path, node.span))
        collect(form, into: &sources)
        including.removeLast()
    }

    mutating func checkShared(_ path: String) {
        let start = SourceSpan.Position(line: 1, column: 1)
        guard let node = document(path, at: SourceSpan(file: path, start: start, end: start), missing: .fileNotFound),
            let form = read.form(node, "a shared file", keys: Sources.sharedKeys)
        else { return }
        if let version = form["stepwell"] { checkVersion(version) }
        for section in Sources.namedSections {
            if let node = form[section] { _ = read.named(node, "'\(section)'") }
        }
        for section in Sources.listSections {
            if let node = form[section] { _ = read.list(node, "'\(section)'") }
        }
    }

    mutating func checkVersion(_ node: YAMLNode) {
        guard let text = read.text(node, "'stepwell'"), text != "1" else { return }
        read.report(.badVersion, "language version '\(text)' is not known", at: node.span, hint: "write 1")
    }
}
