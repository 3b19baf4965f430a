import Foundation
import TestSupport
import Testing

/// A case of the example from its referral to its end, as staff would take it there: in an empty folder, with the real
/// command, over simulated weeks.
@Suite("A whole course")
struct WholeCourseTests {
    /// What `show --json` says, as far as a test asks.
    private struct View: Decodable {
        var status: String
        var outcome: String?
        var configuration: [String]
        var tasks: [Task]
        var proposed: [Proposed]
        var unmet: [String: [String]]
        var sequence: Int

        struct Task: Decodable {
            var id: String
            var due: String?
            var role: String?
            var status: String
        }

        struct Proposed: Decodable {
            var id: String
            var to: String
        }
    }

    private func show(_ shell: Shell) throws -> View {
        let result = try shell.stepwell("show", "P-1", "--json")
        #expect(result.status == 0, "\(result.errors)")
        return try JSONDecoder().decode(View.self, from: Data(result.output.utf8))
    }

    /// Runs a command that is to be accepted.
    private func accept(_ shell: Shell, _ line: String) throws {
        let result = try shell.bash("stepwell \(line)")
        #expect(result.status == 0, "stepwell \(line): \(result.output)")
    }

    @Test("a case runs from referral to follow-up")
    func course() throws {
        let folder = try TemporaryFolder()
        let shell = Shell(in: folder.root)
        try accept(shell, "init --demo")
        let tests = try shell.stepwell("test")
        #expect(tests.status == 0)
        #expect(tests.output.hasSuffix(" passed, 0 failed\n"))

        try accept(shell, "enroll iop_basic --patient P-1 --with urgent=true --at 2026-01-05")
        var view = try show(shell)
        #expect(view.configuration == ["assessment"])
        #expect(view.tasks.map(\.id) == ["first_contact"])
        #expect(view.tasks[0].due == "2026-01-06")
        #expect(view.unmet["admit"] == ["symptoms", "safety"])

        try accept(shell, "send P-1 contact --with result=reached --at 2026-01-06")
        try accept(shell, "record P-1 phq9.total=18 gad7.total=12 --at 2026-01-08")
        var why = try shell.stepwell("why", "P-1").output
        #expect(why.contains("waiting for C-SSRS screener (never recorded)"))
        #expect(why.contains("nobody can decide this while 'safety' is not met"))
        let refused = try shell.stepwell("decide", "P-1", "admit", "--reason", "soon", "--json")
        #expect(refused.status == 2)
        #expect(refused.errors.contains("hard_block"))
        #expect(refused.output.contains("\"refused\": \"hard_block\""))

        try accept(shell, "record P-1 cssrs.level=none --at 2026-01-09")
        #expect(try show(shell).proposed.map(\.id) == ["admit"])
        try accept(shell, "decide P-1 admit")
        for day in [12, 14, 16, 19, 21, 23, 26] {
            try accept(shell, "attend P-1 attended --type group --at 2026-01-\(day)")
        }
        why = try shell.stepwell("why", "P-1").output
        #expect(why.contains("waiting for PHQ-9 (last 18 days ago, good for 7)"))
        try accept(shell, "attend P-1 attended --type group --at 2026-01-28")
        try accept(shell, "record P-1 phq9.total=9 cssrs.level=none")
        #expect(try show(shell).proposed.map(\.to) == ["step_down"])
        try accept(shell, "decide P-1 step_down")
        for day in ["04", "11", "18", "25"] { try accept(shell, "attend P-1 attended --at 2026-02-\(day)") }
        try accept(shell, "record P-1 phq9.total=4 cssrs.level=none --at 2026-02-26")
        try accept(shell, "decide P-1 discharge")
        try accept(shell, "advance --all --at 2026-03-01")
        why = try shell.stepwell("why", "P-1", "--at", "2026-03-01").output
        #expect(why.contains("In follow_up since 2026-02-26, 3 days"))
        #expect(why.contains("2026-03-29"))
        #expect(why.contains("→ lost"))
        try accept(shell, "send P-1 contact --with result=reached --at 2026-03-02")

        view = try show(shell)
        #expect(view.status == "closed")
        #expect(view.outcome == "completed")
        #expect(view.tasks.isEmpty)
        let history = try shell.stepwell("history", "P-1", "--refused").output
        for part in [
            "enrolled in", "hard_block", "entered iop", "entered step_down", "entered follow_up", "closed: completed",
        ] {
            #expect(history.contains(part), "history lacks \(part)")
        }
        #expect(try shell.stepwell("doctor").status == 0)
    }

    @Test("repeating a request, refusals, dry runs and past questions change nothing")
    func nothingChanges() throws {
        let folder = try TemporaryFolder()
        let shell = Shell(in: folder.root)
        try accept(shell, "init --demo")
        try accept(shell, "enroll iop_basic --patient P-1 --at 2026-01-05 --request-id first")
        let before = try show(shell).sequence
        try accept(shell, "enroll iop_basic --patient P-1 --at 2026-01-05 --request-id first")
        #expect(try shell.stepwell("list", "--json").output.components(separatedBy: "\"case\"").count == 2)
        try accept(shell, "record P-1 phq9.total=18 --at 2026-01-08 --dry-run")
        #expect(try shell.stepwell("record", "P-1", "phq9.total=28", "--at", "2026-01-08").status == 2)
        #expect(try shell.stepwell("send", "P-1", "admit", "--at", "2026-01-08").status == 2)
        #expect(try shell.stepwell("send", "P-1", "contact", "--at", "2026-01-04").status == 65)
        #expect(try shell.stepwell("show", "P-2").status == 66)
        #expect(try shell.stepwell("attend", "P-1", "late").status == 64)
        #expect(try shell.stepwell("show", "P-1", "--at", "2026-02-01").status == 0)
        #expect(try show(shell).sequence == before)
        try accept(shell, "record P-1 phq9.total=18 --at 2026-01-08 --request-id second")
        let repeated = try shell.stepwell(
            "record", "P-1", "phq9.total=18", "--at", "2026-01-09", "--request-id", "second", "--json")
        #expect(repeated.output.contains("\"duplicate\": true"))
        #expect(try show(shell).sequence == before + 1)
    }

    @Test("a clinic whose clock is the system's does not run ahead, and knows its users")
    func systemClock() throws {
        let folder = try TemporaryFolder()
        let shell = Shell(in: folder.root)
        try accept(shell, "init")
        let users = "jdoe: {roles: [clinician]}, asmith: {roles: [intake]}, \(Shell.desk(for: "jdoe", "asmith"))"
        let settings = "stepwell: 1\nusers: {\(users)}\n"
        try settings.write(to: folder.root.appendingPathComponent("stepwell.yaml"), atomically: true, encoding: .utf8)
        #expect(try shell.stepwell("enroll", "iop_basic", "--patient", "P-1", "--as", "nobody").status == 77)
        #expect(
            try shell.stepwell("enroll", "iop_basic", "--patient", "P-1", "--as", "asmith", "--at", "2999-01-01").status
                == 65)
        #expect(try shell.stepwell("enroll", "iop_basic", "--patient", "P-1", "--as", "asmith").status == 0)
        try accept(shell, "record P-1 phq9.total=18 cssrs.level=none --as jdoe")
        #expect(try shell.stepwell("decide", "P-1", "admit", "--as", "asmith").status == 77)
        #expect(try shell.stepwell("decide", "P-1", "admit", "--as", "jdoe").status == 0)
    }

    @Test("a backup is a whole store, and nothing is written over")
    func backup() throws {
        let folder = try TemporaryFolder()
        let shell = Shell(in: folder.root)
        try accept(shell, "init --demo")
        try accept(shell, "enroll iop_basic --patient P-1 --at 2026-01-05")
        try accept(shell, "backup copy.db")
        #expect(try shell.stepwell("backup", "copy.db").status == 65)
        try accept(shell, "record P-1 phq9.total=18 --at 2026-01-08")
        #expect(try shell.stepwell("restore", "copy.db").status == 65)
        _ = try shell.bash("mv stepwell.db old.db; rm -f stepwell.db-*")
        try accept(shell, "restore copy.db")
        #expect(try show(shell).sequence == 1)
        #expect(try shell.stepwell("doctor").status == 0)
    }

    @Test("the demonstration runs to its end")
    func demonstration() throws {
        let folder = try TemporaryFolder()
        let shell = Shell(in: folder.root)
        let result = try shell.bash("\(Shell.project.path)/Scripts/demo.sh \(Shell.programs.path)/stepwell")
        #expect(result.status == 0, "\(result.output.suffix(2_000))")
        #expect(result.output.contains("Hello Ana, we look forward to seeing you."))
        #expect(result.output.contains("closed: completed"))
    }
}
