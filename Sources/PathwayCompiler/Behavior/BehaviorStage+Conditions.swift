import CEL
import PathwayModel

/// What a criterion has to say where it stands.
struct CriterionRules {
    /// In the `all` of a decision each criterion has an id.
    var needsID = false
    /// A decision's criteria may be `hard`.
    var mayBeHard = false
}

extension BehaviorStage {
    /// A guard: an expression, or a tree; nil where a part is reported.
    mutating func condition(
        _ guarded: GuardDeclaration, at place: ExpressionPlace, _ rules: CriterionRules = CriterionRules()
    ) -> Condition? {
        switch guarded {
        case .expression(let node):
            let program = expressions.program(node, "a guard", at: place, expected: .bool)
            return program.map { .criterion(criterion($0.source, nil, .expression($0), nil, node.span)) }
        case .form(let form): return condition(form, at: place, rules)
        }
    }

    private mutating func condition(
        _ form: CriterionDeclaration, at place: ExpressionPlace, _ rules: CriterionRules
    ) -> Condition? {
        guard let kind = singleKind(of: form.place) else { return nil }
        switch kind {
        case .all:
            checkGroup(form, "all")
            return group(form.all, isAll: true, at: place, rules).map { .all($0) }
        case .any:
            checkGroup(form, "any")
            return group(form.any, isAll: false, at: place, rules).map { .any($0) }
        case .not:
            checkGroup(form, "not")
            return form.not.value.flatMap { condition($0, at: place, rules) }.map { .not($0) }
        case .expression, .namedGuard, .rule:
            if let key = form.hard.key, form.hard.value != nil, !rules.mayBeHard {
                read.report(.keysClash, "'hard' is for the criteria of a decision", at: key)
            }
            return criterion(form.leaf, kind, hard: form.hard.value, at: place).map { .criterion($0) }
        }
    }

    private mutating func checkGroup(_ form: CriterionDeclaration, _ kind: String) {
        for (key, name) in [
            (form.leaf.id.key, "id"), (form.leaf.label.key, "label"), (form.leaf.with.key, "with"),
            (form.hard.key, "hard"),
        ] {
            guard let key else { continue }
            read.report(.keysClash, "'\(name)' belongs to a single criterion, not to '\(kind)'", at: key)
        }
    }

    private mutating func group(
        _ items: Written<[Item<GuardDeclaration>]>, isAll: Bool, at place: ExpressionPlace, _ rules: CriterionRules
    ) -> [Condition]? {
        guard case .present(_, let node, let items?) = items else { return nil }
        if items.isEmpty, node.items?.isEmpty ?? false {
            read.report(.missingKey, "'\(isAll ? "all" : "any")' needs at least one criterion", at: node.span)
        }
        var parts: [Condition] = []
        for item in items {
            if isAll, rules.needsID, let guarded = item.value, Self.isLeafWithoutID(guarded) {
                read.report(
                    .criterionNeedsID, "a criterion in the 'all' of a decision needs an id", at: read.brief(item.node),
                    hint: "write {id: …, is: …}")
            }
            if let part = item.value.flatMap({ condition($0, at: place, rules) }) { parts.append(part) }
        }
        return parts.count == items.count && !items.isEmpty ? parts : nil
    }

    private static func isLeafWithoutID(_ guarded: GuardDeclaration) -> Bool {
        switch guarded {
        case .expression(let node): return !node.isNull
        case .form(let form):
            let leaf = form.leaf
            let isLeaf = leaf.expression.isPresent || leaf.namedGuard.isPresent || leaf.rule.isPresent
            return isLeaf && !leaf.id.isPresent
        }
    }

    /// Which of the kinds of guard a form is; nil, with a mistake, where it is none or several.
    private mutating func singleKind(of place: FormPlace) -> CriterionKind? {
        let kinds = place.kinds(CriterionKind.self)
        if kinds.isEmpty {
            let known = CriterionKind.allCases.map(\.rawValue).joined(separator: ", ")
            read.report(.missingKey, "a guard needs one of: \(known)", at: place.span)
        } else if kinds.count > 1 {
            let (first, second) = (kinds[0].kind.rawValue, kinds[1].kind.rawValue)
            read.report(.keysClash, "'\(first)' and '\(second)' exclude each other", at: kinds[1].span)
        }
        return kinds.count == 1 ? kinds[0].kind : nil
    }

    // MARK: Criteria

    /// A single criterion; nil where it is reported, or is a group.
    private mutating func criterion(
        _ leaf: LeafKeys, _ kind: CriterionKind, hard: String?, at place: ExpressionPlace
    ) -> Criterion? {
        if kind != .rule, let key = leaf.with.key {
            read.report(.keysClash, "'with' gives the parameters of a rule", at: key)
        }
        let body: Criterion.Body?
        let (key, node): (SourceSpan?, YAMLNode?)
        switch kind {
        case .all, .any, .not: return nil
        case .expression:
            (key, node) = (leaf.expression.key, leaf.expression.node)
            body = node.flatMap { expressions.program($0, "'is'", at: place, expected: .bool) }.map { .expression($0) }
        case .namedGuard:
            (key, node) = (leaf.namedGuard.key, leaf.namedGuard.node)
            body = leaf.namedGuard.entry.flatMap { namedGuard($0.value, at: $0.node.span) }.map { .namedGuard($0) }
        case .rule:
            (key, node) = (leaf.rule.key, leaf.rule.node)
            body = leaf.rule.entry.flatMap { rules.use($0.value, leaf.with.node, at: $0.node.span) }.map { .rule($0) }
        }
        guard let body, let key, let node else { return nil }
        let span = SourceSpan(file: key.file, start: key.start, end: node.span.end)
        return criterion(leaf.id.value ?? node.text ?? kind.rawValue, leaf.label.value, body, hard, span)
    }

    private mutating func namedGuard(_ name: String, at span: SourceSpan) -> GuardIndex? {
        if let index = symbols.guardIndex(name) { return index }
        let hint = read.hint(for: name, among: symbols.guards.map(\.name))
        read.report(.unknownGuard, "the guard '\(name)' is not declared in this pathway", at: span, hint: hint)
        return nil
    }

    private mutating func criterion(
        _ id: String, _ label: String?, _ body: Criterion.Body, _ hard: String?, _ span: SourceSpan
    ) -> Criterion {
        defer { criteria += 1 }
        return Criterion(Place(criteria), id: id, label: label, body: body, hard: hard, span: span)
    }

    /// The requirements of a transition: what must hold once it is chosen.
    mutating func requirements(_ items: [Item<RequirementDeclaration>], at place: ExpressionPlace) -> [Check]? {
        var checks: [Check] = []
        for form in items.values() {
            guard let kind = singleKind(of: form.place) else { continue }
            if !form.leaf.id.isPresent {
                read.report(.criterionNeedsID, "a requirement needs an id", at: form.place.span)
            }
            guard let criterion = criterion(form.leaf, kind, hard: nil, at: place) else { continue }
            checks.append(Check(code: criterion.id, criterion: criterion, message: form.message.value))
        }
        return checks.count == items.count ? checks : nil
    }
}
