import PathwayCompiler
package import PathwayModel
import StepwellRuntime

/// What another version of a plugin, or none, does to the clinic's pathways and its open cases.
package struct PluginImpact: Sendable {
    /// What becomes of a rule.
    package struct Rule: Sendable {
        package var name: String
        /// How it is another than before; empty where it is gone.
        package var changes: [String]
    }

    /// Open cases on a version of a pathway that uses the plugin.
    package struct Cases: Sendable {
        package var pathway: String
        package var version: String
        package var open: Int
        /// Why rules that they use can no longer be asked, by rule; empty where they are asked anew.
        package var unasked: [String: String]
    }

    /// A pathway's file that no longer compiles, and the first mistake in it.
    package struct File: Sendable {
        package var path: String
        package var mistake: String
    }

    package var rules: [Rule] = []
    package var cases: [Cases] = []
    package var files: [File] = []
    /// Channels that are gone.
    package var channels: [String] = []
    /// Why the open cases are not known.
    package var unread: Failure?

    /// Whether something that stood no longer does.
    package var isBreaking: Bool {
        cases.contains { !$0.unasked.isEmpty } || !files.isEmpty || !channels.isEmpty
            || rules.contains(where: \.changes.isEmpty) || unread != nil
    }

    /// - Parameters:
    ///   - before: the plugin's manifest as it runs now; nil where it does not.
    ///   - after: its host as it would run; nil where it would not.
    init(of name: String, from before: PluginManifest?, to after: PluginHost?, in clinic: ClinicFolder) {
        let signatures = after?.manifest.signatures ?? []
        rules = (before?.signatures ?? []).compactMap { Self.rule($0, signatures) }
        let kept = (after?.manifest.channels ?? []).map(\.name)
        channels = (before?.channels ?? []).map(\.name).filter { !kept.contains($0) }
        let others = clinic.installed.all.filter { $0.name != name }.compactMap(\.host?.hosted)
        let plugins = PluginSet(clinic.plugins.plugins, hosted: others + (after.map { [$0.hosted] } ?? []))
        files = Self.files(clinic, plugins)
        do { cases = try Self.cases(of: name, signatures, clinic) } catch { unread = Failure(describing: error) }
    }

    private static func rule(_ before: RuleSignature, _ signatures: [RuleSignature]) -> Rule? {
        guard let after = signatures.first(where: { $0.name == before.name }) else {
            return Rule(name: before.name, changes: [])
        }
        let changes = after.contract.changes(from: before.contract)
        return changes.isEmpty ? nil : Rule(name: before.name, changes: changes)
    }

    /// The files that compile now and would not.
    private static func files(_ clinic: ClinicFolder, _ plugins: PluginSet) -> [File] {
        let pathways = PathwayFolder(folder: clinic.pathwaysPath)
        guard FileReader.isFolder(pathways.prefix) else { return [] }
        return FileReader.files(below: clinic.pathwaysPath).filter { $0.hasSuffix(".yaml") }.compactMap { path in
            func first(_ plugins: PluginSet) -> Diagnostic? {
                ClinicFile(path, in: pathways).check(plugins).mistakes.diagnostics.first { $0.severity == .error }
            }
            guard let mistake = first(plugins), first(clinic.plugins) == nil else { return nil }
            return File(
                path: path,
                mistake: "line \(mistake.span.start.line): \(mistake.message) (\(mistake.code.id))")
        }
    }

    private static func cases(
        of name: String, _ signatures: [RuleSignature], _ clinic: ClinicFolder
    ) throws -> [Cases] {
        guard !clinic.storePlace.isMissing else { return [] }
        let clinic = try Clinic(clinic)
        var open: [String: [String: Int]] = [:]
        for one in try clinic.store.cases(CaseFilter(status: .open)) {
            open[one.pathway, default: [:]][one.version, default: 0] += 1
        }
        var cases: [Cases] = []
        for (pathway, versions) in open.sorted(by: { $0.key < $1.key }) {
            for (version, count) in versions.sorted(by: { $0.key < $1.key }) {
                let uses = try clinic.runner.ruleUses(pathway: pathway, version: version)
                    .filter { $0.pluginName == name }
                guard !uses.isEmpty else { continue }
                var unasked: [String: String] = [:]
                for use in uses {
                    guard let signature = signatures.first(where: { $0.name == use.rule }) else {
                        unasked[use.rule] = "it is gone"
                        continue
                    }
                    if let objection = use.objection(to: signature.contract) { unasked[use.rule] = objection }
                }
                cases.append(Cases(pathway: pathway, version: version, open: count, unasked: unasked))
            }
        }
        return cases
    }

    package var json: JSON {
        [
            "breaking": .bool(isBreaking),
            "rules": .array(
                rules.map { rule in
                    [
                        "name": .string(rule.name), "gone": .bool(rule.changes.isEmpty), "changes": JSON(rule.changes),
                    ]
                }),
            "cases": .array(
                cases.map { cases in
                    [
                        "pathway": .string(cases.pathway), "version": .string(cases.version), "open": JSON(cases.open),
                        "unasked": .object(
                            cases.unasked.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .string($0.value)) }),
                    ]
                }),
            "files": .array(files.map { ["path": .string($0.path), "mistake": .string($0.mistake)] }),
            "channels": JSON(channels), "unread": JSON(unread?.message),
        ]
    }
}
