/// A stable code of a diagnostic; `stepwell explain` has a page for each.
package struct DiagnosticCode: Hashable, Sendable, CustomStringConvertible {
    /// What every diagnostic of the code shares, kept once.
    private final class Entry: Sendable {
        let id: String
        let severity: Diagnostic.Severity
        let title: String
        let explanation: String
        let bad: DiagnosticExample
        let good: DiagnosticExample

        init(
            id: String, severity: Diagnostic.Severity, title: String, explanation: String, bad: DiagnosticExample,
            good: DiagnosticExample
        ) {
            (self.id, self.severity, self.title, self.explanation) = (id, severity, title, explanation)
            (self.bad, self.good) = (bad, good)
        }
    }

    private let entry: Entry

    /// `SW201`
    package var id: String { entry.id }
    package var severity: Diagnostic.Severity { entry.severity }
    /// The mistake in a few words.
    package var title: String { entry.title }
    /// Why it is one, and how to mend it, in Markdown.
    package var explanation: String { entry.explanation }
    package var bad: DiagnosticExample { entry.bad }
    package var good: DiagnosticExample { entry.good }

    package init(
        id: String, severity: Diagnostic.Severity, title: String, explanation: String, bad: DiagnosticExample,
        good: DiagnosticExample
    ) {
        entry = Entry(
            id: id, severity: severity, title: title, explanation: explanation, bad: bad, good: good)
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
