package import PathwayModel

extension DiagnosticCode {
    /// Every code there is, in order.
    package static let all: [DiagnosticCode] =
        yamlCodes + formCodes + nameCodes + expressionCodes + structureCodes + warningCodes + messageCodes

    private static let byID = Dictionary(all.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })

    /// The code with this id, in any case of its letters.
    package static func named(_ id: String) -> DiagnosticCode? { byID[id.uppercased()] }

    static func error(_ id: String, _ title: String, _ why: String, bad: String, good: String) -> DiagnosticCode {
        make(id, .error, title, why, bad: bad, good: good)
    }

    static func warning(_ id: String, _ title: String, _ why: String, bad: String, good: String) -> DiagnosticCode {
        make(id, .warning, title, why, bad: bad, good: good)
    }

    private static func make(
        _ id: String, _ severity: Diagnostic.Severity, _ title: String, _ why: String, bad: String, good: String
    ) -> DiagnosticCode {
        let page = """
            # \(id): \(title)

            \(why)

            Not so:

            ```yaml
            \(bad)
            ```

            So:

            ```yaml
            \(good)
            ```
            """
        return DiagnosticCode(id: id, severity: severity, title: title, page: page)
    }
}
