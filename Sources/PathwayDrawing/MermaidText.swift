extension Picture {
    /// For Mermaid, as a state diagram: what many sites and editors show by themselves.
    package var mermaid: String {
        var names: [String: String] = [:]
        for (number, box) in allBoxes.enumerated() { names[box.path] = "s\(number + 1)" }
        var lines = ["stateDiagram-v2", "    accTitle: \(Self.inert("\(title), version \(version)"))"]
        if !notes.isEmpty {
            lines.append("    accDescr: \(notes.map { Self.inert($0) }.joined(separator: ". "))")
        }
        if let first = begin, let name = names[first.path] {
            lines.append("    [*] --> \(name)")
        }
        for box in boxes { lines += mermaid(of: box, names, indent: "    ") }
        if leadsFromAnywhere { lines.append("    state \"from anywhere\" as anywhere") }
        for arrow in arrows {
            let label = shownWords(of: arrow, withConditions: true).map { Self.inert($0) }.joined(separator: "<br/>")
            for target in arrow.to {
                guard let end = names[target] else { continue }
                lines.append("    \(names[arrow.from] ?? "anywhere") --> \(end): \(label)")
            }
        }
        return (lines + weights(names)).joined(separator: "\n") + "\n"
    }

    /// The lines around marked states, which Mermaid draws of those that have none inside.
    private func weights(_ names: [String: String]) -> [String] {
        let marked = allBoxes.filter { $0.inside.isEmpty }.compactMap { box in
            overlay?.boxes[box.path].flatMap { mark in names[box.path].map { (kind: mark.kind, name: $0) } }
        }
        return Overlay.Mark.Kind.allCases.flatMap { kind -> [String] in
            let of = marked.filter { $0.kind == kind }.map(\.name)
            guard !of.isEmpty else { return [] }
            return ["    classDef \(kind) \(kind.mermaid)", "    class \(of.joined(separator: ",")) \(kind)"]
        }
    }

    private func mermaid(of box: Box, _ names: [String: String], indent: String) -> [String] {
        guard let name = names[box.path] else { return [] }
        let title =
            (box.shownTitle + (box.inside.isEmpty ? shownFacts(of: box) : overlay?.boxes[box.path]?.shown ?? []))
            .map { Self.inert($0) }.joined(separator: "<br/>")
        var lines = ["\(indent)state \"\(title)\" as \(name)"]
        guard !box.inside.isEmpty else { return lines }
        lines.append("\(indent)state \(name) {")
        for (place, inside) in box.inside.enumerated() {
            if case .regions = box.kind, place > 0 { lines.append("\(indent)    --") }
            if inside.isFirst, let first = names[inside.path] { lines.append("\(indent)    [*] --> \(first)") }
            lines += mermaid(of: inside, names, indent: indent + "    ")
        }
        return lines + ["\(indent)}"]
    }

    /// A text in which nothing is of Mermaid's or of HTML's.
    private static func inert(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { written, scalar in
            let isPlain =
                scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                || " .,()=+-*/?!'_–→×§".unicodeScalars.contains(scalar)
            written += isPlain ? String(scalar) : "#\(scalar.value);"
        }
    }
}

extension Overlay.Mark.Kind {
    fileprivate var mermaid: String {
        switch self {
        case .here: "stroke-width:5px"
        case .passed, .occupied, .added, .changed: "stroke-width:3px"
        case .gone: "stroke-dasharray:2"
        }
    }
}
