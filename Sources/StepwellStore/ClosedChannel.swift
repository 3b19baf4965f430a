public import CEL

/// A channel that its other side has closed for good: nothing goes that way until somebody opens it again.
public struct ClosedChannel: Hashable, Sendable {
    public var channel: String
    public var at: Timestamp
    public var reason: String

    public init(channel: String, at: Timestamp, reason: String) {
        self.channel = channel
        self.at = at
        self.reason = reason
    }
}
