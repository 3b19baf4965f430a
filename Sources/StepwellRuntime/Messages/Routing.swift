package import CEL
package import PathwayModel
import StepwellStore

/// What a clinic says of a channel.
package struct ChannelPolicy: Hashable, Sendable {
    /// What a message on it may hold.
    package var carries: Set<Sensitivity>
    /// An address that a channel needs.
    package enum Address: Hashable, Sendable {
        /// `email` or `phone`.
        case named(String)
        /// Whatever there is.
        case any
    }

    /// Which of a patient's addresses it needs; nil for one that needs none.
    package var address: Address?
    /// Whether a patient has to have agreed to it.
    package var needsConsent: Bool
    /// The hours in which nothing goes to a patient, in the patient's zone; nil for a channel that is never quiet.
    package var quiet: QuietHours?
    /// How many messages a patient gets at most, by whatever channel.
    package var perDay: Int?
    package var perWeek: Int?
    /// Whom it discloses to, where it leads out of the clinic whoever the message is for.
    package var disclosesTo: String?

    package init(
        carries: Set<Sensitivity>, address: Address? = nil, needsConsent: Bool = false, quiet: QuietHours? = nil,
        perDay: Int? = nil, perWeek: Int? = nil, disclosesTo: String? = nil
    ) {
        self.carries = carries
        self.address = address
        self.needsConsent = needsConsent
        self.quiet = quiet
        self.perDay = perDay
        self.perWeek = perWeek
        self.disclosesTo = disclosesTo
    }

    /// One that stays in the clinic: a folder, a terminal.
    package static let inside = ChannelPolicy(carries: Set(Sensitivity.allCases))
    /// One that leads out, of which the clinic has said nothing yet: a plugin's.
    package static let outside = ChannelPolicy(
        carries: [], address: .any, needsConsent: true, quiet: .night, perDay: 1, perWeek: 3)
}

/// Hours of the day in which a patient is left alone; they may go over midnight.
package struct QuietHours: Hashable, Sendable {
    /// Seconds after midnight.
    package var from: Int
    package var until: Int

    package init(from: Int, until: Int) {
        self.from = from
        self.until = until
    }

    /// From nine in the evening to eight in the morning.
    package static let night = QuietHours(from: 21 * 3_600, until: 8 * 3_600)

    /// When they end, where an instant lies in them.
    package func end(at now: Timestamp, in zone: ZoneOffsets) -> Timestamp? {
        let date = zone.date(of: now)
        let second = Int(zone.secondOfDay(of: now))
        func instant(_ date: CalendarDate?) -> Timestamp? {
            date.map { zone.instant(on: $0, secondOfDay: Int64(until)) }
        }
        if from < until { return second >= from && second < until ? instant(date) : nil }
        if second >= from { return instant(date.adding(days: 1)) }
        return second < until ? instant(date) : nil
    }
}

/// Where messages go: the clinic's channels, and its people.
package struct Routing: Sendable {
    /// A role, or somebody outside: where messages to it go.
    package struct Recipient: Hashable, Sendable {
        package var channel: String?
        package var address: String?
        /// Addresses on other channels, by their names.
        package var addresses: [String: String]
        /// The time of day, in seconds, at which reminders and escalations go as one; nil: as they come.
        package var digest: Int?
        /// Whether it stands outside of the clinic, whatever roles a pathway declares.
        package var isOutside: Bool

        package init(
            channel: String?, address: String?, digest: Int?, isOutside: Bool, addresses: [String: String] = [:]
        ) {
            self.channel = channel
            self.address = address
            self.addresses = addresses
            self.digest = digest
            self.isOutside = isOutside
        }
    }

    /// The channel of messages for which nobody names one.
    package var defaultChannel: String
    package var policies: [String: ChannelPolicy]
    package var recipients: [String: Recipient]
    /// What is said with records of substance use treatment that are disclosed: 42 CFR 2.32(a)(2).
    package static let notice = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."

    package init(
        defaultChannel: String, policies: [String: ChannelPolicy] = [:], recipients: [String: Recipient] = [:]
    ) {
        self.defaultChannel = defaultChannel
        self.policies = policies
        self.recipients = recipients
    }

    package func policy(of channel: String) -> ChannelPolicy { policies[channel] ?? .outside }

    /// The channel of a message: what the pathway says, else what the recipient prefers, else the clinic's own.
    func channel(of queued: OutboxMessage, _ patient: PatientRecord?) -> String {
        if let via = queued.via { return via }
        if queued.recipient == OutboxMessage.patient {
            return patient?.values["channel"] ?? defaultChannel
        }
        return recipients[queued.recipient]?.channel ?? defaultChannel
    }

    func address(of queued: OutboxMessage, on channel: String, _ patient: PatientRecord?) -> String? {
        guard queued.recipient == OutboxMessage.patient else {
            let recipient = recipients[queued.recipient]
            return recipient?.addresses[channel] ?? recipient?.address
        }
        return switch policy(of: channel).address {
        case .named(let name): patient?.values[name]
        case .any, nil: patient?.values["email"] ?? patient?.values["phone"]
        }
    }
}
