extension Picture {
    /// For Graphviz: boxes are clusters, ways are edges between them, and what a way says stands on it.
    package var dot: String {
        var lines = [
            "digraph pathway {",
            "  graph [label=\(quoted(head.flatMap { Self.wrapped($0, to: 64) }.joined(separator: "\n"))), labelloc=t, fontname=\"sans-serif\", fontsize=16, "
                + "compound=true, newrank=true, nodesep=0.4, ranksep=0.6]",
            "  node [shape=box, style=rounded, fontname=\"sans-serif\", fontsize=11, margin=\"0.15,0.08\"]",
            "  edge [fontname=\"sans-serif\", fontsize=9]",
        ]
        for box in boxes { lines += dot(of: box, indent: "  ") }
        let anchors = Dictionary(uniqueKeysWithValues: allBoxes.map { ($0.path, $0) })
        if leadsFromAnywhere {
            lines.append("  \(quoted("(anywhere)")) [label=\"from anywhere\", shape=plaintext]")
        }
        if let first = boxes.first(where: \.isFirst) {
            lines.append(
                "  \(quoted("(begin)")) [label=\"\", xlabel=\"begins\", shape=circle, style=filled, fillcolor=black, width=0.15]"
            )
            lines.append("  \(quoted("(begin)")) -> \(edge(to: first))")
        }
        for arrow in arrows { lines += dot(of: arrow, anchors) }
        return (lines + ["}"]).joined(separator: "\n") + "\n"
    }

    // MARK: Boxes

    private func dot(of box: Box, indent: String) -> [String] {
        let label = "label=\(quoted(box.shownTitle, shownFacts(of: box)))"
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
        for inside in box.inside { lines += dot(of: inside, indent: inner) }
        return lines + ["\(indent)}"]
    }

    // MARK: Ways

    /// In a large picture ways say what they are called and who takes them: the outline says on what.
    private var saysConditions: Bool { arrows.count <= Self.mostWithConditions }
    private static let mostWithConditions = 20

    private func dot(of arrow: Arrow, _ boxes: [String: Box]) -> [String] {
        guard !arrow.to.isEmpty else { return [] }
        let label = shownWords(of: arrow, withConditions: saysConditions)
            .flatMap { Self.wrapped($0, to: 32) }.joined(separator: "\n")
        let line = arrow.line(overlay?.arrows[arrow.id]?.kind)
        return arrow.to.compactMap { target -> String? in
            guard let target = boxes[target] else { return nil }
            guard let source = boxes[arrow.from] else {
                return "  \(quoted("(anywhere)")) -> \(edge(to: target, label, line))"
            }
            var tail: [String] = []
            if !source.inside.isEmpty, source.path != target.path, !target.path.hasPrefix("\(source.path).") {
                tail = ["ltail=\(quoted("cluster_\(source.path)"))"]
            }
            return "  \(quoted(source.anchor.path)) -> \(edge(to: target, from: source, label, line, tail))"
        }
    }

    private func edge(
        to target: Box, from source: Box? = nil, _ label: String = "", _ line: [String] = [], _ more: [String] = []
    ) -> String {
        var attributes = more
        // From inside there is no border to come to.
        let isInside = source.map { $0.path.hasPrefix("\(target.path).") || $0.path == target.path } ?? false
        if !target.inside.isEmpty, !isInside { attributes.append("lhead=\(quoted("cluster_\(target.path)"))") }
        if !label.isEmpty { attributes.append("label=\(quoted(label))") }
        attributes += line
        return "\(quoted(target.anchor.path)) [\(attributes.joined(separator: ", "))]"
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

    fileprivate func shape(_ mark: Overlay.Mark.Kind?) -> [String] {
        let own: [String] =
            switch kind {
            case .end: ["style=\"bold\"", "peripheries=2"]
            case .done: ["peripheries=2"]
            case .history: ["shape=oval"]
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
            case .state, .group, .history, .end, .done: "rounded"
            }
        return ["style=\(style)"] + [mark?.weight].compactMap { $0 }
    }
}

extension Picture.Arrow {
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
