public import CEL

/// Something the world is to be told: ids and names, never rendered text.
public struct OutboxEntry: Hashable, Sendable {
    /// What pathways call the patient as a recipient.
    public static let patient = "patient"

    public enum Kind: String, Hashable, Sendable {
        case message
        case reminder
        case escalation
    }

    public var effect: EffectID
    public var kind: Kind
    /// `patient`, a role, or somebody outside whom the clinic's settings name.
    public var recipient: String
    /// The message's name, or the task's.
    public var subject: String
    /// The channel the pathway asks for.
    public var via: String?
    public var at: Timestamp

    public init(effect: EffectID, kind: Kind, recipient: String, subject: String, via: String?, at: Timestamp) {
        self.effect = effect
        self.kind = kind
        self.recipient = recipient
        self.subject = subject
        self.via = via
        self.at = at
    }
}

/// A message with how far it has come.
public struct OutboxRow: Hashable, Sendable {
    /// The reason of a message that is withheld because its case closed.
    public static let caseClosed = "case_closed"

    public enum Status: String, Hashable, Sendable, CaseIterable {
        case waiting
        case sent
        /// Given up after the last attempt, or rejected.
        case failed
        /// Not to be sent: the case closed first, or nobody agreed to it.
        case withheld
    }

    public var entry: OutboxEntry
    public var status: Status
    /// Attempts so far.
    public var attempts: Int
    /// Not to be tried before.
    public var nextAttempt: Timestamp
    /// Why the last attempt failed, or why the message waits.
    public var reason: String?
    /// The channel that took it, once it is settled.
    public var channel: String?
    public var settled: Timestamp?
    /// The first of the messages that leave as one; its key is theirs.
    public var leader: EffectID?

    public init(
        entry: OutboxEntry, status: Status, attempts: Int, nextAttempt: Timestamp, reason: String?,
        channel: String? = nil, settled: Timestamp? = nil, leader: EffectID? = nil
    ) {
        self.entry = entry
        self.status = status
        self.attempts = attempts
        self.nextAttempt = nextAttempt
        self.reason = reason
        self.channel = channel
        self.settled = settled
        self.leader = leader
    }
}

/// Which messages are asked for: those that fit all that is given.
public struct OutboxFilter: Hashable, Sendable {
    public var id: CaseID?
    public var status: OutboxRow.Status?

    public init(id: CaseID? = nil, status: OutboxRow.Status? = nil) {
        self.id = id
        self.status = status
    }
}
