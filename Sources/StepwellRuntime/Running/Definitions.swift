import PathwayCompiler
package import PathwayEngine
package import PathwayModel
import StepwellKit

/// A definition that cases run on, ready for use. A reference, because each case in hand has one and it is large.
package final class RunningDefinition: Sendable {
    package let machine: Machine
    let writer: FactWriter
    let reader: FactReader

    package init(_ pathway: Pathway) {
        machine = Machine(pathway)
        writer = FactWriter(pathway)
        reader = FactReader(pathway)
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

/// The definitions that cases are pinned to, each compiled once.
final class Definitions {
    private let store: any CaseStore
    private let plugins: PluginSet
    private var known: [String: RunningDefinition] = [:]

    init(store: any CaseStore, plugins: PluginSet) {
        self.store = store
        self.plugins = plugins
    }

    func add(_ pathway: Pathway) -> RunningDefinition {
        if let definition = known[pathway.digest] { return definition }
        let definition = RunningDefinition(pathway)
        known[pathway.digest] = definition
        return definition
    }

    func definition(_ digest: String) throws(RuntimeError) -> RunningDefinition {
        if let definition = known[digest] { return definition }
        let stored = try RuntimeError.storing { () throws(StoreError) in try store.definition(digest: digest) }
        guard let stored else { throw .definitionUnreadable(digest: digest, detail: "it is not in the store") }
        let compiler = PathwayCompiler(rules: self.plugins.signatures, channels: nil) { stored.files[$0] }
        let compilation = compiler.compile(stored.path)
        guard let pathway = compilation.product, pathway.digest == digest else {
            let first = compilation.diagnostics.first { $0.severity == .error }
            throw .definitionUnreadable(
                digest: digest, detail: first.map { "\($0.code.id): \($0.message)" } ?? "its content is not what it was"
            )
        }
        return add(pathway)
    }
}
