/// A stable code of a diagnostic; `stepwell explain` has a page for each.
package struct DiagnosticCode: Hashable, Sendable, CustomStringConvertible {
    /// `SW201`
    package let id: String
    package let severity: Diagnostic.Severity
    /// The mistake in a few words.
    package let title: String
    /// Why it is one, and how to mend it, in Markdown.
    package let explanation: String
    package let bad: DiagnosticExample
    package let good: DiagnosticExample

    package init(
        id: String, severity: Diagnostic.Severity, title: String, explanation: String, bad: DiagnosticExample,
        good: DiagnosticExample
    ) {
        self.id = id
        self.severity = severity
        self.title = title
        self.explanation = explanation
        self.bad = bad
        self.good = good
    }

    /// All of it as one page in Markdown.
    package var page: String {
        """
        # \(id): \(title)

        \(explanation)

        Wrong:

        ```yaml
        \(bad.text)
        ```

        Right:

        ```yaml
        \(good.text)
        ```
        """
    }

    package static func == (left: Self, right: Self) -> Bool { left.id == right.id }

    package var description: String { id }

    package func hash(into hasher: inout Hasher) { hasher.combine(id) }
}
