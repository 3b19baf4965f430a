import CEL
import PathwayModel

extension Draft {
    /// Collects what expressions name without declaring it.
    mutating func collectLiterals() {
        var scan = LiteralScan()
        scan.scan(sources.main.node)
        // Section by section: tables have the same order in every process, and a dictionary's differs in each.
        for section in Sources.namedSections {
            for entry in sources.named[section] ?? [] { scan.scan(entry.value) }
        }
        for section in Sources.listSections {
            for node in sources.lists[section] ?? [] { scan.scan(node) }
        }
        if let addedExpression { scan.scan(addedExpression) }
        consentKinds = scan.consentKinds
        taskGlobs = scan.taskGlobs.map { pattern in
            TaskGlob(pattern: pattern, tasks: tasks(matching: pattern))
        }
    }

    func tasks(matching pattern: String) -> [TaskIndex] {
        tasks.elements.indices.filter { TaskPattern.matches(tasks.elements[$0].name, pattern) }.map { TaskIndex($0) }
    }

    /// Every first tokens of every event's name, so that a descriptor is looked up and not searched for.
    mutating func indexEvents() {
        for (place, event) in events.elements.enumerated() {
            for (index, letter) in zip(event.name.indices, event.name) where letter == "." {
                eventsByTokens[String(event.name[..<index]), default: PlaceSet()].insert(Place(place))
            }
            eventsByTokens[event.name, default: PlaceSet()].insert(Place(place))
        }
    }

    /// The events that a descriptor, or a list of them, matches. `isDoubtful` where one is reported.
    mutating func events(_ node: YAMLNode, from source: StateIndex) -> (events: PlaceSet<Event>, isDoubtful: Bool) {
        var matched = PlaceSet<Event>()
        var isDoubtful = node.isRefused
        for (text, node) in read.texts(node, "'event'") {
            if let events = events(matching: text, at: node.span, from: source) {
                for event in events { matched.insert(event) }
            } else {
                isDoubtful = true
            }
        }
        return (matched, isDoubtful || matched.isEmpty)
    }

    private mutating func events(
        matching text: String, at span: SourceSpan, from source: StateIndex
    ) -> PlaceSet<Event>? {
        if text == "*" { return PlaceSet(events.elements.indices.map { EventIndex($0) }) }
        let tokens = text.hasSuffix(".*") ? String(text.dropLast(2)) : text
        let done = "done.state."
        if tokens.hasPrefix(done) {
            return completion(of: String(tokens.dropFirst(done.count)), at: span, from: source)
        }
        if let events = eventsByTokens[tokens] { return events }
        let about = tokens.split(separator: ".", maxSplits: 1).dropFirst().first.map(String.init)
        let isReported =
            about.map { tasks.isDeclared($0) || instruments.isDeclared($0) || fields.isDeclared($0) } ?? false
        if !isReported {
            if text.hasPrefix("recorded."), let name = about.flatMap({ unusedInstrument($0) }) {
                read.report(
                    .unknownEvent, "'\(text)' never comes: this pathway does not use the instrument '\(name)'",
                    at: span,
                    hint: "add it: instruments: {\(name): {}}")
                return nil
            }
            read.report(
                .unknownEvent, "the event '\(text)' is not declared in this pathway", at: span,
                hint: Suggestions.hint(for: tokens, among: eventsByTokens.keys))
        }
        return nil
    }

    private mutating func completion(
        of text: String, at span: SourceSpan, from source: StateIndex
    ) -> PlaceSet<Event>? {
        switch tree.resolve(text, from: source) {
        case .found(let state):
            let path = tree[state].path
            completions.append((state, span))
            return events["done.state.\(path)"].map { PlaceSet(CollectionOfOne($0)) } ?? PlaceSet()
        case .ambiguous(let states):
            let paths = states.map { "'\(tree[$0].path)'" }.joined(separator: " or ")
            read.report(
                .ambiguousState, "state '\(text)' may be \(paths)", at: span, hint: "write more of the path")
        case .unknown(let similar):
            read.report(
                .unknownState, "state '\(text)' is not declared in this pathway", at: span,
                hint: Suggestions.hint(similar.first.map { ["done.state.\(tree.shortName($0))"] } ?? []))
        }
        return nil
    }
}
