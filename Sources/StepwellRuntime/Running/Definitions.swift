import PathwayArtifact
import PathwayCompiler
package import PathwayEngine
package import PathwayModel
import StepwellKit
package import StepwellStore

/// A definition that cases run on, ready for use. A reference, because each case in hand has one and it is large.
package final class RunningDefinition: Sendable {
    package let machine: Machine
    let writer: FactWriter
    let reader: FactReader
    /// Who is told of what nobody sees to; nil where the clinic does not say.
    let onCall: OnCall?

    package init(_ pathway: Pathway, onCall: OnCall? = nil) {
        self.onCall = onCall
        machine = Machine(pathway)
        writer = FactWriter(pathway)
        reader = FactReader(machine)
    }

    package var pathway: Pathway { _read { yield machine.pathway } }
}

/// A pathway as the clinic has it now, which new cases begin on.
package struct CurrentDefinition: Sendable {
    package var stored: StoredDefinition
    package var pathway: Pathway

    package init(stored: StoredDefinition, pathway: Pathway) {
        self.stored = stored
        self.pathway = pathway
    }
}

/// The definitions that cases are pinned to, each loaded once.
///
/// They are loaded to run: read from what was compiled when the first case began, and never refused for what a newer
/// compiler thinks of their text, or for a plugin that is gone.
final class Definitions {
    private let store: any CaseStore
    private let plugins: PluginSet
    let onCall: OnCall?
    private var known: [String: RunningDefinition] = [:]

    init(store: any CaseStore, plugins: PluginSet, onCall: OnCall?) {
        self.store = store
        self.plugins = plugins
        self.onCall = onCall
    }

    func add(_ pathway: Pathway) -> RunningDefinition {
        if let definition = known[pathway.digest] { return definition }
        let definition = RunningDefinition(pathway, onCall: onCall)
        known[pathway.digest] = definition
        return definition
    }

    func definition(_ digest: String) throws(RuntimeError) -> RunningDefinition {
        if let definition = known[digest] { return definition }
        let stored = try RuntimeError.storing { () throws(StoreError) in try store.definition(digest: digest) }
        guard let stored else { throw .definitionUnreadable(digest: digest, detail: "it is not in the store") }
        return try definition(stored)
    }

    /// What the store has of a version of a pathway, once a case has run on it.
    func stored(pathway: String, version: String) throws(RuntimeError) -> StoredDefinition? {
        try RuntimeError.storing { () throws(StoreError) in
            try store.definition(pathway: pathway, version: version)
        }
    }

    func definition(_ stored: StoredDefinition) throws(RuntimeError) -> RunningDefinition {
        if let definition = known[stored.digest] { return definition }
        return add(try pathway(of: stored).bound(to: plugins.signatures))
    }

    private func pathway(of stored: StoredDefinition) throws(RuntimeError) -> Pathway {
        guard let compiled = stored.compiled else { return try firstCompiled(stored) }
        do { return try PathwayArtifact.pathway(from: compiled) } catch {
            switch error {
            case .newer(let found, let known):
                throw .definitionUnreadable(
                    digest: stored.digest,
                    detail:
                        "a newer Stepwell compiled it: its form is \(found), and this program knows \(known) at most")
            case .damaged: return try recompiled(stored, kept: compiled)
            }
        }
    }

    /// Compiles what was kept before compiled forms were, and keeps the result, so that it is done once.
    private func firstCompiled(_ stored: StoredDefinition) throws(RuntimeError) -> Pathway {
        let pathway = try compile(stored)
        let compiled = PathwayArtifact.bytes(of: pathway)
        do { try store.keep(compiled: compiled, of: stored.digest) } catch {
            // A store that cannot be written to is read all the same: the next process compiles it again.
            guard error == .readOnly || error == .busy || error == .full else { throw .store(error) }
        }
        return pathway
    }

    /// Compiles anew what is kept damaged. What comes out has to be what was kept.
    private func recompiled(_ stored: StoredDefinition, kept: [UInt8]) throws(RuntimeError) -> Pathway {
        let pathway = try compile(stored)
        guard PathwayArtifact.isSame(PathwayArtifact.bytes(of: pathway), as: kept) else {
            throw .definitionUnreadable(
                digest: stored.digest, detail: "its compiled form is damaged, and its files compile to another one now")
        }
        return pathway
    }

    private func compile(_ stored: StoredDefinition) throws(RuntimeError) -> Pathway {
        let compiler = PathwayCompiler(rules: self.plugins.signatures, channels: nil) { stored.files[$0] }
        let compilation = compiler.compileStored(stored.path)
        guard let pathway = compilation.product, pathway.digest == stored.digest else {
            let first = compilation.diagnostics.first { $0.severity == .error }
            throw .definitionUnreadable(
                digest: stored.digest,
                detail: first.map { "\($0.code.id): \($0.message)" } ?? "its content is not what it was")
        }
        return pathway
    }
}
