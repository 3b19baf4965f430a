import CEL
import PathwayModel

extension RuleCompiler {
    /// The fields and results that a use of a rule is handed; nil where it would need what it may not read.
    ///
    /// Where parameters name instruments or fields, those are all it gets of their kind.
    mutating func scope(
        of rule: RuleSignature, _ values: [String: Value], _ with: YAMLNode?, at span: SourceSpan
    ) -> RuleScope? {
        let allowed = rule.only ?? .all
        var only = allowed
        var isGood = true
        for named in [RuleSignature.Parameter.Named.instrument, .field] {
            let parameters = rule.parameters.filter { $0.names == named }
            guard !parameters.isEmpty else {
                isGood = declares(named, allowed, rule, at: span) && isGood
                continue
            }
            var names: Set<String> = []
            for parameter in parameters {
                guard case .string(let name)? = values[parameter.name] else { continue }
                let place = with?[parameter.name]?.span ?? span
                if mayRead(name, named, rule, at: place) { names.insert(name) } else { isGood = false }
            }
            switch named {
            case .instrument: only.results = names
            case .field: only.data = names
            }
        }
        return isGood ? only : nil
    }

    /// Whether the pathway has what a rule's plugin says it reads by name.
    private mutating func declares(
        _ named: RuleSignature.Parameter.Named, _ allowed: RuleScope, _ rule: RuleSignature, at span: SourceSpan
    ) -> Bool {
        let wanted = (named == .instrument ? allowed.results : allowed.data) ?? []
        let missing = wanted.filter { !isDeclared($0, as: named) }.sorted()
        for name in missing {
            read.report(
                .ruleReadsTooLittle,
                "the rule '\(rule.name)' reads the \(named.rawValue) '\(name)', which this pathway does not have",
                at: span)
        }
        return missing.isEmpty
    }

    private mutating func mayRead(
        _ name: String, _ named: RuleSignature.Parameter.Named, _ rule: RuleSignature, at span: SourceSpan
    ) -> Bool {
        guard isDeclared(name, as: named) else {
            let code: DiagnosticCode = named == .instrument ? .unknownInstrument : .unknownField
            read.report(
                code, "the \(named.rawValue) '\(name)' is not declared in this pathway", at: span,
                hint: Suggestions.hint(for: name, among: declared(named)))
            return false
        }
        let kind: RuleReads = named == .instrument ? .results : .data
        let names = named == .instrument ? rule.only?.results : rule.only?.data
        guard rule.reads.contains(kind), names?.contains(name) ?? true else {
            let reads = rule.reads.words(only: rule.only).joined(separator: ", ")
            read.report(
                .ruleReadsTooLittle,
                "the rule '\(rule.name)' would need the \(named.rawValue) '\(name)', and its plugin may not read that",
                at: span, hint: "it reads: \(reads.isEmpty ? "nothing" : reads)")
            return false
        }
        return true
    }

    private func declared(_ named: RuleSignature.Parameter.Named) -> [String] {
        named == .instrument ? symbols.instruments.names : symbols.fields.names
    }

    private func isDeclared(_ name: String, as named: RuleSignature.Parameter.Named) -> Bool {
        named == .instrument ? symbols.instruments.isDeclared(name) : symbols.fields.isDeclared(name)
    }
}
