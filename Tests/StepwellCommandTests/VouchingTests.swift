import Foundation
import TestSupport
import Testing

/// What somebody changed in a store behind our back, or took away from it.
@Suite("What 'doctor' vouches for")
struct VouchingTests {
    private static let pathway = """
        stepwell: 1
        pathway: visits
        version: "1"
        title: Visits
        roles: [nurse]
        tasks: {call: {title: Call, role: nurse, due: 2 days}}
        states:
          early: {tasks: [call], transitions: [{after: 14 days, to: late}]}
          late: {expected: 4 weeks, owner: nurse}
        """

    private let folder: TemporaryFolder
    private let shell: Shell
    private let ids: [String]

    init() throws {
        folder = try TemporaryFolder()
        shell = Shell(in: folder.root)
        _ = try shell.bash("stepwell init --demo && rm Pathways/*.yaml")
        try Self.pathway.write(
            to: folder.root.appendingPathComponent("Pathways/visits.yaml"), atomically: true, encoding: .utf8)
        let shell = shell
        ids = try ["P-1", "P-2"].map { patient in
            let enrolled = try shell.stepwell("enroll", "visits", "--patient", patient, "--at", "2026-01-05", "--json")
            return try #require(enrolled.output.firstMatch(of: /"case": "([^"]+)"/)).output.1.description
        }
    }

    private func execute(_ sql: String) throws {
        let script = "import sqlite3; store = sqlite3.connect('stepwell.db'); store.executescript(\"\"\"\(sql)\"\"\")"
        try script.write(to: folder.root.appendingPathComponent("change.py"), atomically: true, encoding: .utf8)
        #expect(try shell.bash("python3 change.py").status == 0)
    }

    @Test("a wake-up that is gone, a task that was deleted and an actor that was edited are named by their columns")
    func silently() throws {
        try execute(
            """
            UPDATE cases SET wake_up = NULL, wake_up_ns = NULL WHERE id = '\(ids[0])';
            DELETE FROM obligations WHERE case_id = '\(ids[0])';
            UPDATE journal SET actor = 'somebody' WHERE case_id = '\(ids[1])'
            """)
        let doctor = try shell.stepwell("doctor")
        #expect(doctor.status == 1)
        for line in [
            "case \(ids[0]): the row of cases is not as it was kept",
            "case \(ids[0]): its journal says otherwise than cases.wake_up, cases.wake_up_ns, obligations (task 'call')",
            "case \(ids[1]): the row of journal with sequence '1' is not as it was kept",
        ] {
            #expect(doctor.output.contains("        \(line)\n"), "\(doctor.output)")
        }
        let history = try shell.stepwell("history", ids[1])
        #expect(history.status == 69 && history.errors.contains("row 1 is not as it was kept"))
    }

    @Test("a flipped bit holds up its case alone: the others are listed, worked on and moved, and it is named")
    func alone() throws {
        try execute("UPDATE cases SET status = 'npen' WHERE id = '\(ids[0])'")
        for words in [["list"], ["worklist"], ["list", "--json"], ["advance", "--all", "--at", "2026-02-01"]] {
            let result = try shell.stepwell(words)
            #expect(result.status == 69, "\(words): \(result.errors)")
            #expect(result.output.contains(ids[1]) && result.errors.contains(ids[0]), "\(words): \(result.output)")
        }
        let list = try shell.stepwell("list")
        #expect(list.errors.contains("error[cases_damaged]: 1 case is damaged, and not shown: \(ids[0])"))
        #expect(list.output.contains("late") && !list.output.contains(ids[0]))
        let shown = try shell.stepwell("show", ids[0])
        #expect(shown.status == 69 && shown.errors.contains("error[case_damaged]"))
        let doctor = try shell.stepwell("doctor")
        #expect(doctor.status == 1)
        #expect(doctor.output.contains("case \(ids[0]): its journal says otherwise than cases.status"))
    }

    @Test("a log that was removed is told by every command, and nothing is written until somebody says to go on")
    func lost() throws {
        #expect(try shell.bash("rm stepwell.db-wal stepwell.db-shm").status == 0)
        let list = try shell.stepwell("list")
        #expect(list.status == 0 && list.errors.contains("warning: entry 1 of case \(ids[1]) is not in "))
        let enrolled = try shell.stepwell("enroll", "visits", "--patient", "P-3")
        #expect(enrolled.status == 69 && enrolled.errors.contains("error[commits_lost]: entry 1 of case \(ids[1])"))
        let doctor = try shell.stepwell("doctor")
        #expect(doctor.status == 1 && doctor.output.contains("entry 1 of case \(ids[1]) is not in "))
        #expect(try shell.bash("rm stepwell.db-mark").status == 0)
        let remarked = try shell.stepwell("doctor")
        #expect(remarked.status == 0 && remarked.output.contains("note  there is no '"))
        #expect(try shell.stepwell("enroll", "visits", "--patient", "P-3").status == 0)
        #expect(try !shell.stepwell("doctor").output.contains("note  there is no '"))
    }
}
