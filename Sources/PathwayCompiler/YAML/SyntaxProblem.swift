import CYAML
import PathwayModel

/// What libyaml found, in an author's words and at the place where the mistake lies.
struct SyntaxProblem {
    let source: UnsafeBufferPointer<UInt8>
    let file: String

    func diagnostic(of parser: yaml_parser_t) -> Diagnostic {
        let problem = parser.problem.map { String(cString: $0) } ?? "unexpected text"
        guard parser.error != YAML_READER_ERROR else {
            let place = TextPosition.position(ofByte: parser.problem_offset, in: source)
            return Diagnostic(
                .badCharacter, "the file has a character that is no readable text (\(problem))", at: span(place),
                hint: "save it as UTF-8, without control characters")
        }
        let context = parser.context.map { String(cString: $0) }
        let place = YAMLEvents.position(parser.problem_mark)
        if let cause = cause(of: problem, context ?? "", foundAt: place) { return cause }
        let notes = context.map { text in
            [Diagnostic.Note(message: text, span: span(YAMLEvents.position(parser.context_mark)))]
        }
        return Diagnostic(
            .yamlSyntax, "this is not YAML: \(problem)", at: span(place), hint: hint(of: problem, context ?? ""),
            notes: notes ?? [])
    }

    /// Where the mistake lies that the parser found at a place, if it is not there.
    private func cause(of problem: String, _ context: String, foundAt place: SourceSpan.Position) -> Diagnostic? {
        guard problem.contains("find expected") else { return nil }
        let lines = SourceLines(Array(source), upTo: place.line + Indentation.beyond)
        for line in max(1, place.line - 1)...place.line {
            guard let text = lines.texts(from: line, to: line).first else { continue }
            if let found = InvisibleCharacter.diagnostic(inLine: text, number: line, file: file) { return found }
        }
        guard context.contains("block") else { return nil }
        return Indentation.slip(in: lines, before: place.line)?.diagnostic(foundAt: place, file: file)
    }

    private func hint(of problem: String, _ context: String) -> String? {
        if context.contains("alias") || context.contains("anchor") || context.contains("tag") {
            return "put a text that begins with '*', '&' or '!' in quotes"
        }
        if problem.contains("mapping values are not allowed") {
            return "is the indentation right? A text with ': ' in it needs quotes"
        }
        if problem.contains("expected ',' or") {
            return "is the bracket closed? A text with '[', ']', '{', '}' or ',' in it needs quotes here"
        }
        if problem.contains("cannot start any token") {
            return "indent with spaces, not tabs; put a text that begins with '@', '`' or '%' in quotes"
        }
        return nil
    }

    private func span(_ start: SourceSpan.Position) -> SourceSpan {
        let end = SourceSpan.Position(line: start.line, column: start.column + 1)
        return SourceSpan(file: file, start: start, end: end)
    }
}
