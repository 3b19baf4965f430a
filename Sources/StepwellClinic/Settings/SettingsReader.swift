import PathwayCompiler
import StepwellRuntime

/// Reads `stepwell.yaml`.
struct SettingsReader {
    var read = Reader()

    mutating func settings(_ node: YAMLNode) -> Settings? {
        let keys = [
            "stepwell", "store", "clock", "users", "channel", "messages", "channels", "recipients", "plugins",
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
