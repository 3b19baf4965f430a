import CEL
import Testing

@Suite("Logic with unknowns and errors")
struct LogicTests {
    @Test("a decisive side wins over what is unknown and over an error, on either side")
    func decisive() throws {
        for (source, answer) in [
            ("false && impaired", false), ("impaired && false", false), ("true || impaired", true),
            ("impaired || true", true), ("1 / 0 == 1 && false", false), ("true || 1 / 0 == 1", true),
            ("1 / 0 == 1 || true", true), ("false && 1 / 0 == 1", false), ("impaired && 1 / 0 == 1 && false", false),
        ] {
            #expect(try evaluate(source) == .value(.bool(answer)), "\(source)")
        }
    }

    @Test("unknowns of all sides are collected and win over errors")
    func merging() throws {
        #expect(try evaluate("impaired && phq9.total > 3") == unknown(.phq9Total, .impaired))
        #expect(try evaluate("true && impaired") == unknown(.impaired))
        #expect(try evaluate("false || impaired || impaired") == unknown(.impaired))
        #expect(try evaluate("1 / 0 == 1 && impaired") == unknown(.impaired))
        #expect(try evaluate("impaired || 1 / 0 == 1") == unknown(.impaired))
        #expect(kind(try evaluate("true && 1 / 0 == 1")) == .divisionByZero)
    }

    @Test("other operators need all they are given")
    func strictOperators() throws {
        #expect(try evaluate("phq9.total + attended + scheduled > 3") == unknown(.phq9Total, .attended, .scheduled))
        #expect(try evaluate("phq9.total + 1 / 0 > attended") == unknown(.phq9Total, .attended))
        #expect(try evaluate("1 / 0 + phq9.total > 2") == unknown(.phq9Total))
        #expect(try evaluate("!impaired") == unknown(.impaired))
        #expect(try evaluate("share(weight) > 1.0") == unknown(.weight))
        #expect(try evaluate("language in [\"en\", \"es\"]") == unknown(.language))
        #expect(try evaluate("[phq9.total, attended] == [1, 2]") == unknown(.phq9Total, .attended))
    }

    @Test("a condition that is unknown makes the whole unknown, whatever the answers are")
    func conditional() throws {
        #expect(try evaluate("impaired ? 1 : 2") == unknown(.impaired))
        #expect(try evaluate("true ? 1 : phq9.total") == .value(.int(1)))
        #expect(try evaluate("false ? 1 : phq9.total") == unknown(.phq9Total))
        #expect(try evaluate("false ? 1 : false ? 2 : true ? 3 : 4") == .value(.int(3)))
        #expect(kind(try evaluate("1 / 0 == 1 ? 1 : 2")) == .divisionByZero)
    }

    @Test("all and exists follow && and ||")
    func quantifiers() throws {
        #expect(try evaluate("[1, 2].exists(x, x == 2 || impaired)") == .value(.bool(true)))
        #expect(try evaluate("[1, 3].exists(x, x == 2 || impaired)") == unknown(.impaired))
        #expect(try evaluate("[1, 3].all(x, x == 1 && impaired)") == .value(.bool(false)))
        #expect(try evaluate("[1, 0].exists(x, 4 / x == 4)") == .value(.bool(true)))
        #expect(kind(try evaluate("[2, 0].exists(x, 4 / x == 4)")) == .divisionByZero)
        #expect(try evaluate("[1].filter(x, impaired).size() > 0") == unknown(.impaired))
        #expect(try evaluate("[1].map(x, phq9.total + x) == [2]") == unknown(.phq9Total))
        #expect(try evaluate("[1].exists_one(x, impaired)") == unknown(.impaired))
        #expect(try evaluate("phq9.results.all(r, r.total > 1)") == unknown(.results))
    }
}
