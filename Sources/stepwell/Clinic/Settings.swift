import Foundation
import PathwayCompiler
import PathwayModel
import StepwellRuntime

/// A clinic's `stepwell.yaml`.
struct Settings {
    static let file = "stepwell.yaml"

    struct User {
        var name: String?
        var roles: Set<String>
    }

    /// What a clinic says of a plugin that runs as a process.
    struct PluginSetting {
        /// Its folder, relative to the clinic's; `Plugins/NAME` unless given.
        var path: String?
        /// Runs without a sandbox. Only this lifts the refusal where none can be set up.
        var isUnwalled = false
        /// Further folders that it may read in the sandbox: an interpreter's, a library's.
        var readable: [String] = []
    }

    /// The store's file, relative to the clinic's folder.
    var store = "stepwell.db"
    /// Whether `--at` may lie ahead of the clock.
    var isSimulated = false
    /// By account; nil where anyone acts in any role.
    var users: [String: User]?
    /// The channel of messages for which a pathway names none.
    var channel = "file"
    /// By name: what is to be different for a plugin.
    var plugins: [String: PluginSetting] = [:]
    /// Where the file channel writes, relative to the clinic's folder.
    var messages = "outbox"
    /// The channels that pathways may name, besides those of plugins.
    var channels: [ChannelSettings] = []
    /// Where messages to roles and to others go.
    var recipients: [String: Routing.Recipient] = [:]

    /// Reads a file's bytes; nil with diagnostics where something is wrong.
    static func read(_ bytes: [UInt8]) -> (settings: Settings?, diagnostics: [Diagnostic]) {
        let composed = YAML.compose(bytes, file: file)
        guard let node = composed.document else { return (nil, composed.diagnostics) }
        var reader = SettingsReader()
        let settings = reader.settings(node)
        let all = composed.diagnostics + reader.read.diagnostics
        return (all.contains { $0.severity == .error } ? nil : settings, all)
    }
}

private struct SettingsReader {
    var read = Reader()

    mutating func settings(_ node: YAMLNode) -> Settings? {
        let keys = [
            "stepwell", "store", "clock", "users", "channel", "messages", "plugins", "channels", "recipients",
        ]
        guard let form = read.form(node, "the settings", keys: keys, required: ["stepwell"]) else { return nil }
        if let node = form["stepwell"], let version = read.text(node, "'stepwell'"), version != "1" {
            read.report(.badValue, "language version '\(version)' is not known", at: node.span, hint: "write 1")
        }
        var settings = Settings()
        if let store = form["store"].flatMap({ read.text($0, "'store'") }) { settings.store = store }
        if let channel = form["channel"].flatMap({ read.text($0, "'channel'") }) { settings.channel = channel }
        if let messages = form["messages"].flatMap({ read.text($0, "'messages'") }) { settings.messages = messages }
        let clock = form["clock"].flatMap { read.word($0, "'clock'", among: ["system", "simulated"]) }
        settings.isSimulated = clock == "simulated"
        if let node = form["channels"] { settings.channels = read.channels(node) }
        if let node = form["recipients"] { settings.recipients = read.recipients(node) }
        settings.users = form["users"].map { users($0) }
        settings.plugins = form["plugins"].map { plugins($0) } ?? [:]
        return settings
    }

    private mutating func plugins(_ node: YAMLNode) -> [String: Settings.PluginSetting] {
        var plugins: [String: Settings.PluginSetting] = [:]
        for entry in read.list(pairs: node, "'plugins'") {
            guard PluginNames.isName(entry.name) else {
                read.report(
                    .badIdentifier, "this is no plugin's name", at: entry.key.span,
                    hint: "use small letters, digits and underscores, a letter first")
                continue
            }
            let keys = ["path", "sandbox", "readable"]
            guard let form = read.form(entry.value, "the plugin '\(entry.name)'", keys: keys, mayBeEmpty: true) else {
                continue
            }
            var setting = Settings.PluginSetting()
            setting.path = form["path"].flatMap { read.text($0, "'path'") }
            setting.isUnwalled = form["sandbox"].flatMap { read.word($0, "'sandbox'", among: ["on", "off"]) } == "off"
            setting.readable = form["readable"].map { read.texts($0, "'readable'").map(\.text) } ?? []
            plugins[entry.name] = setting
        }
        return plugins
    }

    private mutating func users(_ node: YAMLNode) -> [String: Settings.User] {
        var users: [String: Settings.User] = [:]
        for entry in read.list(pairs: node, "'users'") {
            let keys = ["name", "roles"]
            guard let form = read.form(entry.value, "the user '\(entry.name)'", keys: keys, required: ["roles"]) else {
                continue
            }
            let roles = form["roles"].map { read.texts($0, "'roles'").map(\.text) } ?? []
            users[entry.name] = Settings.User(
                name: form["name"].flatMap { read.text($0, "'name'") }, roles: Set(roles))
        }
        return users
    }
}

extension Reader {
    /// The entries of a mapping whose keys are any text: accounts have dots and hyphens.
    fileprivate mutating func list(pairs node: YAMLNode, _ what: String) -> [NamedNode] {
        guard let entries = node.entries else {
            report(.badValue, "\(what) must be a mapping", at: node.span)
            return []
        }
        return entries.compactMap { entry in
            text(entry.key, what).map { NamedNode(name: $0, key: entry.key, value: entry.value) }
        }
    }
}
