package import PathwayCompiler
package import PathwayModel
package import StepwellRuntime

/// One of the clinic's channels, as its settings describe it.
package struct ChannelSettings: Hashable, Sendable {
    /// What `via` calls it.
    package var name: String
    package var type: ChannelType
    /// What its plugin is told: addresses, ports, where its secrets are; never a secret itself.
    package var options: JSON
    package var policy: ChannelPolicy
}

extension ChannelType {
    /// Whether it runs in the program for channels that need the network.
    package var isHosted: Bool { self != .console && self != .file }

    /// What holds where the settings say nothing: outside of the clinic, nothing that is secret, and nothing to a
    /// patient who has not agreed.
    package var policy: ChannelPolicy {
        switch self {
        case .console, .file: .inside
        case .email:
            ChannelPolicy(
                carries: [], address: "email", needsConsent: true, quiet: QuietHours(from: 21 * 3_600, until: 8 * 3_600)
            )
        case .sms:
            ChannelPolicy(
                carries: [], address: "phone", needsConsent: true,
                quiet: QuietHours(from: 21 * 3_600, until: 8 * 3_600), perDay: 1, perWeek: 3)
        case .webhook, .slack: ChannelPolicy(carries: [])
        }
    }
}

extension Settings {
    /// The channels that pathways may count on where no settings say which there are.
    package static let usualChannels: [String: Set<Sensitivity>] = [
        "email": [], "sms": [], "slack": [], "webhook": [],
    ]

    package var carries: [String: Set<Sensitivity>] {
        Dictionary(channels.map { ($0.name, $0.policy.carries) }, uniquingKeysWith: { first, _ in first })
    }

    /// The channels of recipients that have one of their own. The patient's stands in the patient's record.
    package var recipientChannels: [String: String] {
        recipients.filter { $0.key != OutboxMessage.patient }.compactMapValues(\.channel)
    }

    package var routing: Routing {
        let policies = Dictionary(channels.map { ($0.name, $0.policy) }, uniquingKeysWith: { first, _ in first })
        return Routing(defaultChannel: channel, policies: policies, recipients: recipients)
    }
}
