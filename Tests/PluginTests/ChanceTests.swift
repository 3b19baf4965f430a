import Foundation
import PathwayModel
import StepwellRuntime
import Testing

/// What `plugin check` finds of clocks and chance, by asking the same under other circumstances.
@Suite("plugin check, under two seeds and two dates")
struct ChanceTests {
    private static let cases = """
        cases:
          - {name: a case, rule: rule, facts: {today: 2026-01-05}, expect: met}
        """
    private static let hasFakeTime = ["x86_64", "aarch64"].contains {
        FileManager.default.fileExists(atPath: "/usr/lib/\($0)-linux-gnu/faketime/libfaketimeMT.so.1")
    }

    private func determinism(_ script: String) throws -> [String] {
        try Fixture.examined(script, cases: Self.cases).problems(of: "determinism")
    }

    @Test(
        "a rule that reads the date is caught at another one", .enabled(if: hasFakeTime),
        arguments: [
            "str(datetime.date.today())", "str(datetime.date.today().year)", "str(datetime.date.today().month > 6)",
            "str(datetime.datetime.now().hour)", "time.strftime('%A')",
        ])
    func clock(_ expression: String) throws {
        let script = "import datetime\ndef handle(id, params): reply(id, met(\(expression)))"
        #expect(try determinism(script) == ["a case: another answer when asked at another date"])
    }

    @Test("chance is caught by asking twice")
    func chance() throws {
        let script = "import random\ndef handle(id, params): reply(id, met(str(random.random())))"
        #expect(
            try determinism(script) == [
                "a case: another answer when asked twice, and when asked in another order, and when asked of a new process"
            ])
    }

    @Test("the order of a set of texts is caught by another seed")
    func sets() throws {
        let script = "def handle(id, params): reply(id, met(' '.join({'item %d' % n for n in range(20)})))"
        #expect(try determinism(script) == ["a case: another answer when asked with another hash seed"])
    }

    @Test("a rule that waits for no date, and sleeps, is sound at every date")
    func sound() throws {
        let script = "def handle(id, params):\n    time.sleep(0.01)\n    reply(id, met(params['facts']['today']))"
        let examination = try Fixture.examined(script, cases: Self.cases)
        #expect(examination.complaints == [])
        let said = "the same facts give the same verdict"
        let missing = "; two dates not tried: install libfaketime"
        #expect(examination.note(of: "determinism") == (Self.hasFakeTime ? said : said + missing))
    }

    @Test("a program that does not begin at another date is told of, and no mistake", .enabled(if: hasFakeTime))
    func preloaded() throws {
        let examination = try Fixture.examined("if 'LD_PRELOAD' in os.environ: sys.exit(3)", cases: Self.cases)
        #expect(examination.complaints == [])
        #expect(examination.note(of: "determinism").contains("not tried at another date: it does not begin then"))
    }
}
