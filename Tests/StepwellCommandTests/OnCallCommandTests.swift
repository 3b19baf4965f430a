import Foundation
import PathwayModel
import TestSupport
import Testing

/// Who is on call, as the command tells it, and what the outbox of the clinic gets.
@Suite("On call, by the command")
struct OnCallCommandTests {
    private let folder: TemporaryFolder
    private let shell: Shell

    private static let pathway = """
        stepwell: 1
        pathway: watch
        version: "1"
        title: Watch
        roles: [nurse]
        expected: {none: A test}
        calendar: {timezone: America/New_York}
        events: {alarm: {}}
        tasks: {risk: {title: See to the risk, role: nurse, due: 0 days, safety: true}}
        reactions: [{event: alarm, do: [{open_task: risk}]}]
        states: {care: {}}
        """

    private static let settings = """
        stepwell: 1
        clock: simulated
        users:
          \(Shell.desk(for: "ben", "ana", roles: "nurse, administrator"))
          ben: {roles: [nurse], account: nobody-ben}
          ana: {roles: [crisis_team], account: nobody-ana}
        channels:
          pager: {type: file, folder: pager, carries: []}
          sms: {url: "https://localhost/none", from: "+15555550100", sender: Us, user: a, password: {env: NONE}}
        recipients: {ben: {channel: pager, address: "1"}, ana: {channel: pager, address: "2"}}
        on_call:
          minutes: 10
          timezone: America/New_York
          line:
            - {who: ben, hours: "mon-fri 08:00-18:00"}
            - {who: crisis_team, hours: "daily 18:00-08:00"}
        """

    init() throws {
        folder = try TemporaryFolder()
        shell = try Shell.clinic(in: folder, ["watch": Self.pathway])
        try shell.write(Self.settings, to: "stepwell.yaml")
        #expect(try shell.run("enroll watch --patient P-1 --at 2026-01-06T10:00:00-05:00").status == 0)
    }

    private func give(_ words: String, status: Int32 = 0, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let run = try shell.run(words)
        #expect(run.status == status, "\(words): \(run.output)\(run.errors)", sourceLocation: sourceLocation)
    }

    private func paged(_ words: String) throws -> [String] {
        try (shell.json(words)["tasks"]?.array ?? []).flatMap { $0["paged"]?.array ?? [] }.map { page in
            let fate = page["delivered"]?.bool.map { $0 ? "there" : "not there" } ?? "on its way"
            return "\(page["recipient"]?.string ?? "") \(page["channel"]?.string ?? "") \(fate)"
        }
    }

    @Test("a page is on its way with the command, goes once, and list, case and history say so")
    func told() throws {
        try give("send P-1 alarm --at 2026-01-06T14:00:00-05:00")
        #expect(try paged("worklist --at 2026-01-06T14:01:00-05:00") == ["ben pager on its way"])
        for _ in 0..<2 { try give("advance --all --at 2026-01-06T14:01:00-05:00") }
        #expect(try paged("show P-1 --at 2026-01-06T14:01:00-05:00") == ["ben pager there"])
        #expect(try paged("why P-1 --at 2026-01-06T14:01:00-05:00") == ["ben pager there"])
        let files = try shell.bash("cat pager/*.txt").output
        #expect(files.components(separatedBy: "a safety task").count == 3, "\(files)")
        #expect(!files.contains("risk"))
        let list = try shell.run("worklist --at 2026-01-06T14:02:00-05:00").output
        #expect(list.contains("paged ben 2026-01-06 14:00 EST by pager, delivered"), "\(list)")
        #expect(try shell.run("history P-1").output.contains("paged ben by pager for risk (See to the risk)"))
        #expect(try shell.json("outbox list")["messages"]?.array?.first?["kind"] == "page")
        // Nobody else is on call then: the line begins anew.
        try give("advance --all --at 2026-01-06T14:10:00-05:00")
        #expect(
            try paged("worklist --at 2026-01-06T14:11:00-05:00") == ["ben pager there", "ben pager there"])
        try give("claim P-1 risk --at 2026-01-06T14:12:00-05:00")
        try give("advance --all --at 2026-01-06T16:00:00-05:00")
        #expect(try paged("worklist --at 2026-01-06T16:01:00-05:00") == [])
        // The claim has lapsed after two hours.
        try give("advance --all --at 2026-01-06T16:12:00-05:00")
        #expect(try paged("worklist --at 2026-01-06T16:12:00-05:00") == ["ben pager there"])
        #expect(try shell.run("doctor").output.contains("journal says otherwise") == false)
    }

    @Test("'on-call' says whose hour it is, and whom a role stands for")
    func line() throws {
        let day = try shell.json("on-call --at 2026-01-06T17:59:00-05:00")
        #expect(day["line"]?.array?.map { $0["now"] } == [true, false])
        #expect(day["timezone"] == "America/New_York" && day["minutes"] == 10)
        let night = try shell.json("on-call --at 2026-01-06T18:00:00-05:00")
        #expect(night["line"]?.array?.map { $0["now"] } == [false, true])
        #expect(night["line"]?.array?[1]["people"]?.array?.map { $0["recipient"] } == ["ana"])
        // On Saturday by day it is nobody's hour.
        let weekend = try shell.json("on-call --at 2026-01-10T12:00:00-05:00")
        #expect(weekend["nobodys_hour"] == true && weekend["line"]?.array?.map { $0["now"] } == [true, true])
        let text = try shell.run("on-call --at 2026-01-10T12:00:00-05:00").output
        #expect(text.hasPrefix("2026-01-10 12:00 EST (America/New_York): it is nobody's hour"), "\(text)")
    }

    @Test(
        "'check' and 'doctor' warn of hours and people that no page reaches, and where nobody is on call for a pathway")
    func warnings() throws {
        let gap = try shell.run("check stepwell.yaml")
        let said = "warning[SW536]: nobody is on call sat 08:00-18:00, sun 08:00-18:00"
        #expect(gap.errors.contains(said), "\(gap)")
        #expect(try shell.run("doctor").output.contains("nobody is on call sat 08:00-18:00"))
        try shell.write(
            Self.settings.replacing("{who: ben, hours", with: "{who: bne, channels: [sms], hours")
                .replacing("{who: crisis_team", with: "{who: crisis_team, channels: [pager, sms]"), to: "stepwell.yaml")
        let nobody = try shell.run("check stepwell.yaml").errors
        #expect(nobody.contains("'bne' is nobody"), "\(nobody)")
        #expect(!nobody.contains("'ana' has no address"))
        #expect(try !shell.run("check Pathways/watch.yaml").errors.contains("SW535"))
        let without = Self.settings.components(separatedBy: "on_call:")[0]
        try shell.write(without, to: "stepwell.yaml")
        let check = try shell.run("check Pathways/watch.yaml")
        #expect(check.errors.contains("warning[SW535]: nobody is on call for 'risk'"), "\(check)")
        #expect(try shell.run("doctor").output.contains("nobody is on call for 'risk'"))
        try give("on-call", status: 65)
        let trial = without.split(separator: "\n").filter { !$0.contains("roles: [") && $0 != "users:" }
        try shell.write(trial.joined(separator: "\n"), to: "stepwell.yaml")
        #expect(try !shell.run("check Pathways/watch.yaml").errors.contains("SW535"))
    }

    @Test(
        "a line that cannot be meant is an error",
        arguments: [
            ("line: [{who: ben}, {who: ben, channels: [pager]}]", "'ben' stands in the line twice"),
            ("line: [{who: ben, hours: sometimes}]", "'sometimes' are no hours of the week"),
            ("line: []", "the line of those on call is empty"),
            ("timezone: Nowhere/At_All, line: [{who: ben}]", "the time zone 'Nowhere/At_All' is not known"),
            ("minutes: 0, line: [{who: ben}]", "minutes"),
        ])
    func mistakes(_ line: String, _ said: String) throws {
        try shell.write(
            Self.settings.components(separatedBy: "on_call:")[0] + "on_call: {\(line)}\n", to: "stepwell.yaml")
        let check = try shell.run("check stepwell.yaml")
        #expect(check.status == 1 && check.errors.contains(said), "\(check)")
    }

    @Test("however often several processes advance at once, each page is made once")
    func once() throws {
        try give("send P-1 alarm --at 2026-01-06T14:00:00-05:00")
        _ = try shell.bash(
            """
            for i in 1 2 3 4 5 6; do stepwell advance --all --at 2026-01-06T14:25:00-05:00 >/dev/null & done; wait
            """)
        let pages = (try shell.json("outbox list")["messages"]?.array ?? []).map { $0["at"]?.string }
        #expect(pages == ["2026-01-06T19:00:00Z", "2026-01-06T19:10:00Z", "2026-01-06T19:20:00Z"])
        #expect(try shell.bash("ls pager/*.txt | wc -l").output == "3\n")
    }
}
