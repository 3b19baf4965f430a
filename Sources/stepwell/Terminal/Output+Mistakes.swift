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
            note(
                DiagnosticRenderer.render(
                    diagnostic, source: mistakes.files[diagnostic.span.file], color: Paint.errors.isOn,
                    pathPrefix: mistakes.folder.prefix))
        }
        if diagnostics.count > mostMistakes { note("\(diagnostics.count - mostMistakes) more are not shown") }
    }
}
