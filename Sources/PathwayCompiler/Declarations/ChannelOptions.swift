/// What the types of channel bring of their own: what their plugins are told.
struct ChannelOption {
    let key: Key<ChannelDeclaration>
    let isSecret: Bool

    private init(
        _ name: String, _ type: KeyType, isNeeded: Bool, isSecret: Bool = false, _ documentation: String
    ) {
        self.isSecret = isSecret
        key = Key(name, type, isNeeded: isNeeded, documentation) { channel, node in
            channel.options.append(.init(name: name, node: node, isSecret: isSecret))
        }
    }

    static func text(_ name: String, isNeeded: Bool = false, _ documentation: String) -> ChannelOption {
        ChannelOption(name, .text, isNeeded: isNeeded, documentation)
    }

    static func number(_ name: String, _ documentation: String) -> ChannelOption {
        ChannelOption(name, .integer(1...100_000), isNeeded: false, documentation)
    }

    static func list(_ name: String, _ documentation: String) -> ChannelOption {
        ChannelOption(name, .oneOrMore(.text), isNeeded: false, documentation)
    }

    static func names(_ name: String, _ documentation: String) -> ChannelOption {
        ChannelOption(name, .named(.text), isNeeded: false, documentation)
    }

    static func secret(_ name: String, isNeeded: Bool = false, _ documentation: String) -> ChannelOption {
        ChannelOption(
            name, .form(SecretDeclaration.formName), isNeeded: isNeeded, isSecret: true, documentation)
    }

    static let allow = list("allow", "Hosts, `host` or `host:port`, that it may go to although they are not public")
    static let authorities = text("ca", "A file of certificates to trust in place of the system's")
    static func timeout(_ seconds: Int) -> ChannelOption { number("timeout", "Seconds; \(seconds) unless given") }
}

extension ChannelType {
    /// The keys whose value is a secret, and stands in a file, in the environment or among systemd's credentials.
    package var secrets: [String] { options.filter(\.isSecret).map(\.key.name) }

    /// In the order of the reference.
    var options: [ChannelOption] {
        switch self {
        case .console: []
        case .file: [.text("folder", "Where it writes, from the clinic's folder")]
        case .email:
            [
                .text("from", isNeeded: true, "`Name <address>`, or an address"),
                .text("reply_to", "Another address for answers"),
                .text("host", isNeeded: true, "The mail server"),
                .number("port", "587 unless given, or 465 with `tls: implicit`"),
                .text("tls", "`starttls` (unless given), `implicit`, or `none`, which goes to this machine alone"),
                .text("user", "For AUTH"),
                .secret("password", "For AUTH; never sent without TLS"),
                .authorities, .text("helo", "What we call ourselves"), .timeout(30),
            ]
        case .webhook:
            [
                .text("url", isNeeded: true, "Where it goes: https on port 443"),
                .secret(
                    "secret", isNeeded: true,
                    "As `whsec_…`; several with blanks between them while a key is changed"),
                .text("payload", "`thin` (unless given), or `full`"), .allow, .authorities, .timeout(15),
            ]
        case .sms:
            [
                .text("url", isNeeded: true, "The provider's"),
                .text("from", isNeeded: true, "The number it comes from"),
                .text("sender", isNeeded: true, "Who is speaking: it stands before every text"),
                .text("user", "For the provider"), .secret("password", "For the provider"),
                .names("fields", "What the provider calls them: `{to: To, from: From, body: Body}`"),
                .number("max_length", "160 unless given, with the sender's name and `Reply STOP to end.`"), .allow,
                .authorities, .timeout(15),
            ]
        case .slack:
            [
                .secret("url", isNeeded: true, "A secret: whoever knows it may write there"), .allow, .authorities,
                .timeout(15),
            ]
        }
    }
}
