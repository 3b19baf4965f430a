import Crypto
import EmailPlugin
import Foundation
import SMSPlugin
import SlackPlugin
import StepwellKit
import Testing
import WebhookPlugin

/// Channels against real servers on loopback.
@Suite("Channels")
struct ChannelTests {
    private static func message(
        to address: String? = nil, subject: String = "Hello", body: String = "Hello", invitation: Invitation? = nil
    ) -> OutgoingMessage {
        OutgoingMessage(
            name: "welcome", recipient: "patient", address: address, subject: subject, body: body, html: "<p>Hello</p>",
            invitation: invitation, caseID: "2345-6789")
    }

    private static func email(_ port: Int, _ folder: Folder, _ more: String = "", timeout: Int = 5) throws
        -> any Channel
    {
        let settings = """
            {"from": "Río Clinic <care@clinic.example>", "host": "localhost", "port": \(port), "ca": "ca.pem",
             "timeout": \(timeout)\(more)}
            """
        return try folder.channel(EmailChannel.self, settings)
    }

    private static func webhook(
        _ port: Int, _ path: String, _ folder: Folder, allow: String = "localhost", more: String = ""
    ) throws -> any Channel {
        let settings = """
            {"url": "https://localhost:\(port)\(path)", "secret": {"file": "hook"}, "ca": "ca.pem", "timeout": 2,
             "allow": ["\(allow)"]\(more)}
            """
        return try folder.channel(WebhookChannel.self, settings)
    }

    // MARK: Mail

    @Test("mail goes encrypted and signed in, with one identity for every attempt")
    func mail() throws {
        let folder = try Folder(certificates: true)
        try folder.write("secret\n", to: "password")
        let server = try Loopback("mail.py", in: folder, ["--auth", "care:secret"])
        let channel = try Self.email(server.port, folder, #", "user": "care", "password": {"file": "password"}"#)
        let message = Self.message(to: "drop@home.example", subject: "Su primer día")
        guard case .retry = channel.deliver(message, key: "c/1/0", attempt: 1) else {
            Issue.record("a connection that breaks off after the message counts as neither sent nor refused")
            return
        }
        #expect(channel.deliver(message, key: "c/1/0", attempt: 2) == .sent)
        let identities = server.mails.map { mail in mail.split(separator: "\r\n").first { $0.hasPrefix("Message-ID:") }
        }
        #expect(
            identities == [
                "Message-ID: <stepwell.c.1.0@clinic.example>", "Message-ID: <stepwell.c.1.0@clinic.example>",
            ])
        #expect(server.arrived.allSatisfy { $0["tls"] as? Bool == true && $0["user"] as? String == "care" })
    }

    @Test("what a server says decides: later, never, not now")
    func answers() throws {
        let folder = try Folder(certificates: true)
        let server = try Loopback("mail.py", in: folder)
        let channel = try Self.email(server.port, folder)
        func deliver(_ address: String) -> Delivery { channel.deliver(Self.message(to: address), key: "k", attempt: 1) }
        #expect(deliver("defer@home.example") == .retry(reason: "the mail server answered 451"))
        #expect(deliver("defer@home.example") == .sent)
        #expect(deliver("reject@home.example") == .rejected(reason: "the mail server answered 550"))
        #expect(deliver("slow@home.example") == .sent)
        let down = try Self.email(1, folder)
        guard case .retry = down.deliver(Self.message(to: "a@home.example"), key: "k", attempt: 1) else {
            Issue.record("a server that is down is tried again")
            return
        }
    }

    @Test("nothing is said to a server without TLS, with another certificate, or with the wrong password")
    func closed() throws {
        let folder = try Folder(certificates: true)
        try folder.write("wrong", to: "password")
        let message = Self.message(to: "a@home.example")
        func isRetry(_ delivery: Delivery) -> Bool { if case .retry = delivery { true } else { false } }
        let plain = try Loopback("mail.py", in: folder, ["--no-starttls"])
        #expect(isRetry(try Self.email(plain.port, folder).deliver(message, key: "k", attempt: 1)))
        #expect(plain.arrived.isEmpty)
        let server = try Loopback("mail.py", in: folder, ["--auth", "care:secret"])
        let stranger = try Folder(certificates: true)
        #expect(isRetry(try Self.email(server.port, stranger).deliver(message, key: "k", attempt: 1)))
        let wrong = try Self.email(server.port, folder, #", "user": "care", "password": {"file": "password"}"#)
        #expect(isRetry(wrong.deliver(message, key: "k", attempt: 1)))
        let implicit = try Loopback("mail.py", in: folder, ["--implicit"])
        #expect(
            try Self.email(implicit.port, folder, #", "tls": "implicit""#).deliver(message, key: "k", attempt: 1)
                == .sent)
        #expect(server.arrived.isEmpty)
    }

    @Test("a server that crawls is left, and what it slips in before the encryption is no answer")
    func rough() throws {
        let folder = try Folder(certificates: true)
        let message = Self.message(to: "a@home.example")
        let crawling = try Loopback("rough_mail.py", in: folder, ["crawl"])
        let begun = ContinuousClock.now
        guard
            case .retry = try Self.email(crawling.port, folder, timeout: 2).deliver(
                message, key: "k", attempt: 1)
        else { throw TestFailure("it was waited for") }
        #expect(ContinuousClock.now - begun < .seconds(20))
        let injecting = try Loopback("rough_mail.py", in: folder, ["inject"])
        guard case .retry = try Self.email(injecting.port, folder).deliver(message, key: "k", attempt: 1) else {
            throw TestFailure("what was slipped in was believed")
        }
        let told = injecting.arrived.compactMap { $0["line"] as? String }
        #expect(told.contains { $0.hasPrefix("STARTTLS") } && !told.contains { $0.hasPrefix("DATA") })
    }

    @Test(
        "an address that is none never reaches a server",
        arguments: [
            "a\r\nRCPT TO:<x@evil.example>@home.example", "\"a b\"@home.example", "-oQ/tmp@home.example", "a@b@c",
            "a@", "@b", "a@-b.example", "a\u{0}@b.example", String(repeating: "a", count: 65) + "@b.example",
            "a..b@c.example",
            "a@b.example\nBcc: c@d.example", "Ann <a@b.example>\r\n",
        ])
    func addresses(_ address: String) throws {
        let folder = try Folder()
        let channel = try Self.email(1, folder)
        guard case .rejected = channel.deliver(Self.message(to: address), key: "k", attempt: 1) else {
            Issue.record("it was tried")
            return
        }
    }

    @Test(
        "a line end in what becomes a header is refused",
        arguments: ["A\r\nBcc: x@evil.example", "A\nB", "A\rB", "A\u{2028}B"])
    func subjects(_ subject: String) throws {
        let channel = try Self.email(1, try Folder())
        let delivery = channel.deliver(Self.message(to: "a@home.example", subject: subject), key: "k", attempt: 1)
        #expect(delivery == .rejected(reason: "a line end stands in what becomes a header"))
    }

    // MARK: The web

    @Test("a webhook is signed over what is sent, and thin")
    func signature() throws {
        let folder = try Folder(certificates: true)
        let key = Data((0..<32).map { UInt8($0) })
        try folder.write("whsec_\(key.base64EncodedString())\n", to: "hook")
        let server = try Loopback("web.py", in: folder)
        let channel = try Self.webhook(server.port, "/status/204", folder)
        #expect(channel.deliver(Self.message(body: "secret words"), key: "c/1/0", attempt: 1) == .sent)
        let request = try #require(server.arrived.first)
        let headers = try #require(request["headers"] as? [String: String])
        let body = try #require((request["body"] as? String).flatMap { Data(base64Encoded: $0) })
        #expect(headers["webhook-id"] == "c/1/0")
        let timestamp = try #require(headers["webhook-timestamp"])
        let signed = Data("c/1/0.\(timestamp).".utf8) + body
        let code = Data(HMAC<SHA256>.authenticationCode(for: signed, using: SymmetricKey(data: key)))
        #expect(headers["webhook-signature"] == "v1,\(code.base64EncodedString())")
        #expect(!String(decoding: body, as: UTF8.self).contains("secret words"))
    }

    @Test("what a web server answers decides")
    func statuses() throws {
        let folder = try Folder(certificates: true)
        try folder.write("whsec_\(Data(repeating: 7, count: 32).base64EncodedString())", to: "hook")
        let server = try Loopback("web.py", in: folder)
        func deliver(_ path: String) throws -> Delivery {
            try Self.webhook(server.port, path, folder).deliver(Self.message(), key: "k", attempt: 1)
        }
        #expect(try deliver("/status/200") == .sent)
        #expect(try deliver("/endless") == .sent)
        #expect(try deliver("/status/500") == .retry(reason: "the other side answered 500"))
        #expect(try deliver("/status/404") == .retry(reason: "the other side answered 404"))
        #expect(try deliver("/wait") == .retry(reason: "the other side answered 429", after: 700))
        #expect(try deliver("/redirect") == .retry(reason: "the other side answered 302"))
        guard case .closed = try deliver("/status/410") else { throw TestFailure("410 closes") }
        guard case .retry = try deliver("/reset") else { throw TestFailure("a reset is tried again") }
        guard case .retry = try deliver("/slow") else { throw TestFailure("a slow server is tried again") }
        #expect(server.arrived.count { $0["path"] as? String == "/status/200" } == 1, "the redirect was not followed")
    }

    @Test(
        "a webhook goes to no private place",
        arguments: [
            "https://127.0.0.1/", "https://[::1]/", "https://0.0.0.0/", "https://169.254.169.254/latest/meta-data",
            "https://10.0.0.1/", "https://192.168.1.1/", "https://172.16.0.1/", "https://[fc00::1]/",
            "https://[fe80::1]/",
            "https://[::ffff:127.0.0.1]/", "https://[64:ff9b::7f00:1]/",
            "https://[64:ff9b:1::808:808]/", "https://2130706433/", "https://0x7f.1/",
            "https://localhost/", "http://example.org/", "https://a@127.0.0.1/", "file:///etc/passwd",
            "gopher://example.org/", "https://example.org:25/", "https://example.org\\@evil.example/",
            "https://100.64.0.1/",
            "https://224.0.0.1/", "https://[2002:7f00:1::]/", "ftp://example.org/",
        ])
    func places(_ url: String) throws {
        let folder = try Folder()
        try folder.write("whsec_\(Data(repeating: 7, count: 32).base64EncodedString())", to: "hook")
        let settings = try JSONSerialization.data(withJSONObject: ["url": url, "secret": ["file": "hook"]])
        let channel = try folder.channel(WebhookChannel.self, String(decoding: settings, as: UTF8.self))
        guard case .rejected = channel.deliver(Self.message(), key: "k", attempt: 1) else {
            throw TestFailure("it was tried")
        }
    }

    @Test("a text message names who speaks and how to end it, and has a length")
    func texts() throws {
        let folder = try Folder(certificates: true)
        let server = try Loopback("web.py", in: folder)
        let settings = """
            {"url": "https://localhost:\(server.port)/status/201", "from": "+15555550100", "sender": "Río Clinic",
             "ca": "ca.pem", "allow": ["localhost"]}
            """
        let channel = try folder.channel(SMSChannel.self, settings)
        #expect(
            channel.deliver(Self.message(to: "+1 (555) 555-0101", body: "See you\nat 9 & 10"), key: "k", attempt: 1)
                == .sent)
        let body = try #require((server.arrived.first?["body"] as? String).flatMap { Data(base64Encoded: $0) })
        #expect(
            String(decoding: body, as: UTF8.self)
                == "To=%2B15555550101&From=%2B15555550100&Body=R%C3%ADo%20Clinic%3A%20See%20you%20at%209%20%26%2010%20Reply%20STOP%20to%20end."
        )
        let long = Self.message(to: "+15555550101", body: String(repeating: "x", count: 160))
        guard case .rejected = channel.deliver(long, key: "k", attempt: 1),
            case .rejected = channel.deliver(Self.message(to: "555-0101"), key: "k", attempt: 1)
        else { throw TestFailure("too long, and no number") }
    }

    @Test("in Slack a name is no mention and no link")
    func slack() throws {
        let folder = try Folder(certificates: true)
        let server = try Loopback("web.py", in: folder)
        try folder.write("https://localhost:\(server.port)/status/200", to: "address")
        let settings = #"{"url": {"file": "address"}, "ca": "ca.pem", "allow": ["localhost"]}"#
        let channel = try folder.channel(SlackChannel.self, settings)
        #expect(
            channel.deliver(Self.message(body: "<!channel> & <http://evil.example|me>"), key: "k", attempt: 1) == .sent)
        let body = try #require((server.arrived.first?["body"] as? String).flatMap { Data(base64Encoded: $0) })
        let sent = try #require(JSONSerialization.jsonObject(with: body) as? [String: String])
        #expect(sent["text"] == "*Hello*\n&lt;!channel&gt; &amp; &lt;http://evil.example|me&gt;")
    }
}

struct TestFailure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
