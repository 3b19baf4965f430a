import CEL
import PathwayModel

/// What a criterion has to say where it stands.
struct CriterionForm {
    /// In the `all` of a decision each criterion has an id.
    var needsID = false
    /// A decision's criteria may be `hard`.
    var mayBeHard = false
}

extension Draft {
    private static let groupKeys = ["all", "any", "not"]
    private static let leafKeys = ["is", "guard", "rule"]

    /// A guard: an expression, or a tree; nil where a part is reported.
    mutating func condition(
        _ node: YAMLNode, at place: ExpressionPlace, _ form: CriterionForm = CriterionForm()
    ) -> Condition? {
        if node.text != nil {
            return program(node, "a guard", at: place, expected: .bool).map { program in
                .criterion(criterion(program.source, nil, .expression(program), nil, node.span))
            }
        }
        let keys = Self.groupKeys + ["id", "label"] + Self.leafKeys + ["with", "hard"]
        guard let entry = read.form(node, "a guard", keys: keys), let kind = singleKind(of: entry) else { return nil }
        guard Self.groupKeys.contains(kind), let inside = entry[kind] else {
            return criterion(entry, kind, at: place, form).map { .criterion($0) }
        }
        for key in ["id", "label", "with", "hard"] {
            guard let written = entry.key(key) else { continue }
            read.report(.keysClash, "'\(key)' belongs to a single criterion, not to '\(kind)'", at: written.span)
        }
        if kind == "not" { return condition(inside, at: place, form).map { .not($0) } }
        return group(inside, isAll: kind == "all", at: place, form)
    }

    private mutating func group(
        _ node: YAMLNode, isAll: Bool, at place: ExpressionPlace, _ form: CriterionForm
    ) -> Condition? {
        let items = read.list(node, isAll ? "'all'" : "'any'")
        if items.isEmpty, node.items?.isEmpty ?? false {
            read.report(.missingKey, "'\(isAll ? "all" : "any")' needs at least one criterion", at: node.span)
        }
        var parts: [Condition] = []
        for item in items {
            if isAll, form.needsID, isLeafWithoutID(item) {
                read.report(
                    .criterionNeedsID, "a criterion in the 'all' of a decision needs an id", at: read.brief(item),
                    hint: "write {id: …, is: …}")
            }
            if let part = condition(item, at: place, form) { parts.append(part) }
        }
        guard parts.count == items.count, !items.isEmpty else { return nil }
        return isAll ? .all(parts) : .any(parts)
    }

    private func isLeafWithoutID(_ node: YAMLNode) -> Bool {
        if node.text != nil { return !node.isNull }
        let keys = (node.entries ?? []).compactMap(\.key.text)
        return keys.contains { Self.leafKeys.contains($0) } && !keys.contains("id")
    }

    /// Which of the kinds of guard a mapping is; nil, with a mistake, where it is none or several.
    private mutating func singleKind(of form: Form) -> String? {
        let kinds = form.order.filter { Self.groupKeys.contains($0) || Self.leafKeys.contains($0) }
        guard kinds.count == 1 else {
            let span = read.brief(form.node)
            if kinds.isEmpty {
                read.report(.missingKey, "a guard needs one of: all, any, not, is, guard, rule", at: span)
            } else {
                let extra = form.key(kinds[1])?.span ?? span
                read.report(.keysClash, "'\(kinds[0])' and '\(kinds[1])' exclude each other", at: extra)
            }
            return nil
        }
        return kinds[0]
    }

    private mutating func criterion(
        _ entry: Form, _ kind: String, at place: ExpressionPlace, _ form: CriterionForm
    ) -> Criterion? {
        var id = entry["id"].flatMap { read.identifier($0, "'id'") }
        let hard = entry["hard"].flatMap { read.identifier($0, "'hard'") }
        if hard != nil, !form.mayBeHard, let key = entry.key("hard") {
            read.report(.keysClash, "'hard' is for the criteria of a decision", at: key.span)
        }
        if kind != "rule", let key = entry.key("with") {
            read.report(.keysClash, "'with' gives the parameters of a rule", at: key.span)
        }
        let label = entry["label"].flatMap { read.text($0, "'label'") }
        guard let node = entry[kind], let body = body(kind, node, entry["with"], at: place) else { return nil }
        if id == nil { id = node.text }
        let span = entry.key(kind).map { SourceSpan(file: $0.span.file, start: $0.span.start, end: node.span.end) }
        return criterion(id ?? kind, label, body, hard, span ?? node.span)
    }

    private mutating func body(
        _ kind: String, _ node: YAMLNode, _ parameters: YAMLNode?, at place: ExpressionPlace
    ) -> Criterion.Body? {
        switch kind {
        case "guard":
            guard let name = read.text(node, "'guard'") else { return nil }
            if let position = guardEntries.firstIndex(where: { $0.name == name }) {
                return .namedGuard(GuardIndex(position))
            }
            read.report(
                .unknownGuard, "the guard '\(name)' is not declared in this pathway", at: node.span,
                hint: Suggestions.hint(for: name, among: guardEntries.map(\.name)))
            return nil
        case "rule": return rule(node, parameters).map { .rule($0) }
        default: return program(node, "'is'", at: place, expected: .bool).map { .expression($0) }
        }
    }

    private mutating func criterion(
        _ id: String, _ label: String?, _ body: Criterion.Body, _ hard: String?, _ span: SourceSpan
    ) -> Criterion {
        defer { criteria += 1 }
        return Criterion(Place(criteria), id: id, label: label, body: body, hard: hard, span: span)
    }

    /// The requirements of a transition: what must hold once it is chosen.
    mutating func requirements(_ node: YAMLNode, at place: ExpressionPlace) -> [Check]? {
        let items = read.list(node, "'require'")
        var checks: [Check] = []
        for item in items {
            let keys = ["id", "label"] + Self.leafKeys + ["with", "message"]
            guard let form = read.form(item, "a requirement", keys: keys), let kind = singleKind(of: form) else {
                continue
            }
            if !form.has("id") {
                read.report(.criterionNeedsID, "a requirement needs an id", at: read.brief(item))
            }
            let message = form["message"].flatMap { read.text($0, "'message'") }
            guard let criterion = criterion(form, kind, at: place, CriterionForm()) else { continue }
            checks.append(Check(code: criterion.id, criterion: criterion, message: message))
        }
        return checks.count == items.count ? checks : nil
    }

    // MARK: Rules

    private mutating func rule(_ node: YAMLNode, _ parameters: YAMLNode?) -> RuleUseIndex? {
        guard let name = read.text(node, "'rule'") else { return nil }
        guard let signature = plugins.rules[name] else {
            read.report(
                .unknownRule, "no plugin has the rule '\(name)'", at: node.span,
                hint: Suggestions.hint(for: name, among: plugins.rules.keys))
            return nil
        }
        guard let values = values(parameters, of: signature, at: node.span) else { return nil }
        guard let only = scope(of: signature, values, parameters, at: node.span) else { return nil }
        let use = RuleUse(
            rule: name, parameters: values, reads: signature.reads, only: only, plugin: signature.plugin)
        if let known = ruleUses.firstIndex(of: use) { return RuleUseIndex(known) }
        ruleUses.append(use)
        return RuleUseIndex(ruleUses.count - 1)
    }

    private mutating func values(
        _ node: YAMLNode?, of rule: RuleSignature, at span: SourceSpan
    ) -> [String: Value]? {
        var values: [String: Value] = [:]
        var isWhole = true
        for entry in node.map({ read.named($0, "'with'") }) ?? [] {
            guard let parameter = rule.parameters.first(where: { $0.name == entry.name }) else {
                let names = rule.parameters.map(\.name)
                read.report(
                    .unknownParameter, "the rule '\(rule.name)' has no parameter '\(entry.name)'", at: entry.key.span,
                    hint: Suggestions.hint(for: entry.name, among: names)
                        ?? (names.isEmpty ? nil : "it has: \(names.joined(separator: ", "))"))
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
}
