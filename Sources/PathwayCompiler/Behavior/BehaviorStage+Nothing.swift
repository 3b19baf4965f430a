import PathwayModel

/// What an author says about nothing: events that are ignored on purpose, and `else`.
extension BehaviorStage {
    /// Transitions that take what a state ignores, for nothing. They stand behind its own, and never win over them.
    mutating func ignoring(_ form: StateDeclaration, in source: StateIndex) -> [TransitionIndex] {
        let first = (form.transitions.value ?? []).count + 1
        return (form.ignores.value ?? []).enumerated().map { number, item in
            let (events, isDoubtful) = self.events([item], from: source)
            let place = TransitionIndex(behavior.transitions.count)
            behavior.transitions.append(
                Transition(
                    id: "#\(first + number)", source: source, trigger: .event(events), when: nil, after: nil,
                    checks: [],
                    refuse: nil, by: nil, targets: [], isInternal: false, actions: [], because: "Ignored on purpose",
                    span: item.node.span))
            var note = TransitionNote(span: item.node.span)
            note.isDoubtful = isDoubtful
            note.isIgnoring = true
            behavior.notes.append(note)
            return place
        }
    }

    /// Why nothing happens where no automatic transition and no decision of a state holds: its one `else` without an event.
    mutating func staysBecause(_ items: [Item<TransitionDeclaration>]) -> String? {
        let all = items.values().filter(\.saysToStay)
        guard let first = all.first else { return nil }
        for form in all.dropFirst() {
            guard let key = form.otherwise.key else { continue }
            read.report(
                .misplacedElse, "an 'else' without an event stands here a second time", at: key,
                hint: "let one go, or say with 'event' what it is about",
                notes: first.otherwise.key.map { [.init(message: "the first one", span: $0)] } ?? [])
        }
        return first.otherwise.value?.stay.value
    }

    /// An `else` with an event is what is left of that event: the last transition of its state on it.
    ///
    /// - Parameter places: what the items came to, in their order.
    mutating func checkRemainders(_ items: [Item<TransitionDeclaration>], _ places: [TransitionIndex]) {
        let forms = items.values().filter { !$0.saysToStay }
        guard forms.count == places.count, forms.contains(where: \.otherwise.isPresent) else { return }
        var behind = PlaceSet<Event>()
        var misplaced: [(key: SourceSpan, place: TransitionIndex, event: EventIndex)] = []
        for (place, form) in zip(places, forms).reversed() {
            guard let events = behavior.transitions[place].events else { continue }
            if let key = form.otherwise.key, let event = events.intersection(behind).first(where: { _ in true }) {
                misplaced.append((key, place, event))
            }
            behind.formUnion(events)
        }
        // What stands behind it is shown of the first: to look for it each time would take long in a file of mistakes.
        for (number, (key, place, event)) in misplaced.reversed().enumerated() {
            let next =
                number > 0
                ? nil : places.first { $0 > place && behavior.transitions[$0].events?.contains(event) ?? false }
            read.report(
                .misplacedElse,
                "'else' is what is left of '\(symbols.events[event].name)', and other transitions stand behind it",
                at: key, hint: "put it behind all others with that event",
                notes: next.map { [.init(message: "the next one", span: behavior.notes[$0.position].span)] } ?? [])
        }
    }

    /// Keys that an `else` has no use for.
    mutating func checkKeys(ofElse form: TransitionDeclaration) {
        for (name, span) in form.place.keys where name != "else" && name != "event" {
            if name == "id", form.event.isPresent { continue }
            let hint =
                switch name {
                case "when": "leave it out: 'else' is what is left where no other transition holds"
                case "because": "the reason stands in 'stay'"
                default: "write 'else' by itself or beside 'event', and a transition of its own for what happens"
                }
            read.report(
                .keysClash, "'\(name)' and 'else' exclude each other: 'else' says that nothing happens", at: span,
                hint: hint)
        }
    }
}

extension TransitionDeclaration {
    /// Whether it is about the state's automatic transitions and decisions, and no transition itself.
    var saysToStay: Bool { otherwise.isPresent && !event.isPresent }
}
