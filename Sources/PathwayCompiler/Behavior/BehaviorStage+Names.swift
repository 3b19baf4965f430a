import PathwayModel

/// What names mean in behavior; those that mean nothing are reported.
extension BehaviorStage {
    mutating func state(_ text: String, at span: SourceSpan, from source: StateIndex) -> StateIndex? {
        read.state(text, at: span, from: source, in: symbols.tree, &behavior.possibleEdges)
    }

    /// The states that `to` names.
    mutating func targets(_ to: Written<[Item<String>]>, from source: StateIndex) -> [StateIndex] {
        guard case .present(_, let node, let items?) = to else { return [] }
        var found: [StateIndex] = []
        var known = PlaceSet<State>()
        for (text, node) in items.read() {
            guard let target = state(text, at: node.span, from: source), !known.contains(target) else { continue }
            if items.count > 1 { known.insert(target) }
            found.append(target)
        }
        read.checkTogether(found, at: node.span, in: symbols.tree)
        return found
    }

    /// A task by its name; nil where it is reported.
    mutating func task(_ name: String, at span: SourceSpan) -> TaskIndex? {
        if let task = symbols.tasks[name] { return task }
        reportUnknown(task: name, at: span)
        return nil
    }

    mutating func reportUnknown(task name: String, at span: SourceSpan) {
        guard !symbols.tasks.isDeclared(name) else { return }
        let hint = read.hint(for: name, among: symbols.tasks.names)
        read.report(.unknownTask, "the task '\(name)' is not declared in this pathway", at: span, hint: hint)
    }

    // MARK: Events

    /// The events that descriptors match. `isDoubtful` where one is reported.
    mutating func events(
        _ items: [Item<String>], from source: StateIndex
    ) -> (events: PlaceSet<Event>, isDoubtful: Bool) {
        var matched = PlaceSet<Event>()
        var isDoubtful = false
        for item in items {
            guard let text = item.value, let events = events(matching: text, at: item.node.span, from: source) else {
                isDoubtful = true
                continue
            }
            matched.formUnion(events)
        }
        return (matched, isDoubtful || matched.isEmpty)
    }

    private mutating func events(
        matching text: String, at span: SourceSpan, from source: StateIndex
    ) -> PlaceSet<Event>? {
        if text == "*" { return symbols.everyEvent }
        let tokens = text.hasSuffix(".*") ? String(text.dropLast(2)) : text
        let done = "done.state."
        if tokens.hasPrefix(done) {
            return completion(of: String(tokens.dropFirst(done.count)), at: span, from: source)
        }
        if let events = symbols.eventsByTokens[tokens] { return events }
        let about = tokens.split(separator: ".", maxSplits: 1).dropFirst().first.map(String.init)
        let isReported =
            about.map {
                symbols.tasks.isDeclared($0) || symbols.instruments.isDeclared($0) || symbols.fields.isDeclared($0)
            } ?? false
        guard !isReported else { return nil }
        if text.hasPrefix("recorded."), let name = about.flatMap({ sources.unusedInstrument($0, symbols) }) {
            read.report(
                .unknownEvent, "'\(text)' never comes: this pathway does not use the instrument '\(name)'",
                at: span, hint: "add it: instruments: {\(name): {}}")
            return nil
        }
        let hint = read.hint(for: tokens, among: symbols.eventTokens)
        read.report(.unknownEvent, "the event '\(text)' is not declared in this pathway", at: span, hint: hint)
        return nil
    }

    private mutating func completion(
        of text: String, at span: SourceSpan, from source: StateIndex
    ) -> PlaceSet<Event>? {
        let tree = symbols.tree
        switch tree.resolve(text, from: source) {
        case .found(let state):
            behavior.completions.append((state, span))
            let event = symbols.events["done.state.\(tree[state].path)"]
            return event.map { PlaceSet(CollectionOfOne($0)) } ?? PlaceSet()
        case .ambiguous(let states):
            read.report(
                .ambiguousState, "state '\(text)' may be \(tree.listed(states))", at: span,
                hint: "write more of the path")
        case .unknown:
            let meant = read.similar(to: text, in: tree).states.first.flatMap { tree[$0].first }
            read.report(
                .unknownState, "state '\(text)' is not declared in this pathway", at: span,
                hint: Suggestions.hint(meant.map { ["done.state.\(tree.shortName($0))"] } ?? []))
        }
        return nil
    }
}
