import PathwayCompiler
import PathwayModel
import StepwellRuntime

extension Reader {
    /// The clinic's channels, by the names that pathways use.
    mutating func channels(_ node: YAMLNode) -> [ChannelSettings] {
        named(node, "'channels'").compactMap { channel($0) }
    }

    private mutating func channel(_ entry: NamedNode) -> ChannelSettings? {
        let what = "the channel '\(entry.name)'"
        let policyKeys = ["type", "carries", "consent", "quiet", "per_day", "per_week", "discloses_to"]
        let word = entry.value["type"].flatMap { $0.text } ?? entry.name
        guard let type = ChannelType(rawValue: word) else {
            let known = ChannelType.allCases.map(\.rawValue).joined(separator: ", ")
            report(
                .badValue, "\(what) has no 'type' that is known", at: entry.key.span, hint: "known here: \(known)")
            return nil
        }
        guard let form = form(entry.value, what, keys: policyKeys + type.keys, required: type.required) else {
            return nil
        }
        var policy = type.policy
        if let node = form["carries"] {
            let words = Sensitivity.allCases.map(\.rawValue)
            let named = texts(node, "'carries'").compactMap { self.word($0.node, "'carries'", among: words) }
            policy.carries = Set(named.compactMap(Sensitivity.init(rawValue:)))
        }
        if let node = form["consent"], let word = self.word(node, "'consent'", among: ["required", "implied"]) {
            policy.needsConsent = word == "required"
        }
        if let node = form["quiet"], let text = text(node, "'quiet'") { policy.quiet = quiet(text, at: node.span) }
        if let node = form["per_day"] { policy.perDay = integer(node, "'per_day'", in: 1...1_000) }
        if let node = form["per_week"] { policy.perWeek = integer(node, "'per_week'", in: 1...1_000) }
        if let node = form["discloses_to"] { policy.disclosesTo = identifier(node, "'discloses_to'") }
        var members: [JSON.Member] = []
        for key in form.order where type.keys.contains(key) {
            guard let node = form[key] else { continue }
            let value = type.secrets.contains(key) ? secret(node, "'\(key)'") : option(node, "'\(key)'")
            if let value { members.append(JSON.Member(key, value)) }
        }
        return ChannelSettings(name: entry.name, type: type, options: .object(members), policy: policy)
    }

    /// Where a secret stands. One that is written out is refused: settings are copied, shown and kept in versions.
    private mutating func secret(_ node: YAMLNode, _ what: String) -> JSON? {
        guard node.entries != nil else {
            report(
                .badValue, "\(what) is a secret, which never stands in the settings", at: node.span,
                hint: "say where it is: {file: PATH}, {env: NAME} or {credential: NAME}")
            return nil
        }
        guard let form = form(node, what, keys: ["file", "env", "credential"]), let key = form.order.first,
            form.order.count == 1, let value = form[key].flatMap({ text($0, "'\(key)'") })
        else {
            report(.badValue, "\(what) needs one of 'file', 'env' and 'credential'", at: node.span)
            return nil
        }
        return .object([JSON.Member(key, .string(value))])
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
    mutating func recipients(_ node: YAMLNode) -> [String: Routing.Recipient] {
        var recipients: [String: Routing.Recipient] = [:]
        for entry in named(node, "'recipients'") {
            let keys = ["channel", "address", "digest", "outside"]
            guard let form = form(entry.value, "the recipient '\(entry.name)'", keys: keys) else { continue }
            var digest: Int?
            if let node = form["digest"], let text = text(node, "'digest'") {
                digest = Self.secondOfDay(text)
                if digest == nil {
                    report(
                        .badValue, "'digest' cannot be '\(text)'", at: node.span, hint: "write a time, such as 08:00")
                }
            }
            recipients[entry.name] = Routing.Recipient(
                channel: form["channel"].flatMap { text($0, "'channel'") },
                address: form["address"].flatMap { text($0, "'address'") }, digest: digest,
                isOutside: form["outside"].flatMap { boolean($0, "'outside'") } ?? false)
        }
        return recipients
    }
}
