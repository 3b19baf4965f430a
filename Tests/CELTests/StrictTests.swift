import CEL
import Testing

@Suite("What guards refuse")
struct StrictTests {
    @Test("a name that is not declared is one issue, with what was probably meant")
    func names() {
        expectIssue(.unknownName, "@phq9.totl@ >= 5", suggestions: ["phq9.total"])
        expectIssue(.unknownName, "@phq9.totl@ * 2 + 1 >= 5 && impaired", suggestions: ["phq9.total"])
        expectIssue(.unknownName, "@phq9@ > 3", suggestions: ["phq9.item9", "phq9.results", "phq9.total"])
        expectIssue(.unknownName, "@nothing.like.it@ == 3", suggestions: [])
        expectIssue(.unknownName, "!@impared@", suggestions: ["impaired"])
        expectIssue(.unknownName, "@fresh@ && impaired")
        expectIssue(.unknownField, "record.@totl@ > 1", suggestions: ["total"])
        expectIssue(.unknownField, "attendance.last(10).@rat@ > 0.5", suggestions: ["rate"])
        expectIssue(.unknownField, "phq9.total.@high@ == 1")
        expectIssue(.unknownField, "phq9.results.@total@ == 1")
        expectIssue(.unknownName, "phq9.results.exists(r, @q.total@ > 1)")
    }

    @Test("a function that is not declared is one issue, at its whole name")
    func functions() {
        expectIssue(.unknownFunction, "@attendance.lst@(10).rate > 0.5", suggestions: ["attendance.last"])
        expectIssue(.unknownFunction, "@frsh@(phq9)", suggestions: ["fresh"])
        expectIssue(.unknownFunction, "attendance.last(10).@lest@(5).rate > 0.5", suggestions: ["last"])
        expectIssue(.unknownFunction, "@impaired@()", suggestions: ["impaired"])
        expectIssue(.unknownName, "@nobody@.last(3) == 1")
        expectIssue(.unknownFunction, "scores.@dates@().size() > 1")
        expectIssue(.wrongType, "@fresh(phq9, days(3), 1)@")
        expectIssue(.wrongType, "fresh(phq9, @30@)")
        expectIssue(.wrongType, "attendance.last(@\"x\"@).rate > 0.5")
    }

    @Test("references and literals must be names and texts that are declared")
    func constants() {
        expectIssue(.unknownName, "fresh(@phq8@)", suggestions: ["phq9"])
        expectIssue(.unknownName, "fresh(@phq9.total@)", suggestions: ["phq9"])
        expectIssue(.wrongType, "fresh(@3@)")
        expectIssue(.unknownLiteral, "active(@\"iop_6\"@)", suggestions: ["iop_5"])
        expectIssue(.unknownLiteral, "!active(@\"iop_6\"@) || impaired", suggestions: ["iop_5"])
        expectIssue(.notAllowedHere, "active(@language@)")
        expectIssue(.wrongType, "active(@5@)")
    }

    @Test("null, bytes, unsigned integers, has and what needs them are not used")
    func notAllowed() {
        expectIssue(.notAllowedHere, "phq9.total == @null@")
        expectIssue(.notAllowedHere, "phq9.total == @3u@")
        expectIssue(.notAllowedHere, "language == @b\"x\"@")
        expectIssue(.notAllowedHere, "@has(record.total)@", suggestions: ["known(record.total)"])
        expectIssue(.unknownFunction, "language.@format@([1]) == \"\"")
        expectIssue(.unknownName, "@optional@.of(1) == 1")
        expectIssue(.unknownFunction, "@dyn@(1) == 1")
    }

    @Test("values of different types do not compare, with a hint where one is known")
    func comparisons() {
        expectIssue(.wrongType, "@phq9.total == \"3\"@")
        expectIssue(.wrongType, "@phq9.total in [\"3\"]@")
        expectIssue(.wrongType, "@today > 3@")
        expectIssue(.wrongType, "@today > \"2026-01-31\"@", suggestions: ["date(\"2026-01-31\")"])
        expectIssue(.wrongType, "@now > today@")
        expectIssue(.wrongType, "@impaired < true@")
        expectIssue(.wrongType, "@days(3) < days(4)@")
        expectIssue(.wrongType, "phq9.total in @language@")
        expectIssue(.wrongType, "[1, @\"a\"@].size() > 0")
        expectIssue(.wrongType, "[1, @2.5 > 1.0@].size() > 0")
        expectIssue(.wrongType, "@phq9.total@ && impaired")
        expectIssue(.wrongType, "!@phq9.total@")
        expectIssue(.wrongType, "@phq9.total@ ? true : false")
        expectIssue(.wrongType, "impaired ? 1 : @\"a\"@")
        expectIssue(.wrongType, "@phq9.total + 1@", expected: .bool)
        expectIssue(.wrongType, "@1 < 2 < 3@")
    }

    @Test("integers and numbers mix in comparisons and where the integer is written out, nowhere else")
    func numbers() throws {
        #expect(issues("weight > phq9.total && phq9.total <= weight && weight == 3 && weight != phq9.total").isEmpty)
        #expect(issues("weight * 2 + 1 > 3 && 1 + 2 + weight > 0 && -1 + weight < 4").isEmpty)
        #expect(issues("weight in [1, 2] && share(3) > 1 && min(1, weight) < max(weight, 2)").isEmpty)
        #expect(issues("(impaired ? 1 : 0) < weight", expected: .bool).isEmpty)
        #expect(issues("impaired ? 1 : 2.5", expected: .double).isEmpty)
        #expect(issues("3", expected: .double).isEmpty)
        expectIssue(.wrongType, "@attended * weight@ > 3.0", suggestions: ["double(attended)"])
        expectIssue(.wrongType, "@weight + attended@ > 3.0", suggestions: ["double(attended)"])
        expectIssue(.wrongType, "@attended@", expected: .double)
        #expect(try evaluate("9007199254740993 > share(9007199254740992.0)") == .value(.bool(true)))
    }

    @Test("a quotient of integers does not meet a fraction")
    func quotients() {
        let fix = ["double(attended) / double(scheduled)"]
        expectIssue(.wrongType, "@attended / scheduled@ >= 0.8", suggestions: fix)
        expectIssue(.wrongType, "0.8 <= @attended / scheduled@", suggestions: fix)
        expectIssue(.wrongType, "@attended / scheduled@ * 100.0 > 80.0", suggestions: fix)
        expectIssue(.wrongType, "weight > @(attended / scheduled) * 100@")
        expectIssue(.wrongType, "@attended / scheduled@", suggestions: fix, expected: .double)
        expectIssue(.wrongType, "@attended / scheduled@ in [0.5, 1.0]", suggestions: fix)
        #expect(issues("attended / scheduled >= 1 && attended * 4 >= scheduled * 3").isEmpty)
        #expect(issues("double(attended) / double(scheduled) >= 0.8").isEmpty)
    }

    @Test("a comparison whose answer is known is an issue at the literal")
    func domains() {
        expectIssue(.neverTrue, "cssrs.level == @\"hihg\"@", suggestions: ["high"])
        expectIssue(.neverTrue, "@\"severe\"@ != cssrs.level", suggestions: [])
        expectIssue(.neverTrue, "cssrs.level in [\"none\", @\"lo\"@]", suggestions: ["low"])
        expectIssue(.neverTrue, "phq9.item9 >= @5@")
        expectIssue(.neverTrue, "phq9.item9 == @9@")
        expectIssue(.neverTrue, "phq9.item9 >= @-1@")
        expectIssue(.neverTrue, "@-1@ < phq9.item9")
        expectIssue(.neverTrue, "phq9.item9 in [1, @4@]")
        expectIssue(.neverTrue, "phq9.results.exists(r, r.level == @\"low\"@)")
        expectIssue(.neverTrue, "phq9.item9 < @-1.0@")
        expectIssue(.neverTrue, "phq9.item9 > @3@")
        expectIssue(.neverTrue, "@0@ > phq9.item9")
        #expect(issues("phq9.item9 >= 3 && phq9.item9 < 3 && phq9.item9 != 0 && phq9.item9 > 0").isEmpty)
    }

    @Test("every mistake of a text is told, in order of place")
    func several() {
        let found = issues("phq9.totl > 3 && cssrs.level == \"hi\" || frsh(phq9) || today > 3")
        #expect(found.map(\.code) == [.unknownName, .neverTrue, .unknownFunction, .wrongType])
        #expect(found.map(\.range.lowerBound) == found.map(\.range.lowerBound).sorted())
    }
}
