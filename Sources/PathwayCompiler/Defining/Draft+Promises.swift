import PathwayModel

/// What a clinic promises of its pathway.
extension Draft {
    mutating func definePromises() {
        guard let node = sources.main["promises"] else { return }
        var ids: [String: SourceSpan] = [:]
        for item in read.list(node, "'promises'") {
            let keys = ["id", "never", "whenever", "expect", "within", "every_state", "because"]
            guard let form = read.form(item, "a promise", keys: keys, required: ["id"]) else { continue }
            let id = form["id"].flatMap { read.identifier($0, "'id'") }
            if let node = form["id"], let id {
                if let first = ids[id] {
                    read.report(
                        .duplicateName, "a promise '\(id)' stands here a second time", at: node.span,
                        notes: [.init(message: "'\(id)' first stands here", span: first)])
                }
                ids[id] = ids[id] ?? node.span
            }
            let because = form["because"].flatMap { read.text($0, "'because'") }
            guard let body = promised(form), let id else { continue }
            promises.append(Promise(id: id, body: body, because: because, span: read.brief(item)))
        }
    }

    private mutating func promised(_ form: Form) -> Promise.Body? {
        let kinds = form.order.filter { ["never", "whenever", "every_state"].contains($0) }
        guard kinds.count == 1 else {
            read.report(
                kinds.isEmpty ? .missingKey : .keysClash, "a promise has one of: never, whenever, every_state",
                at: read.brief(form.node))
            return nil
        }
        if let node = form["never"] {
            return program(node, "'never'", at: .pathway, expected: .bool).map { .never($0) }
        }
        if let node = form["whenever"] { return whenever(node, form) }
        guard let node = form["every_state"] else { return nil }
        let key = "left_or_reviewed_within"
        let limits = read.form(node, "'every_state'", keys: [key], required: [key])
        let within = limits?[key].flatMap { read.duration($0, "'\(key)'") }
        return within.map { .everyState(leftOrReviewedWithin: $0) }
    }

    private mutating func whenever(_ node: YAMLNode, _ form: Form) -> Promise.Body? {
        for key in ["expect", "within"] where !form.has(key) {
            read.report(.missingKey, "'whenever' needs the key '\(key)'", at: read.brief(form.node))
        }
        let trigger = trigger(node)
        let expect = form["expect"].flatMap { program($0, "'expect'", at: .pathway, expected: .bool) }
        let within = form["within"].flatMap { read.duration($0, "'within'") }
        guard let trigger, let expect, let within else { return nil }
        return .whenever(trigger, expect: expect, within: within)
    }

    private mutating func trigger(_ node: YAMLNode) -> Promise.Trigger? {
        guard let text = read.text(node, "'whenever'") else { return nil }
        let entered = "entered "
        guard text.hasPrefix(entered) else {
            return program(node, "'whenever'", at: .pathway, expected: .bool).map { .holds($0) }
        }
        let state = state(String(text.dropFirst(entered.count)), at: node.span, from: Pathway.root)
        return state.map { .entered($0) }
    }
}
