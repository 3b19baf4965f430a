import PathwayModel

/// Texts without quotes that a comma inside brackets ends in the middle of their parentheses: `{is: max(a, b) > 9}`.
struct CutTexts {
    /// What was put together so far, by where it begins, with the place of its diagnostic.
    private var texts: [SourceSpan.Position: (text: String, diagnostic: Int)] = [:]

    /// Whether the comma between two texts cut one.
    func isCut(_ first: YAMLNode, before second: YAMLNode) -> Bool {
        guard second.isPlain, let text = text(of: first) else { return false }
        return text.utf8.reduce(0) { $0 + ($1 == UInt8(ascii: "(") ? 1 : $1 == UInt8(ascii: ")") ? -1 : 0) } > 0
    }

    /// A plain text, or what was put together of such; nil for others.
    private func text(of node: YAMLNode) -> String? {
        if node.isPlain { return node.text }
        return node.isRefused ? texts[node.span.start]?.text : nil
    }

    /// What the author meant as one text. It is refused, with one diagnostic however many commas it has.
    mutating func join(_ first: YAMLNode, _ second: YAMLNode, _ diagnostics: inout [Diagnostic]) -> YAMLNode {
        let text = "\(text(of: first) ?? ""), \(second.text ?? "")"
        let span = SourceSpan(file: first.span.file, start: first.span.start, end: second.span.end)
        let quoted = text.contains("'") ? "\"\(text)\"" : "'\(text)'"
        let found = Diagnostic(
            .commaCuts, "a comma ends the value inside brackets: put the whole expression in quotes", at: span,
            hint: "write \(quoted)")
        let place = texts[span.start]?.diagnostic ?? diagnostics.count
        if place < diagnostics.count { diagnostics[place] = found } else { diagnostics.append(found) }
        texts[span.start] = (text, place)
        return YAMLNode(.refused, span: span)
    }
}

extension YAMLNode {
    /// Whether nothing at all is written where a value might stand.
    var isNothing: Bool { isPlain && text == "" && span.start == span.end }
}
