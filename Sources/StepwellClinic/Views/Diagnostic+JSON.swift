package import PathwayModel

extension Diagnostic {
    /// As `--json` tells it.
    package func json(in folder: PathwayFolder) -> JSON {
        func position(_ span: SourceSpan) -> [JSON.Member] {
            [
                .init("file", .string(folder.prefix + span.file)), .init("line", JSON(span.start.line)),
                .init("column", JSON(span.start.column)), .init("end_line", JSON(span.end.line)),
                .init("end_column", JSON(span.end.column)),
            ]
        }
        let notes = notes.map { note in JSON.object([.init("message", .string(note.message))] + position(note.span)) }
        let what: [JSON.Member] = [
            .init("code", .string(code.id)), .init("severity", .string(severity.rawValue)),
            .init("message", .string(message)),
        ]
        return .object(what + position(span) + [.init("hint", JSON(hint)), .init("notes", .array(notes))])
    }
}
