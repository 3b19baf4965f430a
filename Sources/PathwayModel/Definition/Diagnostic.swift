/// An author's mistake, or something an author should look at.
package struct Diagnostic: Error, Hashable, Sendable {
    package enum Severity: String, Hashable, Sendable {
        case error
        case warning
        /// Worth a thought; often it is meant as it is.
        case advice
    }

    package struct Note: Hashable, Sendable {
        package var message: String
        package var span: SourceSpan

        package init(message: String, span: SourceSpan) {
            self.message = message
            self.span = span
        }
    }

    package var code: DiagnosticCode
    /// A sentence that stands alone, without a final stop.
    package var message: String
    package var span: SourceSpan
    /// What to write instead, said under the carets: `did you mean 'step_down'?`
    package var hint: String?
    package var notes: [Note]

    package init(
        _ code: DiagnosticCode, _ message: String, at span: SourceSpan, hint: String? = nil, notes: [Note] = []
    ) {
        self.code = code
        self.message = message
        self.span = span
        self.hint = hint
        self.notes = notes
    }

    package var severity: Severity { code.severity }
}
