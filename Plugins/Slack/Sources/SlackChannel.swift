import Foundation
public import StepwellKit
import TransportPlugin

/// Messages to a channel of Slack's, through an incoming webhook. Its address is a secret: whoever knows it may write.
public struct SlackChannel: Channel {
    public struct Settings: Decodable, Sendable {
        let url: SecretPlace
        let allow: [String]?
        let ca: String?
        let timeout: Int?
    }

    public let name: String
    private let settings: Settings
    private let folder: String

    public init(name: String, settings: Settings, folder: String) {
        self.name = name
        self.settings = settings
        self.folder = folder
    }

    public func deliver(_ message: OutgoingMessage, key: String, attempt: Int) -> Delivery {
        guard let url = settings.url.read(in: folder) else {
            return .retry(reason: "the address of the Slack webhook is not to be found")
        }
        let address: WebAddress
        do { address = try WebAddress(url, allow: settings.allow ?? []) } catch {
            return WebPost.Reply.refused(error).delivery(isPatient: true)
        }
        let text = "*\(Self.escaped(message.subject))*\n\(Self.escaped(message.body))"
        let body: Data
        do { body = try JSONEncoder().encode(["text": text]) } catch {
            return .rejected(reason: "the message cannot be written as JSON")
        }
        let post = WebPost(
            address: address, headers: ["Content-Type: application/json"], body: Array(body),
            certificates: settings.ca.map { $0.hasPrefix("/") ? $0 : "\(folder)/\($0)" },
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
