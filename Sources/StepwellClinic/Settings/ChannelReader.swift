import PathwayCompiler
import PathwayModel
import StepwellRuntime

extension Reader {
    /// One of the clinic's channels, by the name that pathways use; nil where a mistake in it is reported.
    ///
    /// - Parameter declared: the manifests of plugins, to judge what is said of their channels; nil to take it as it is.
    mutating func channel(
        _ entry: Named<YAMLNode>, _ declared: ((String) -> PluginManifest?)?
    ) -> ChannelSettings? {
        let what = "the channel '\(entry.name)'"
        if entry.node["plugin"] != nil { return pluginChannel(entry, what, declared) }
        let word = entry.node["type"].flatMap { $0.text } ?? entry.name
        guard let type = ChannelType(rawValue: word) else {
            let known = ChannelType.allCases.map(\.rawValue).joined(separator: ", ")
            report(
                .badValue, "\(what) has no 'type' that is known", at: entry.key.span,
                hint: "known here: \(known); that of a plugin has 'plugin: NAME'")
            return nil
        }
        guard let form = ChannelDeclaration.schema(of: type).read(entry.node, &self, what) else { return nil }
        return ChannelSettings(
            name: entry.name, kind: .builtIn(type), options: options(form), policy: policy(form, type.policy))
    }

    private mutating func pluginChannel(
        _ entry: Named<YAMLNode>, _ what: String, _ declared: ((String) -> PluginManifest?)?
    ) -> ChannelSettings? {
        let names = (entry.node.entries ?? []).compactMap(\.key.text)
        let own = names.filter { !ChannelDeclaration.namesForPlugins.contains($0) }
        guard let form = ChannelDeclaration.schema(ofPluginWith: own).read(entry.node, &self, what),
            let (plugin, node) = form.plugin.entry
        else { return nil }
        var policy = policy(form, .outside)
        switch form.address.value {
        case nil, .any: break
        case .email: policy.address = .named("email")
        case .phone: policy.address = .named("phone")
        case Optional.some(.none): policy.address = nil
        }
        let settings = ChannelSettings(
            name: entry.name, kind: .plugin(plugin, channel: form.pluginChannel.value), options: options(form),
            policy: policy)
        guard let declared else { return settings }
        guard let manifest = declared(plugin) else {
            report(
                .badValue, "\(what): the plugin '\(plugin)' is not installed", at: node.span,
                hint: "'stepwell plugin list' shows those there are")
            return settings
        }
        guard let channel = manifest.channel(form.pluginChannel.value, of: entry.name) else {
            let known = manifest.channels.map(\.name).joined(separator: ", ")
            report(
                .badValue, "\(what): it is not said which channel of the plugin '\(plugin)' it is",
                at: form.pluginChannel.node?.span ?? node.span,
                hint: known.isEmpty ? "the plugin has none" : "it has: \(known)")
            return settings
        }
        for (key, problem) in ChannelConfiguration.problems(settings.options, channel.settings) {
            let span = form.options.first { $0.name == key }?.node.span
            report(.badValue, "\(what): \(problem)", at: span ?? entry.key.span)
        }
        return settings
    }

    private mutating func options(_ form: ChannelDeclaration) -> JSON {
        .object(
            form.options.compactMap { option in
                let what = "'\(option.name)'"
                let value = option.kind == .secret ? secret(option.node, what) : self.option(option.node, what)
                return value.map { JSON.Member(option.name, $0) }
            })
    }

    private mutating func policy(_ form: ChannelDeclaration, _ usual: ChannelPolicy) -> ChannelPolicy {
        var policy = usual
        if let carries = form.carries.value { policy.carries = Set(carries.values()) }
        if let consent = form.consent.value { policy.needsConsent = consent == .required }
        if let (text, node) = form.quiet.entry { policy.quiet = quiet(text, at: node.span) }
        if form.perDay.isPresent { policy.perDay = form.perDay.value }
        if form.perWeek.isPresent { policy.perWeek = form.perWeek.value }
        if form.disclosesTo.isPresent { policy.disclosesTo = form.disclosesTo.value }
        return policy
    }

    /// Where a secret stands. One that is written out is refused: settings are copied, shown and kept in versions.
    private mutating func secret(_ node: YAMLNode, _ what: String) -> JSON? {
        guard node.entries != nil else {
            report(
                .badValue, "\(what) is a secret, which never stands in the settings", at: node.span,
                hint: "say where it is: {file: PATH}, {env: NAME} or {credential: NAME}")
            return nil
        }
        guard let (kind, value) = SecretDeclaration.schema.read(node, &self, what)?.only else {
            report(.badValue, "\(what) needs one of 'file', 'env' and 'credential'", at: node.span)
            return nil
        }
        return .object([JSON.Member(kind.rawValue, .string(value))])
    }

    private mutating func option(_ node: YAMLNode, _ what: String) -> JSON? {
        if node.items != nil { return JSON(texts(node, what).map(\.text)) }
        if let entries = node.entries {
            return .object(
                entries.compactMap { entry in
                    guard let name = entry.key.text, let value = entry.value.text else { return nil }
                    return JSON.Member(name, .string(value))
                })
        }
        return text(node, what).map { .string($0) }
    }

    /// `21:00-08:00`, or `never`.
    private mutating func quiet(_ text: String, at span: SourceSpan) -> QuietHours? {
        if text == "never" { return nil }
        let times = text.split(separator: "-").map { Self.secondOfDay(String($0)) }
        guard times.count == 2, let from = times[0], let until = times[1], from != until else {
            report(.badValue, "'quiet' cannot be '\(text)'", at: span, hint: "write 21:00-08:00, or never")
            return nil
        }
        return QuietHours(from: from, until: until)
    }

    static func secondOfDay(_ text: String) -> Int? {
        let parts = text.split(separator: ":").map { Int($0) }
        guard parts.count == 2, let hour = parts[0], let minute = parts[1], (0...23).contains(hour),
            (0...59).contains(minute)
        else { return nil }
        return hour * 3_600 + minute * 60
    }

    /// Where messages to roles and to others go.
    mutating func recipients(_ entries: [Named<RecipientDeclaration>]) -> [String: Routing.Recipient] {
        var recipients: [String: Routing.Recipient] = [:]
        for entry in entries {
            guard let form = entry.value else { continue }
            var digest: Int?
            if let (text, node) = form.digest.entry {
                digest = Self.secondOfDay(text)
                if digest == nil {
                    report(
                        .badValue, "'digest' cannot be '\(text)'", at: node.span, hint: "write a time, such as 08:00")
                }
            }
            let addresses = (form.addresses.value ?? []).compactMap { named in named.value.map { (named.name, $0) } }
            recipients[entry.name] = Routing.Recipient(
                channel: form.channel.value, address: form.address.value, digest: digest,
                isOutside: form.outside.value ?? false,
                addresses: Dictionary(addresses, uniquingKeysWith: { first, _ in first }))
        }
        return recipients
    }
}
