import CCurl

/// One message handed to a mail server.
public struct MailHandover: Sendable {
    public enum Security: String, Decodable, Hashable, Sendable {
        /// Plain text; only to this machine.
        case none
        /// The connection is encrypted before anything is said; a server that does not offer it gets nothing.
        case starttls
        case implicit
    }

    public var host: String
    public var port: Int
    public var security: Security
    /// What we call ourselves.
    public var helo: String
    public var certificates: String?
    public var user: String?
    public var password: String?
    /// Bare addresses, checked.
    public var from: String
    public var recipient: String
    /// Headers and body, with CR LF.
    public var message: [UInt8]
    public var seconds: Int

    public init(
        host: String, port: Int, security: Security, helo: String, certificates: String?, user: String?,
        password: String?, from: String, recipient: String, message: [UInt8], seconds: Int
    ) {
        self.host = host
        self.port = port
        self.security = security
        self.helo = helo
        self.certificates = certificates
        self.user = user
        self.password = password
        self.from = from
        self.recipient = recipient
        self.message = message
        self.seconds = seconds
    }

    public enum Reply: Hashable, Sendable {
        case taken
        /// The server said no: a 4xx for now, a 5xx for good.
        case refused(status: Int)
        /// The exchange broke off, or did not begin; the message may have arrived.
        case broken(String)
    }

    /// libcurl's codes for a server that let us not in: a matter of our settings, not of the message.
    private static let doors: Set<Int32> = [35, 58, 60, 64, 67, 77, 83, 90]

    public func send() -> Reply {
        guard Curl.isReady else { return .broken("libcurl cannot be used") }
        let scheme = security == .implicit ? "smtps" : "smtp"
        let strings = CStrings([
            "\(scheme)://\(host):\(port)/\(helo)", certificates, user, password, "<\(from)>", "<\(recipient)>",
        ])
        defer { strings.free() }
        let result = message.withUnsafeBufferPointer { body in
            var mail = stepwell_curl_mail()
            mail.url = strings[0]
            mail.tls = security.code
            mail.ca_file = strings[1]
            mail.user = strings[2]
            mail.password = strings[3]
            mail.from = strings[4]
            mail.recipient = strings[5]
            mail.body = body.baseAddress
            mail.length = body.count
            mail.timeout_seconds = seconds
            return stepwell_curl_send_mail(&mail)
        }
        if result.code == 0 { return .taken }
        let words = String(cString: stepwell_curl_words(result.code))
        let isAnswer = (400..<600).contains(result.status) && !Self.doors.contains(result.code)
        return isAnswer && Self.answers.contains(result.code) ? .refused(status: Int(result.status)) : .broken(words)
    }

    /// libcurl's codes for a server that answered no: to a command, to a recipient, to the message, to the whole.
    private static let answers: Set<Int32> = [8, 9, 21, 25, 55, 56]
}

extension MailHandover.Security {
    fileprivate var code: Int32 {
        switch self {
        case .none: Int32(STEPWELL_CURL_TLS_NONE)
        case .starttls: Int32(STEPWELL_CURL_TLS_START)
        case .implicit: Int32(STEPWELL_CURL_TLS_IMPLICIT)
        }
    }
}
