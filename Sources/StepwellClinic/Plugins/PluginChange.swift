import PathwayModel
import StepwellRuntime

/// Changes of plugins that were let in: back to a version from before, out of use, and away.
package struct PluginChange {
    private let clinic: ClinicFolder
    private let plugin: InstalledPlugin
    private let record: PluginRecord

    package init(of name: String, in clinic: ClinicFolder) throws {
        self.clinic = clinic
        plugin = try clinic.installed.plugin(named: name)
        record = try plugin.requireRecord()
    }

    /// Lets a version from before run again; the one before this unless a version is named.
    ///
    /// - Returns: the proposal, and whether it was agreed to.
    package func rollBack(to version: String?, asking consent: PluginConsent) throws -> (PluginProposal, Bool) {
        try Failure.naming(plugin: plugin.name) {
            guard let build = record.earlier.first(where: { version == nil || $0.version == version }) else {
                let known = record.earlier.map(\.version)
                throw Failure(
                    .missing, "no_such_version",
                    version.map { "no version \($0) of \(plugin.name) was installed before this" }
                        ?? "\(plugin.name) was never another version here",
                    hint: known.isEmpty ? nil : "from before: \(known.joined(separator: ", "))")
            }
            var after = record
            after.letIn(build)
            return try replace(by: after, .rollback, consent)
        }
    }

    /// Lets a plugin run again that was taken out of use.
    package func enable(asking consent: PluginConsent) throws -> (PluginProposal, Bool) {
        try Failure.naming(plugin: plugin.name) {
            var after = record
            after.isDisabled = false
            after.forgetDeaths()
            return try replace(by: after, .enable, consent)
        }
    }

    private func replace(
        by after: PluginRecord, _ change: PluginProposal.Change, _ consent: PluginConsent
    ) throws -> (PluginProposal, Bool) {
        let installed = clinic.installed
        let folder = try PluginFolder(installed.copies.path(of: after.digest, orSource: plugin.source))
        guard try folder.digest() == after.digest else {
            throw PluginFailure(
                "the files of version \(after.version) are not those that were installed",
                hint: "stepwell plugin install '\(plugin.source)'")
        }
        let manifest = try folder.manifest()
        let host = PluginHost(clinic.parts.setup(manifest, folder, plugin.setting))
        let proposal = PluginProposal(change, manifest, host, plugin, in: clinic)
        guard try consent(proposal) else { return (proposal, false) }
        try installed.keep(after, of: plugin.name)
        return (proposal, true)
    }

    /// Takes a plugin out of use: it is asked nothing until it is enabled.
    package func disable(asking consent: PluginConsent) throws -> (PluginProposal, Bool) {
        try end(.disable, consent) { installed throws(PluginFailure) in
            var after = record
            after.isDisabled = true
            try installed.keep(after, of: plugin.name)
        }
    }

    /// Removes a plugin, its copies and its log. Its source stays.
    package func uninstall(asking consent: PluginConsent) throws -> (PluginProposal, Bool) {
        try end(.uninstall, consent) { installed throws(PluginFailure) in
            try installed.records.remove(plugin.name)
            try installed.copies.removeAll(but: installed.records.builds)
            guard installed.log(of: plugin.name).remove() else {
                throw PluginFailure("it is removed, but its log cannot be")
            }
        }
    }

    private func end(
        _ change: PluginProposal.Change, _ consent: PluginConsent,
        _ body: (ClinicPlugins) throws(PluginFailure) -> Void
    ) throws -> (PluginProposal, Bool) {
        try Failure.naming(plugin: plugin.name) {
            let proposal = PluginProposal(change, endOf: plugin, in: clinic)
            guard try consent(proposal) else { return (proposal, false) }
            try body(clinic.installed)
            return (proposal, true)
        }
    }
}
