import Foundation
public import StepwellKit
import TransportPlugin

/// Messages to a channel of Slack's, through an incoming webhook. Its address is a secret: whoever knows it may write.
public struct SlackChannel: ConfigurableChannel {
    public struct Settings: Decodable, Sendable {
        let url: Secret
        let allow: [String]?
        let ca: SettingsFile?
        let timeout: Int?
    }

    public static let kind = "slack"

    private let settings: Settings

    public init(settings: Settings) { self.settings = settings }

    public func deliver(_ message: OutgoingMessage, key: String, attempt: Int) -> Delivery {
        let address: WebAddress
        do { address = try WebAddress(settings.url.text, allow: settings.allow ?? []) } catch {
            return WebPost.Reply.refused(error).delivery(isPatient: true)
        }
        let text = "*\(Self.escaped(message.subject))*\n\(Self.escaped(message.body))"
        let body: Data
        do { body = try JSONEncoder().encode(["text": text]) } catch {
            return .rejected(reason: "the message cannot be written as JSON")
        }
        let post = WebPost(
            address: address, headers: ["Content-Type: application/json"], body: Array(body),
            certificates: settings.ca?.path,
            seconds: settings.timeout ?? 15)
        return post.send().delivery(isPatient: false)
    }

    /// What Slack would read as a link, a mention or a command is text.
    private static func escaped(_ text: String) -> String {
        text.map { character in
            switch character {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            default: String(character)
            }
        }.joined()
    }
}
