import PathwayModel
import StepwellKit
package import StepwellRuntime

/// Lets plugins into a clinic.
package struct PluginInstallation {
    /// What became of it.
    package enum Result {
        case installed(PluginManifest, digest: String)
        /// These very files run already.
        case unchanged(PluginManifest, digest: String)
        /// Something is wrong with it: nothing was changed.
        case refused
        /// Nobody agreed to it: nothing was changed.
        case declined
    }

    private let clinic: ClinicFolder

    package init(in clinic: ClinicFolder) { self.clinic = clinic }

    package typealias Outcome = (examination: PluginExamination, proposal: PluginProposal?, result: Result)

    /// Copies a plugin, checks the copy, and lets it run in place of the version before.
    ///
    /// - Parameter consent: asked once the copy is known to be good, with what it does.
    package func install(_ folder: String, asking consent: PluginConsent) throws -> Outcome {
        try Failure.naming(plugin: folder) {
            let source = try PluginFolder(folder)
            try BuiltExecutable.take(source)
            _ = try source.files()
            let manifest = try source.manifest()
            try clinic.parts.refuseLinked(manifest.name)
            let installed = clinic.installed
            let stage = try installed.copies.stage(source, as: manifest.name)
            let outcome = Swift.Result { try judge(stage, installed, consent) }
            // Where it was let in it is no longer here.
            try installed.copies.discard(stage)
            return try outcome.get()
        }
    }

    private func judge(
        _ stage: PluginFolder, _ installed: ClinicPlugins, _ consent: PluginConsent
    ) throws -> Outcome {
        func setup(_ manifest: PluginManifest) -> PluginHost.Setup {
            clinic.parts.setup(manifest, stage, clinic.settings.plugins[manifest.name])
        }
        let examination = PluginExamination.examine(stage, setup)
        guard examination.isGood, let manifest = examination.manifest else { return (examination, nil, .refused) }
        let build = PluginRecord.Build(version: manifest.version, digest: try stage.digest())
        let before = installed.all.first { $0.name == manifest.name }
        try refuseSameVersion(build, of: manifest.name, before?.record)
        let proposal = PluginProposal(.install, manifest, PluginHost(setup(manifest)), before, in: clinic)
        guard try consent(proposal) else { return (examination, proposal, .declined) }
        try installed.copies.keep(stage, as: build.digest)
        var record = before?.record ?? PluginRecord(build)
        record.letIn(build)
        try installed.keep(record, of: manifest.name)
        let isNew = before?.record?.current != build || before?.status != .ready
        return (
            examination, proposal,
            isNew ? .installed(manifest, digest: build.digest) : .unchanged(manifest, digest: build.digest)
        )
    }

    /// A version stands for what it is: verdicts are kept with its number.
    private func refuseSameVersion(
        _ build: PluginRecord.Build, of name: String, _ record: PluginRecord?
    ) throws {
        let same = record?.builds.first { $0.version == build.version && $0.digest != build.digest }
        guard same != nil else { return }
        throw Failure(
            .badData, "version_taken",
            "\(name) \(build.version) was installed before with other files: verdicts of the two could not be told apart",
            hint: "raise 'version' in \(PluginManifest.file), and where the plugin says it itself")
    }
}

extension PluginProposal {
    init(
        _ change: Change, _ manifest: PluginManifest, _ host: PluginHost, _ before: InstalledPlugin?,
        in clinic: ClinicFolder
    ) {
        let running = before?.host == nil ? nil : before?.manifest
        let setting = clinic.settings.plugins[manifest.name]
        let grants = PluginGrants(manifest, setting)
        self.init(
            change: change, plugin: manifest.name, from: running?.version, to: manifest.version,
            impact: PluginImpact(of: manifest.name, from: running, to: host, in: clinic), grants: grants,
            getsMore: grants.goBeyond(running.map { PluginGrants($0, setting) }))
    }

    /// The end of a plugin, for now or for good.
    init(_ change: Change, endOf before: InstalledPlugin, in clinic: ClinicFolder) {
        let running = before.host == nil ? nil : before.manifest
        self.init(
            change: change, plugin: before.name, from: running?.version, to: nil,
            impact: PluginImpact(of: before.name, from: running, to: nil, in: clinic), grants: nil, getsMore: false)
    }
}

extension ClinicPlugins {
    /// Keeps a plugin's record, and of all copies those that a record names.
    func keep(_ record: PluginRecord, of name: String) throws(PluginFailure) {
        try records.save(record, of: name)
        try records.forgetQuestions(of: name, record)
        try copies.removeAll(but: records.builds)
    }
}

extension ClinicParts {
    /// The name of a plugin that is part of the program is taken.
    package func refuseLinked(_ name: String) throws {
        guard !linked.contains(where: { $0.name == name }) else {
            throw Failure(.badData, "taken", "'\(name)' is the name of a plugin that is part of Stepwell")
        }
    }
}
