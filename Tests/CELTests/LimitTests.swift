import CEL
import Testing

@Suite("Limits and syntax")
struct LimitTests {
    @Test("long chains are wide and not deep")
    func chains() throws {
        func chain(_ part: String, _ sign: String, _ count: Int) -> String {
            Array(repeating: part, count: count).joined(separator: sign)
        }
        #expect(try evaluate(chain("1", "+", 1_000)) == .value(.int(1_000)))
        #expect(try evaluate(chain("1.0", "+", 1_000)) == .value(.double(1_000)))
        #expect(try evaluate(chain("1", "*", 1_000)) == .value(.int(1)))
        #expect(try evaluate(chain("true", "&&", 2_000)) == .value(.bool(true)))
        #expect(try evaluate(chain("false", "||", 2_000)) == .value(.bool(false)))
        #expect(try evaluate(chain("false ? 1 : ", "", 1_000) + "2") == .value(.int(2)))
    }

    @Test(
        "what nests too deep is refused before it can exhaust the stack",
        arguments: [
            String(repeating: "(", count: 10_000), String(repeating: "!", count: 10_000),
            String(repeating: "-", count: 10_000), String(repeating: "[", count: 10_000),
            String(repeating: "size(", count: 3_000), String(repeating: "true?", count: 3_000),
            "x" + String(repeating: "[0]", count: 3_000), "x" + String(repeating: ".a", count: 3_000),
            "x" + String(repeating: ".a()", count: 3_000), String(repeating: "1<", count: 3_000) + "1",
            String(repeating: "-(", count: 3_000), String(repeating: "{1:", count: 3_000),
        ])
    func depth(source: String) {
        let found = issues(source)
        #expect(found.count == 1)
        #expect(found.first?.code == (source.hasPrefix("true?") ? .syntax : .tooDeep))
    }

    @Test("parentheses may nest as deep as the limit says and no deeper")
    func exactDepth() {
        func nested(_ count: Int) -> String {
            String(repeating: "(", count: count) + "1" + String(repeating: ")", count: count)
        }
        #expect(issues(nested(63), expected: nil).isEmpty)
        #expect(issues(nested(64), expected: nil).map(\.code) == [.tooDeep])
    }

    @Test("a text may be as long as the limit says and no longer")
    func length() {
        let limits = Limits(length: 10, depth: 64, evaluationCost: 1_000)
        #expect(issues("123 == 123", limits: limits).isEmpty)
        #expect(issues("123 == 1234", limits: limits).map(\.code) == [.tooLong])
    }

    @Test("what may take too long is refused, and what does take too long ends")
    func cost() throws {
        let nested = "scores.all(a, scores.all(b, scores.all(c, scores.all(d, scores.all(e, a + b + c + d + e > 0)))))"
        #expect(issues(nested).map(\.code) == [.tooCostly])

        let clinic = Clinic([.scores: .list((0..<1_000).map { .int($0) }), .impaired: .bool(true)])
        for source in [
            "scores.all(a, scores.all(b, a + b >= 0))", "scores.exists(a, scores.exists(b, a + b < 0))",
            "scores.all(a, scores.filter(b, a != b).size() > 0)", "scores.map(a, scores + scores).size() > 0",
            "scores.all(a, scores == scores)", "true || scores.all(a, a in scores)",
        ] {
            let outcome = try evaluate(source, clinic)
            if source.hasPrefix("true") {
                #expect(outcome == .value(.bool(true)))
            } else {
                #expect(kind(outcome) == .costExceeded, "\(source)")
            }
        }
        let limits = Limits(length: 100, depth: 64, evaluationCost: 8)
        #expect(try evaluate("1 + 1 == 2", limits: limits) == .value(.bool(true)))
    }

    @Test("texts have all of CEL's escapes")
    func texts() throws {
        #expect(try evaluate(#"'\a\b\f\n\r\t\v\\\?\"\'\`'"#) == .value(.string("\u{7}\u{8}\u{C}\n\r\t\u{B}\\?\"'`")))
        #expect(try evaluate(#"'\x41\u00e9\U0001F600\101'"#) == .value(.string("Aé😀A")))
        #expect(try evaluate(#"r'\x41' + R"\n""#) == .value(.string(#"\x41\n"#)))
        #expect(try evaluate("'''a'b\n''c'''") == .value(.string("a'b\n''c")))
        #expect(try evaluate("1 // and the rest\n + 2") == .value(.int(3)))
        #expect(try evaluate(".5 + 1e2 + 1.5E-1 + 0x10") == .value(.double(116.65)))
    }

    @Test("what is no expression is one issue at its place")
    func syntax() {
        expectIssue(.syntax, "1 +@@")
        expectIssue(.syntax, "(1 + 2@@")
        expectIssue(.syntax, "1 @2@")
        expectIssue(.syntax, "impaired @=@ true", suggestions: ["=="])
        expectIssue(.syntax, "impaired @&@ true", suggestions: ["&&"])
        expectIssue(.syntax, "@\"abc@")
        expectIssue(.syntax, "'a@\\q@'")
        expectIssue(.syntax, "'@\\uD800@'")
        expectIssue(.syntax, "@while@ == 3")
        expectIssue(.syntax, "@9223372036854775808@ > 1")
        expectIssue(.syntax, "@3days@")
        expectIssue(.syntax, "a.@in@")
        expectIssue(.syntax, "@é@ == 3")
        expectIssue(.syntax, "scores.all(@1@, true)")
        expectIssue(.syntax, "@@")
        expectIssue(.syntax, "true ? true @?@ 1 : 2 : 3")
        expectIssue(.notAllowedHere, "@Message{@a: 1}")
    }

    @Test("of very many mistakes the first hundred are told")
    func manyIssues() {
        let source = Array(repeating: "phq9.totl > 3", count: 500).joined(separator: " && ")
        #expect(issues(source).count == 100)
    }
}
