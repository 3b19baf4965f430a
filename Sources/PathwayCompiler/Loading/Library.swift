import PathwayModel

/// Reads files by their paths in the pathways' folder, each once: bytes → nodes → declarations.
struct Library {
    let load: (String) -> [UInt8]?
    var files: [String: [UInt8]] = [:]
    /// The files in the order in which they were read.
    private(set) var order: [String] = []
    var read = Reader()
    /// Where each name of a section first stands.
    private var firstEntries: [String: [String: SourceSpan]] = [:]
    /// Where each file that is being read was included: the way from the pathway's file here.
    private var including: [(path: String, place: SourceSpan)] = []

    init(load: @escaping (String) -> [UInt8]?) { self.load = load }

    /// The document of a file; nil where there is none, which is reported at the place that names it.
    mutating func document(_ path: String, at place: SourceSpan) -> YAMLNode? {
        guard let bytes = load(path) else {
            read.report(.fileNotFound, "there is no file '\(path)' in the pathways' folder", at: place)
            return nil
        }
        return document(path, bytes)
    }

    private mutating func document(_ path: String, _ bytes: [UInt8]) -> YAMLNode? {
        files[path] = bytes
        order.append(path)
        let composed = YAML.compose(bytes, file: path)
        read.diagnostics += composed.diagnostics
        return composed.document
    }

    // MARK: Pathways

    /// A pathway's file, everything it includes, and the instruments it uses.
    mutating func declarations(of path: String) -> Declarations? {
        let origin = SourceSpan.beginning(of: path)
        guard let node = document(path, at: origin), let head = PathwayDeclaration.schema.read(node, &read) else {
            return nil
        }
        var declarations = Declarations(head: head, main: node)
        including = [(path, origin)]
        firstEntries = [:]
        collect(head, isShared: false, into: &declarations)
        for place in declarations.instruments.indices {
            declarations.instruments[place].definition = instrument(named: declarations.instruments[place].use)
        }
        return declarations
    }

    private mutating func collect(
        _ file: some HoldsSections, isShared: Bool, into declarations: inout Declarations
    ) {
        read.checkVersion(file.language)
        let sections = file.sections
        func fresh<Value>(_ section: Written<[Named<Value>]>, _ name: String) -> [Named<Value>] {
            (section.value ?? []).filter { isNew($0.name, $0.key.span, in: name, isShared: isShared) }
        }
        declarations.data += fresh(sections.data, "data")
        declarations.instruments += fresh(sections.instruments, "instruments").map { UsedInstrument(use: $0) }
        declarations.events += fresh(sections.events, "events")
        declarations.tasks += fresh(sections.tasks, "tasks")
        declarations.messages += fresh(sections.messages, "messages")
        declarations.guards += fresh(sections.guards, "guards")
        declarations.decisions += fresh(sections.decisions, "decisions")
        declarations.states += fresh(sections.states, "states")
        declarations.reactions += sections.reactions.value ?? []
        declarations.transitions += sections.transitions.value ?? []
        for (path, node) in (sections.include.value ?? []).read() { include(path, node, into: &declarations) }
    }

    /// Whether a name is not taken in its section; one of an included file that is taken is reported.
    private mutating func isNew(_ name: String, _ span: SourceSpan, in section: String, isShared: Bool) -> Bool {
        guard let first = firstEntries[section]?[name] else {
            firstEntries[section, default: [:]][name] = span
            return true
        }
        guard isShared else { return true }
        read.report(
            .duplicateName, "'\(name)' is defined a second time in '\(section)'", at: span,
            notes: [.init(message: "'\(name)' is first defined here", span: first)])
        return false
    }

    private mutating func include(_ path: String, _ node: YAMLNode, into declarations: inout Declarations) {
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
        guard files[path] == nil, let document = document(path, at: node.span),
            let file = SharedDeclaration.schema.read(document, &read)
        else { return }
        including.append((path, node.span))
        collect(file, isShared: true, into: &declarations)
        including.removeLast()
    }

    /// Looks at the form of a file that pathways include.
    mutating func checkShared(_ path: String) {
        guard let node = document(path, at: .beginning(of: path)),
            let file = SharedDeclaration.schema.read(node, &read)
        else { return }
        read.checkVersion(file.language)
    }

    // MARK: Instruments

    /// An instrument in a file of its own.
    mutating func instrument(_ path: String) -> InstrumentDeclaration? {
        document(path, at: .beginning(of: path)).flatMap { instrument($0) }
    }

    /// An instrument that a pathway uses by its name.
    private mutating func instrument(named use: Named<InstrumentUseDeclaration>) -> InstrumentDeclaration? {
        let path = Self.path(ofInstrument: use.name)
        guard let bytes = load(path) else {
            read.report(
                .unknownInstrument, "there is no instrument '\(use.name)': no file '\(path)' in the pathways' folder",
                at: use.key.span)
            return nil
        }
        let before = read.diagnostics.count
        guard let node = document(path, bytes), let definition = instrument(node),
            !read.diagnostics[before...].contains(where: { $0.severity == .error })
        else { return nil }
        guard let name = definition.identifier.value, name != use.name else { return definition }
        read.report(
            .unknownInstrument, "the file '\(path)' defines the instrument '\(name)'", at: use.key.span,
            hint: "a file has the name of its instrument")
        return nil
    }

    private mutating func instrument(_ node: YAMLNode) -> InstrumentDeclaration? {
        let definition = InstrumentDeclaration.schema.read(node, &read)
        if let definition { read.checkVersion(definition.language) }
        return definition
    }

    static func path(ofInstrument name: String) -> String { "instruments/\(name).yaml" }
}

extension SourceSpan {
    /// The first place of a file.
    static func beginning(of file: String) -> SourceSpan {
        let start = Position(line: 1, column: 1)
        return SourceSpan(file: file, start: start, end: start)
    }
}

extension Reader {
    /// Files say which version of the language they are written in.
    package mutating func checkVersion(_ language: Written<String>) {
        guard let (text, node) = language.entry, text != "1" else { return }
        report(.badVersion, "language version '\(text)' is not known", at: node.span, hint: "write 1")
    }
}
