import EmailPlugin
import Foundation
import SMSPlugin
import SlackPlugin
import StepwellKit
import WebhookPlugin

/// Answers the host's questions.
struct ChannelServer {
    private var channels: [String: any Channel] = [:]

    private struct Head: Decodable {
        let id: Int
        let method: String
    }

    /// A question's answer, as a line; nil for what is no question.
    mutating func answer(_ line: String) -> Data? {
        let data = Data(line.utf8)
        let head: Head
        do { head = try JSONDecoder().decode(Head.self, from: data) } catch { return nil }
        do {
            switch head.method {
            case "initialize":
                try begin(data)
                return try encoded(Answer(id: head.id, result: Started(name: "stepwell-channels", version: "1.0.0")))
            case "channel/deliver":
                return try encoded(Answer(id: head.id, result: try deliver(data)))
            default: return try encoded(Failed(id: head.id, error: .init(code: -32_601, message: "no such method")))
            }
        } catch {
            do {
                return try encoded(Failed(id: head.id, error: .init(code: -32_602, message: "bad parameters")))
            } catch { return nil }
        }
    }

    private mutating func begin(_ data: Data) throws {
        // Settings are written `reply_to`.
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let parameters = try decoder.decode(Question<Beginning>.self, from: data).params
        for described in parameters.channels {
            let channel = try described.channel(in: parameters.folder)
            channels[channel.name] = channel
        }
    }

    private func deliver(_ data: Data) throws -> DeliveryReply {
        let parameters = try JSONDecoder().decode(Question<Handover>.self, from: data).params
        guard let channel = channels[parameters.channel] else {
            return DeliveryReply(outcome: "retry", reason: "there is no such channel", after: nil)
        }
        let delivery = channel.deliver(
            parameters.message.message, key: parameters.key, attempt: parameters.attempt)
        return switch delivery {
        case .sent: DeliveryReply(outcome: "sent", reason: nil, after: nil)
        case .retry(let reason, let after): DeliveryReply(outcome: "retry", reason: reason, after: after)
        case .rejected(let reason): DeliveryReply(outcome: "rejected", reason: reason, after: nil)
        case .closed(let reason): DeliveryReply(outcome: "closed", reason: reason, after: nil)
        }
    }

    private func encoded(_ answer: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(answer)
    }
}

// MARK: - What is said

private struct Question<Parameters: Decodable>: Decodable { let params: Parameters }

private struct Beginning: Decodable {
    let folder: String
    let channels: [DescribedChannel]
}

/// A channel as the clinic's settings describe it; its options are of its type.
private struct DescribedChannel: Decodable {
    private enum Keys: String, CodingKey { case name, type, options }
    private enum Kind: String, Decodable { case email, webhook, sms, slack }

    private let make: @Sendable (_ folder: String) -> any Channel

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Keys.self)
        let name = try values.decode(String.self, forKey: .name)
        switch try values.decode(Kind.self, forKey: .type) {
        case .email:
            let settings = try values.decode(EmailChannel.Settings.self, forKey: .options)
            make = { EmailChannel(name: name, settings: settings, folder: $0) }
        case .webhook:
            let settings = try values.decode(WebhookChannel.Settings.self, forKey: .options)
            make = { WebhookChannel(name: name, settings: settings, folder: $0) }
        case .sms:
            let settings = try values.decode(SMSChannel.Settings.self, forKey: .options)
            make = { SMSChannel(name: name, settings: settings, folder: $0) }
        case .slack:
            let settings = try values.decode(SlackChannel.Settings.self, forKey: .options)
            make = { SlackChannel(name: name, settings: settings, folder: $0) }
        }
    }

    func channel(in folder: String) throws -> any Channel { make(folder) }
}

private struct Handover: Decodable {
    let channel: String
    let key: String
    let attempt: Int
    let message: Wire
}

private struct Wire: Decodable {
    struct Appointment: Decodable {
        let uid: String
        let sequence: Int
        let start: Int64
        let minutes: Int
        let summary: String
        let location: String?
    }

    let name: String
    let recipient: String
    let address: String?
    let subject: String
    let body: String
    let html: String?
    let invitation: Appointment?
    let `case`: String

    var message: OutgoingMessage {
        OutgoingMessage(
            name: name, recipient: recipient, address: address, subject: subject, body: body, html: html,
            invitation: invitation.map {
                Invitation(
                    uid: $0.uid, sequence: $0.sequence, start: $0.start, minutes: $0.minutes, summary: $0.summary,
                    location: $0.location)
            }, caseID: `case`)
    }
}

private struct Answer<Result: Encodable>: Encodable {
    var jsonrpc = "2.0"
    let id: Int
    let result: Result
}

private struct Failed: Encodable {
    struct Reason: Encodable {
        let code: Int
        let message: String
    }

    var jsonrpc = "2.0"
    let id: Int
    let error: Reason
}

private struct Started: Encodable {
    let name: String
    let version: String
}

private struct DeliveryReply: Encodable {
    let outcome: String
    let reason: String?
    let after: Int?
}
