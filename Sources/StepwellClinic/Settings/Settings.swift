import PathwayCompiler
package import PathwayModel
package import StepwellRuntime

/// A clinic's `stepwell.yaml`.
package struct Settings: Sendable {
    package static let file = "stepwell.yaml"

    /// What a clinic says of a plugin that runs as a process.
    package struct PluginSetting: Hashable, Sendable {
        /// Its folder, relative to the clinic's; `Plugins/NAME` unless given.
        package var path: String?
        /// Runs without a sandbox. Only this lifts the refusal where none can be set up.
        package var isUnwalled = false
        /// Without a sandbox even where this program runs as root.
        package var isUnwalledAsRoot = false
        /// Further folders that it may read in the sandbox: an interpreter's, a library's.
        package var readable: [String] = []

        package init() {}
    }

    /// The store's file, relative to the clinic's folder, or the address of one in a database.
    package var store = "stepwell.db"
    /// Whether `--at` may lie ahead of the clock.
    package var isSimulated = false
    /// By their short names; nil where anyone acts in any role.
    package var users: [String: User]?
    /// Whose a right is, where that is not as usual.
    package var rights: [Right: [RightHolder]] = [:]
    /// The channel of messages for which a pathway names none.
    package var channel = "file"
    /// By name: what is to be different for a plugin.
    package var plugins: [String: PluginSetting] = [:]
    /// Where the file channel writes, relative to the clinic's folder.
    package var messages = "outbox"
    /// The channels that pathways may name, besides those of plugins.
    package var channels: [ChannelSettings] = []
    /// Where messages to roles and to others go.
    package var recipients: [String: Routing.Recipient] = [:]

    /// How many people sign each text of a pathway; nil where the clinic does not say.
    package var signatures: Int?

    /// Hours for which somebody sees to what they have claimed.
    package var claimHours = 72
    /// The same of what is about somebody's safety.
    package var safetyClaimHours = 2

    /// Who is told of tasks about somebody's safety that nobody sees to; nil where the clinic does not say.
    package var onCall: OnCallSettings?
    /// What `run` writes for a day without a computer; nil for nothing.
    package var downtime: Downtime?

    package init() {}

    /// Reads a file's bytes; nil with diagnostics where something is wrong.
    ///
    /// - Parameter declared: the manifests of plugins, where what is said of their channels is to be judged. A clinic is
    ///   opened without: a plugin that changes or goes keeps no case from being read.
    package static func read(
        _ bytes: [UInt8], declared: ((String) -> PluginManifest?)? = nil
    ) -> (settings: Settings?, diagnostics: [Diagnostic]) {
        let composed = YAML.compose(bytes, file: file)
        guard let node = composed.document else { return (nil, composed.diagnostics) }
        var reader = SettingsReader(declared: declared)
        let settings = reader.settings(node)
        let all = composed.diagnostics + reader.read.diagnostics
        return (all.contains { $0.severity == .error } ? nil : settings, all)
    }
}
