public import StepwellKit

/// Shows messages at a terminal: for trials, and for staff who sit at one.
public struct ConsoleChannel: Channel {
    public let name = "console"
    private let show: @Sendable (String) throws -> Void

    /// - Parameter show: writes text to the terminal. Whoever owns the terminal knows what is safe to show on it.
    public init(show: @escaping @Sendable (String) throws -> Void) { self.show = show }

    public var plugin: Plugin { Plugin(name: "console", version: "1.0.0", channels: [self]) }

    public func deliver(_ message: OutgoingMessage, key: String, attempt: Int) -> Delivery {
        do {
            try show("to \(message.recipient): \(message.subject)\n\(message.body)\n")
            return .sent
        } catch {
            return .retry(reason: "standard error cannot be written to")
        }
    }
}
