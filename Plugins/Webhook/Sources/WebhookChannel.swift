import Crypto
import Foundation
public import StepwellKit
import TransportPlugin

/// Messages to another system, signed as Standard Webhooks has it: `webhook-id`, `webhook-timestamp` and
/// `webhook-signature` over the very bytes that are sent.
public struct WebhookChannel: ConfigurableChannel {
    public struct Settings: Decodable, Sendable {
        let url: String
        /// `whsec_` and base64; several, with blanks between them, while a key is changed.
        let secret: Secret
        /// `thin` says that there is something to be asked for; `full` says what.
        let payload: Payload?
        /// Hosts, or `host:port`, that may stand on a private network.
        let allow: [String]?
        let ca: SettingsFile?
        let timeout: Int?
    }

    enum Payload: String, Decodable, Sendable, CaseIterable { case thin, full }

    public static let kind = "webhook"

    private let settings: Settings

    public init(settings: Settings) { self.settings = settings }

    public func deliver(_ message: OutgoingMessage, key: String, attempt: Int) -> Delivery {
        let keys = settings.secret.text.split(separator: " ").compactMap { Self.key(String($0)) }
        guard !keys.isEmpty else { return .retry(reason: "the webhook's secret is none") }
        let address: WebAddress
        do { address = try WebAddress(settings.url, allow: settings.allow ?? []) } catch {
            return WebPost.Reply.refused(error).delivery(isPatient: true)
        }
        guard let body = body(message) else { return .rejected(reason: "the message cannot be written as JSON") }
        let timestamp = Int(Date().timeIntervalSince1970)
        let signed = Data("\(key).\(timestamp).".utf8) + body
        let signatures = keys.map { key in
            "v1," + Data(HMAC<SHA256>.authenticationCode(for: signed, using: key)).base64EncodedString()
        }
        let post = WebPost(
            address: address,
            headers: [
                "Content-Type: application/json", "User-Agent: Stepwell", "webhook-id: \(key)",
                "webhook-timestamp: \(timestamp)", "webhook-signature: \(signatures.joined(separator: " "))",
            ], body: Array(body), certificates: settings.ca?.path,
            seconds: settings.timeout ?? 15)
        return post.send().delivery(isPatient: true)
    }

    /// A key of 24 to 64 bytes.
    private static func key(_ text: String) -> SymmetricKey? {
        let encoded = text.hasPrefix("whsec_") ? String(text.dropFirst(6)) : text
        guard let bytes = Data(base64Encoded: encoded), (24...64).contains(bytes.count) else { return nil }
        return SymmetricKey(data: bytes)
    }

    private func body(_ message: OutgoingMessage) -> Data? {
        let isFull = settings.payload == .full
        let payload = Body(
            type: "message.\(message.name)",
            data: .init(
                case: message.caseID, message: message.name, recipient: message.recipient,
                subject: isFull ? message.subject : nil, body: isFull ? message.body : nil))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do { return try encoder.encode(payload) } catch { return nil }
    }

    private struct Body: Encodable {
        struct Content: Encodable {
            let `case`: String
            let message: String
            let recipient: String
            let subject: String?
            let body: String?
        }

        let type: String
        let data: Content
    }
}
