import PathwayModel

extension Picture {
    /// For Graphviz: boxes are clusters, and what a way says is a node of its own on it, because nodes never lie on
    /// each other, as labels do.
    package var dot: String {
        let groups = Set(allBoxes.filter { !$0.inside.isEmpty }.map(\.path))
        let labels = Dictionary(grouping: arrows.filter { !$0.to.isEmpty }) { $0.container(among: groups) }
            .mapValues { arrows in arrows.map { label(of: $0) } }
        var lines = [
            "digraph pathway {",
            "  graph [label=\(heading), labelloc=t, fontname=\"\(Self.font)\", fontsize=16, compound=true, newrank=true, "
                + "nodesep=0.25, ranksep=0.22\(arrows.count > Self.many ? ", nslimit=1, nslimit1=1" : "")]",
            "  node [shape=box, style=rounded, fontname=\"\(Self.font)\", fontsize=11, margin=\"0.15,0.08\"]",
            "  edge [arrowsize=0.8]",
        ]
        for box in boxes { lines += dot(of: box, labels, indent: "  ") }
        lines += (labels[""] ?? []).map { "  \($0)" }
        if leadsFromAnywhere {
            lines.append("  \(quoted("(anywhere)")) [label=\"from anywhere\", shape=plaintext]")
        }
        if let first = begin, first.inside.isEmpty {
            lines.append("  \(quoted("(begin)")) [label=\"begins\", shape=plaintext]")
            lines.append("  \(quoted("(begin)")) -> \(end(at: first, from: nil, []))")
        }
        let known = Dictionary(uniqueKeysWithValues: allBoxes.map { ($0.path, $0) })
        for arrow in arrows { lines += dot(of: arrow, known) }
        return (lines + ["}"]).joined(separator: "\n") + "\n"
    }

    /// Of so many ways lines may be longer than they need be, rather than late.
    private static let many = 200

    /// What it is measured in is what it is shown in, on most screens by one that is as wide.
    private static let font = "Arial"

    /// The title, and smaller under it what else is to be said.
    private var heading: String {
        let version = "version \(version)" + (part.map { ", \($0)" } ?? "")
        let rest = ([version] + notes.dropFirst(part == nil ? 0 : 1)).flatMap { Self.wrapped($0, to: 80) }
        func lines(_ texts: [String], _ size: Int) -> String {
            "<FONT POINT-SIZE=\"\(size)\">\(texts.map { MessageTemplate.escaped($0) }.joined(separator: "<BR/>"))</FONT>"
        }
        return "<\(lines(Self.wrapped(title, to: 48), 16))<BR/>\(lines(rest, 10))>"
    }

    // MARK: Boxes

    private func dot(of box: Box, _ labels: [String: [String]], indent: String) -> [String] {
        let facts = shownFacts(of: box)
        let hasOwnFacts = box.kind == .regions || box.inside.isEmpty
        let label = "label=\(quoted(box.shownTitle, hasOwnFacts ? facts : []))"
        let tooltip = "tooltip=\(quoted(box.title))"
        let mark = overlay?.boxes[box.path]?.kind
        guard !box.inside.isEmpty else {
            let attributes = [label, tooltip] + box.shape(mark)
            return ["\(indent)\(quoted(box.path)) [\(attributes.joined(separator: ", "))]"]
        }
        let inner = indent + "  "
        let attributes = [label, "labeljust=l", "fontsize=12"] + box.border(mark) + [tooltip]
        var lines = [
            "\(indent)subgraph \(quoted("cluster_\(box.path)")) {", inner + attributes.joined(separator: "; "),
        ]
        for inside in box.inside { lines += dot(of: inside, labels, indent: inner) }
        if !facts.isEmpty, !hasOwnFacts {
            // A node, because lines lead in past it: they go around nodes, and through the titles of clusters.
            let name = quoted("(facts) \(box.path)")
            lines.append("\(inner)\(name) [label=\(quoted([], facts)), shape=plaintext, margin=\"0.02,0\"]")
            lines.append("\(inner)\(name) -> \(quoted(box.anchor.path)) [style=invis]")
        }
        lines += rows(in: box).map { inner + $0 }
        lines += (labels[box.path] ?? []).map { inner + $0 }
        return lines + ["\(indent)}"]
    }

    /// What stands side by side in rows where there is much of it: lines that are not drawn keep the rows apart.
    private func rows(in box: Box) -> [String] {
        let isRegions = box.kind == .regions
        let parts = isRegions ? box.inside : box.inside.filter(\.isEnd)
        let inRow = isRegions ? 3 : 4
        return parts.indices.dropFirst(inRow).flatMap { place in
            parts[place - inRow].andInside.filter(\.inside.isEmpty).map { above in
                "\(quoted(above.path)) -> \(quoted(parts[place].anchor.path)) [style=invis]"
            }
        }
    }

    // MARK: Ways

    /// In a large picture ways say what they are called and who takes them: the outline says on what.
    private var saysConditions: Bool { arrows.count <= Self.mostWithConditions }
    private static let mostWithConditions = 20

    private func label(of arrow: Arrow) -> String {
        let words = shownWords(of: arrow, withConditions: saysConditions).flatMap { Self.wrapped($0, to: 40) }
        return "\(quoted(arrow.id)) [label=\(quoted(words.joined(separator: "\n"))), shape=plaintext, fontsize=9, "
            + "margin=\"0.04,0.02\", height=0.2]"
    }

    private func dot(of arrow: Arrow, _ boxes: [String: Box]) -> [String] {
        let targets = arrow.to.compactMap { boxes[$0] }
        guard !targets.isEmpty else { return [] }
        let line = arrow.line(overlay?.arrows[arrow.id]?.kind)
        let source = boxes[arrow.from]
        var tail = ["dir=none"] + line.filter { !$0.hasPrefix("arrowhead") }
        if let source, !source.inside.isEmpty, !targets.contains(where: { source.isAround($0) }) {
            tail.append("ltail=\(quoted("cluster_\(source.path)"))")
        }
        let start = quoted(source?.anchor.path ?? "(anywhere)")
        return ["  \(start) -> \(quoted(arrow.id)) [\(tail.joined(separator: ", "))]"]
            + targets.map { "  \(quoted(arrow.id)) -> \(end(at: $0, from: source, line))" }
    }

    private func end(at target: Box, from source: Box?, _ line: [String]) -> String {
        var attributes = line
        // From inside there is no border to come to.
        if !target.inside.isEmpty, source.map({ !target.isAround($0) }) ?? true {
            attributes.append("lhead=\(quoted("cluster_\(target.path)"))")
        }
        return quoted(target.anchor.path) + (attributes.isEmpty ? "" : " [\(attributes.joined(separator: ", "))]")
    }

    /// A string of DOT: nothing in it is markup, an escape or an end.
    private func quoted(_ text: String) -> String { "\"\(Self.escaped(text))\"" }

    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { written, scalar in
            switch scalar {
            case "\"": written += "\\\""
            case "\\": written += "\\\\"
            case "&": written += "&amp;"
            case "\n": written += "\\n"
            default: written.unicodeScalars.append(scalar)
            }
        }
    }

    /// A title in the middle, and what else is said at the left.
    private func quoted(_ title: [String], _ facts: [String]) -> String {
        let lines = title.map { Self.escaped($0) + "\\n" } + facts.map { Self.escaped($0) + "\\l" }
        return "\"\(lines.joined())\""
    }
}

extension Picture.Box {
    /// The innermost box that stands for it where an edge needs one.
    fileprivate var anchor: Picture.Box { inside.first { $0.isFirst }?.anchor ?? inside.first?.anchor ?? self }

    fileprivate var isEnd: Bool { if case .end = kind { true } else { false } }

    /// Whether another is this one, or inside it.
    fileprivate func isAround(_ other: Picture.Box) -> Bool {
        other.path == path || other.path.hasPrefix("\(path).")
    }

    fileprivate func shape(_ mark: Overlay.Mark.Kind?) -> [String] {
        let own: [String] =
            switch kind {
            case .end: ["style=\"bold\"", "peripheries=2"]
            case .done: ["peripheries=2"]
            case .history: ["shape=oval"]
            case .elsewhere: ["style=\"rounded,dashed\""]
            case .state, .group, .regions: []
            }
        guard mark == .gone else { return own + [mark?.weight].compactMap { $0 } }
        return own.filter { !$0.hasPrefix("style") } + ["style=\"rounded,dotted\""]
    }

    fileprivate func border(_ mark: Overlay.Mark.Kind?) -> [String] {
        guard mark != .gone else { return ["style=\"rounded,dotted\""] }
        let style =
            switch kind {
            case .regions: "dashed"
            case .state, .group, .history, .end, .done, .elsewhere: "rounded"
            }
        return ["style=\(style)"] + [mark?.weight].compactMap { $0 }
    }
}

extension Picture.Arrow {
    /// The innermost box around all that it touches, among those that have something inside; empty for none.
    fileprivate func container(among groups: Set<String>) -> String {
        let around = ([from] + to).map { path -> [Substring] in
            let names = path.split(separator: ".")
            return groups.contains(path) ? names : Array(names.dropLast())
        }
        let shared = around.dropFirst().reduce(around[0]) { shared, names in
            Array(shared.prefix(zip(shared, names).prefix { $0 == $1 }.count))
        }
        return (0...shared.count).reversed().lazy.map { shared.prefix($0).joined(separator: ".") }
            .first { groups.contains($0) } ?? ""
    }

    fileprivate func line(_ mark: Overlay.Mark.Kind?) -> [String] {
        let own: [String] =
            switch kind {
            case .decision: ["style=bold"]
            case .time, .automatic: ["style=dashed"]
            case .refused: ["style=dotted", "arrowhead=tee"]
            case .event: isSafety ? ["penwidth=2", "arrowhead=normalnormal"] : []
            }
        guard let mark else { return own }
        return mark == .gone
            ? ["style=dotted", "arrowhead=open"] : own.filter { !$0.hasPrefix("penwidth") } + ["penwidth=4"]
    }
}

extension Overlay.Mark.Kind {
    /// How thick a line is that is marked so.
    fileprivate var weight: String {
        switch self {
        case .here: "penwidth=5"
        case .passed, .occupied, .added, .changed: "penwidth=2.5"
        case .gone: "penwidth=1"
        }
    }
}
