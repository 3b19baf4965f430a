import PathwayModel

/// What a clinic promises of its pathway. The language has them so that pathways can say them; their words and
/// expressions are checked like all others.
extension Draft {
    mutating func definePromises() {
        guard let node = sources.main["promises"] else { return }
        var ids: [String: SourceSpan] = [:]
        for item in read.list(node, "'promises'") {
            let keys = ["id", "never", "whenever", "expect", "within", "every_state", "because"]
            guard let form = read.form(item, "a promise", keys: keys, required: ["id"]) else { continue }
            if let node = form["id"], let id = read.identifier(node, "'id'") {
                if let first = ids[id] {
                    read.report(
                        .duplicateName, "a promise '\(id)' stands here a second time", at: node.span,
                        notes: [.init(message: "'\(id)' first stands here", span: first)])
                }
                ids[id] = ids[id] ?? node.span
            }
            checkPromise(form)
        }
    }

    private mutating func checkPromise(_ form: Form) {
        let kinds = form.order.filter { ["never", "whenever", "every_state"].contains($0) }
        guard kinds.count == 1 else {
            read.report(
                kinds.isEmpty ? .missingKey : .keysClash, "a promise has one of: never, whenever, every_state",
                at: read.brief(form.node))
            return
        }
        if let node = form["because"] { _ = read.text(node, "'because'") }
        if let node = form["never"] { _ = program(node, "'never'", at: .pathway, expected: .bool) }
        if let node = form["whenever"] { checkWhenever(node, form) }
        if let node = form["every_state"] {
            let key = "left_or_reviewed_within"
            let limits = read.form(node, "'every_state'", keys: [key], required: [key])
            _ = limits?[key].flatMap { read.duration($0, "'\(key)'") }
        }
    }

    private mutating func checkWhenever(_ node: YAMLNode, _ form: Form) {
        for key in ["expect", "within"] where !form.has(key) {
            read.report(.missingKey, "'whenever' needs the key '\(key)'", at: read.brief(form.node))
        }
        if let text = read.text(node, "'whenever'") {
            let entered = "entered "
            if text.hasPrefix(entered) {
                _ = state(String(text.dropFirst(entered.count)), at: node.span, from: Pathway.root)
            } else {
                _ = program(node, "'whenever'", at: .pathway, expected: .bool)
            }
        }
        if let node = form["expect"] { _ = program(node, "'expect'", at: .pathway, expected: .bool) }
        if let node = form["within"] { _ = read.duration(node, "'within'") }
    }
}
