public import CEL

/// What became of an attempt to deliver.
public enum OutboxResult: Hashable, Sendable {
    case sent
    case retry(at: Timestamp, reason: String)
    /// It was not attempted, and does not count as an attempt.
    case deferred(until: Timestamp, reason: String)
    case failed(reason: String)
    case withheld(reason: String)
}

/// What became of a message in the end.
public struct Settlement: Hashable, Sendable {
    public var effect: EffectID
    /// Anything but `waiting`.
    public var status: OutboxRow.Status
    public var attempts: Int
    public var channel: String?
    public var reason: String?
    public var at: Timestamp
    /// Where protected data left with it.
    public var disclosure: Disclosure?

    public init(
        effect: EffectID, status: OutboxRow.Status, attempts: Int, channel: String?, reason: String?, at: Timestamp,
        disclosure: Disclosure? = nil
    ) {
        self.effect = effect
        self.status = status
        self.attempts = attempts
        self.channel = channel
        self.reason = reason
        self.at = at
        self.disclosure = disclosure
    }
}
