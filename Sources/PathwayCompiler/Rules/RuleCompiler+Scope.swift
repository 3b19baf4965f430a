import CEL
import PathwayModel

extension RuleCompiler {
    /// Whether a use of a rule is handed all that it needs: what its parameters name, and what its plugin says it reads,
    /// is there and may be read.
    mutating func reads(
        enough rule: RuleSignature, _ values: [String: Value], _ with: YAMLNode?, at span: SourceSpan
    ) -> Bool {
        var isGood = true
        for named in [RuleSignature.Parameter.Named.instrument, .field] {
            let parameters = rule.parameters.filter { $0.names == named }
            if parameters.isEmpty { isGood = declares(named, rule.only ?? .all, rule, at: span) && isGood }
            for parameter in parameters {
                guard case .string(let name)? = values[parameter.name] else { continue }
                let place = with?[parameter.name]?.span ?? span
                isGood = mayRead(name, named, rule, at: place) && isOfKind(name, parameter, rule, at: place) && isGood
            }
        }
        return isGood
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
            let known = declared(named)
            let hint = read.hint(for: name, among: known)
            read.report(
                code, "the \(named.rawValue) '\(name)' is not declared in this pathway", at: span, hint: hint)
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

    /// Whether a field is of the type that a parameter asks for.
    private mutating func isOfKind(
        _ name: String, _ parameter: RuleSignature.Parameter, _ rule: RuleSignature, at span: SourceSpan
    ) -> Bool {
        guard let kind = parameter.fieldKind, let field = symbols.fields[name],
            !kind.admits(symbols.fields[field].type)
        else { return true }
        read.report(
            .fieldOfOtherType,
            "the parameter '\(parameter.name)' of the rule '\(rule.name)' names a field of type \(kind.rawValue), and "
                + "'\(name)' is of another", at: span)
        return false
    }

    private func declared(_ named: RuleSignature.Parameter.Named) -> [String] {
        named == .instrument ? symbols.instruments.names : symbols.fields.names
    }

    private func isDeclared(_ name: String, as named: RuleSignature.Parameter.Named) -> Bool {
        named == .instrument ? symbols.instruments.isDeclared(name) : symbols.fields.isDeclared(name)
    }
}
