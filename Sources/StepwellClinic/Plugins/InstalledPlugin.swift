package import StepwellRuntime

/// A plugin of a clinic that runs as a process, or would.
package struct InstalledPlugin {
    package var name: String
    /// Where its author works on it, as the clinic's folder is written: `Plugins/NAME` unless the settings say so. What
    /// lies there runs only once it is installed.
    package var source: String
    /// The copy that runs; nil where nothing was installed.
    package var folder: String?
    /// Of the copy; of the source where nothing was installed.
    package var manifest: PluginManifest?
    package var record: PluginRecord?
    package var setting: Settings.PluginSetting
    /// Why none of its rules and channels can be used.
    package var refusal: PluginFailure?
    package var host: PluginHost?
    /// Whether something is kept of what it wrote to standard error.
    package var hasLog = false

    package enum Status: String, Hashable, Sendable {
        case ready
        case quarantined
        case disabled
        case notInstalled = "not_installed"
        case refused
    }

    package var status: Status {
        guard let record else { return .notInstalled }
        if record.isDisabled { return .disabled }
        if refusal != nil { return .refused }
        return record.quarantine == nil ? .ready : .quarantined
    }

    init(_ name: String, source: String, record: PluginRecord?, setting: Settings.PluginSetting) {
        self.name = name
        self.source = source
        self.record = record
        self.setting = setting
    }

    /// Its record, for what can only be done with what was let in.
    func requireRecord() throws -> PluginRecord {
        guard let record else {
            throw Failure(
                .missing, "not_installed", "the plugin '\(name)' is not installed",
                hint: "stepwell plugin install '\(source)'")
        }
        return record
    }

    /// The same as it turns out when it is started: what a list and `doctor` say of it is what a case would meet.
    package func tried() -> InstalledPlugin {
        guard let host, record?.quarantine == nil else { return self }
        defer { host.shutDown() }
        guard case .failure(let failure) = host.handshake() else { return self }
        var tried = self
        tried.refusal = failure
        return tried
    }

    /// The version in the source's manifest, where that is another than runs and can be read.
    package var versionInSource: String? {
        do throws(PluginFailure) {
            let version = try PluginFolder(source).manifest().version
            return version == record?.version ? nil : version
        } catch {
            return nil
        }
    }
}
