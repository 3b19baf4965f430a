import Foundation
public import StepwellKit
import TransportPlugin

/// Text messages, through a provider that takes them as an HTTP form.
public struct SMSChannel: ConfigurableChannel {
    public struct Settings: Decodable, Sendable {
        let url: String
        /// The number, or the name, that the provider knows as the sender.
        let from: String
        /// Who is speaking: it stands before every text, as those who get it must be able to tell.
        let sender: String
        let user: String?
        let password: Secret?
        /// What the provider calls the parts of its form: `to`, `from` and `body`.
        let fields: [String: String]?
        /// Characters of a text, with the sender's name and the way to end it.
        let maxLength: Int?
        let allow: [String]?
        let ca: SettingsFile?
        let timeout: Int?
    }

    /// How to end it, in every text: the person may not have kept the first one.
    static let ending = " Reply STOP to end."
    static let usualLength = 160

    public static let kind = "sms"

    private let settings: Settings

    public init(settings: Settings) { self.settings = settings }

    public func deliver(_ message: OutgoingMessage, key: String, attempt: Int) -> Delivery {
        guard let number = message.address.map({ $0.filter { !" -()".contains($0) } }), Self.isNumber(number) else {
            return .rejected(reason: "the recipient's number is none that begins with + and a country")
        }
        let body = message.body.split(whereSeparator: { $0.isWhitespace }).joined(separator: " ")
        let text = "\(settings.sender): \(body)" + (message.recipient == "patient" ? Self.ending : "")
        let length = settings.maxLength ?? Self.usualLength
        guard text.count <= length else {
            return .rejected(reason: "the text is longer than \(length) characters with the sender's name")
        }
        let address: WebAddress
        do { address = try WebAddress(settings.url, allow: settings.allow ?? []) } catch {
            return WebPost.Reply.refused(error).delivery(isPatient: true)
        }
        let form = [
            (settings.fields?["to"] ?? "To", number), (settings.fields?["from"] ?? "From", settings.from),
            (settings.fields?["body"] ?? "Body", text),
        ].map { "\(Self.encoded($0.0))=\(Self.encoded($0.1))" }.joined(separator: "&")
        let post = WebPost(
            address: address,
            headers: ["Content-Type: application/x-www-form-urlencoded", "Idempotency-Key: \(Self.token(key))"],
            body: Array(form.utf8), certificates: settings.ca?.path,
            user: settings.user, password: settings.password?.text, seconds: settings.timeout ?? 15)
        let outcome = post.send()
        // A provider's 410 is about a number, not about all of them.
        if case .answered(410, _) = outcome { return .rejected(reason: "the provider answered 410") }
        return outcome.delivery(isPatient: false)
    }

    /// E.164: a country and a number, fifteen digits at most.
    private static func isNumber(_ text: String) -> Bool {
        let digits = text.dropFirst()
        return text.first == "+" && (8...15).contains(digits.count) && digits.allSatisfy { $0.isASCII && $0.isNumber }
            && digits.first != "0"
    }

    private static func token(_ key: String) -> String {
        String(key.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") ? $0 : "." })
    }

    private static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF")
        return text.utf8.map { byte in
            let isPlain =
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || "-._~".utf8.contains(byte)
            return isPlain ? String(UnicodeScalar(byte)) : "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
        }.joined()
    }
}
