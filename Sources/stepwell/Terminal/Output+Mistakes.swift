import PathwayCompiler
import PathwayModel
import StepwellClinic

extension Output {
    /// How many of one file are printed: each shows its line, and a file may be nothing but mistakes.
    private static let mostMistakes = 100

    /// Prints what is wrong with files to standard error.
    static func tell(_ mistakes: FileMistakes) {
        let diagnostics = mistakes.diagnostics
        for diagnostic in diagnostics.prefix(mostMistakes) {
            let source = mistakes.files[diagnostic.span.file]
            var diagnostic = diagnostic
            diagnostic.span.file = diagnostic.span.file.shownSafely
            diagnostic.message = diagnostic.message.shownSafely
            tell(
                DiagnosticRenderer.render(
                    diagnostic, source: source, color: Paint.errors.isOn,
                    pathPrefix: mistakes.folder.prefix))
        }
        if diagnostics.count > mostMistakes { note("\(diagnostics.count - mostMistakes) more are not shown") }
    }
}
