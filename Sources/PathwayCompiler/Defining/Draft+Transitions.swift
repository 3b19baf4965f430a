import CEL
import PathwayModel

extension Draft {
    private static let transitionKeys = [
        "id", "event", "when", "after", "require", "refuse", "message", "decide", "by", "to", "do", "kind", "because",
    ]

    /// Reads the transitions of a state into the pathway's table.
    mutating func defineTransitions(_ nodes: [YAMLNode], of source: StateIndex) -> [TransitionIndex] {
        var ids: [String: SourceSpan] = [:]
        var places: [TransitionIndex] = []
        for (number, node) in nodes.enumerated() {
            guard let form = read.form(node, "a transition", keys: Self.transitionKeys) else { continue }
            let id = form["id"].flatMap { read.identifier($0, "'id'") }
            if let id, let node = form["id"] {
                if let first = ids[id] {
                    read.report(
                        .duplicateName, "a transition '\(id)' stands here a second time", at: node.span,
                        notes: [.init(message: "'\(id)' first stands here", span: first)])
                }
                ids[id] = ids[id] ?? node.span
            }
            places.append(TransitionIndex(transitions.count))
            let (transition, note) = transition(form, id: id ?? "#\(number + 1)", source: source)
            transitions.append(transition)
            notes.append(note)
        }
        return places
    }

    private mutating func transition(
        _ form: Form, id: String, source: StateIndex
    ) -> (Transition, TransitionNote) {
        var note = TransitionNote(span: form.key("event")?.span ?? read.brief(form.node))
        checkKeys(of: form)
        var place = ExpressionPlace(state: source, events: nil)
        var trigger = Transition.Trigger.automatic
        if let node = form["event"] {
            let (events, isDoubtful) = events(node, from: source)
            note.isDoubtful = isDoubtful
            place.events = events
            trigger = .event(events)
        }
        var by = form["by"].map { roles(in: $0) }
        if let node = form["decide"], !form.has("event") {
            let decision = decision(node)
            trigger = .decision(.init(overridable: decision.overridable))
            by = decision.by ?? by
        }
        let isDecision = form.has("decide")
        let when = form["when"].flatMap {
            condition($0, at: place, CriterionForm(needsID: isDecision, mayBeHard: isDecision))
        }
        let after = form["after"].flatMap { read.duration($0, "'after'") }
        if form.has("when"), when == nil { note.isDoubtful = true }
        if form.has("after") { note.hasDelay = true }
        if let when { checkIDs(of: when, at: form.key("when")?.span ?? note.span) }
        let transition = Transition(
            id: id, source: source, trigger: trigger, when: when, after: after,
            checks: checks(form, when: when, at: place), refuse: refuse(form), by: by,
            targets: form["to"].map { targets($0, from: source) } ?? [],
            isInternal: form["kind"].flatMap { read.word($0, "'kind'", among: ["internal"]) } == "internal",
            actions: actions(form["do"], "'do'", at: place),
            because: form["because"].flatMap { read.text($0, "'because'") },
            span: read.brief(form.node))
        if form.has("to"), transition.targets.isEmpty { note.isDoubtful = true }
        return (transition, note)
    }

    /// Keys that need another, or exclude it.
    private mutating func checkKeys(of form: Form) {
        func clash(_ key: String, _ message: String) {
            read.report(.keysClash, message, at: form.key(key)?.span ?? form.node.span)
        }
        if form.has("event"), form.has("decide") {
            clash("decide", "'decide' and 'event' exclude each other: a decision waits for a person, not for an event")
        }
        if !form.has("event"), form.has("refuse") { clash("refuse", "'refuse' needs an 'event' to refuse") }
        if !form.has("event"), !form.has("decide") {
            if form.has("require") { clash("require", "'require' needs an 'event' or 'decide' that it can refuse") }
            if form.has("by") { clash("by", "'by' needs an 'event' or 'decide' that someone causes") }
        }
        if form.has("message"), !form.has("refuse") { clash("message", "'message' belongs to 'refuse'") }
        if form.has("refuse"), form.has("to") { clash("to", "'refuse' changes nothing: it has no 'to'") }
        if form.has("refuse"), form.has("do") { clash("do", "'refuse' changes nothing: it has no 'do'") }
        if form.has("by"), form["decide"]?["by"] != nil { clash("by", "who decides is said in 'decide' already") }
    }

    private mutating func decision(_ node: YAMLNode) -> (by: [String]?, overridable: Bool) {
        guard let form = read.form(node, "'decide'", keys: ["by", "override"]) else { return (nil, true) }
        let override = form["override"].flatMap {
            read.word($0, "'override'", among: ["with_reason", "prohibited"])
        }
        return (form["by"].map { roles(in: $0) }, override != "prohibited")
    }

    private mutating func refuse(_ form: Form) -> Transition.Refuse? {
        let message = form["message"].flatMap { read.text($0, "'message'") }
        return form["refuse"].flatMap { read.identifier($0, "'refuse'") }.map { .init(code: $0, message: message) }
    }

    /// The requirements and the hard criteria, in document order.
    private mutating func checks(_ form: Form, when: Condition?, at place: ExpressionPlace) -> [Check] {
        let required = form["require"].flatMap { requirements($0, at: place) } ?? []
        let hard = (when?.criteria ?? []).compactMap { criterion in
            criterion.hard.map { Check(code: $0, criterion: criterion, message: nil) }
        }
        guard !hard.isEmpty, !required.isEmpty else { return hard + required }
        let whenIsFirst = form.order.first { $0 == "when" || $0 == "require" } == "when"
        return whenIsFirst ? hard + required : required + hard
    }

    /// Criteria are told apart by their ids.
    private mutating func checkIDs(of condition: Condition, at span: SourceSpan) {
        // One that stands by itself is like no other.
        if case .criterion = condition { return }
        var seen: [String: SourceSpan] = [:]
        for criterion in condition.criteria {
            if let first = seen[criterion.id], Reader.isIdentifier(criterion.id[...]), !criterion.isNamedByItself {
                read.report(
                    .duplicateName, "a criterion '\(criterion.id)' stands here a second time", at: criterion.span,
                    notes: [.init(message: "'\(criterion.id)' first stands here", span: first)])
            }
            seen[criterion.id] = criterion.span
        }
    }

    // MARK: Reactions

    mutating func defineReactions(_ nodes: [YAMLNode], of source: StateIndex) -> [ReactionIndex] {
        var places: [ReactionIndex] = []
        for node in nodes {
            let keys = ["event", "when", "do"]
            guard let form = read.form(node, "a reaction", keys: keys, required: ["event", "do"]) else { continue }
            let events = form["event"].map { self.events($0, from: source).events } ?? PlaceSet()
            let place = ExpressionPlace(state: source, events: events)
            places.append(ReactionIndex(reactions.count))
            reactions.append(
                Reaction(
                    source: source, events: events, when: form["when"].flatMap { condition($0, at: place) },
                    actions: actions(form["do"], "'do'", at: place), span: read.brief(node)))
        }
        return places
    }
}

extension Criterion {
    /// Whether its id is what it says, because the author gave none.
    fileprivate var isNamedByItself: Bool {
        switch body {
        case .expression(let program): program.source == id
        case .namedGuard, .rule: false
        }
    }
}
