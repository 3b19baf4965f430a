package import PathwayModel

/// What one plugin brings: rules, channels, or both.
public struct Plugin: Sendable {
    /// Its name, which stands before its rules' names: `attendance`.
    public let name: String
    /// Recorded with each verdict: `1.0.0`.
    public let version: String
    public let rules: [any Rule]
    public let channels: [any Channel]

    public init(name: String, version: String, rules: [any Rule] = [], channels: [any Channel] = []) {
        self.name = name
        self.version = version
        self.rules = rules
        self.channels = channels
    }
}

/// The rules and channels that are at hand.
package struct PluginSet: Sendable {
    private let rules: [String: (rule: any Rule, plugin: Plugin)]
    package let channels: [String: any Channel]
    package let plugins: [Plugin]

    package init(_ plugins: [Plugin]) {
        self.plugins = plugins
        var rules: [String: (rule: any Rule, plugin: Plugin)] = [:]
        var channels: [String: any Channel] = [:]
        for plugin in plugins {
            for rule in plugin.rules { rules["\(plugin.name).\(rule.name)"] = (rule, plugin) }
            for channel in plugin.channels { channels[channel.name] = channel }
        }
        self.rules = rules
        self.channels = channels
    }

    package var signatures: [RuleSignature] {
        plugins.flatMap { plugin in plugin.rules.map { $0.signature(in: plugin.name) } }
    }

    /// A rule's verdict on a question, with the plugin's name and version. A rule that is not there does not know.
    package func answer(_ question: RuleQuestion) -> RuleAnswer {
        guard let (rule, plugin) = rules[question.rule] else {
            return RuleAnswer(.unknown("no plugin has the rule '\(question.rule)'"), from: "none")
        }
        let verdict = rule.evaluate(untyped: question.parameters, question.facts)
        return RuleAnswer(verdict, from: "\(plugin.name) \(plugin.version)")
    }
}
