package import CEL
package import StepwellKit
package import StepwellRuntime

/// What a program brings to the clinics that it opens.
package struct ClinicParts: Sendable {
    /// Makes and opens stores. Nothing above it names a kind of store.
    package var stores: any CaseStoreOpener
    /// The plugins that are part of the program, with the channels that a clinic's settings describe.
    package var plugins: @Sendable (_ settings: Settings, _ folder: String) -> [Plugin]
    /// What plugins are told of the program's version.
    package var version: String
    /// The clock of a clinic that has no simulated one.
    package var now: @Sendable () -> Timestamp
    /// The account that the operating system runs this process as: nothing that somebody can set.
    package var account: @Sendable () -> String
    /// Gets what plugins write to standard error that somebody tries, a line at a time; a clinic keeps what its own write.
    package var log: @Sendable (String) -> Void

    package init(
        stores: any CaseStoreOpener, plugins: @escaping @Sendable (_ settings: Settings, _ folder: String) -> [Plugin],
        version: String, now: @escaping @Sendable () -> Timestamp, account: @escaping @Sendable () -> String,
        log: @escaping @Sendable (String) -> Void
    ) {
        self.stores = stores
        self.plugins = plugins
        self.version = version
        self.now = now
        self.account = account
        self.log = log
    }

    /// The plugins that are part of the program, without any clinic.
    package var linked: [Plugin] { plugins(Settings(), ".") }

    /// Every plugin at hand: the linked ones, and those of the clinic around the current folder.
    package func pluginsAtHand() -> PluginSet {
        guard let folder = ClinicFolder.nearest, let bytes = FileReader.bytes("\(folder)/\(Settings.file)"),
            let settings = Settings.read(bytes).settings
        else { return PluginSet(linked) }
        return ClinicPlugins(in: folder, settings, self).set(linked, settings.channels)
    }
}
