import Foundation
public import StepwellKit

/// Writes messages to standard error: for trials, and for staff at a terminal.
public struct ConsoleChannel: Channel {
    public static let plugin = Plugin(name: "console", version: "1.0.0", channels: [ConsoleChannel()])

    public let name = "console"

    public init() {}

    public func deliver(_ message: OutgoingMessage, key: String, attempt: Int) -> Delivery {
        let text = "to \(message.recipient): \(message.subject)\n\(message.body)\n".shownSafely
        do {
            try FileHandle.standardError.write(contentsOf: Data(text.utf8))
            return .sent
        } catch {
            return .retry(reason: "standard error cannot be written to")
        }
    }
}
