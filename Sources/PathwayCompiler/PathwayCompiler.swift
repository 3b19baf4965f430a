package import CEL
import Crypto
package import PathwayModel

/// Makes a pathway of the files an author wrote.
///
/// Bytes → nodes with places (`YAML`) → everything the pathway includes, section by section (`Library`) → names
/// (`Names/`, `States/`) → the environment of expressions (`Expressions/`) → what stands on states (`Defining/`) →
/// what is whole but looks wrong (`Checks/`). All mistakes come out of one run. It reads no file itself: `load` gives
/// the bytes of a path in the pathways' folder, with forward slashes.
package struct PathwayCompiler {
    private let load: (String) -> [UInt8]?
    private let plugins: Plugins

    /// - Parameters:
    ///   - rules: what plugins can be asked; worked out at the first rule that a pathway names.
    ///   - channels: the channels that `via` may name; nil where they are not known.
    ///   - carries: what each channel may carry; one that is not among them may carry everything.
    ///   - defaultChannel: the channel of messages for which nothing names one.
    ///   - recipientChannels: the channels of recipients, where the pathway names none.
    package init(
        rules: @autoclosure @escaping () -> [RuleSignature], channels: [String]?,
        carries: [String: Set<Sensitivity>] = [:], defaultChannel: String? = nil,
        recipientChannels: [String: String] = [:], load: @escaping (String) -> [UInt8]?
    ) {
        self.load = load
        plugins = Plugins(
            signatures: rules, channels: channels, carries: carries, defaultChannel: defaultChannel,
            recipientChannels: recipientChannels)
    }

    /// Compiles the pathway in the file at a path.
    package func compile(_ path: String) -> Compilation<Pathway> {
        var library = Library(load: load)
        guard let sources = library.sources(of: path) else { return library.compilation(nil) }
        var draft = Draft(plugins: plugins, sources: sources, library: library)
        let pathway = draft.pathway()
        library = draft.library
        library.read = draft.read
        return library.compilation(draft.read.hasErrors ? nil : pathway)
    }

    /// Compiles an expression as it would stand in the pathway in the file at a path, outside any state and event.
    package func compile(expression: String, in path: String) -> Compilation<CompiledExpression> {
        var library = Library(load: load)
        guard let sources = library.sources(of: path) else { return library.compilation(nil) }
        var draft = Draft(plugins: plugins, sources: sources, library: library)
        let start = SourceSpan.Position(line: 1, column: 1)
        let end = SourceSpan.Position(line: 1, column: 1 + expression.unicodeScalars.count)
        let node = YAMLNode(
            .scalar(expression, .plain), span: SourceSpan(file: CompiledExpression.file, start: start, end: end))
        draft.addedExpression = node
        let pathway = draft.pathway()
        // After the digest is made: it is no file of the pathway's.
        draft.library.files[CompiledExpression.file] = Array(expression.utf8)
        library = draft.library
        var product: CompiledExpression?
        if let pathway, let program = draft.program(node, "the expression", at: .pathway, expected: nil) {
            product = CompiledExpression(pathway: pathway, program: program)
        }
        library.read = draft.read
        return library.compilation(product)
    }

    /// Looks at the form of a shared file by itself; its content is compiled with the pathways that include it.
    package func checkShared(_ path: String) -> Compilation<Never> {
        var library = Library(load: load)
        library.checkShared(path)
        return library.compilation(nil)
    }

    /// Compiles the instrument in the file at a path by itself, as every pathway that uses it will see it.
    package func compileInstrument(_ path: String) -> Compilation<Instrument> {
        var library = Library(load: load)
        let instrument = library.instrument(path)
        return library.compilation(library.read.hasErrors ? nil : instrument)
    }
}

/// An expression, and the pathway whose tables it reads.
package struct CompiledExpression: Sendable {
    /// What diagnostics call the place of the expression.
    package static let file = "expression"

    package var pathway: Pathway
    package var program: Program
}

/// What compiling came to.
package struct Compilation<Product: Sendable>: Sendable {
    /// Nil where there is an error.
    package var product: Product?
    /// By file, in order of place.
    package var diagnostics: [Diagnostic]
    /// The bytes of every file that was read, by path.
    package var files: [String: [UInt8]]
    /// What a file that could not be found was called.
    package var isMissing: Bool { diagnostics.contains { $0.code == .fileNotFound } }
}

extension Library {
    fileprivate func compilation<Product: Sendable>(_ product: Product?) -> Compilation<Product> {
        let places = Dictionary(
            order.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let sorted = read.diagnostics.enumerated().sorted { left, right in
            let (first, second) = (left.element.span, right.element.span)
            let (firstFile, secondFile) = (places[first.file] ?? 0, places[second.file] ?? 0)
            return (firstFile, first.start, left.offset) < (secondFile, second.start, right.offset)
        }
        return Compilation(product: product, diagnostics: sorted.map(\.element), files: files)
    }

    /// SHA-256 over every file that was read, each with its path and length, in order of path.
    func digest() -> String {
        var hash = SHA256()
        for path in files.keys.sorted() {
            let bytes = files[path] ?? []
            hash.update(data: Array("\(path)\u{0}\(bytes.count)\u{0}".utf8))
            hash.update(data: bytes)
        }
        return hash.finalize().map { byte in
            let digits = String(byte, radix: 16)
            return byte < 16 ? "0\(digits)" : digits
        }.joined()
    }
}

extension Draft {
    /// The whole of it, in the order in which one thing needs another.
    fileprivate mutating func pathway() -> Pathway? {
        let header = header()
        declareFields()
        loadInstruments()
        declareEvents()
        declareTasks()
        declareStates()
        placeBaselines()
        declareMessages()
        declareGuards()
        collectLiterals()
        addBuiltInEvents()
        indexEvents()
        buildEnvironment()
        defineDecisions()
        defineGuards()
        checkUses()
        finishTasks()
        finishMessages()
        defineStates()
        definePromises()
        checkReachability()
        checkCompletions()
        checkTransitions()
        checkRings()
        guard !read.hasErrors, let header else { return nil }
        return Pathway(
            identifier: header.identifier, version: header.version, title: header.title,
            description: header.description, digest: library.digest(), approval: header.approval, calendar: calendar,
            roles: roles, fields: fields.elements, instruments: instruments.elements, events: events.elements,
            tasks: tasks.elements, messages: messages.elements, guards: guards.elements,
            decisions: decisions.elements, states: states, transitions: transitions, reactions: reactions,
            ruleUses: ruleUses, variables: variables, references: references, taskGlobs: taskGlobs,
            consentKinds: consentKinds, sessionTypes: sessionTypes, objectTypes: environment.objectTypes,
            languages: languages, sensitivity: sensitivity, intendedUse: header.intendedUse, promises: promises)
    }
}
