import Foundation
import PathwayModel
import TestSupport
import Testing

/// What staff do when a record is wrong, and what they ask of a case.
@Suite("Records and questions")
struct RecordKeepingTests {
    private func clinic() throws -> (Shell, TemporaryFolder) {
        let folder = try TemporaryFolder()
        let shell = Shell(in: folder.root)
        _ = try shell.bash("stepwell init --demo && stepwell enroll iop_basic --patient P-1 --at 2026-01-05")
        return (shell, folder)
    }

    private func show(_ shell: Shell) throws -> JSON {
        try JSON.parse(try shell.stepwell("show", "P-1", "--json").output)
    }

    @Test("a correction appends, keeps the date, and guards use the right value")
    func correction() throws {
        let (shell, folder) = try clinic()
        defer { _ = folder }
        _ = try shell.stepwell("record", "P-1", "phq9.total=8", "cssrs.level=none", "--at", "2026-01-06")
        #expect(try show(shell)["proposed"]?.array == [])
        #expect(try shell.stepwell("record", "P-1", "phq9.total=18", "--corrects", "2").status == 2)
        #expect(try shell.stepwell("record", "P-1", "gad7.total=18", "--corrects", "2", "--reason", "slip").status == 2)
        #expect(try shell.stepwell("record", "P-1", "phq9.total=99", "--corrects", "2", "--reason", "slip").status == 2)
        let done = try shell.stepwell(
            "record", "P-1", "phq9.total=18", "--corrects", "2", "--reason", "Typed 8 for 18", "--at", "2026-01-09")
        #expect(done.status == 0, "\(done.errors)")
        let view = try show(shell)
        #expect(view["results"]?["phq9"]?["total"]?.int == 18)
        #expect(view["results"]?["phq9"]?["date"]?.string == "2026-01-06")
        #expect(view["proposed"]?.array?.first?["id"]?.string == "admit")
        let history = try shell.stepwell("history", "P-1").output
        #expect(history.contains("PHQ-9: total 8 (mild)"))
        #expect(history.contains("corrected #2: PHQ-9: total 18 (moderately_severe); reason given: Typed 8 for 18"))
        #expect(try shell.stepwell("doctor").status == 0)
    }

    @Test("what was entered in error counts no more, and stays in the history")
    func withdrawal() throws {
        let (shell, folder) = try clinic()
        defer { _ = folder }
        _ = try shell.stepwell("record", "P-1", "phq9.total=18", "cssrs.level=none", "--at", "2026-01-06")
        #expect(try shell.stepwell("withdraw", "P-1", "9", "--reason", "slip").status == 2)
        #expect(try shell.stepwell("withdraw", "P-1", "2", "--reason", " ").status == 2)
        #expect(try shell.stepwell("withdraw", "P-1", "2", "--reason", "Another patient's").status == 0)
        let view = try show(shell)
        #expect(view["results"]?["phq9"] == nil)
        #expect(view["unmet"]?["admit"]?.array?.count == 2)
        #expect(try shell.stepwell("withdraw", "P-1", "2", "--reason", "again").status == 2)
        #expect(try shell.stepwell("history", "P-1").output.contains("withdrew #2, entered in error"))
    }

    @Test("why says the smallest change that would meet a criterion, and why-not the way to a state")
    func questions() throws {
        let (shell, folder) = try clinic()
        defer { _ = folder }
        _ = try shell.stepwell("record", "P-1", "phq9.total=18", "cssrs.level=moderate", "--at", "2026-01-06")
        let why = try shell.stepwell("why", "P-1").output
        #expect(why.contains("C-SSRS screener level is moderate; needs none or low") == false)
        #expect(why.contains("nobody can decide this while 'safety' is not met"))
        _ = try shell.bash("stepwell complete P-1 safety_evaluation")
        let after = try shell.stepwell("why", "P-1").output
        #expect(after.contains("→ C-SSRS screener level is moderate; needs none or low"), "\(after)")
        _ = try shell.bash("stepwell record P-1 cssrs.level=none && stepwell decide P-1 admit")
        _ = try shell.stepwell("attend", "P-1", "attended", "--at", "2026-01-07")
        #expect(try shell.stepwell("why", "P-1").output.contains("→ sessions attended since iop is 1; needs 8 or more"))
        let route = try JSON.parse(try shell.stepwell("why-not", "P-1", "completed", "--json").output)
        #expect(route["first"]?.array?.first?["id"]?.string == "step_down")
        #expect(route["then"]?.array?.count == 2)
        #expect(try shell.stepwell("why-not", "P-1", "nowhere").status == 66)
        let plain = try shell.stepwell("why", "P-1", "--patient").output
        #expect(!plain.contains("PHQ"))
        #expect(!plain.contains("C-SSRS"))
        #expect(plain.contains("You are in: iop"))
    }

    @Test("a time without --at is never before the case's last input, however many come at once")
    func atOnce() throws {
        let folder = try TemporaryFolder()
        let shell = Shell(in: folder.root)
        _ = try shell.bash("stepwell init && stepwell enroll iop_basic --patient P-1")
        let result = try shell.bash(
            "for i in 1 2 3 4 5 6 7 8; do stepwell record P-1 phq9.total=$i & done; wait; stepwell history P-1 --json")
        #expect(!result.output.contains("time_goes_back"))
        #expect(result.output.components(separatedBy: "\"result_recorded\"").count == 9, "\(result.output)")
    }

    @Test("instruments are listed, shown and scored without a case")
    func instruments() throws {
        let folder = try TemporaryFolder()
        let shell = Shell(in: folder.root)
        #expect(try shell.stepwell("instrument", "list").output.contains("comes with stepwell"))
        #expect(try shell.stepwell("instrument", "show", "gad7").output.contains("0 Not at all"))
        let scored = try JSON.parse(
            try shell.stepwell(
                "instrument", "score", "cssrs", "form=recent", "q1=true", "q2=false", "q6=false", "--json"
            )
            .output)
        #expect(scored["scores"]?["level"]?.string == "low")
        #expect(try shell.stepwell("instrument", "score", "phq9", "item1=4").status == 2)
        #expect(try shell.stepwell("instrument", "score", "phq10", "item1=1").status == 66)
        _ = try shell.stepwell("init")
        #expect(try shell.stepwell("instrument", "add", "pcl5").status == 0)
        #expect(try shell.stepwell("instrument", "add", "pcl5").status == 65)
        #expect(try shell.stepwell("test", "Pathways/instruments").status == 0)
    }
}
