import PathwayModel

/// What a clinic promises of its pathway.
extension BehaviorStage {
    mutating func definePromises() {
        var ids: [String: SourceSpan] = [:]
        for form in (declared.head.promises.value ?? []).values() {
            if let (id, node) = form.id.entry {
                if let first = ids[id] {
                    read.report(
                        .duplicateName, "a promise '\(id)' stands here a second time", at: node.span,
                        notes: [.init(message: "'\(id)' first stands here", span: first)])
                }
                ids[id] = ids[id] ?? node.span
            }
            guard let body = body(form), let id = form.id.value else { continue }
            behavior.promises.append(
                Promise(id: id, body: body, because: form.because.value, span: form.place.span))
        }
    }

    private mutating func body(_ form: PromiseDeclaration) -> Promise.Body? {
        let kinds = form.place.kinds(PromiseDeclaration.Kind.self)
        guard kinds.count == 1, let kind = kinds.first?.kind else {
            let known = PromiseDeclaration.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            read.report(
                kinds.isEmpty ? .missingKey : .keysClash, "a promise has one of: \(known)", at: form.place.span)
            return nil
        }
        return switch kind {
        case .never:
            form.never.node.flatMap { expressions.program($0, "'never'", at: .pathway, expected: .bool) }
                .map { .never($0) }
        case .whenever: whenever(form)
        case .everyState:
            form.everyState.value?.leftOrReviewedWithin.value.map { .everyState(leftOrReviewedWithin: $0) }
        }
    }

    private mutating func whenever(_ form: PromiseDeclaration) -> Promise.Body? {
        for (isPresent, name) in [(form.expect.isPresent, "expect"), (form.within.isPresent, "within")]
        where !isPresent {
            read.report(.missingKey, "'whenever' needs the key '\(name)'", at: form.place.span)
        }
        let trigger = form.whenever.node.flatMap { self.trigger($0) }
        let expect = form.expect.node.flatMap {
            expressions.program($0, "'expect'", at: .pathway, expected: .bool)
        }
        guard let trigger, let expect, let within = form.within.value else { return nil }
        return .whenever(trigger, expect: expect, within: within)
    }

    private mutating func trigger(_ node: YAMLNode) -> Promise.Trigger? {
        guard let text = read.text(node, "'whenever'") else { return nil }
        let entered = "entered "
        guard text.hasPrefix(entered) else {
            let program = expressions.program(node, "'whenever'", at: .pathway, expected: .bool)
            return program.map { .holds($0) }
        }
        return state(String(text.dropFirst(entered.count)), at: node.span, from: Pathway.root).map { .entered($0) }
    }
}
