/// A mistake in an expression.
public struct Issue: Error, Hashable, Sendable {
    public enum Code: String, Hashable, Sendable, CaseIterable {
        case syntax, tooLong, tooDeep, tooCostly
        case unknownName, unknownFunction, unknownField, unknownLiteral
        case wrongType, neverTrue, notAllowedHere
        /// Never true within bounds that may be widened: worth a word, and no mistake by itself.
        case neverTrueWithinBounds
        /// A number in percent beside a fraction: possible, and hardly meant.
        case fractionOfPercent
    }

    /// Whether the expression can be run all the same.
    package var isRemark: Bool {
        switch code {
        case .neverTrueWithinBounds, .fractionOfPercent: true
        case .syntax, .tooLong, .tooDeep, .tooCostly, .unknownName, .unknownFunction, .unknownField, .unknownLiteral,
            .wrongType, .neverTrue, .notAllowedHere:
            false
        }
    }

    public let code: Code
    /// A sentence that stands alone, without a final stop.
    public let message: String
    /// UTF-8 offsets into the expression.
    public let range: Range<Int>
    /// Names that were probably meant, the nearest first.
    public let suggestions: [String]

    public init(_ code: Code, _ message: String, at range: Range<Int>, suggestions: [String] = []) {
        self.code = code
        self.message = message
        self.range = range
        self.suggestions = suggestions
    }
}
