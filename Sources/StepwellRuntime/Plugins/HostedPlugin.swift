package import PathwayModel
package import StepwellKit

/// A plugin that runs elsewhere, as the set of plugins at hand sees it.
package struct HostedPlugin: Sendable {
    package let name: String
    package let version: String
    package let rules: [RuleSignature]
    package let channels: [any Channel]
    /// What says whether it is still the same: another one may answer otherwise.
    package let edition: String
    /// Answers questions to its rules, in their order; what cannot be answered is a failure with its reason. With them
    /// comes whom they are about, where that is known: it is not told to the plugin.
    package let answer: @Sendable ([RuleQuestion], String?) -> [RuleAnswer]

    package init(
        name: String, version: String, edition: String, rules: [RuleSignature], channels: [any Channel],
        answer: @escaping @Sendable ([RuleQuestion], String?) -> [RuleAnswer]
    ) {
        self.name = name
        self.version = version
        self.edition = edition
        self.rules = rules
        self.channels = channels
        self.answer = answer
    }
}
