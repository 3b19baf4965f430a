public import CEL

/// A message with how far it has come.
public struct OutboxRow: Hashable, Sendable {
    /// The reason of a message that is withheld because its case closed.
    public static let caseClosed = "case_closed"
    /// The reason of a message that came of something that was taken back.
    public static let takenBack = "taken_back"

    public enum Status: String, Hashable, Sendable, CaseIterable {
        case waiting
        case sent
        /// Given up after the last attempt, or rejected.
        case failed
        /// Not to be sent: the case closed first, or nobody agreed to it.
        case withheld
    }

    public var message: OutboxMessage
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
        message: OutboxMessage, status: Status, attempts: Int, nextAttempt: Timestamp, reason: String?,
        channel: String? = nil, settled: Timestamp? = nil, leader: EffectID? = nil
    ) {
        self.message = message
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
