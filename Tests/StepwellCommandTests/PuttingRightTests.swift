import Foundation
import PathwayModel
import TestSupport
import Testing

/// Mistakes put right by hand, as a clinic does it.
@Suite("What is put right by hand")
struct PuttingRightTests {
    private let folder: TemporaryFolder
    private let shell: Shell

    /// A case that was admitted on the seventh.
    init() throws {
        folder = try TemporaryFolder()
        shell = Shell(in: folder.root)
        _ = try shell.bash(
            """
            stepwell init --demo && stepwell enroll iop_basic --patient P-17 --at 2026-01-05
            stepwell record P-17 phq9.total=16 cssrs.level=none --at 2026-01-06
            stepwell decide P-17 admit --at 2026-01-07
            """)
    }

    private func json(_ arguments: String...) throws -> JSON {
        try JSON.parse(try shell.stepwell(arguments + ["--json"]).output)
    }

    private func stands(_ answer: JSON) -> [String] {
        (answer["stands"]?.array ?? []).compactMap { $0["stands"]?.string }
    }

    @Test("a correction under a decision says what changed and what stands, and a person is asked to look")
    func correction() throws {
        let answer = try json("record", "P-17", "phq9.total=8", "--corrects", "2", "--reason", "Typed 16 for 8")
        let changed = try #require(answer["changed"]?.array?.first)
        #expect(changed["name"]?.string == "phq9.total")
        #expect(changed["from"]?.int == 16 && changed["to"]?.int == 8)
        #expect(stands(answer).contains("transition"))
        let task = try #require(
            try json("show", "P-17")["tasks"]?.array?.first { $0["id"]?.string == "review_correction" })
        #expect(task["due"]?.string == "2026-01-08")
        #expect(task["stands"]?.array?.isEmpty == false)
        #expect(try shell.stepwell("why", "P-17").output.contains("on #2: admit was taken with #3"))
        #expect(try shell.stepwell("complete", "P-17", "review_correction").status == 0)
        #expect(!(try shell.stepwell("why", "P-17").output.contains("on #2:")))
    }

    @Test("what a dry run says is what is done, and it does nothing")
    func dryRun() throws {
        let before = try json("show", "P-17")
        let tried = try json("undo", "P-17", "--reason", "wrong patient", "--dry-run")
        #expect(tried["configuration"]?.array?.first?.string == "assessment")
        #expect(try json("show", "P-17") == before)
        let done = try json("undo", "P-17", "--reason", "wrong patient")
        #expect(done["changed"] == tried["changed"] && done["stands"] == tried["stands"])
        #expect(done["configuration"] == tried["configuration"])
    }

    @Test("an admission that is undone leaves no trace but in the history")
    func undo() throws {
        #expect(try shell.stepwell("undo", "P-17", "3", "--reason", "wrong patient").status == 0)
        let shown = try json("show", "P-17")
        #expect(shown["configuration"]?.array?.first?.string == "assessment")
        #expect(shown["tasks"]?.array?.compactMap { $0["id"]?.string } == ["first_contact"])
        #expect(shown["proposed"]?.array?.first?["id"]?.string == "admit")
        let outbox = try json("outbox", "list")["messages"]?.array ?? []
        #expect(outbox.map { $0["status"]?.string } == ["withheld"] && outbox[0]["reason"]?.string == "taken_back")
        let history = try shell.stepwell("history", "P-17").output
        #expect(history.contains("#3, by ") && history.contains(", undone by #4"))
        #expect(try shell.stepwell("undo", "P-17", "3", "--reason", "again").status == 2)
        #expect(try shell.stepwell("undo", "P-17", "--reason", "nothing is left").errors.contains("no_such_entry"))
        #expect(try shell.stepwell("doctor").status == 0)
    }

    @Test("what later entries decided has to be named or taken back too")
    func later() throws {
        _ = try shell.bash(
            """
            for d in 08 09 10 12 13 14 15 16; do stepwell attend P-17 attended --type group --at 2026-01-$d; done
            stepwell record P-17 phq9.total=5 cssrs.level=none --at 2026-01-17
            stepwell decide P-17 step_down --at 2026-01-18 --reason "asked for it"
            """)
        let moved = try json("show", "P-17")["configuration"]?.array?.first?.string
        #expect(moved == "step_down")
        let refused = try json("undo", "P-17", "3", "--reason", "wrong patient")
        #expect(refused["refused"]?.string == "later_entries")
        #expect(refused["message"]?.string?.contains("decide step_down") == true)
        #expect(try json("show", "P-17")["configuration"]?.array?.first?.string == "step_down")
        #expect(try shell.stepwell("undo", "P-17", "3", "--reason", "wrong", "--with-later").status == 0)
        let shown = try json("show", "P-17")
        #expect(shown["configuration"]?.array?.first?.string == "assessment")
        // What was recorded since is kept.
        #expect(shown["results"]?["phq9"]?["total"]?.int == 5)
    }

    @Test("an attendance is put right, of the time it had")
    func attendance() throws {
        _ = try shell.bash("stepwell attend P-17 no_show --type group --at 2026-01-08")
        let answer = try json("attend", "P-17", "attended", "--corrects", "4", "--reason", "He came late")
        let changed = answer["changed"]?.array ?? []
        #expect(changed.compactMap { $0["name"]?.string } == ["sessions.attended", "sessions.no_show"])
        #expect(changed.compactMap { $0["to"]?.int } == [1, 0])
        #expect(try shell.stepwell("attend", "P-17", "attended", "--corrects", "2", "--reason", "x").status == 2)
        #expect(try shell.stepwell("attend", "P-17", "attended", "--reason", "x").status == 64)
        #expect(try shell.stepwell("withdraw", "P-17", "5", "--reason", "He did not").status == 0)
        let again = try json("attend", "P-17", "excused", "--corrects", "4", "--reason", "ill")
        #expect(again["changed"]?.array?.compactMap { $0["from"]?.int } == [1, 0])
    }

    @Test("why a decision was taken is said only where that was so")
    func against() throws {
        let against = try shell.stepwell("decide", "P-17", "step_down", "--reason", "moves away", "--at", "2026-01-09")
        #expect(against.status == 0)
        #expect(!against.output.contains("Attending, and better"), "\(against.output)")
        #expect(against.output.contains("although not met") && against.output.contains("PHQ-9 total 16"))
        let facts = try json("history", "P-17")["history"]?.array?.last?["facts"]?.array ?? []
        let unmet = try #require(facts.first { $0["fact"]?.string == "decided_against" }?["unmet"]?.array)
        #expect(unmet.compactMap { $0["id"]?.string } == ["sessions", "attendance", "symptoms"])
    }

    @Test("a safety task outlasts what opened it, unless that stands with the right patient")
    func alarm() throws {
        _ = try shell.bash(
            """
            stepwell enroll iop_basic --patient P-18 --at 2026-01-05
            stepwell record P-17 cssrs.level=high --at 2026-01-08; stepwell record P-18 cssrs.level=high --at 2026-01-08
            """)
        func isOpen(_ patient: String) throws -> Bool {
            try json("show", patient)["tasks"]?.array?.contains { $0["id"]?.string == "safety_evaluation" } ?? false
        }
        #expect(try shell.stepwell("withdraw", "P-17", "4", "--reason", "P-18's").status == 0)
        #expect(try isOpen("P-17"))
        _ = try shell.bash("stepwell record P-17 cssrs.level=high --at 2026-01-09")
        let moved = try shell.stepwell("withdraw", "P-18", "2", "--reason", "P-17's", "--moved-to", "P-17")
        #expect(moved.status == 0, "\(moved.errors)")
        #expect(try !isOpen("P-18"))
        #expect(try shell.stepwell("withdraw", "P-17", "6", "--reason", "x", "--moved-to", "P-99").status == 66)
        #expect(try shell.stepwell("withdraw", "P-17", "6", "--reason", "x", "--moved-to", "P-17").status == 64)
    }

    @Test("a decision stands on what was in force when it was taken, and on nothing that was not")
    func inForce() throws {
        // The admission rests on the sixth's result, which a newer one has replaced since.
        _ = try shell.bash(
            "stepwell record P-17 phq9.total=12 --at 2026-01-09; stepwell record P-17 gad7.total=3 --at 2026-01-09")
        #expect(stands(try json("withdraw", "P-17", "4", "--reason", "another's")) == [])
        #expect(stands(try json("withdraw", "P-17", "2", "--reason", "another's")) == ["transition"])
    }
}
