extension Picture {
    /// An outline for a terminal: each state with what is asked for in it, and what leads on from it.
    package var outline: String {
        var lines = head
        if let listing = overlay?.listing { lines += ["", "\(listing.title):"] + listing.lines.map { "  \($0)" } }
        let ways = Dictionary(grouping: arrows, by: \.from)
        for box in boxes { lines += outline(of: box, ways, depth: 0) }
        if let general = ways[""] {
            lines += ["", "From anywhere:"]
            for arrow in general { lines += outline(of: arrow, from: "", indent: "  ") }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func outline(of box: Box, _ ways: [String: [Arrow]], depth: Int) -> [String] {
        let indent = String(repeating: "  ", count: depth)
        let name = box.path.split(separator: ".").last.map(String.init) ?? box.path
        var lines = [
            depth == 0 ? "" : nil,
            "\(indent)\(box.mark)\(box.title)\(box.title == name ? "" : " [\(name)]")\(box.note)",
        ]
        .compactMap { $0 }
        let inner = indent + "    "
        let mark = overlay?.boxes[box.path]
        for said in mark?.shown ?? [] { lines.append("\(inner)\(said)") }
        for fact in box.facts { lines.append("\(inner)\(mark?.signed(fact) ?? fact)") }
        for arrow in ways[box.path] ?? [] { lines += outline(of: arrow, from: box.path, indent: inner) }
        for inside in box.inside { lines += outline(of: inside, ways, depth: depth + 1) }
        return lines
    }

    private func outline(of arrow: Arrow, from source: String, indent: String) -> [String] {
        let name = arrow.name.map { "\($0): " } ?? ""
        let target =
            arrow.to.isEmpty ? "" : " → \(arrow.to.map { Self.short($0, seenFrom: source) }.joined(separator: " and "))"
        let sign = arrow.isSafety ? "! " : ""
        var lines = ["\(indent)\(sign)\(name)\(arrow.cause)\(target)"]
        let mark = overlay?.arrows[arrow.id]
        let conditions = arrow.allConditions.map { mark?.signed($0) ?? $0 }
        lines += ((mark?.shown ?? []) + conditions).map { "\(indent)    \($0)" }
        switch arrow.kind {
        case .refused: lines.append("\(indent)    is refused\(arrow.because.map { ": \($0)" } ?? "")")
        case .event, .decision, .automatic, .time:
            if arrow.to.isEmpty, let done = arrow.because { lines.append("\(indent)    \(done)") }
        }
        return lines
    }

    /// A state as its neighbors call it: without what both are in.
    private static func short(_ path: String, seenFrom source: String) -> String {
        let (names, around) = (path.split(separator: "."), source.split(separator: "."))
        let shared = zip(names.dropLast(), around).prefix { $0 == $1 }.count
        return names.dropFirst(shared).joined(separator: ".")
    }
}

extension Picture.Box {
    /// What stands before its title.
    fileprivate var mark: String {
        switch kind {
        case .end: "■ "
        case .done: "□ "
        case .history: "↩ "
        case .elsewhere: "→ "
        case .state, .group, .regions: isFirst ? "▸ " : "• "
        }
    }

    /// What stands after it.
    fileprivate var note: String {
        switch kind {
        case .end(let outcome): ", closes the case: \(outcome)"
        case .regions: ", all at once"
        case .history(let deep): deep ? ", back to where it was, all the way down" : ", back to where it was"
        case .elsewhere(let page): ", \(page)"
        case .state, .group, .done: ""
        }
    }
}
