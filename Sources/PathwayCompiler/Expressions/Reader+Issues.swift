import CEL
import PathwayModel

extension Reader {
    /// A mistake inside an expression, at its place in the file.
    mutating func report(_ issue: Issue, at span: SourceSpan) {
        let hint = Suggestions.hint(issue.suggestions.first.map { [$0] } ?? [])
        report(DiagnosticCode.of(issue.code), issue.message.asDiagnostic, at: span, hint: hint)
    }
}

extension DiagnosticCode {
    fileprivate static func of(_ code: Issue.Code) -> DiagnosticCode {
        switch code {
        case .syntax: .expressionSyntax
        case .tooLong: .expressionTooLong
        case .tooDeep: .expressionTooDeep
        case .tooCostly: .expressionTooCostly
        case .unknownName: .unknownName
        case .unknownFunction: .unknownFunction
        case .unknownField: .unknownMember
        case .unknownLiteral: .unknownLiteral
        case .wrongType: .wrongType
        case .neverTrue: .neverTrue
        case .neverTrueWithinBounds: .pastBounds
        case .fractionOfPercent: .fractionOfPercent
        case .notAllowedHere: .notAllowedHere
        }
    }
}

extension String {
    /// A sentence of the expression language's in the compiler's typography.
    fileprivate var asDiagnostic: String {
        let isWord = dropFirst().first.map { $0.isLowercase || $0 == " " } ?? false
        return isWord ? prefix(1).lowercased() + dropFirst() : self
    }
}
