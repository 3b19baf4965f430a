import PathwayCompiler
import PathwayModel
import StepwellRuntime

/// Reads `stepwell.yaml`.
struct SettingsReader {
    let declared: ((String) -> PluginManifest?)?
    var read = Reader()

    mutating func settings(_ node: YAMLNode) -> Settings? {
        guard let form = SettingsDeclaration.schema.read(node, &read) else { return nil }
        read.checkVersion(form.language)
        var settings = Settings()
        if let (store, node) = form.store.entry {
            settings.store = store
            if StoreLocation(store).hasPassword {
                read.report(
                    .badValue, "a password stands in the address of the store", at: node.span,
                    hint: "take it out and change it; keep the new one in ~/.pgpass, or where PGPASSFILE says")
            }
        }
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
        settings.downtime = form.downtime.value.map { downtime($0) }
        settings.plugins = plugins(form.plugins.value ?? [])
        settings.onCall = form.onCall.value.map { onCall($0) }
        if let line = form.onCall.value?.line, let key = form.onCall.key {
            find(settings.mistakesOnCall, line, at: key)
        }
        return settings
    }

    private mutating func downtime(_ form: DowntimeDeclaration) -> Settings.Downtime {
        var downtime = Settings.Downtime()
        if let folder = form.folder.value { downtime.folder = folder }
        if let days = form.keep.value { downtime.keep = days }
        if let (text, node) = form.at.entry {
            if let second = Reader.secondOfDay(text) {
                downtime.at = second
            } else {
                read.report(.badValue, "'at' cannot be '\(text)'", at: node.span, hint: "write a time, such as 05:00")
            }
        }
        downtime.zone = zone(form.timezone.entry)
        return downtime
    }

    /// Nil where none is given, or one that nobody knows.
    mutating func zone(_ entry: (value: String, node: YAMLNode)?) -> ZoneOffsets? {
        guard let (name, node) = entry else { return nil }
        if let zone = ZoneOffsets.named(name) { return zone }
        read.report(
            .badValue, "the time zone '\(name)' is not known", at: node.span,
            hint: "write an IANA name, such as America/New_York")
        return nil
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
