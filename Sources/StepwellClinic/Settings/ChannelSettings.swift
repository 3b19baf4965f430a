package import PathwayCompiler
package import PathwayModel
package import StepwellKit
package import StepwellRuntime

/// One of the clinic's channels, as its settings describe it.
package struct ChannelSettings: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// It came with the program.
        case builtIn(ChannelType)
        /// A plugin's channel; the one of the same name, or its only one, where none is named.
        case plugin(String, channel: String?)
    }

    /// What `via` calls it.
    package var name: String
    package var kind: Kind
    /// What its plugin is told: addresses, ports, where its secrets are; never a secret itself. Scalars stand as they are
    /// written.
    package var options: JSON
    package var policy: ChannelPolicy
}

extension PluginManifest {
    /// The channel that settings mean.
    ///
    /// - Parameter name: what the clinic calls it.
    func channel(_ named: String?, of name: String) -> Channel? {
        if let named { return channels.first { $0.name == named } }
        return channels.first { $0.name == name } ?? (channels.count == 1 ? channels[0] : nil)
    }
}

extension ChannelType {
    /// Its settings as a plugin's channel declares them.
    package var settings: [ChannelSetting] {
        options.map { option in
            let kind: ChannelSetting.Kind =
                switch option.kind {
                case .text, .any: .value(.text)
                case .number(let range): .value(.integer(min: range.lowerBound, max: range.upperBound))
                case .words(let words): .value(.choice(words))
                case .texts: .texts
                case .names: .names
                case .secret: .secret
                case .file: .file
                }
            return ChannelSetting(option.name, kind, isRequired: option.isNeeded)
        }
    }

    /// What holds where the settings say nothing: outside of the clinic, nothing that is secret, and nothing to a
    /// patient who has not agreed.
    package var policy: ChannelPolicy {
        switch self {
        case .console, .file: .inside
        case .email:
            ChannelPolicy(
                carries: [], address: .named("email"), needsConsent: true, quiet: .night)
        case .sms:
            ChannelPolicy(
                carries: [], address: .named("phone"), needsConsent: true, quiet: .night, perDay: 1, perWeek: 3)
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
        // The clinic's own, those of its folder, and whatever else a plugin brings is outside.
        let inside = ["console": ChannelPolicy.inside, "file": .inside]
        let policies = Dictionary(channels.map { ($0.name, $0.policy) }, uniquingKeysWith: { first, _ in first })
            .merging(inside) { said, _ in said }
        return Routing(defaultChannel: channel, policies: policies, recipients: recipients)
    }
}
