package import PathwayModel

/// The types of channel that settings may name.
package enum ChannelType: String, CaseIterable, Sendable {
    case console, file, email, webhook, sms, slack
}

/// A channel: how messages leave, and what holds for those that do.
package struct ChannelDeclaration: Declaration {
    package static let formName = "channel"
    package var place = FormPlace()
    package var type: Written<ChannelType> = .absent
    package var plugin: Written<String> = .absent
    package var pluginChannel: Written<String> = .absent
    package var address: Written<Address> = .absent
    package var carries: Written<[Item<Sensitivity>]> = .absent
    package var consent: Written<Consent> = .absent
    package var quiet: Written<String> = .absent
    package var perDay: Written<Int> = .absent
    package var perWeek: Written<Int> = .absent
    package var disclosesTo: Written<String> = .absent
    /// What its plugin is told, in the order in which it was written.
    package var options: [Option] = []

    package init() {}

    package enum Consent: String, CaseIterable, Sendable { case required, implied }
    package enum Address: String, CaseIterable, Sendable { case any, email, phone, none }

    /// A key of the channel's type.
    package struct Option: Sendable {
        package var name: String
        package var node: YAMLNode
        package var kind: ChannelOption.Kind
    }

    /// The keys of every channel.
    package static let schema = FormSchema<Self>(
        "a channel", "Under `channels`, by the name that pathways use in `via`. Its type brings keys of its own.", keys)

    /// The keys of a channel of a type.
    package static func schema(of kind: ChannelType) -> FormSchema<Self> {
        FormSchema(
            "a channel", "The keys that a channel of the type `\(kind.rawValue)` has besides.",
            keys + kind.options.map(\.key))
    }

    /// The keys of a channel of a plugin's.
    ///
    /// - Parameter own: the names that are written beside the common ones: the plugin's own keys, which its schema judges.
    package static func schema(ofPluginWith own: [String]) -> FormSchema<Self> {
        FormSchema(
            "a channel", "A channel of a plugin's.",
            pluginKeys + keys.filter { $0.name != "type" } + own.map { ChannelOption.any($0).key })
    }

    /// The keys that every channel of a plugin's has.
    package static let pluginSchema = FormSchema<Self>(
        "a channel",
        "The keys that a channel of a plugin's has besides, beside those that its `settings` in `plugin.yaml` declare.",
        pluginKeys)

    /// The names of the keys that a plugin's channel has, whatever its plugin.
    package static var namesForPlugins: Set<String> {
        Set((pluginKeys + keys).map(\.name)).subtracting(["type"])
    }

    private static let pluginKeys: [Key<Self>] = [
        Key("plugin", \.plugin, .identifier, isNeeded: true, "The plugin whose channel it is"),
        Key(
            "channel", \.pluginChannel, .identifier,
            "Which of the plugin's channels; the one of the same name, or its only one, unless given"),
        Key(
            "address", \.address, .word,
            "Which of a recipient's addresses it needs; `any` unless given, which is `email`, else `phone`"),
    ]

    /// Only those that the type brings.
    package static func ownKeys(of kind: ChannelType) -> FormSchema<Self> {
        FormSchema(
            "a channel", "The keys that a channel of the type `\(kind.rawValue)` has besides.",
            kind.options.map(\.key))
    }

    private static let keys: [Key<Self>] = [
        Key("type", \.type, .word, "The channel's name unless given"),
        Key(
            "carries", \.carries, .oneOrMore(.word),
            "What its messages may hold; everything for `console` and `file`, nothing for the others unless given"),
        Key(
            "consent", \.consent, .word,
            "Whether a patient must have agreed to it; `required` for `email`, `sms` and those of plugins unless given"),
        Key(
            "quiet", \.quiet, .text,
            "Hours in which nothing goes to a patient, in the patient's zone: `21:00-08:00` (unless given for `email`, "
                + "`sms` and those of plugins), or `never`"),
        Key(
            "per_day", \.perDay, .integer(1...1_000),
            "Messages to one patient by any channel on a local day; 1 for `sms` and those of plugins unless given"),
        Key(
            "per_week", \.perWeek, .integer(1...1_000),
            "The same in seven days; 3 for `sms` and those of plugins unless given"),
        Key("discloses_to", \.disclosesTo, .identifier, "Who outside of the clinic reads it, whoever it is for"),
    ]
}

/// Where a secret stands that settings do not tell.
package struct SecretDeclaration: Declaration {
    package static let formName = "secret"
    package var place = FormPlace()
    package var file: Written<String> = .absent
    package var env: Written<String> = .absent
    package var credential: Written<String> = .absent

    package init() {}

    package enum Kind: String, CaseIterable, Sendable { case file, env, credential }

    package static let schema = FormSchema<Self>(
        "a secret",
        "Where a secret stands: one of these. It is read when a message goes, so that a new one counts at once.",
        [
            Key("file", \.file, .text, "A file, from the clinic's folder"),
            Key("env", \.env, .text, "A variable of the environment"),
            Key("credential", \.credential, .text, "A credential of systemd's `LoadCredential`"),
        ])

    /// The place, where exactly one is written.
    package var only: (kind: Kind, value: String)? {
        let kinds = place.kinds(Kind.self)
        guard kinds.count == 1, let kind = kinds.first?.kind else { return nil }
        let value =
            switch kind {
            case .file: file.value
            case .env: env.value
            case .credential: credential.value
            }
        return value.map { (kind, $0) }
    }
}
