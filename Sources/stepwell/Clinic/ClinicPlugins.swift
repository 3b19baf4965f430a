import Foundation
import PathwayModel
import StepwellKit
import StepwellRuntime

/// The plugins that run as processes: those that were installed in a clinic.
struct ClinicPlugins {
    struct Entry {
        var name: String
        /// As the clinic's folder is written.
        var folder: String
        var manifest: PluginManifest?
        var record: PluginRecord?
        var setting: Settings.PluginSetting
        /// Why none of its rules and channels can be used.
        var refusal: PluginFailure?
        var host: PluginHost?

        /// In a word: `ready`, `quarantined`, `not installed`, `refused`.
        var status: String {
            if record == nil { return "not installed" }
            if refusal != nil { return "refused" }
            return record?.quarantine == nil ? "ready" : "quarantined"
        }
    }

    let folder: String
    let records: PluginRecords
    private(set) var entries: [Entry] = []

    init(in folder: String, _ settings: Settings) {
        self.folder = folder
        records = PluginRecords(clinic: folder)
        var names = Set(settings.plugins.keys)
        for place in ["\(folder)/Plugins", "\(folder)/.stepwell/plugins"] where FileReader.isFolder(place) {
            for name in (FileManager.default.enumerator(atPath: place)?.topLevel ?? []) {
                let name = name.replacingSuffix(".json", with: "")
                let isPlugin =
                    FileReader.exists("\(folder)/Plugins/\(name)/\(PluginManifest.file)")
                    || records.record(of: name) != nil
                if PluginNames.isName(name), isPlugin { names.insert(name) }
            }
        }
        entries = names.sorted().map { entry($0, settings.plugins[$0] ?? Settings.PluginSetting()) }
    }

    /// Where a plugin of this name lies, or is to lie.
    static func folder(of name: String, _ setting: Settings.PluginSetting?, in clinic: String) -> String {
        AbsolutePath.of(setting?.path ?? "Plugins/\(name)", in: clinic)
    }

    private func entry(_ name: String, _ setting: Settings.PluginSetting) -> Entry {
        let place = Self.folder(of: name, setting, in: folder)
        var entry = Entry(name: name, folder: place, record: records.record(of: name), setting: setting)
        do throws(PluginFailure) {
            let folder = try PluginFolder(place)
            let manifest = try folder.manifest()
            entry.manifest = manifest
            guard manifest.name == name else {
                throw PluginFailure("its manifest is that of the plugin '\(manifest.name)'")
            }
            guard let record = entry.record else {
                throw PluginFailure("it is not installed", hint: "stepwell plugin install '\(place)'")
            }
            entry.host = PluginHost(
                Self.setup(manifest, folder, setting, admitted: .init(record: record, records: records)))
        } catch {
            entry.refusal = error
        }
        return entry
    }

    static func setup(
        _ manifest: PluginManifest, _ folder: PluginFolder, _ setting: Settings.PluginSetting?,
        admitted: PluginHost.Admitted? = nil
    ) -> PluginHost.Setup {
        let name = manifest.name
        let sends = manifest.channels.contains { !$0.sendsTo.isEmpty }
        return PluginHost.Setup(
            manifest: manifest, folder: folder,
            sandbox: setting?.isUnwalled ?? false ? .off : sends ? .networked : .sealed,
            readable: setting?.readable ?? [], hostVersion: Stepwell.version,
            log: { line in Output.note("[\(name)] \(line)") }, admitted: admitted)
    }

    var hosted: [HostedPlugin] { entries.compactMap(\.host?.hosted) }

    /// Every plugin that can be had here: the linked ones, and those of the clinic around the current folder, if
    /// there is one.
    static func atHand() -> PluginSet {
        var up = "."
        for _ in 0..<64 {
            if let bytes = FileReader.bytes("\(up)/\(Settings.file)") {
                guard let settings = Settings.read(bytes).settings else { break }
                return LinkedPlugins.all(messagesIn: "outbox", hosted: ClinicPlugins(in: up, settings).hosted)
            }
            up = up == "." ? ".." : "../\(up)"
        }
        return LinkedPlugins.all(messagesIn: "outbox")
    }

    func entry(named name: String) throws -> Entry {
        guard PluginNames.isName(name) else {
            throw Failure(
                .usage, "bad_name", "'\(name.prefix(80))' is no plugin's name",
                hint: "small letters, digits and underscores, a letter first")
        }
        guard let entry = entries.first(where: { $0.name == name }) else {
            throw Failure(
                .missing, "no_such_plugin", "the clinic has no plugin '\(name)'",
                hint: "'stepwell plugin list' shows those there are")
        }
        return entry
    }
}

extension FileManager.DirectoryEnumerator {
    /// The names in the folder itself.
    fileprivate var topLevel: [String] {
        var names: [String] = []
        while let name = nextObject() as? String {
            skipDescendants()
            names.append(name)
        }
        return names
    }
}

extension ClinicOptions {
    /// The clinic's plugins, without opening its store.
    func plugins() throws -> (place: ClinicPlace, plugins: ClinicPlugins) {
        let place = try ClinicPlace.find(clinic)
        return (place, ClinicPlugins(in: place.folder, place.settings))
    }
}

extension Failure {
    init(_ failure: PluginFailure, plugin: String) {
        self.init(.unavailable, "plugin_refused", "the plugin '\(plugin)': \(failure.reason)", hint: failure.hint)
    }
}
