package import PathwayModel

/// What one plugin brings: rules, channels, or both.
public struct Plugin: Sendable {
    /// Its name, which stands before its rules' names: `attendance`.
    public let name: String
    /// Recorded with each verdict: `1.0.0`.
    public let version: String
    public let rules: [any Rule]
    public let channels: [any Channel]
    /// Channels that a clinic sets up.
    public let configurable: [any ConfigurableChannel.Type]

    public init(
        name: String, version: String, rules: [any Rule] = [], channels: [any Channel] = [],
        configurable: [any ConfigurableChannel.Type] = []
    ) {
        self.name = name
        self.version = version
        self.rules = rules
        self.channels = channels
        self.configurable = configurable
    }

    /// As verdicts carry it: `attendance 1.0.0`.
    package var label: String { "\(name) \(version)" }

    /// What the compiler has to know of its rules.
    package var signatures: [RuleSignature] { rules.map { $0.signature(in: self) } }
}
