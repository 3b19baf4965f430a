import CEL
import Crypto
package import PathwayModel

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
    func compilation<Product: Sendable>(_ product: Product?) -> Compilation<Product> {
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
        return hash.finalize().hexadecimal
    }
}

extension Pathway {
    /// The pathway that the stages made.
    init(_ header: HeadStage.Header, _ head: HeadStage, _ compiled: CompiledPathway, digest: String) {
        let (symbols, behavior, expressions) = (compiled.symbols, compiled.behavior, compiled.expressions)
        self.init(
            identifier: header.identifier, version: header.version, title: header.title,
            description: header.description, digest: digest, approval: header.approval, calendar: head.calendar,
            roles: symbols.roles.names, fields: symbols.fields.elements, instruments: symbols.instruments.elements,
            events: symbols.events.elements, tasks: behavior.tasks, messages: compiled.messages.elements,
            guards: expressions.guards.elements, decisions: expressions.decisions.elements, states: behavior.states,
            transitions: behavior.transitions, reactions: behavior.reactions, ruleUses: behavior.ruleUses,
            variables: expressions.variables, references: expressions.references, taskGlobs: symbols.globs,
            consentKinds: symbols.consentKinds.names, sessionTypes: symbols.sessionTypes.names,
            objectTypes: expressions.environment.objectTypes, languages: head.languages,
            sensitivity: header.sensitivity, intendedUse: header.intendedUse, promises: behavior.promises,
            hasOneOpenCase: header.hasOneOpenCase)
        levels = symbols.levels.names
    }
}
