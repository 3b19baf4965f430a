/// An author's mistake, or something an author should look at.
package struct Diagnostic: Error, Hashable, Sendable {
    package enum Severity: String, Hashable, Sendable {
        case error
        case warning
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

/// A stable code of a diagnostic; `stepwell explain` has a page for each.
package struct DiagnosticCode: Hashable, Sendable {
    /// `SW201`
    package let id: String
    package let severity: Diagnostic.Severity
    /// What the rule is, in a few words.
    package let title: String
    /// Why it is a rule and how to mend it, with a bad and a good example, in Markdown.
    package let page: String

    package init(id: String, severity: Diagnostic.Severity, title: String, page: String) {
        self.id = id
        self.severity = severity
        self.title = title
        self.page = page
    }

    package static func == (left: Self, right: Self) -> Bool { left.id == right.id }

    package func hash(into hasher: inout Hasher) { hasher.combine(id) }
}
