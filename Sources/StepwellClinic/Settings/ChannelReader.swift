import PathwayCompiler
import PathwayModel
import StepwellRuntime

extension Reader {
    /// One of the clinic's channels, by the name that pathways use; nil where a mistake in it is reported.
    mutating func channel(_ entry: Named<YAMLNode>) -> ChannelSettings? {
        let what = "the channel '\(entry.name)'"
        let word = entry.node["type"].flatMap { $0.text } ?? entry.name
        guard let type = ChannelType(rawValue: word) else {
            let known = ChannelType.allCases.map(\.rawValue).joined(separator: ", ")
            report(
                .badValue, "\(what) has no 'type' that is known", at: entry.key.span, hint: "known here: \(known)")
            return nil
        }
        guard let form = ChannelDeclaration.schema(of: type).read(entry.node, &self, what) else { return nil }
        let members = form.options.compactMap { option -> JSON.Member? in
            let what = "'\(option.name)'"
            let value = option.isSecret ? secret(option.node, what) : self.option(option.node, what)
            return value.map { JSON.Member(option.name, $0) }
        }
        return ChannelSettings(
            name: entry.name, type: type, options: .object(members), policy: policy(form, of: type))
    }

    private mutating func policy(_ form: ChannelDeclaration, of type: ChannelType) -> ChannelPolicy {
        var policy = type.policy
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
        guard let text = text(node, what) else { return nil }
        return node.isPlain ? Int64(text).map { .int($0) } ?? .string(text) : .string(text)
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

    fileprivate static func secondOfDay(_ text: String) -> Int? {
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
            recipients[entry.name] = Routing.Recipient(
                channel: form.channel.value, address: form.address.value, digest: digest,
                isOutside: form.outside.value ?? false)
        }
        return recipients
    }
}
