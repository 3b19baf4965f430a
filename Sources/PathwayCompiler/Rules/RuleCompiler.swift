import CEL
import PathwayModel

/// Uses of plugins' rules, each once.
struct RuleCompiler {
    let symbols: SymbolTable
    let purpose: PathwayCompiler.Purpose
    var plugins: Plugins
    var read = Reader()
    private(set) var uses: [RuleUse] = []
    private var places: [RuleUse: RuleUseIndex] = [:]

    init(_ symbols: SymbolTable, _ plugins: Plugins, for purpose: PathwayCompiler.Purpose) {
        self.symbols = symbols
        self.plugins = plugins
        self.purpose = purpose
    }

    /// The use of a rule with parameters; nil where a mistake is reported.
    mutating func use(_ name: String, _ with: YAMLNode?, at span: SourceSpan) -> RuleUseIndex? {
        // Kept only where it is needed: what is kept is copied at the next mistake.
        let before = purpose == .run ? read : Reader()
        var use = use(of: name, with, at: span)
        if use == nil, purpose == .run {
            // The plugin is gone, or is another than the one the pathway was written for: nobody answers.
            read = before
            use = unanswered(name, with)
        }
        guard let use else { return nil }
        if let known = places[use] { return known }
        let place = RuleUseIndex(uses.count)
        places[use] = place
        uses.append(use)
        return place
    }

    private mutating func use(of name: String, _ with: YAMLNode?, at span: SourceSpan) -> RuleUse? {
        guard let signature = plugins.rules[name] else {
            let hint = read.hint(for: name, among: plugins.rules.keys)
            read.report(.unknownRule, "no plugin has the rule '\(name)'", at: span, hint: hint)
            return nil
        }
        guard let values = values(with, of: signature, at: span), reads(enough: signature, values, with, at: span)
        else { return nil }
        return RuleUse(rule: name, parameters: values, checked: signature.contract).bound(to: signature)
    }

    private mutating func values(
        _ node: YAMLNode?, of rule: RuleSignature, at span: SourceSpan
    ) -> [String: Value]? {
        var values: [String: Value] = [:]
        var isWhole = true
        for entry in node.map({ read.named($0, "'with'") }) ?? [] {
            guard let parameter = rule.parameters.first(where: { $0.name == entry.name }) else {
                let names = rule.parameters.map(\.name)
                let hint = read.hint(for: entry.name, among: names)
                read.report(
                    .unknownParameter, "the rule '\(rule.name)' has no parameter '\(entry.name)'", at: entry.key.span,
                    hint: hint ?? (names.isEmpty ? nil : "it has: \(names.joined(separator: ", "))"))
                return nil
            }
            let value = read.value(entry.value, as: parameter.type, "the parameter '\(entry.name)'")
            if let value { values[entry.name] = value } else { isWhole = false }
        }
        guard isWhole, !(node?.isRefused ?? false) else { return nil }
        let missing = rule.parameters.filter { $0.isRequired && values[$0.name] == nil }.map { "'\($0.name)'" }
        guard missing.isEmpty else {
            let listed = missing.joined(separator: ", ")
            read.report(.missingParameter, "the rule '\(rule.name)' needs the parameter \(listed)", at: span)
            return nil
        }
        return values
    }

    /// The rule with its parameters as they are written, reading nothing.
    private func unanswered(_ name: String, _ with: YAMLNode?) -> RuleUse {
        var values: [String: Value] = [:]
        for (key, value) in with?.entries ?? [] {
            guard let name = key.text, let text = value.text else { continue }
            values[name] = Self.value(of: text, isPlain: value.isPlain)
        }
        return RuleUse(rule: name, parameters: values, checked: nil)
    }

    private static func value(of text: String, isPlain: Bool) -> Value {
        guard isPlain else { return .string(text) }
        return Scalar.boolean(text).map { .bool($0) } ?? Scalar.integer(text).map { .int($0) }
            ?? Scalar.number(text).map { .double($0) } ?? .string(text)
    }
}

/// What a compiler is told of plugins.
struct Plugins {
    /// To say what a rule takes costs more than many a pathway does, and most name none: asked at the first that is named.
    let signatures: () -> [RuleSignature]
    lazy var rules = Dictionary(signatures().map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    /// Nil where the channels are not known.
    var channels: [String]?
    /// What each channel may carry, where that is known.
    var carries: [String: Set<Sensitivity>] = [:]
    /// The channel of messages for which neither a pathway nor the clinic's settings name one.
    var defaultChannel: String?
    /// The channels that the clinic's settings name for recipients.
    var recipientChannels: [String: String] = [:]
    /// The recipients that the clinic's settings name.
    var recipients: Set<String> = []
}
