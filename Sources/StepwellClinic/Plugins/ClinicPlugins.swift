package import StepwellKit
package import StepwellRuntime

/// The plugins that run as processes: those that lie in a clinic's folder or are named in its settings.
package struct ClinicPlugins {
    package let folder: String
    package let records: PluginRecords
    package let copies: PluginCopies
    package private(set) var all: [InstalledPlugin] = []
    private let parts: ClinicParts

    package init(in folder: String, _ settings: Settings, _ parts: ClinicParts) {
        self.folder = folder
        self.parts = parts
        records = PluginRecords(clinic: folder)
        copies = PluginCopies(clinic: folder)
        var names = Set(settings.plugins.keys)
        for list in ["\(folder)/Plugins", "\(folder)/\(PluginRecords.place)"] where FileReader.isFolder(list) {
            for name in FileReader.names(in: list).map({ $0.replacingSuffix(".json", with: "") }) {
                let isPlugin =
                    FileReader.exists("\(folder)/Plugins/\(name)/\(PluginManifest.file)")
                    || records.record(of: name) != nil
                if PluginNames.isName(name), isPlugin { names.insert(name) }
            }
        }
        all = names.sorted().map { plugin($0, settings.plugins[$0] ?? Settings.PluginSetting()) }
    }

    private func plugin(_ name: String, _ setting: Settings.PluginSetting) -> InstalledPlugin {
        let source = FilePath.of(setting.path ?? "Plugins/\(name)", in: folder)
        var plugin = InstalledPlugin(name, source: source, record: records.record(of: name), setting: setting)
        plugin.hasLog = log(of: name).isKept
        do throws(PluginFailure) {
            guard let record = plugin.record else {
                plugin.manifest = try PluginFolder(source).manifest()
                throw PluginFailure("it is not installed", hint: "stepwell plugin install '\(source)'")
            }
            let path = copies.path(of: record.digest, orSource: source)
            plugin.folder = path
            let folder = try PluginFolder(path)
            let manifest = try folder.manifest()
            plugin.manifest = manifest
            guard manifest.name == name else {
                throw PluginFailure("its manifest is that of the plugin '\(manifest.name)'")
            }
            guard !record.isDisabled else {
                throw PluginFailure("it is disabled", hint: "stepwell plugin enable \(name)")
            }
            plugin.host = PluginHost(
                parts.setup(
                    manifest, folder, setting, admitted: .init(record: record, records: records), log: log(of: name)))
        } catch {
            plugin.refusal = error
        }
        return plugin
    }

    /// What a plugin of the clinic wrote to standard error.
    package func log(of name: String) -> PluginLog { PluginLog(of: name, clinic: folder) }

    package var hosted: [HostedPlugin] { all.compactMap(\.host?.hosted) }

    /// Why those that cannot be asked cannot, by name.
    package var absent: [String: String] {
        Dictionary(
            all.compactMap { plugin in plugin.refusal.map { (plugin.name, $0.reason) } },
            uniquingKeysWith: { first, _ in first })
    }

    /// The plugins that cases may ask, with those that are part of the program.
    package func set(_ linked: [Plugin], _ channels: [ChannelSettings]) -> PluginSet {
        PluginSet(linked, hosted: hosted + configured(channels), absent: absent)
    }

    /// The channels of plugins that the clinic has set up, each under the clinic's name for it.
    private func configured(_ channels: [ChannelSettings]) -> [HostedPlugin] {
        channels.compactMap { settings in
            guard case .plugin(let name, let named) = settings.kind,
                let plugin = all.first(where: { $0.name == name }), let host = plugin.host,
                let channel = plugin.manifest?.channel(named, of: settings.name)
            else { return nil }
            let configuration = ChannelConfiguration(settings.options, schema: channel.settings, folder: folder)
            return HostedPlugin(
                name: "channel_\(settings.name)", version: host.manifest.version, edition: "", rules: [],
                channels: [host.channel(channel, named: settings.name, configuration)], answer: { _, _ in [] })
        }
    }

    /// The manifests of what runs, by name, without any settings: to judge those with.
    static func manifests(in folder: String) -> (String) -> PluginManifest? {
        { name in
            guard let record = PluginRecords(clinic: folder).record(of: name) else { return nil }
            let path = PluginCopies(clinic: folder)
                .path(of: record.digest, orSource: "\(folder)/Plugins/\(name)")
            do { return try PluginFolder(path).manifest() } catch { return nil }
        }
    }

    package func plugin(named name: String) throws -> InstalledPlugin {
        guard PluginNames.isName(name) else { throw Failure.badPluginName(name) }
        guard let plugin = all.first(where: { $0.name == name }) else {
            throw Failure(
                .missing, "no_such_plugin", "the clinic has no plugin '\(name)'",
                hint: "'stepwell plugin list' shows those there are")
        }
        return plugin
    }
}

extension ClinicParts {
    /// How a plugin runs.
    ///
    /// - Parameter kept: where it is kept what it writes to standard error; without it, somebody who tries the plugin
    ///   sees that at once.
    package func setup(
        _ manifest: PluginManifest, _ folder: PluginFolder, _ setting: Settings.PluginSetting?,
        admitted: PluginHost.Admitted? = nil, log kept: PluginLog? = nil
    ) -> PluginHost.Setup {
        let (name, log, now) = (manifest.name, log, now)
        return PluginHost.Setup(
            manifest: manifest, folder: folder,
            sandbox: setting?.isUnwalled ?? false ? .off(asRoot: setting?.isUnwalledAsRoot ?? false) : .sealed,
            readable: setting?.readable ?? [], hostVersion: version,
            log: { line in
                if let kept { kept.add(line, at: now()) } else { log("[\(name)] \(line)") }
            }, admitted: admitted)
    }
}

extension Failure {
    package static func badPluginName(_ name: String) -> Failure {
        Failure(
            .usage, "bad_name", "'\(name.prefix(80))' is no plugin's name",
            hint: "small letters, digits and underscores, a letter first, \(PluginNames.longest) at most")
    }
}
