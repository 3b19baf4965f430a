import Foundation
import PathwayModel
import StepwellKit
import StepwellRuntime
import Testing

/// The example in C, built by its own Makefile.
@Suite("The example in C")
struct RegularTests {
    private static func built() throws -> ExampleFolder {
        let folder = try ExampleFolder("Regular")
        let failure = try folder.run("make", "CFLAGS=-O1 -g -fsanitize=undefined -fno-sanitize-recover")
        try #require(failure == nil, "\(failure ?? "")")
        try #require(try folder.run("install", "-D", ".build/regular", "bin/regular") == nil)
        return folder
    }

    @Test("passes its check: cases, schema, determinism")
    func check() throws {
        let folder = try Self.built()
        let place = try PluginFolder(folder.path)
        let examination = PluginExamination.examine(place) { manifest in
            PluginHost.Setup(
                manifest: manifest, folder: place, sandbox: .sealed, hostVersion: "test", log: { print($0) })
        }
        #expect(examination.isGood, "\(examination.findings.flatMap(\.problems)) \(examination.diagnostics)")
        #expect(examination.answers.count == 5)
    }

    /// What each line is answered with: the code of its error, or nothing.
    private static let lines: [(line: String, code: Int64?)] = [
        (#"hello"#, -32_700), (#"{"jsonrpc":"2.0","id":1,"method":"shutdown"} x"#, -32_700),
        (#"{"jsonrpc":"2.0","id":1,"id":01}"#, -32_700), (#"["\ud800"]"#, -32_700), ("[\"\u{01}\"]", -32_700),
        (String(repeating: "[", count: 100_000), -32_700),
        ("[" + String(repeating: "0,", count: 70_000) + "0]", -32_700),
        (#"{"jsonrpc":"2.0","method":"rule/evaluate"}"#, -32_600), (#"[]"#, -32_600),
        (#"{"jsonrpc":"1.0","id":1,"method":"rule/evaluate"}"#, -32_600),
        (#"{"jsonrpc":"2.0","id":1,"method":"rule/guess"}"#, -32_601),
        (question(#"{"weeks":2}"#, rule: "months"), -32_602), (question(#"{}"#), -32_602),
        (question(#"{"weeks":2.0}"#), -32_602), (question(#"{"weeks":27}"#), -32_602),
        (question(#"{"weeks":99999999999999999999}"#), -32_602), (question(#"{"weeks":2,"days":1}"#), -32_602),
        (question(#"{"weeks":2}"#, today: "2026-02-30"), -32_602),
        (question(#"{"weeks":2}"#, today: "0001-01-01"), nil), (question(#"{"\u0077eeks":26}"#), nil),
    ]

    private static func question(_ parameters: String, rule: String = "weeks", today: String = "2026-02-01") -> String {
        #"{"jsonrpc":"2.0","id":"a\"é","method":"rule/evaluate","params":{"rule":"\#(rule)","#
            + #""parameters":\#(parameters),"facts":{"today":"\#(today)","attendance":[]}}}"#
    }

    @Test("answers whatever it is told with one line, and goes on")
    func strict() throws {
        let folder = try Self.built()
        let host = try folder.host()
        defer { withExtendedLifetime(folder) { host.shutDown() } }
        for (line, code) in Self.lines {
            let answer = try JSON.parse(try host.exchange(Array(line.utf8)).get())
            #expect(answer["error"]?["code"] == code.map { .int($0) }, "\(line.prefix(100)): \(answer.text)")
            if code == nil { #expect(answer["id"] == "a\"é") }
        }
        let long = try host.exchange([UInt8](repeating: UInt8(ascii: " "), count: 1_048_577)).get()
        #expect(try JSON.parse(long)["error"]?["code"] == -32_700)
        #expect(try JSON.parse(host.exchange([0x22, 0xC0, 0xAF, 0x22]).get())["error"]?["code"] == -32_700)
    }

    @Test("counts the same days as Stepwell does")
    func dates() throws {
        let folder = try Self.built()
        let host = try folder.host()
        defer { withExtendedLifetime(folder) { host.shutDown() } }
        var wrong: [String] = []
        // From the year 1 to the year 9992, over every kind of leap year.
        let days = stride(from: Int32(-719_162 + 14), to: 2_930_000, by: 3_653)
        let questions = days.map { day -> RuleQuestion in
            RuleQuestion(
                rule: "regular.weeks", parameters: ["weeks": .int(2)],
                facts: RuleFacts(
                    today: CalendarDate(daysSinceEpoch: day),
                    sessions: [13, 6].map { ago in
                        RuleFacts.Session(status: .attended, type: nil, date: CalendarDate(daysSinceEpoch: day - ago))
                    }))
        }
        for (day, answer) in zip(days, host.answers(to: questions)) {
            let evidence = [(6, 0), (13, 7)].map { from, to in
                "1 attended from \(CalendarDate(daysSinceEpoch: day - Int32(from))) to "
                    + "\(CalendarDate(daysSinceEpoch: day - Int32(to)))"
            }
            if answer.verdict.answer != Verdict.Answer.met || answer.verdict.evidence != evidence {
                wrong.append("\(CalendarDate(daysSinceEpoch: day)): \(answer.verdict)")
            }
        }
        #expect(wrong.prefix(3) == [])
    }
}
