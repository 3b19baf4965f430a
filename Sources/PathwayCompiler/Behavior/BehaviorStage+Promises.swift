import CEL
import PathwayModel

/// What a clinic promises of its pathway.
extension BehaviorStage {
    mutating func definePromises() {
        var ids: [String: SourceSpan] = [:]
        for form in (declared.head.promises.value ?? []).values() {
            guard let (id, node) = form.id.entry else { continue }
            if let first = ids[id] {
                read.report(
                    .duplicateName, "a promise '\(id)' stands here a second time", at: node.span,
                    notes: [.init(message: "'\(id)' first stands here", span: first)])
            }
            ids[id] = ids[id] ?? node.span
            guard let body = body(form) else { continue }
            let task = symbols.tasks[Pathway.brokenPromisePrefix + id]
            behavior.promises.append(
                Promise(
                    id: id, title: form.title.value, body: body, owner: task.flatMap { symbols.tasks[$0].role },
                    isSafety: form.safety.value ?? false, because: form.because.value, task: task,
                    span: form.place.span))
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
        for (key, name) in [(form.expect.key, "expect"), (form.within.key, "within")] where kind != .whenever {
            if let key { read.report(.keysClash, "'\(name)' belongs to 'whenever'", at: key) }
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
        func rest(after word: String) -> String? {
            text.hasPrefix("\(word) ") ? String(text.dropFirst(word.count + 1)).trimmingSpaces : nil
        }
        if let name = rest(after: "entered") {
            return state(name, at: node.span, from: Pathway.root).map { .entered($0) }
        }
        if let name = rest(after: "left") {
            return state(name, at: node.span, from: Pathway.root).map { .left($0) }
        }
        if let recorded = rest(after: "recorded") { return self.recorded(recorded, node) }
        return expressions.program(node, "'whenever'", at: .pathway, expected: .bool).map { .holds($0) }
    }

    /// `cssrs`, or `cssrs when event.level == "high"`.
    private mutating func recorded(_ text: String, _ node: YAMLNode) -> Promise.Trigger? {
        let parts = text.split(separator: " when ", maxSplits: 1).map { String($0).trimmingSpaces }
        guard let name = parts.first else { return nil }
        let item = Item(node: node, value: "recorded.\(name)")
        let (events, isDoubtful) = events([item], from: Pathway.root)
        guard !isDoubtful else { return nil }
        guard parts.count > 1 else { return .recorded(events, when: nil) }
        let place = ExpressionPlace(state: Pathway.root, events: events)
        return expressions.program(parts[1], node, at: place, expected: .bool).map { .recorded(events, when: $0) }
    }
}
