package import StepwellRuntime

/// A plugin of a clinic that runs as a process, or would.
package struct InstalledPlugin {
    package var name: String
    /// As the clinic's folder is written.
    package var folder: String
    package var manifest: PluginManifest?
    package var record: PluginRecord?
    package var setting: Settings.PluginSetting
    /// Why none of its rules and channels can be used.
    package var refusal: PluginFailure?
    package var host: PluginHost?

    package enum Status: String, Hashable, Sendable {
        case ready
        case quarantined
        case notInstalled = "not_installed"
        case refused
    }

    package var status: Status {
        if record == nil { return .notInstalled }
        if refusal != nil { return .refused }
        return record?.quarantine == nil ? .ready : .quarantined
    }

    init(_ name: String, folder: String, record: PluginRecord?, setting: Settings.PluginSetting) {
        self.name = name
        self.folder = folder
        self.record = record
        self.setting = setting
    }
}
