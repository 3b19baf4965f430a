/// What a type of channel brings of its own: what its plugin is told.
package struct ChannelOption: Sendable {
    package enum Kind: Hashable, Sendable {
        case text
        case number(ClosedRange<Int64>)
        case words([String])
        case texts
        case names
        /// It stands in a file, in the environment or among systemd's credentials.
        case secret
        case file
        /// Of a plugin's channel: its own schema says what may stand here.
        case any
    }

    package let name: String
    package let kind: Kind
    package let isNeeded: Bool
    let key: Key<ChannelDeclaration>

    private init(_ name: String, _ kind: Kind, isNeeded: Bool, _ documentation: String) {
        self.name = name
        self.kind = kind
        self.isNeeded = isNeeded
        key = Key(name, kind.keyType, isNeeded: isNeeded, documentation) { channel, node in
            channel.options.append(.init(name: name, node: node, kind: kind))
        }
    }

    static func text(_ name: String, isNeeded: Bool = false, _ documentation: String) -> ChannelOption {
        ChannelOption(name, .text, isNeeded: isNeeded, documentation)
    }

    static func number(
        _ name: String, _ documentation: String, in range: ClosedRange<Int64> = 1...100_000
    ) -> ChannelOption {
        ChannelOption(name, .number(range), isNeeded: false, documentation)
    }

    static func words(_ name: String, _ words: [String], _ documentation: String) -> ChannelOption {
        ChannelOption(name, .words(words), isNeeded: false, documentation)
    }

    static func list(_ name: String, _ documentation: String) -> ChannelOption {
        ChannelOption(name, .texts, isNeeded: false, documentation)
    }

    static func names(_ name: String, _ documentation: String) -> ChannelOption {
        ChannelOption(name, .names, isNeeded: false, documentation)
    }

    static func secret(_ name: String, isNeeded: Bool = false, _ documentation: String) -> ChannelOption {
        ChannelOption(name, .secret, isNeeded: isNeeded, documentation)
    }

    static func any(_ name: String) -> ChannelOption { ChannelOption(name, .any, isNeeded: false, "") }

    static let allow = list("allow", "Hosts, `host` or `host:port`, that it may go to although they are not public")
    static let authorities = ChannelOption(
        "ca", .file, isNeeded: false, "A file of certificates to trust in place of the system's")
    static func timeout(_ seconds: Int) -> ChannelOption { number("timeout", "Seconds; \(seconds) unless given") }
}

extension ChannelOption.Kind {
    fileprivate var keyType: KeyType {
        switch self {
        case .text, .file: .text
        case .number(let range): .integer(range)
        case .words(let words): .words(words)
        case .texts: .oneOrMore(.text)
        case .names: .named(.text)
        case .secret: .form(SecretDeclaration.formName)
        case .any: .any
        }
    }
}

extension ChannelType {
    /// In the order of the reference.
    package var options: [ChannelOption] {
        switch self {
        case .console: []
        case .file: [.text("folder", "Where it writes, from the clinic's folder")]
        case .email:
            [
                .text("from", isNeeded: true, "`Name <address>`, or an address"),
                .text("reply_to", "Another address for answers"),
                .text("host", isNeeded: true, "The mail server"),
                .number("port", "587 unless given, or 465 with `tls: implicit`"),
                .words(
                    "tls", ["none", "starttls", "implicit"],
                    "`starttls` unless given; `none` goes to this machine alone"),
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
                .words("payload", ["thin", "full"], "`thin` unless given"), .allow, .authorities, .timeout(15),
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
