import Foundation
import PathwayCompiler
import PathwayModel

/// Diagnostics of several files, for a terminal or for a program.
struct DiagnosticPrinter {
    /// How many of one file are printed: each shows its line, and a file may be nothing but mistakes.
    private static let most = 100

    private(set) var errors = 0
    private(set) var warnings = 0
    private(set) var entries: [JSON] = []
    let isJSON: Bool

    init(isJSON: Bool) { self.isJSON = isJSON }

    /// Prints what is wrong to standard error, or keeps it for the JSON.
    mutating func add(_ diagnostics: [Diagnostic], in folder: PathwayFolder, files: [String: [UInt8]]) {
        for (place, diagnostic) in diagnostics.enumerated() {
            if diagnostic.severity == .error { errors += 1 } else { warnings += 1 }
            if isJSON {
                entries.append(Self.json(diagnostic, folder))
            } else if place < Self.most {
                let text = DiagnosticRenderer.render(
                    diagnostic, source: files[diagnostic.span.file], color: Output.colors(STDERR_FILENO),
                    pathPrefix: folder.prefix)
                Output.note(text)
            }
        }
        if !isJSON, diagnostics.count > Self.most {
            Output.note("\(diagnostics.count - Self.most) more are not shown")
        }
    }

    private static func json(_ diagnostic: Diagnostic, _ folder: PathwayFolder) -> JSON {
        func place(_ span: SourceSpan) -> [(String, JSON)] {
            [
                ("file", .string(folder.prefix + span.file)), ("line", .int(Int64(span.start.line))),
                ("column", .int(Int64(span.start.column))), ("end_line", .int(Int64(span.end.line))),
                ("end_column", .int(Int64(span.end.column))),
            ]
        }
        func object(_ members: [(String, JSON)]) -> JSON { .object(members.map { JSON.Member($0.0, $0.1) }) }
        let notes = diagnostic.notes.map { note in object([("message", .string(note.message))] + place(note.span)) }
        return object(
            [
                ("code", .string(diagnostic.code.id)), ("severity", .string(diagnostic.severity.rawValue)),
                ("message", .string(diagnostic.message)),
            ] + place(diagnostic.span) + [("hint", JSON(diagnostic.hint)), ("notes", .array(notes))])
    }
}
