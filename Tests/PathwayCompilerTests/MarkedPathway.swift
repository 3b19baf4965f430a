import PathwayCompiler
import PathwayModel
import Testing

/// A pathway's text in which `«` and `»` stand around each place where a diagnostic is expected.
struct MarkedPathway {
    let text: String
    /// Line and column of each mark's beginning and end.
    let marks: [SourceSpan]

    init(_ marked: String, file: String = "test.yaml") {
        var text = ""
        var line = 1
        var column = 1
        var start: SourceSpan.Position?
        var marks: [SourceSpan] = []
        for scalar in marked.unicodeScalars {
            switch scalar {
            case "«": start = .init(line: line, column: column)
            case "»":
                let end = SourceSpan.Position(line: line, column: column)
                marks.append(SourceSpan(file: file, start: start ?? end, end: end))
            case "\n":
                text.unicodeScalars.append(scalar)
                line += 1
                column = 1
            default:
                text.unicodeScalars.append(scalar)
                column += 1
            }
        }
        self.text = text
        self.marks = marks
    }

    func compile(files: [String: String] = [:], rules: [RuleSignature] = []) -> Compilation<Pathway> {
        let main = Array(text.utf8)
        return PathwayCompiler(rules: rules, channels: ["console", "file"]) { path in
            path == "test.yaml" ? main : files[path].map { Array($0.utf8) }
        }.compile("test.yaml")
    }

    /// Expects exactly these codes, each at its mark, in order.
    func expect(
        _ codes: [String], files: [String: String] = [:], rules: [RuleSignature] = [],
        sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) {
        let found = compile(files: files, rules: rules).diagnostics
        #expect(found.map(\.code.id) == codes, "\(found.map(\.message))", sourceLocation: sourceLocation)
        guard found.count == marks.count else {
            Issue.record("\(marks.count) marks, \(found.count) diagnostics", sourceLocation: sourceLocation)
            return
        }
        for (diagnostic, mark) in zip(found, marks) {
            #expect(
                diagnostic.span == mark, "\(diagnostic.code.id) \(diagnostic.message)", sourceLocation: sourceLocation)
        }
    }
}
