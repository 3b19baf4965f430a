package import PathwayModel

extension DiagnosticCode {
    /// Every code there is, in order.
    package static let all: [DiagnosticCode] =
        yamlCodes + formCodes + nameCodes + expressionCodes + structureCodes + warningCodes + courseCodes + useCodes
        + clinicCodes + obligationCodes + messageCodes + adviceCodes

    private static let byID = Dictionary(all.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })

    /// The code with this id, in any case of its letters.
    package static func named(_ id: String) -> DiagnosticCode? { byID[id.uppercased()] }

    static func error(
        _ id: String, _ title: String, _ explanation: String, in frame: ExampleFrame, bad: DiagnosticExample,
        good: DiagnosticExample
    ) -> DiagnosticCode {
        DiagnosticCode(
            id: id, severity: .error, title: title, explanation: explanation, bad: bad.standing(in: frame),
            good: good.standing(in: frame))
    }

    static func advice(
        _ id: String, _ title: String, _ explanation: String, in frame: ExampleFrame, bad: DiagnosticExample,
        good: DiagnosticExample
    ) -> DiagnosticCode {
        DiagnosticCode(
            id: id, severity: .advice, title: title, explanation: explanation, bad: bad.standing(in: frame),
            good: good.standing(in: frame))
    }

    static func warning(
        _ id: String, _ title: String, _ explanation: String, in frame: ExampleFrame, bad: DiagnosticExample,
        good: DiagnosticExample
    ) -> DiagnosticCode {
        DiagnosticCode(
            id: id, severity: .warning, title: title, explanation: explanation, bad: bad.standing(in: frame),
            good: good.standing(in: frame))
    }
}
