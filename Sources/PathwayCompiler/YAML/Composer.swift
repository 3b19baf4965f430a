import CYAML
import PathwayModel

/// Makes nodes of libyaml's events, refusing what these files do not use.
struct Composer {
    /// Composing ended early; a diagnostic says why, or there are too many.
    private struct Stop: Error {}

    /// Mistakes after which the rest is not read: a file of nothing else would fill the memory with them.
    private static let mistakes = 1_000

    private let events: YAMLEvents
    private let source: UnsafeBufferPointer<UInt8>
    private let file: String
    private let limits: YAMLLimits
    private var nodes = 0
    private var anchors: [String: (node: YAMLNode, count: Int)] = [:]
    /// Anchors that were reported: their aliases are not reported again.
    private var reportedAnchors: Set<String> = []
    private var cutTexts = CutTexts()
    private(set) var diagnostics: [Diagnostic] = []

    init(
        parser: UnsafeMutablePointer<yaml_parser_t>, source: UnsafeBufferPointer<UInt8>, file: String,
        limits: YAMLLimits
    ) {
        events = YAMLEvents(parser: parser)
        self.source = source
        self.file = file
        self.limits = limits
    }

    mutating func document() -> YAMLNode? {
        do throws(Stop) {
            var event = try next()
            if case .streamStart = event.event { event = try next() }
            guard case .documentStart = event.event else {
                report(.emptyFile, "the file is empty", span(event.start, event.end))
                return nil
            }
            let first = try next()
            let root = try node(first, depth: 1)
            // A document's end, then the stream's.
            _ = try next()
            let after = try next()
            if case .documentStart = after.event {
                report(
                    .secondDocument, "a second document begins here", span(after.start, after.end),
                    hint: "one file holds one document: write it into a file of its own")
            }
            if root.isNull {
                report(.emptyFile, "the file is empty", root.span)
                return nil
            }
            return root
        } catch {
            return nil
        }
    }

    private mutating func node(_ event: YAMLEvents.Marked, depth: Int) throws(Stop) -> YAMLNode {
        let place = span(event.start, event.end)
        guard depth <= limits.depth else {
            report(.tooDeep, "this is nested more than \(limits.depth) levels deep", place)
            throw Stop()
        }
        let before = nodes
        try count(1, at: place)
        let anchor = refuseProperties(event)
        let composed: YAMLNode
        switch event.event {
        // A tag alone is a text that needs quotes: what it would say is not known.
        case .scalar("", .plain) where event.tag != nil: composed = YAMLNode(.refused, span: place)
        case .scalar(let text, let style):
            composed = YAMLNode(.scalar(style == .plain ? visible(text, at: place) : text, style), span: place)
        case .alias(let name): return try alias(name, at: place)
        case .sequenceStart: composed = try sequence(from: event, depth: depth)
        case .mappingStart: composed = try mapping(from: event, depth: depth)
        case .collectionEnd, .documentStart, .documentEnd, .streamStart, .streamEnd:
            composed = YAMLNode(.refused, span: place)
        }
        if let anchor { anchors[anchor] = (composed, nodes - before) }
        return composed
    }

    private mutating func sequence(from start: YAMLEvents.Marked, depth: Int) throws(Stop) -> YAMLNode {
        let isFlow = start.start != start.end
        var items: [YAMLNode] = []
        while true {
            let event = try next()
            if case .collectionEnd = event.event {
                return YAMLNode(.sequence(items), span: span(start.start, end(of: event, after: items.last)))
            }
            let item = try node(event, depth: depth + 1)
            if isFlow, let last = items.last, cutTexts.isCut(last, before: item) {
                items[items.count - 1] = cutTexts.join(last, item, &diagnostics)
            } else {
                items.append(item)
            }
        }
    }

    private mutating func mapping(from start: YAMLEvents.Marked, depth: Int) throws(Stop) -> YAMLNode {
        let isFlow = start.start != start.end
        var entries: [(key: YAMLNode, value: YAMLNode)] = []
        var keys = Keys()
        while true {
            let event = try next()
            if case .collectionEnd = event.event {
                let last = entries.last?.value
                return YAMLNode(.mapping(entries), span: span(start.start, end(of: event, after: last)))
            }
            try refuseInvisible(event)
            let key = try node(event, depth: depth + 1)
            let value = try node(try next(), depth: depth + 1)
            if isFlow, value.isNothing, let last = entries.last, cutTexts.isCut(last.value, before: key) {
                entries[entries.count - 1].value = cutTexts.join(last.value, key, &diagnostics)
                continue
            }
            guard let text = accepted(key) else { continue }
            if let first = keys.place(of: text) {
                report(
                    .duplicateKey, "the key '\(text)' stands here a second time", key.span, hint: "keep one of the two",
                    notes: [.init(message: "'\(text)' first stands here", span: entries[first].key.span)])
                entries[first].value = merged(entries[first].value, value)
            } else {
                if entries.isEmpty { entries.reserveCapacity(4) }
                keys.append(text)
                entries.append((key, value))
            }
        }
    }

    /// The keys of a mapping so far. Most mappings have so few that going through them takes less than a dictionary.
    private struct Keys {
        private static let few = 16

        private var names: [String] = []
        /// Where each stands, once they are more than a few.
        private var places: [String: Int] = [:]

        func place(of name: String) -> Int? {
            places.isEmpty ? names.firstIndex(of: name) : places[name]
        }

        mutating func append(_ name: String) {
            names.append(name)
            if names.count == Self.few {
                places = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
            } else if names.count > Self.few {
                places[name] = names.count - 1
            }
        }
    }

    /// The text of a key; nil where it is refused.
    private mutating func accepted(_ key: YAMLNode) -> String? {
        switch key.content {
        case .scalar("<<", .plain):
            report(
                .mergeKey, "merge keys ('<<') are not used here", key.span,
                hint: "write the keys out, or include a shared file")
            return nil
        case .scalar(let text, _) where !key.isNull: return text
        case .refused: return nil
        case .scalar, .sequence, .mapping:
            report(.keyNotText, "a key must be a text, not \(key.kind)", key.span)
            return nil
        }
    }

    /// What two values of one key say together, so that the second one's content is checked as well.
    private func merged(_ first: YAMLNode, _ second: YAMLNode) -> YAMLNode {
        switch (first.content, second.content) {
        case (.sequence(let items), .sequence(let more)):
            return YAMLNode(.sequence(items + more), span: first.span)
        case (.mapping(var entries), .mapping(let more)):
            let known = Set(entries.compactMap(\.key.text))
            entries += more.filter { entry in entry.key.text.map { !known.contains($0) } ?? false }
            return YAMLNode(.mapping(entries), span: first.span)
        case (.scalar, _), (.sequence, _), (.mapping, _), (.refused, _):
            return first
        }
    }

    private mutating func refuseProperties(_ event: YAMLEvents.Marked) -> String? {
        if let tag = event.tag {
            report(
                .tag, "tags ('\(tag)') are not used here", span(event.start, columns: tag.unicodeScalars.count),
                hint: "leave it out; put a text that begins with '!' in quotes")
        }
        guard let anchor = event.anchor else { return nil }
        report(
            .anchor, "anchors ('&\(anchor)') are not used here",
            span(event.start, columns: anchor.unicodeScalars.count + 1),
            hint: "write the value out where it is needed, or name it (a guard, a shared file)")
        reportedAnchors.insert(anchor)
        return anchor
    }

    private mutating func alias(_ name: String, at place: SourceSpan) throws(Stop) -> YAMLNode {
        if !reportedAnchors.contains(name) {
            report(.alias, "aliases ('*\(name)') are not used here", place, hint: "write the value out")
        }
        guard let target = anchors[name] else { return YAMLNode(.refused, span: place) }
        try count(target.count, at: place)
        return target.node
    }

    private mutating func count(_ more: Int, at place: SourceSpan) throws(Stop) {
        nodes += more
        guard nodes <= limits.nodes else {
            report(.tooManyNodes, "the file has more than \(limits.nodes) texts, lists and mappings", place)
            throw Stop()
        }
        guard diagnostics.count < Self.mistakes else { throw Stop() }
    }

    // MARK: Places

    private func span(_ start: SourceSpan.Position, _ end: SourceSpan.Position) -> SourceSpan {
        SourceSpan(file: file, start: start, end: end)
    }

    private func span(_ start: SourceSpan.Position, columns: Int) -> SourceSpan {
        span(start, SourceSpan.Position(line: start.line, column: start.column + columns))
    }

    /// Where a collection ends: at its bracket, or, where it has none, with its last part.
    private func end(of event: YAMLEvents.Marked, after last: YAMLNode?) -> SourceSpan.Position {
        if event.start != event.end { return event.end }
        return last?.span.end ?? event.end
    }

    // MARK: Invisible characters

    /// Stops at a key that has one: what belongs to what can be told no more.
    private mutating func refuseInvisible(_ event: YAMLEvents.Marked) throws(Stop) {
        guard case .scalar(let text, .plain) = event.event,
            let found = InvisibleCharacter.diagnostic(in: text, at: event.start, file: file)
        else { return }
        diagnostics.append(found)
        throw Stop()
    }

    /// A text without such as it begins or ends with, which are told.
    private mutating func visible(_ text: String, at place: SourceSpan) -> String {
        guard let trimmed = InvisibleCharacter.trimmed(text),
            let found = InvisibleCharacter.diagnostic(in: text, at: place.start, file: file)
        else { return text }
        diagnostics.append(found)
        return trimmed
    }

    // MARK: Mistakes

    private mutating func report(
        _ code: DiagnosticCode, _ message: String, _ span: SourceSpan, hint: String? = nil,
        notes: [Diagnostic.Note] = []
    ) {
        diagnostics.append(Diagnostic(code, message, at: span, hint: hint, notes: notes))
    }

    private mutating func next() throws(Stop) -> YAMLEvents.Marked {
        if let event = events.next() { return event }
        diagnostics.append(SyntaxProblem(source: source, file: file).diagnostic(of: events.parser.pointee))
        throw Stop()
    }
}
