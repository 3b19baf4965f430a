import Foundation
import PathwayModel
import TestSupport
import Testing

/// One case that cannot be read: the others go on, and it is said which one stands.
@Suite("A case that cannot go on")
struct HeldUpTests {
    private static let pathway = """
        stepwell: 1
        pathway: waiting
        version: "1"
        title: Waiting
        expected: 4 weeks
        owner: nurse
        roles: [nurse]
        messages: {hello: {subject: Hello, body: Good day}}
        states:
          early: {transitions: [{after: 2 seconds, to: late}]}
          late: {entry: [{notify: nurse, message: hello}]}
        """

    /// Three cases in `early`, of which the second cannot be read.
    private func clinic(_ arguments: String) throws -> (Shell, TemporaryFolder, damaged: String) {
        let folder = try TemporaryFolder()
        let shell = Shell(in: folder.root)
        _ = try shell.bash("stepwell init \(arguments) && rm Pathways/*.yaml")
        try Self.pathway.write(
            to: folder.root.appendingPathComponent("Pathways/waiting.yaml"), atomically: true, encoding: .utf8)
        let at = arguments.isEmpty ? "" : "--at 2026-01-05"
        _ = try shell.bash("for p in 1 2 3; do stepwell enroll waiting --patient P-$p \(at); done")
        let damage =
            "UPDATE cases SET snapshot = x'00' WHERE patient = 'P-2'; UPDATE journal SET facts = x'00' WHERE case_id ="
        let script = """
            import sqlite3; store = sqlite3.connect("stepwell.db")
            id = store.execute("SELECT id FROM cases WHERE patient = 'P-2'").fetchone()[0]
            store.executescript("\(damage) '" + id + "'"); print(id)
            """
        try script.write(to: folder.root.appendingPathComponent("damage.py"), atomically: true, encoding: .utf8)
        let damaged = try shell.bash("python3 damage.py").output.trimmingCharacters(in: .newlines)
        return (shell, folder, damaged)
    }

    private func places(_ shell: Shell) throws -> [String?] {
        let cases = try JSON.parse(try shell.stepwell("list", "--json").output)["cases"]?.array ?? []
        return cases.sorted { ($0["patient"]?.string ?? "") < ($1["patient"]?.string ?? "") }.map {
            $0["configuration"]?.array?.first?.string
        }
    }

    @Test("'advance --all' moves and sends what it can, and fails")
    func advance() throws {
        let (shell, folder, damaged) = try clinic("--demo")
        defer { _ = folder }
        let tried = try shell.stepwell("advance", "--all", "--at", "2026-01-06", "--dry-run", "--json")
        #expect(tried.status == 69)
        #expect(try JSON.parse(tried.output)["held_up"]?.array?.first?["case"]?.string == damaged)
        #expect(try places(shell) == ["early", "early", "early"])
        let result = try shell.stepwell("advance", "--all", "--at", "2026-01-06")
        #expect(result.status == 69)
        #expect(result.output.contains("2 cases moved; messages: 2 sent"))
        #expect(result.errors.contains("case \(damaged): the journal of case \(damaged) cannot be read"))
        #expect(result.errors.contains("error[cases_held_up]: 1 case could not go on"))
        #expect(try places(shell) == ["late", "early", "late"])
    }

    @Test("'run' goes on with the others, says it once, and sleeps")
    func stays() throws {
        let (shell, folder, damaged) = try clinic("")
        defer { _ = folder }
        let told = try shell.bash("timeout --signal TERM 10 bash -c 'stepwell run & trap \"kill %1\" TERM; wait; wait'")
        #expect(told.output.components(separatedBy: "case \(damaged): ").count == 2, "\(told.output)")
        #expect(try places(shell) == ["late", "early", "late"])
    }
}
