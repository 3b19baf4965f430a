import PathwayCompiler
import StepwellRuntime

/// Reads `stepwell.yaml`.
struct SettingsReader {
    let declared: ((String) -> PluginManifest?)?
    var read = Reader()

    mutating func settings(_ node: YAMLNode) -> Settings? {
        guard let form = SettingsDeclaration.schema.read(node, &read) else { return nil }
        read.checkVersion(form.language)
        var settings = Settings()
        if let store = form.store.value { settings.store = store }
        if let channel = form.channel.value { settings.channel = channel }
        if let messages = form.messages.value { settings.messages = messages }
        settings.isSimulated = form.clock.value == .simulated
        settings.channels = (form.channels.value ?? []).compactMap { read.channel($0, declared) }
        settings.recipients = read.recipients(form.recipients.value ?? [])
        settings.users = form.users.value.map { users($0) }
        settings.rights = form.rights.value.map { rights($0, of: settings.users) } ?? [:]
        if let users = settings.users, let key = form.users.key { findRightsOfNobody(settings, users, at: key) }
        settings.signatures = form.signatures.value
        if let hours = form.claims.value?.hours.value { settings.claimHours = hours }
        if let hours = form.claims.value?.safetyHours.value { settings.safetyClaimHours = hours }
        settings.plugins = plugins(form.plugins.value ?? [])
        settings.onCall = form.onCall.value.map { onCall($0) }
        if let line = form.onCall.value?.line, let key = form.onCall.key {
            find(settings.mistakesOnCall, line, at: key)
        }
        return settings
    }

    private mutating func plugins(_ entries: [Named<PluginSettingDeclaration>]) -> [String: Settings.PluginSetting] {
        var plugins: [String: Settings.PluginSetting] = [:]
        for entry in entries {
            guard PluginNames.isName(entry.name) else {
                read.report(
                    .badIdentifier, "this is no plugin's name", at: entry.key.span,
                    hint: "use small letters, digits and underscores, a letter first")
                continue
            }
            guard let form = entry.value else { continue }
            var setting = Settings.PluginSetting()
            setting.path = form.path.value
            setting.isUnwalled = form.sandbox.value == .off
            setting.isUnwalledAsRoot = form.asRoot.value ?? false
            setting.readable = (form.readable.value ?? []).values()
            plugins[entry.name] = setting
        }
        return plugins
    }
}
