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

/// The kinds of channel that settings may name.
package enum ChannelType: String, CaseIterable, Hashable, Sendable {
    case console, file, email, webhook, sms, slack

    /// What may be said of it: texts, numbers, lists, and secrets that stand elsewhere.
    package var keys: [String] {
        switch self {
        case .console: []
        case .file: ["folder"]
        case .email: ["from", "reply_to", "host", "port", "tls", "user", "password", "ca", "helo", "timeout"]
        case .webhook: ["url", "secret", "payload", "allow", "ca", "timeout"]
        case .sms: ["url", "from", "sender", "user", "password", "fields", "max_length", "allow", "ca", "timeout"]
        case .slack: ["url", "allow", "ca", "timeout"]
        }
    }

    package var required: [String] {
        switch self {
        case .console, .file: []
        case .email: ["from", "host"]
        case .webhook: ["url", "secret"]
        case .sms: ["url", "from", "sender"]
        case .slack: ["url"]
        }
    }

    /// The keys whose value is a secret, and stands in a file, in the environment or among systemd's credentials.
    package var secrets: [String] {
        switch self {
        case .console, .file: []
        case .email, .sms: ["password"]
        case .webhook: ["secret"]
        // Whoever knows the address of a Slack webhook may write there.
        case .slack: ["url"]
        }
    }

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
        recipients.filter { $0.key != OutboxEntry.patient }.compactMapValues(\.channel)
    }

    package var routing: Routing {
        let policies = Dictionary(channels.map { ($0.name, $0.policy) }, uniquingKeysWith: { first, _ in first })
        return Routing(defaultChannel: channel, policies: policies, recipients: recipients)
    }
}
