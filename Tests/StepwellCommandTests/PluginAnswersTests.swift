import Foundation
import PathwayModel
import TestSupport
import Testing

/// What the answers of plugins, and their failures, do to cases, seen through the command.
@Suite("Answers of plugins")
struct PluginAnswersTests {
    private func clinic(_ folder: TemporaryFolder, _ pathway: String = OddPlugin.pathway) throws -> (Shell, OddPlugin) {
        let shell = try Shell.clinic(in: folder, ["asking": pathway])
        return (shell, OddPlugin(shell: shell))
    }

    private func ok(_ shell: Shell, _ words: String) throws -> String {
        let result = try shell.run(words)
        #expect(result.status == 0, "\(words): \(result.output)\(result.errors)")
        return result.output
    }

    private func moved(_ shell: Shell, _ words: String) throws -> Int {
        try shell.json(words)["cases"]?.array?.count ?? -1
    }

    private func incidents(_ shell: Shell) throws -> [String] {
        let rows = try shell.json("worklist")["tasks"]?.array ?? []
        return rows.filter { $0["task"] == "incident" || $0["name"] == "incident" }.compactMap { $0["patient"]?.string }
    }

    @Test("one case whose question ends the process keeps none of twenty others from being judged")
    func poison() throws {
        let folder = try TemporaryFolder()
        let (shell, plugin) = try clinic(folder)
        try plugin.install(
            """
            if facts["data"].get("poison"): os._exit(9)
            return verdict("met" if facts["today"] >= "2026-01-10" else "not_met", "it is " + facts["today"])
            """, reads: "[data, today]")
        for number in 0..<21 {
            _ = try ok(shell, "enroll asking --patient P-\(number) --at 2026-01-05T10:00:00Z")
        }
        // It fails when that is recorded, and on each of the days to come.
        _ = try ok(shell, "record P-7 poison=true --at 2026-01-05T11:00:00Z")
        _ = try ok(shell, "advance --all --at 2026-01-12T08:00:00Z")
        let cases = try shell.json("list")["cases"]?.array ?? []
        #expect(cases.count { $0["configuration"] == ["two"] } == 20)
        #expect(try incidents(shell) == ["P-7"])
        let listed = try shell.json("plugin list")["plugins"]?.array?.first { $0["name"] == "odd" }
        #expect(listed?["status"] == "ready")
    }

    @Test("after an upgrade that makes a waiting rule met, 'why' says so and the next 'advance' moves the case, once")
    func upgrade() throws {
        let folder = try TemporaryFolder()
        let (shell, plugin) = try clinic(folder)
        try plugin.install("return verdict('not_met', 'never')")
        for patient in ["P-1", "P-2", "P-3"] {
            _ = try ok(shell, "enroll asking --patient \(patient) --at 2026-01-05T10:00:00Z")
        }
        #expect(try moved(shell, "advance --all --at 2026-01-06T10:00:00Z") == 0)
        try plugin.install("return verdict('met', 'always')", version: "2.0.0")
        #expect(try ok(shell, "why P-1").contains("In two"))
        #expect(try ok(shell, "show P-1 --json").contains("\"two\""))
        #expect(try ok(shell, "advance P-1 --at 2026-01-06T10:00:00Z").contains("two"))
        #expect(try moved(shell, "advance --all --dry-run --at 2026-01-06T10:00:00Z") == 2)
        #expect(try moved(shell, "advance --all --at 2026-01-06T10:00:00Z") == 2)
        #expect(try moved(shell, "advance --all --at 2026-01-06T10:00:00Z") == 0)
        #expect(try ok(shell, "history P-2").contains("rule odd.rule (odd 2.0.0): met, always"))
        #expect(try shell.json("doctor")["ok"] == true)
    }

    @Test("what waits because a rule failed goes on after the plugin is mended, and 'doctor' finds nothing wrong")
    func mended() throws {
        let folder = try TemporaryFolder()
        let (shell, plugin) = try clinic(folder)
        try plugin.install("os._exit(9)")
        _ = try ok(shell, "enroll asking --patient P-1 --at 2026-01-05T10:00:00Z")
        #expect(try incidents(shell) == ["P-1"])
        #expect(try moved(shell, "advance --all --at 2026-01-05T10:05:00Z") == 0)
        #expect(try shell.json("doctor")["ok"] == true)
        try plugin.install("return verdict('met', 'at last')", version: "1.0.1")
        #expect(try moved(shell, "advance --all --at 2026-01-05T10:06:00Z") == 1)
    }

    @Test("a question that is not asked any more is asked after 'plugin retry', by the next pass")
    func retried() throws {
        let folder = try TemporaryFolder()
        let (shell, plugin) = try clinic(folder)
        // It cannot be mended from outside, so that being asked is seen in how it is answered.
        try plugin.install("os._exit(9)")
        _ = try ok(shell, "enroll asking --patient P-1 --at 2026-01-05T10:00:00Z")
        let why = { try self.ok(shell, "why P-1") }
        _ = try why()
        #expect(try why().contains("this question ended the plugin's process 2 times"))
        #expect(try shell.run("plugin retry odd").status == 0)
        #expect(try why().contains("it ended with exit status 9"))
    }

    @Test("a rule that gave no answer is asked again by itself, though nothing is due and the plugin is the same")
    func askedAgain() throws {
        let folder = try TemporaryFolder()
        let (shell, plugin) = try clinic(folder)
        try plugin.install(
            """
            if facts["now"] < "2026-01-05T15:10": os._exit(9)
            return verdict("met", "it is " + facts["now"])
            """, reads: "[now]")
        _ = try ok(shell, "enroll asking --patient P-1 --at 2026-01-05T15:00:00Z")
        #expect(try shell.json("doctor")["ok"] == true)
        #expect(try moved(shell, "advance --all --at 2026-01-05T15:20:00Z") == 1)
    }

    @Test("a verdict that may change by itself is looked at then, though nothing rests on it")
    func until() throws {
        let folder = try TemporaryFolder()
        let (shell, plugin) = try clinic(folder)
        try plugin.install(
            """
            if facts["now"] >= "2026-01-05T18:00": return verdict("met", "it is " + facts["now"])
            return verdict("not_met", "too early", until="2026-01-05T18:00:00Z")
            """, reads: "[now]")
        _ = try ok(shell, "enroll asking --patient P-1 --at 2026-01-05T15:00:00Z")
        #expect(try shell.json("doctor")["ok"] == true)
        #expect(try moved(shell, "advance --all --at 2026-01-05T17:00:00Z") == 0)
        #expect(try moved(shell, "advance --all --at 2026-01-05T20:00:00Z") == 1)
        #expect(try ok(shell, "history P-1").contains("it is 2026-01-05T18:00:00Z"))
    }

    // MARK: Events

    private static let guarded = """
        stepwell: 1
        pathway: asking
        version: "1"
        title: Asking
        expected: 4 weeks
        owner: nurse
        data: {poison: boolean, noted: boolean}
        events: {stop: {}, ask: {}}
        states:
          one:
            transitions:
              - {id: stopped, event: stop, to: two, when: {rule: odd.rule}}
              - {id: asked, event: ask, to: two, require: [{id: permitted, rule: odd.rule}]}
              - {id: noted, event: recorded.noted, to: two, when: {rule: odd.rule}}
          two: {}

        """

    @Test("an event whose rule fails is refused as rule_unknown, and the history says so", arguments: ["stop", "ask"])
    func guardedEvent(_ event: String) throws {
        let folder = try TemporaryFolder()
        let (shell, plugin) = try clinic(folder, Self.guarded)
        try plugin.install("os._exit(9)")
        _ = try ok(shell, "enroll asking --patient P-1 --at 2026-01-05T10:00:00Z")
        let sent = try shell.run("send P-1 \(event) --at 2026-01-05T11:00:00Z --as ada --request-id r1")
        #expect(sent.status == 2)
        #expect(sent.errors.contains(event == "stop" ? "rule_unknown" : "permitted"), "\(sent.errors)")
        #expect(sent.errors.contains("it ended with exit status 9"))
        let history = try ok(shell, "history P-1")
        #expect(history.contains("INCIDENT rule_failed: 'send \(event)' was refused: the rule 'odd.rule'"))
        #expect(history.contains("ada"))
        #expect(try ok(shell, "history P-1 --refused").contains(event == "stop" ? "rule_unknown" : "permitted"))
        #expect(try incidents(shell) == ["P-1"])
        // Again it is refused, and the incident is there already.
        let again = try shell.run("send P-1 \(event) --at 2026-01-05T12:00:00Z")
        #expect(again.status == 2)
        #expect(try ok(shell, "history P-1").components(separatedBy: "INCIDENT").count == 2)
        #expect(try shell.json("doctor")["ok"] == true)
    }

    @Test("an event whose rule says no is not accepted, as ever, and nobody is called")
    func refusedByRule() throws {
        let folder = try TemporaryFolder()
        let (shell, plugin) = try clinic(folder, Self.guarded)
        try plugin.install("return verdict('not_met', 'no')")
        _ = try ok(shell, "enroll asking --patient P-1 --at 2026-01-05T10:00:00Z")
        let sent = try shell.run("send P-1 stop --at 2026-01-05T11:00:00Z")
        #expect(sent.status == 2 && sent.errors.contains("not_accepted"))
        #expect(try incidents(shell).isEmpty)
    }

    @Test("an entry whose rule fails is kept, and calls a person")
    func guardedEntry() throws {
        let folder = try TemporaryFolder()
        let (shell, plugin) = try clinic(folder, Self.guarded)
        try plugin.install("os._exit(9)")
        _ = try ok(shell, "enroll asking --patient P-1 --at 2026-01-05T10:00:00Z")
        _ = try ok(shell, "record P-1 noted=true --at 2026-01-05T11:00:00Z")
        #expect(try ok(shell, "history P-1").contains("INCIDENT rule_failed: the rule 'odd.rule'"))
    }

    // MARK: What is said

    @Test("what a plugin says is shown in one line, cut where it is long, and replaced where it says nothing")
    func texts() throws {
        let folder = try TemporaryFolder()
        let (shell, plugin) = try clinic(folder)
        try plugin.install(
            """
            return {"answer": "not_met", "reasons": ["forged\\n#9 2026-01-01 closed", "x" * 5000, "  \\t"],
                    "evidence": ["\\x1b[31mred", ""], "would_meet": ["a\\rb"]}
            """)
        _ = try ok(shell, "enroll asking --patient P-1 --at 2026-01-05T10:00:00Z")
        let way = try shell.json("why P-1")["ways"]?.array?.first { $0["id"] == "by_rule" }
        let criterion = way?["criteria"]?.array?.first
        #expect(
            criterion?["reasons"]?.array?.compactMap(\.string) == [
                "forged\\n#9 2026-01-01 closed",
                String(repeating: "x", count: 1_000) + "… (cut at 1,000 characters)", "the plugin gave no reason",
                "\\u{1b}[31mred",
            ])
        #expect(criterion?["would_meet"]?.array?.compactMap { $0["text"]?.string } == ["a\\rb"])
    }

    @Test("'why' shows a rule with its parameters, its plugin and version, and what would meet it")
    func why() throws {
        let folder = try TemporaryFolder()
        let (shell, plugin) = try clinic(folder)
        try plugin.install(
            """
            missing = parameters["least"] - 1
            return verdict("not_met", "1 of 3", would_meet=["%d more visits" % missing, "a word from the director"])
            """)
        _ = try ok(shell, "enroll asking --patient P-1 --at 2026-01-05T10:00:00Z")
        let way = try shell.json("why P-1")["ways"]?.array?.first { $0["id"] == "by_rule" }
        let criterion = way?["criteria"]?.array?.first
        #expect(
            criterion?["rule"]
                == ["name": "odd.rule", "plugin": "odd", "version": "1.0.0", "parameters": ["least": 3]])
        let why = try ok(shell, "why P-1")
        #expect(why.contains("rule odd.rule of odd 1.0.0, with least 3"))
        #expect(why.contains("→ 2 more visits") && why.contains("or a word from the director"))
    }
}
