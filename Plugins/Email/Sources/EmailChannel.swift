import Foundation
public import StepwellKit
import TransportPlugin

/// Messages by mail, through a server of the clinic's (SMTP).
public struct EmailChannel: ConfigurableChannel {
    /// What a clinic says of it.
    public struct Settings: Decodable, Sendable {
        /// `Riverbank Clinic <care@example.org>`, or the address alone.
        let from: String
        let replyTo: String?
        let host: String
        /// 587, or 465 where the connection is encrypted from the beginning.
        let port: Int?
        let tls: MailSecurity?
        let user: String?
        let password: Secret?
        /// A file of certificates to trust in place of the system's.
        let ca: SettingsFile?
        /// What we call ourselves to the server; the sender's domain unless given.
        let helo: String?
        /// Seconds that a handover may take.
        let timeout: Int?
    }

    public enum MailSecurity: String, Decodable, Sendable, CaseIterable { case none, starttls, implicit }

    public static let kind = "email"

    private let settings: Settings

    public init(settings: Settings) { self.settings = settings }

    public func deliver(_ message: OutgoingMessage, key: String, attempt: Int) -> Delivery {
        guard let sender = Mailbox(settings.from) else {
            return .retry(reason: "'from' in the settings is no address")
        }
        guard let address = message.address, let recipient = Mailbox(address) else {
            return .rejected(reason: "the recipient's address is none that mail can be sent to")
        }
        let replyTo = settings.replyTo.flatMap { Mailbox($0) }
        let security = settings.tls ?? .starttls
        guard security != .none || Self.isThisMachine(settings.host) else {
            return .retry(reason: "without TLS mail goes to this machine alone: 'tls' in the settings")
        }
        guard settings.password == nil || security != .none else {
            return .retry(reason: "a password is not sent without TLS")
        }
        guard Self.isHost(settings.host), Self.isHost(settings.helo ?? sender.domain) else {
            return .retry(reason: "'host' or 'helo' in the settings is no host")
        }
        let mail = MailMessage(
            sender: sender, replyTo: replyTo, recipient: recipient, message: message, key: key, date: Date())
        guard let bytes = mail.bytes else {
            return .rejected(reason: "a line end stands in what becomes a header")
        }
        let handover = MailHandover(
            host: settings.host, port: settings.port ?? (security == .implicit ? 465 : 587),
            security: MailHandover.Security(rawValue: security.rawValue) ?? .starttls,
            helo: settings.helo ?? sender.domain, certificates: settings.ca?.path, user: settings.user,
            password: settings.password?.text, from: sender.address, recipient: recipient.address, message: bytes,
            seconds: settings.timeout ?? 30)
        return switch handover.send() {
        case .taken: .sent
        case .refused(let status) where status < 500: .retry(reason: "the mail server answered \(status)")
        case .refused(let status): .rejected(reason: "the mail server answered \(status)")
        // It may have arrived: it is sent again under the same Message-ID.
        case .broken(let words): .retry(reason: "the mail server did not take it: \(words)")
        }
    }

    private static func isThisMachine(_ host: String) -> Bool { ["localhost", "127.0.0.1", "::1"].contains(host) }

    private static func isHost(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 253
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || ".-:".utf8.contains(byte)
            }
    }
}

/// A name and an address of mail, both of which may stand in a header.
struct Mailbox: Hashable {
    let name: String?
    let address: String
    let domain: String

    /// Reads `Name <address>` or an address; nil for what is none, or would end a line.
    init?(_ text: String) {
        guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else { return nil }
        var rest = text[...]
        var name: String?
        if let open = text.lastIndex(of: "<"), text.hasSuffix(">") {
            name = text[..<open].split(separator: " ").joined(separator: " ")
            rest = text[text.index(after: open)...].dropLast()
        }
        let parts = rest.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, Self.isLocal(parts[0]), Self.isDomain(parts[1]), rest.utf8.count <= 254 else {
            return nil
        }
        self.name = name.flatMap { $0.isEmpty ? nil : $0 }
        address = String(rest)
        domain = String(parts[1])
    }

    /// Dots between words of what RFC 5322 calls an atom; quoted local parts are refused.
    private static func isLocal(_ text: Substring) -> Bool {
        let words = text.split(separator: ".", omittingEmptySubsequences: false)
        return text.utf8.count <= 64 && text.first != "-"
            && words.allSatisfy { word in
                !word.isEmpty
                    && word.utf8.allSatisfy { byte in
                        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                            || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
                    }
            }
    }

    private static func isDomain(_ text: Substring) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        return labels.allSatisfy { label in
            !label.isEmpty && label.utf8.count <= 63 && label.first != "-" && label.last != "-"
                && label.utf8.allSatisfy { byte in
                    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                        || byte == UInt8(ascii: "-")
                }
        }
    }
}
