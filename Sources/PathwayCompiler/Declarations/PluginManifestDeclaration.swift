/// A plugin's `plugin.yaml`.
package struct PluginManifestDeclaration: Declaration {
    package static let formName = "plugin"
    package var place = FormPlace()
    package var name: Written<String> = .absent
    package var version: Written<String> = .absent
    package var spoken: Written<Int> = .absent
    package var title: Written<String> = .absent
    package var executable: Written<String> = .absent
    package var build: Written<String> = .absent
    package var rules: Written<[Named<PluginRuleDeclaration>]> = .absent
    package var channels: Written<[Named<PluginChannelDeclaration>]> = .absent
    package var environment: Written<[Item<String>]> = .absent
    package var credits: Written<String> = .absent
    package var license: Written<String> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "the manifest", "The file `plugin.yaml` of a plugin: all that a clinic has to trust.",
        [
            Key("plugin", \.name, .text, isNeeded: true, "Its name: small letters, digits and underscores"),
            Key("version", \.version, .text, isNeeded: true, "Like `1.0.0`"),
            Key("protocol", \.spoken, .integer(1...1_000), isNeeded: true, "The version of the protocol it speaks"),
            Key("title", \.title, .text, "For people"),
            Key("executable", \.executable, .text, isNeeded: true, "A path inside the plugin's folder"),
            Key(
                "build", \.build, .text,
                "Where a build leaves the executable: `plugin install` copies it from there"),
            Key("rules", \.rules, .named(.form, "the rule"), "The rules it answers for"),
            Key("channels", \.channels, .named(.form, "the channel"), "The channels it delivers by"),
            Key(
                "environment", \.environment, .list(.identifier("a variable's name")),
                "Environment variables that are handed on; none to a plugin that has rules"),
            Key("credits", \.credits, .text, "Whose work it rests on"),
            Key("license", \.license, .text, "Under which terms it may be used"),
        ])
}

/// A rule that a plugin answers for.
package struct PluginRuleDeclaration: Declaration {
    package static let formName = "plugin rule"
    package var place = FormPlace()
    package var summary: Written<String> = .absent
    package var reads: Written<[Item<String>]> = .absent
    package var parameters: Written<YAMLNode> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "a rule", "A rule that a plugin answers for.",
        [
            Key("summary", \.summary, .text, "What it asks, in a sentence"),
            Key(
                "reads", \.reads, .list(.text), isNeeded: true,
                "The facts that it is handed; `data.NAME` and `results.NAME` for one alone"),
            Key("parameters", \.parameters, .later(.any), "The JSON Schema of its parameters"),
        ])
}

/// A channel that a plugin delivers by.
package struct PluginChannelDeclaration: Declaration {
    package static let formName = "plugin channel"
    package var place = FormPlace()
    package var summary: Written<String> = .absent
    package var sendsTo: Written<[Item<String>]> = .absent
    package var settings: Written<YAMLNode> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "a channel", "A channel that a plugin delivers by.",
        [
            Key("summary", \.summary, .text, "What it does, in a sentence"),
            Key(
                "sends_to", \.sendsTo, .oneOrMore(.text), isNeeded: true,
                "The hosts it speaks to, with a port where it is not 443; it reaches no other"),
            Key(
                "settings", \.settings, .later(.any),
                "The JSON Schema of what a clinic says of it under keys of its own"),
        ])
}
