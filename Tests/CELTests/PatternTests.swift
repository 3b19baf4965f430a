import CEL
import Testing

@Suite("Patterns")
struct PatternTests {
    @Test("a pattern matches any part of a text, over code points")
    func matching() throws {
        try expectBare("'mañana'.matches('^ma.ana$') && matches('xay', 'a') && !'b'.matches('a') && ''.matches('')")
        try expectBare("'a\\u0000b'.matches('\\u0000b$')")
    }

    @Test("what backtracks elsewhere takes linear time here")
    func linear() throws {
        let text = String(repeating: "a", count: 20_000) + "b"
        let pattern = String(repeating: "(a*)*", count: 20) + "$c"
        #expect(try evaluateBare("'\(text)'.matches(r'\(pattern)')") == .value(.bool(false)))
    }

    @Test("what is no pattern, or too large a one, is an error")
    func bad() throws {
        try expectBare(.invalidArgument, "'a'.matches('(')")
        try expectBare(.invalidArgument, "'a'.matches('(?=a)')")
        try expectBare(.invalidArgument, "'a'.matches('((a{100}){100}){100}')")
        try expectBare(.invalidArgument, "'a'.matches('\(String(repeating: "a", count: 1_001))')")
        try expectBare(.invalidArgument, "'a'.matches('a{900}a{900}a{900}a{900}a{900}a{900}')")
    }

    @Test("a search costs by its text and its program")
    func cost() throws {
        let limits = Limits(length: 16_384, depth: 64, evaluationCost: 1_000)
        let text = String(repeating: "a", count: 8_000)
        #expect(try evaluateBare("'\(text)'.matches('b')", limits: limits) == .value(.bool(false)))
        #expect(kind(try evaluateBare("'\(text)'.matches('b{1000}')", limits: limits)) == .costExceeded)
    }

    @Test("a guard's pattern is written out and checked when it is compiled")
    func guards() throws {
        let spanish = Clinic([.language: .string("es-MX")])
        #expect(try evaluate("language.matches(\"^es(-|$)\")", spanish) == .value(.bool(true)))
        #expect(try evaluate("matches(language, \"^en\")") == unknown(.language))
        expectIssue(.syntax, "language.matches(@\"e(\"@)")
        expectIssue(.syntax, "language.matches(@\"(a{1000}){1000}\"@)")
        expectIssue(.notAllowedHere, "language.matches(@language@)")
        expectIssue(.wrongType, "language.matches(@5@)")
    }

    @Test("many patterns in turn stay right", arguments: [1, 2])
    func many(round: Int) throws {
        for number in 0..<200 {
            try expectBare("'x\(number)y'.matches('^x\(number)y$') && !'x\(number)'.matches('^y\(number)$')")
        }
    }
}
