extension Picture {
    /// For Mermaid, as a state diagram: what many sites and editors show by themselves.
    package var mermaid: String {
        var names: [String: String] = [:]
        for (number, box) in allBoxes.enumerated() { names[box.path] = "s\(number + 1)" }
        var lines = ["stateDiagram-v2", "    accTitle: \(Self.inert("\(title), version \(version)"))"]
        if let first = boxes.first(where: \.isFirst), let name = names[first.path] {
            lines.append("    [*] --> \(name)")
        }
        for box in boxes { lines += mermaid(of: box, names, indent: "    ") }
        if leadsFromAnywhere { lines.append("    state \"from anywhere\" as anywhere") }
        for arrow in arrows {
            let label = (arrow.saidFirst + arrow.shownConditions).map { Self.inert($0) }.joined(separator: "<br/>")
            for target in arrow.to {
                guard let end = names[target] else { continue }
                lines.append("    \(names[arrow.from] ?? "anywhere") --> \(end): \(label)")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func mermaid(of box: Box, _ names: [String: String], indent: String) -> [String] {
        guard let name = names[box.path] else { return [] }
        let title = (box.shownTitle + (box.inside.isEmpty ? box.facts : []))
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
