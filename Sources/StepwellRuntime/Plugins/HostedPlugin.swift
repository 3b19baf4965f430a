package import PathwayModel
package import StepwellKit

/// A plugin that runs elsewhere, as the set of plugins at hand sees it.
package struct HostedPlugin: Sendable {
    package let name: String
    package let version: String
    package let rules: [RuleSignature]
    package let channels: [any Channel]
    /// Answers questions to its rules, in their order; what cannot be answered is a failure with its reason.
    package let answer: @Sendable ([RuleQuestion]) -> [RuleAnswer]

    package init(
        name: String, version: String, rules: [RuleSignature], channels: [any Channel],
        answer: @escaping @Sendable ([RuleQuestion]) -> [RuleAnswer]
    ) {
        self.name = name
        self.version = version
        self.rules = rules
        self.channels = channels
        self.answer = answer
    }
}
