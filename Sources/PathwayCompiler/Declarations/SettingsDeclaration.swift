import PathwayModel

/// A clinic's settings.
package struct SettingsDeclaration: Declaration {
    package static let formName = "settings"
    package var place = FormPlace()
    package var language: Written<String> = .absent
    package var store: Written<String> = .absent
    package var clock: Written<Clock> = .absent
    package var users: Written<[Named<UserDeclaration>]> = .absent
    package var rights: Written<RightsDeclaration> = .absent
    package var channel: Written<String> = .absent
    package var messages: Written<String> = .absent
    package var channels: Written<[Named<YAMLNode>]> = .absent
    package var recipients: Written<[Named<RecipientDeclaration>]> = .absent
    package var plugins: Written<[Named<PluginSettingDeclaration>]> = .absent
    package var signatures: Written<Int> = .absent
    package var claims: Written<ClaimsDeclaration> = .absent
    package var onCall: Written<OnCallDeclaration> = .absent
    package var downtime: Written<DowntimeDeclaration> = .absent

    package init() {}

    package enum Clock: String, CaseIterable, Sendable { case system, simulated }

    package static let schema = FormSchema<Self>(
        "the settings", "The file `stepwell.yaml` in the clinic's folder.",
        [
            Key("stepwell", \.language, .text, isNeeded: true, "The version of the language: 1"),
            Key(
                "store", \.store, .text,
                "The file of the store, from the clinic's folder; `stepwell.db` unless given. Or a clinic in a PostgreSQL "
                    + "database: `postgres://ROLE@HOST/DATABASE?clinic=NAME`, and behind `&` whatever libpq knows, but for a "
                    + "password"),
            Key(
                "clock", \.clock, .word,
                "`system` (unless given), or `simulated`: then `--at` may lie ahead of the real clock, and without "
                    + "`--at` it is the time of the last input"),
            Key(
                "users", \.users, .pairs(.form, "the user"),
                "The people who work with the clinic's cases, by a short name. Nobody else may do or see anything. Without "
                    + "it this is a trial: anyone may do anything in any role and say with `--as` who they are, and that name "
                    + "is recorded"),
            Key("rights", \.rights, .form, "Whose rights are others than they usually are, once there are `users`"),
            Key(
                "channel", \.channel, .text,
                "The channel of messages for which a pathway names none; `file` unless given"),
            Key("messages", \.messages, .text, "The folder that the channel `file` writes to; `outbox` unless given"),
            Key(
                "channels", \.channels, .named(.later(.form(ChannelDeclaration.formName))),
                "The channels that pathways may name in `via`, each of a type"),
            Key(
                "recipients", \.recipients, .named(.form, "the recipient"),
                "Where messages go, by role or by any other name in `notify`"),
            Key(
                "plugins", \.plugins, .pairs(.form, "the plugin"),
                "What is to be different for a plugin that runs as a process"),
            Key(
                "signatures", \.signatures, .integer(0...9),
                "How many people sign each text of a pathway (`stepwell approve`): `check` warns where fewer have (SW531). "
                    + "Without it one has to, of a pathway that was ever signed, or that says `approved`"),
            Key("claims", \.claims, .form, "When what somebody has claimed is free again"),
            Key(
                "on_call", \.onCall, .form,
                "Who is told of tasks about somebody's safety that nobody sees to. Without it nobody is"),
            Key(
                "downtime", \.downtime, .form,
                "Pages to print for a day without a computer, which `stepwell run` writes every day"),
        ])
}

/// For how long somebody sees to what they have claimed.
package struct ClaimsDeclaration: Declaration {
    package static let formName = "claims"
    package var place = FormPlace()
    package var hours: Written<Int> = .absent
    package var safetyHours: Written<Int> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "claims", "For how long somebody sees to what they have claimed, or was given.",
        [
            Key("hours", \.hours, .integer(1...2_160), "Hours; 72 unless given"),
            Key(
                "safety_hours", \.safetyHours, .integer(1...24),
                "Hours of what is about somebody's safety; 2 unless given"),
        ])
}

/// The pages for a day without a computer.
package struct DowntimeDeclaration: Declaration {
    package static let formName = "downtime"
    package var place = FormPlace()
    package var folder: Written<String> = .absent
    package var at: Written<String> = .absent
    package var timezone: Written<String> = .absent
    package var keep: Written<Int> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "the downtime",
        "Pages to print for a day without a computer, which `stepwell run` writes once a day, in a folder for each day. They "
            + "hold patients' data.", mayBeEmpty: true,
        [
            Key("folder", \.folder, .text, "Where they go, from the clinic's folder; `downtime` unless given"),
            Key("at", \.at, .text, "The time of day, such as `\"05:00\"`, which it is unless given"),
            Key(
                "timezone", \.timezone, .text,
                "Where that time is, an IANA name; where most of the open cases are unless given"),
            Key("keep", \.keep, .integer(1...60), "Days that stay; 3 unless given"),
        ])
}

/// Where messages to somebody go.
package struct RecipientDeclaration: Declaration {
    package static let formName = "recipient"
    package var place = FormPlace()
    package var channel: Written<String> = .absent
    package var address: Written<String> = .absent
    package var addresses: Written<[Named<String>]> = .absent
    package var digest: Written<String> = .absent
    package var outside: Written<Bool> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "a recipient", "Where messages to a role, or to another name in `notify`, go.",
        [
            Key("channel", \.channel, .text, "The channel"),
            Key("address", \.address, .text, "The address there"),
            Key("addresses", \.addresses, .named(.text), "Addresses on other channels, by the channel's name"),
            Key("digest", \.digest, .text, "A time of day, such as `\"08:00\"`, for reminders and escalations"),
            Key("outside", \.outside, .boolean, "`true`: somebody outside of the clinic"),
        ])
}

/// What is to be different for a plugin.
package struct PluginSettingDeclaration: Declaration {
    package static let formName = "plugin setting"
    package var place = FormPlace()
    package var path: Written<String> = .absent
    package var sandbox: Written<Sandbox> = .absent
    package var asRoot: Written<Bool> = .absent
    package var readable: Written<[Item<String>]> = .absent

    package init() {}

    package enum Sandbox: String, CaseIterable, Sendable { case on, off }

    package static let schema = FormSchema<Self>(
        "a plugin", "What is to be different for a plugin that runs as a process.", mayBeEmpty: true,
        [
            Key("path", \.path, .text, "Its folder, from the clinic's; `Plugins/NAME` unless given"),
            Key(
                "sandbox", \.sandbox, .word,
                "`off` lets it run without a sandbox, where none can be set up; `on` unless given"),
            Key("as_root", \.asRoot, .boolean, "`true`: without a sandbox even where Stepwell runs as root"),
            Key(
                "readable", \.readable, .oneOrMore(.text),
                "Further folders that it may read in the sandbox: an interpreter's, a library's"),
        ])
}
