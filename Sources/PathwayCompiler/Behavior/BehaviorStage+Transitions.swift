import CEL
import PathwayModel

extension BehaviorStage {
    /// Reads the transitions of a state into the pathway's table.
    mutating func transitions(_ items: [Item<TransitionDeclaration>], of source: StateIndex) -> [TransitionIndex] {
        var ids: [String: SourceSpan] = [:]
        var places: [TransitionIndex] = []
        for (number, item) in items.enumerated() {
            guard let form = item.value else { continue }
            checkKeys(of: form)
            // A history state has a transition in any case.
            if form.saysToStay, !symbols.tree[source].isHistory { continue }
            if let (id, node) = form.id.entry {
                if let first = ids[id] {
                    read.report(
                        .duplicateName, "a transition '\(id)' stands here a second time", at: node.span,
                        notes: [.init(message: "'\(id)' first stands here", span: first)])
                }
                ids[id] = ids[id] ?? node.span
            }
            places.append(TransitionIndex(behavior.transitions.count))
            let (transition, note) = transition(form, id: form.id.value ?? "#\(number + 1)", source: source)
            behavior.transitions.append(transition)
            behavior.notes.append(note)
        }
        checkRemainders(items, places)
        return places
    }

    private mutating func transition(
        _ form: TransitionDeclaration, id: String, source: StateIndex
    ) -> (Transition, TransitionNote) {
        var note = TransitionNote(span: form.event.key ?? form.place.span)
        var place = ExpressionPlace(state: source, events: nil)
        var trigger = Transition.Trigger.automatic
        if form.event.isPresent {
            let (events, isDoubtful) = events(form.event.value ?? [], from: source)
            note.isDoubtful = isDoubtful
            place.events = events
            trigger = .event(events)
        }
        var by = form.by.value.map { read.roles($0, among: symbols.roles) }
        let isDecision = form.decide.isPresent
        if isDecision, !form.event.isPresent {
            trigger = .decision(decision(form.decide.value ?? DecideDeclaration(), id: form.id.value))
            by = form.decide.value?.by.value.map { read.roles($0, among: symbols.roles) } ?? by
        }
        let when = form.when.value.flatMap {
            condition($0, at: place, CriterionRules(needsID: isDecision, mayBeHard: isDecision))
        }
        if form.when.isPresent, when == nil { note.isDoubtful = true }
        note.delay = form.after.node?.span
        if let when { checkIDs(of: when) }
        var transition = Transition(
            id: id, source: source, trigger: trigger, when: when, after: form.after.value,
            checks: checks(form, when: when, at: place),
            refuse: form.refuse.value.map { .init(code: $0, message: form.message.value) }, by: by,
            targets: targets(form.to, from: source), isInternal: form.kind.value == .internal,
            actions: actions(form.actions, at: place), because: form.otherwise.value?.stay.value ?? form.because.value,
            span: form.place.span)
        transition.isSafety = form.safety.value ?? false
        if form.to.isPresent, transition.targets.isEmpty { note.isDoubtful = true }
        return (transition, note)
    }

    private mutating func decision(_ form: DecideDeclaration, id: String?) -> Transition.Decision {
        if let key = form.within.key, id == nil {
            read.report(.missingKey, "a decision with 'within' needs the key 'id', by which it is owed", at: key)
        }
        for (key, name) in [(form.remind.key, "remind"), (form.escalate.key, "escalate")] {
            guard let key, !form.within.isPresent else { continue }
            read.report(.keysClash, "'\(name)' needs 'within': without it nothing is due", at: key)
        }
        noteRecipients(of: form.escalate)
        var decision = Transition.Decision(
            overridable: form.override.value != .prohibited, within: form.within.value,
            remind: (form.remind.value ?? []).values(),
            escalate: (form.escalate.value ?? []).values().compactMap(\.escalation))
        decision.signers = form.signers.value ?? 1
        return decision
    }

    /// Keys that need another, or exclude it.
    private mutating func checkKeys(of form: TransitionDeclaration) {
        guard !form.otherwise.isPresent else { return checkKeys(ofElse: form) }
        func clash<Value>(_ key: Written<Value>, unless isFine: Bool, _ message: String) {
            guard let span = key.key, !isFine else { return }
            read.report(.keysClash, message, at: span)
        }
        let (hasEvent, hasDecide, hasRefuse) = (form.event.isPresent, form.decide.isPresent, form.refuse.isPresent)
        clash(
            form.decide, unless: !hasEvent,
            "'decide' and 'event' exclude each other: a decision waits for a person, not for an event")
        clash(form.refuse, unless: hasEvent, "'refuse' needs an 'event' to refuse")
        clash(form.require, unless: hasEvent || hasDecide, "'require' needs an 'event' or 'decide' that it can refuse")
        clash(form.by, unless: hasEvent || hasDecide, "'by' needs an 'event' or 'decide' that someone causes")
        clash(form.message, unless: hasRefuse, "'message' belongs to 'refuse'")
        clash(form.to, unless: !hasRefuse, "'refuse' changes nothing: it has no 'to'")
        clash(form.actions, unless: !hasRefuse, "'refuse' changes nothing: it has no 'do'")
        clash(form.safety, unless: !hasRefuse, "'refuse' leads nowhere: it is no way for 'safety' to keep free")
        clash(
            form.by, unless: !(form.decide.value?.by.isPresent ?? false), "who decides is said in 'decide' already")
    }

    /// The requirements and the hard criteria, in document order.
    private mutating func checks(
        _ form: TransitionDeclaration, when: Condition?, at place: ExpressionPlace
    ) -> [Check] {
        let required = requirements(form.require.value ?? [], at: place) ?? []
        let hard = (when?.criteria ?? []).compactMap { criterion in
            criterion.hard.map { Check(code: $0, criterion: criterion, message: nil) }
        }
        guard let whenKey = form.when.key, let requireKey = form.require.key else { return hard + required }
        return whenKey.start < requireKey.start ? hard + required : required + hard
    }

    /// Criteria are told apart by their ids.
    private mutating func checkIDs(of condition: Condition) {
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

    mutating func reactions(_ items: [Item<ReactionDeclaration>], of source: StateIndex) -> [ReactionIndex] {
        var places: [ReactionIndex] = []
        for form in items.values() {
            let events = form.event.value.map { self.events($0, from: source).events } ?? PlaceSet()
            let place = ExpressionPlace(state: source, events: events)
            places.append(ReactionIndex(behavior.reactions.count))
            behavior.reactions.append(
                Reaction(
                    source: source, events: events, when: form.when.value.flatMap { condition($0, at: place) },
                    actions: actions(form.actions, at: place), span: form.place.span))
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
