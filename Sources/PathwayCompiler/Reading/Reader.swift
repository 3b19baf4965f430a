package import CEL
package import PathwayModel

/// Reads nodes as what they should be, and keeps every mistake. What was refused before causes no second mistake.
package struct Reader {
    package internal(set) var diagnostics: [Diagnostic] = []
    /// How many names were looked for that were probably meant.
    private var searches = 0
    /// Who makes more mistakes in names than this is not told what was meant: in a file of mistakes the time would grow
    /// with its square.
    static let maximumSearches = 100

    package init() {}

    package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

    package mutating func report(
        _ code: DiagnosticCode, _ message: String, at span: SourceSpan, hint: String? = nil,
        notes: [Diagnostic.Note] = []
    ) {
        diagnostics.append(Diagnostic(code, message, at: span, hint: hint, notes: notes))
    }

    /// Takes over what another reader found.
    mutating func take(_ other: Reader) { diagnostics += other.diagnostics }

    // MARK: Names that were probably meant

    /// Whether nothing is looked for any more.
    var hasStoppedSearching: Bool { searches >= Self.maximumSearches }

    /// The names that were probably meant by a text.
    mutating func nearest(to text: String, among names: @autoclosure () -> some Sequence<String>) -> [String] {
        guard !hasStoppedSearching else { return [] }
        searches += 1
        return Suggestions.nearest(to: text, among: names())
    }

    /// A hint that names the one that was probably meant.
    mutating func hint(for text: String, among names: @autoclosure () -> some Sequence<String>) -> String? {
        Suggestions.hint(nearest(to: text, among: names()).first.map { [$0] } ?? [])
    }

    /// That there is a character in a text which looks like a space.
    private func hintOfInvisible(in text: String) -> String? {
        InvisibleCharacter.first(in: text).map { "there is \($0.character.words) in it" }
    }

    // MARK: Mappings and lists

    /// A mapping with these keys. A mistyped key is reported and read as the one that was meant.
    ///
    /// - Parameter mayBeEmpty: nothing written stands for no keys.
    package mutating func form(
        _ node: YAMLNode, _ what: String, keys: [String], required: [String] = [], mayBeEmpty: Bool = false
    ) -> Form? {
        if node.isRefused { return nil }
        if mayBeEmpty, node.isNull { return form(node, [], what, keys: keys, required: required) }
        guard let entries = node.entries else {
            report(.wrongKind, "\(what) must be a mapping, not \(node.kind)", at: brief(node))
            return nil
        }
        return form(node, entries, what, keys: keys, required: required)
    }

    private mutating func form(
        _ node: YAMLNode, _ entries: [(key: YAMLNode, value: YAMLNode)], _ what: String, keys: [String],
        required: [String]
    ) -> Form? {
        var form = Form(node: node, count: min(entries.count, keys.count))
        for (key, value) in entries {
            guard let name = key.text else { continue }
            if keys.contains(name) {
                form.add(name, key, value)
            } else if !reportCut(name, key, value, what) {
                let meant = reportUnknown(key: name, at: key.span, what, known: keys)
                if let meant, !entries.contains(where: { $0.key.text == meant }) {
                    form.add(meant, key, value)
                }
            }
        }
        for name in required where !form.has(name) {
            report(.missingKey, "\(what) needs the key '\(name)'", at: brief(node))
        }
        return form
    }

    /// Reports what is no key, but the rest of a text that a comma cut inside brackets: nothing stands behind it, not even
    /// a colon.
    mutating func reportCut(_ name: String, _ key: YAMLNode, _ value: YAMLNode, _ what: String) -> Bool {
        guard value.isNothing, value.span.start == key.span.end else { return false }
        report(
            .commaCuts, "a comma ends the value before this: '\(name)' is no key of \(what)", at: key.span,
            hint: "put a text with a comma in it in quotes")
        return true
    }

    /// Reports a key that is not known, and answers with the one that was probably meant.
    mutating func reportUnknown(key name: String, at span: SourceSpan, _ what: String, known: [String]) -> String? {
        let meant = nearest(to: name, among: known).first
        let hint = Suggestions.hint(meant.map { [$0] } ?? []) ?? "known here: \(known.joined(separator: ", "))"
        report(.unknownKey, "the key '\(name)' is not known in \(what)", at: span, hint: hint)
        return meant
    }

    package mutating func list(_ node: YAMLNode, _ what: String) -> [YAMLNode] {
        if node.isRefused || node.isNull { return [] }
        guard let items = node.items else {
            report(.wrongKind, "\(what) must be a list, not \(node.kind)", at: brief(node))
            return []
        }
        return items
    }

    /// The entries of a mapping whose keys are names an author gives.
    package mutating func named(_ node: YAMLNode, _ what: String) -> [NamedNode] {
        if node.isRefused || node.isNull { return [] }
        guard let entries = node.entries else {
            report(.wrongKind, "\(what) must be a mapping of names, not \(node.kind)", at: brief(node))
            return []
        }
        return entries.compactMap { entry in
            identifier(entry.key, "a name in \(what)").map { NamedNode(name: $0, key: entry.key, value: entry.value) }
        }
    }

    /// The entries of a mapping whose keys are any texts.
    mutating func pairs(_ node: YAMLNode, _ what: String) -> [NamedNode] {
        guard let entries = node.entries else {
            report(.badValue, "\(what) must be a mapping", at: node.span)
            return []
        }
        return entries.compactMap { entry in
            text(entry.key, what).map { NamedNode(name: $0, key: entry.key, value: entry.value) }
        }
    }

    // MARK: Scalars

    package mutating func text(_ node: YAMLNode, _ what: String) -> String? {
        if node.isRefused { return nil }
        guard let text = node.text, !node.isNull else {
            report(.wrongKind, "\(what) must be a text, not \(node.kind)", at: brief(node))
            return nil
        }
        return text
    }

    /// A text, or a list of texts.
    package mutating func texts(_ node: YAMLNode, _ what: String) -> [(text: String, node: YAMLNode)] {
        guard let items = node.items else { return text(node, what).map { [($0, node)] } ?? [] }
        return items.compactMap { node in text(node, what).map { ($0, node) } }
    }

    package mutating func identifier(_ node: YAMLNode, _ what: String, dotted: Bool = false) -> String? {
        guard let text = text(node, what) else { return nil }
        let parts = dotted ? text.split(separator: ".", omittingEmptySubsequences: false) : [text[...]]
        guard parts.allSatisfy(Self.isIdentifier) else {
            report(
                .badIdentifier, "\(what) must be an identifier; '\(text)' is none", at: node.span,
                hint: hintOfInvisible(in: text) ?? "use letters, digits and underscores, and no digit first")
            return nil
        }
        return text
    }

    static func isIdentifier(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return text.utf8.allSatisfy { byte in
            (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x5F
        }
    }

    package mutating func word(_ node: YAMLNode, _ what: String, among words: [String]) -> String? {
        guard let text = text(node, what) else { return nil }
        guard words.contains(text) else {
            let hint =
                hintOfInvisible(in: text) ?? hint(for: text, among: words)
                ?? "known here: \(Suggestions.listed(words))"
            report(.badWord, "\(what) cannot be '\(text)'", at: node.span, hint: hint)
            return nil
        }
        return text
    }

    package mutating func boolean(_ node: YAMLNode, _ what: String) -> Bool? {
        guard case .bool(let value)? = value(node, as: .boolean, what) else { return nil }
        return value
    }

    package mutating func integer(_ node: YAMLNode, _ what: String, in range: ClosedRange<Int64>) -> Int? {
        let type = FieldType.integer(min: range.lowerBound, max: range.upperBound)
        guard case .int(let value)? = value(node, as: type, what) else { return nil }
        return Int(value)
    }

    package mutating func duration(_ node: YAMLNode, _ what: String) -> Delay? {
        text(node, what).flatMap { duration($0, at: node.span, what) }
    }

    mutating func duration(_ text: String, at span: SourceSpan, _ what: String) -> Delay? {
        switch Delay.parse(text) {
        case .success(let delay):
            if delay.span.most < 0 {
                report(.belowZero, "\(what) is less than nothing: '\(text)' lies before its beginning", at: span)
            }
            return delay
        case .failure(let error):
            report(.badDuration, "\(what) is no length of time: \(error.message)", at: span, hint: error.hint)
            return nil
        }
    }

    package mutating func date(_ node: YAMLNode, _ what: String) -> CalendarDate? {
        guard case .date(let date)? = value(node, as: .date, what) else { return nil }
        return date
    }

    /// A scalar as a value of a type, within its bounds.
    package mutating func value(_ node: YAMLNode, as type: FieldType, _ what: String) -> Value? {
        guard let text = text(node, what) else { return nil }
        guard let value = Scalar.value(of: text, as: type), node.isPlain || type.isWrittenAsText else {
            let booleans = ["yes", "no", "on", "off", "y", "n"]
            let isBooleanWord = type == .boolean && booleans.contains(text.lowercased())
            let hint = hintOfInvisible(in: text) ?? (type == .boolean ? "write true or false" : nil)
            let message = isBooleanWord ? "'\(text)' is a text here, not a boolean" : "'\(text)' is not \(type.words)"
            report(.badValue, "\(what): \(message)", at: node.span, hint: hint)
            return nil
        }
        guard type.admits(value) else {
            var hint: String?
            if case .choice(let options) = type {
                hint = self.hint(for: text, among: options) ?? "known here: \(Suggestions.listed(options))"
            }
            report(.badValue, "\(what): '\(text)' is not \(type.words)", at: node.span, hint: hint)
            return nil
        }
        return value
    }

    /// Where a mistake about a whole node is shown: the node, or its beginning where it spreads over lines.
    package func brief(_ node: YAMLNode) -> SourceSpan {
        if let first = node.entries?.first?.key, first.span.start == node.span.start { return first.span }
        return node.span
    }
}

/// A mapping that was read: its values by their keys.
package struct Form: Sendable {
    package let node: YAMLNode
    /// In the order in which they were written; so few that looking through them takes less than a dictionary.
    private var entries: [(name: String, key: YAMLNode, value: YAMLNode)] = []

    /// - Parameter count: how many entries it will have at most.
    init(node: YAMLNode, count: Int = 0) {
        self.node = node
        entries.reserveCapacity(count)
    }

    /// Keys in the order in which they were written.
    package var order: [String] { entries.map(\.name) }

    package subscript(name: String) -> YAMLNode? { place(of: name).map { entries[$0].value } }

    package func has(_ name: String) -> Bool { place(of: name) != nil }

    package func key(_ name: String) -> YAMLNode? { place(of: name).map { entries[$0].key } }

    private func place(of name: String) -> Int? { entries.firstIndex { $0.name == name } }

    fileprivate mutating func add(_ name: String, _ key: YAMLNode, _ value: YAMLNode) {
        guard place(of: name) == nil else { return }
        entries.append((name, key, value))
    }
}

/// An entry of a mapping of names.
package struct NamedNode: Sendable {
    package var name: String
    package var key: YAMLNode
    package var value: YAMLNode

    package init(name: String, key: YAMLNode, value: YAMLNode) {
        self.name = name
        self.key = key
        self.value = value
    }
}

extension FieldType {
    /// Whether a value may stand in quotes.
    fileprivate var isWrittenAsText: Bool {
        switch self {
        case .boolean, .integer, .number: false
        case .text, .choice, .date, .instant: true
        }
    }
}
