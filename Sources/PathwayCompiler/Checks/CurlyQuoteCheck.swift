import PathwayModel

/// Texts that stand in curly quotes: to YAML these are letters, and part of the text.
enum CurlyQuoteCheck {
    private static let opening: Set<Character> = ["“", "„", "‘", "‚", "«", "”", "’"]
    private static let closing: Set<Character> = ["”", "“", "’", "‘", "»"]

    static func diagnostics(of pathway: CompiledPathway) -> [Diagnostic] {
        guard pathway.isWhole else { return [] }
        var found: [Diagnostic] = []
        for node in pathway.declared.nodes { look(at: node, &found) }
        // What stands in the pathway's own file stands in it twice.
        var known: Set<SourceSpan> = []
        return found.filter { known.insert($0.span).inserted }
    }

    private static func look(at node: YAMLNode, _ found: inout [Diagnostic]) {
        switch node.content {
        case .scalar(let text, .plain): look(at: text, node.span, &found)
        case .scalar, .refused: break
        case .sequence(let items): for item in items { look(at: item, &found) }
        case .mapping(let entries):
            for (key, value) in entries {
                look(at: key, &found)
                look(at: value, &found)
            }
        }
    }

    private static func look(at text: String, _ span: SourceSpan, _ found: inout [Diagnostic]) {
        // None of them is ASCII.
        guard text.utf8.first.map({ $0 >= 0x80 }) ?? false, let first = text.first, opening.contains(first) else {
            return
        }
        // One that quotes somebody and goes on is a sentence.
        guard !text.dropFirst().dropLast().contains(where: closing.contains) else { return }
        found.append(
            Diagnostic(
                .curlyQuotes, "the quotes \(first) … belong to the text here", at: span,
                hint: "write \" or ', or no quotes"))
    }
}
