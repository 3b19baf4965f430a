package import PathwayModel

/// One piece of a YAML document, with its place in the file. Scalars come untyped: what reads them knows the type.
package struct YAMLNode: Sendable {
    package enum Style: Hashable, Sendable {
        case plain, singleQuoted, doubleQuoted, literal, folded
    }

    package enum Content: Sendable {
        case scalar(String, Style)
        case sequence([YAMLNode])
        case mapping([(key: YAMLNode, value: YAMLNode)])
        /// Something that was refused when it was composed; it causes no second diagnostic.
        case refused
    }

    package var content: Content
    package var span: SourceSpan

    package init(_ content: Content, span: SourceSpan) {
        self.content = content
        self.span = span
    }
}

extension YAMLNode {
    /// The text of a scalar, quoted or not.
    package var text: String? {
        if case .scalar(let text, _) = content { text } else { nil }
    }

    /// Whether it is a scalar without quotes, whose text may stand for a number or a boolean.
    package var isPlain: Bool {
        if case .scalar(_, .plain) = content { true } else { false }
    }

    /// Nothing written, `~` or `null`.
    package var isNull: Bool {
        if case .scalar(let text, .plain) = content { ["", "~", "null", "Null", "NULL"].contains(text) } else { false }
    }

    package var isRefused: Bool {
        if case .refused = content { true } else { false }
    }

    package var items: [YAMLNode]? {
        if case .sequence(let items) = content { items } else { nil }
    }

    package var entries: [(key: YAMLNode, value: YAMLNode)]? {
        if case .mapping(let entries) = content { entries } else { nil }
    }

    /// The value of a key, where this is a mapping that has it.
    package subscript(key: String) -> YAMLNode? {
        entries?.first { $0.key.text == key }?.value
    }

    /// What it is, in an author's words.
    package var kind: String {
        switch content {
        case .scalar: isNull ? "nothing" : "a text"
        case .sequence: "a list"
        case .mapping: "a mapping"
        case .refused: "something refused"
        }
    }
}

/// Bounds of a YAML file; each has a diagnostic of its own.
package struct YAMLLimits: Hashable, Sendable {
    package var bytes: Int
    package var depth: Int
    /// Scalars, lists and mappings; what an alias stands for counts again.
    package var nodes: Int

    package init(bytes: Int, depth: Int, nodes: Int) {
        self.bytes = bytes
        self.depth = depth
        self.nodes = nodes
    }

    package static let files = YAMLLimits(bytes: 1 << 20, depth: 64, nodes: 100_000)
}
