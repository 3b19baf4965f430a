import Foundation
import PathwayModel
import TestSupport
import Testing

/// In an emergency a known user sees what else they may not; it is kept and looked into.
@Suite("What is seen in an emergency")
struct EmergencyTests {
    let folder: TemporaryFolder
    let shell: Shell

    init() throws {
        folder = try TemporaryFolder()
        shell = try Shell.clinic(in: folder)
        for patient in ["P-1", "P-2"] {
            #expect(try shell.run("enroll iop_basic --patient \(patient) --at 2026-01-05").status == 0)
        }
        try settle("kim")
    }

    /// - Parameter speaker: for whom the account of the tests speaks.
    private func settle(_ speaker: String, _ rights: String = "read: clinician, patient: clinician") throws {
        func account(_ name: String) -> String { name == speaker ? ", account: \(Shell.account)" : "" }
        try shell.write(
            """
            stepwell: 1
            clock: simulated
            users:
              kim: {roles: [nurse], delegate: [boss]\(account("kim"))}
              jdoe: {roles: [clinician]\(account("jdoe"))}
              boss: {name: Bea Ossing, roles: [administrator, clinician]\(account("boss"))}
              pia: {name: Pia Lund, roles: [administrator, clinician]\(account("pia"))}
            rights: {\(rights)}

            """, to: "stepwell.yaml")
    }

    private func look(_ command: String, _ reason: String = "Found on the floor") throws -> Shell.Result {
        try shell.stepwell(command.split(separator: " ").map(String.init) + ["--emergency", "--reason", reason])
    }

    private func emergencies() throws -> [JSON] {
        try settle("boss")
        defer { do { try settle("kim") } catch { Issue.record(error) } }
        return try shell.json("audit --emergency")["audit"]?.array ?? []
    }

    @Test("it is refused without, shown with, and kept with the reason")
    func breaksTheGlass() throws {
        let refused = try shell.run("show P-1")
        #expect(refused.status == 77 && refused.output.isEmpty)
        #expect(refused.errors.contains("\n  in an emergency: --emergency --reason TEXT"), "\(refused.errors)")
        let shown = try look("show P-1")
        #expect(shown.status == 0 && shown.output.contains("patient P-1"), "\(shown.errors)")
        let told = "warning: seen in an emergency, as number 1 of the audit; who looks into it: Bea Ossing; Pia Lund\n"
        #expect(shown.errors == told)
        for command in [
            "why P-1", "why-not P-1 completed", "history P-1", "list", "worklist", "draw --case P-1",
            "eval phq9.total --case P-1", "outbox list", "release list P-1", "disclosures P-1 --csv",
        ] { #expect(try look(command).status == 0, "\(command)") }
        let rows = try emergencies()
        #expect(rows.first?["by"] == "kim" && rows.first?["emergency"] == "Found on the floor")
        #expect(rows.first?["number"] == JSON(1) && rows.first?["door"] == "show")
        #expect(rows.count == 10, "disclosures are any user's")
    }

    @Test("it opens nothing to an account that is nobody's, and neither the audit nor any change")
    func opensNoMore() throws {
        #expect(try shell.run("history P-1 --refused --emergency --reason Now").status == 64)
        #expect(try shell.run("audit --emergency").status == 77)
        #expect(try shell.run("patient P-1 --set first_name=Ana --emergency --reason Now").status == 64)
        #expect(try shell.run("show P-1 --emergency").status == 64)
        #expect(try shell.run("show P-1 --reason Now").status == 64)
        #expect(try look("show P-1", "  ").status == 64)
        try settle("nobody")
        let stranger = try look("show P-1")
        #expect(stranger.status == 77 && stranger.output.isEmpty && !stranger.errors.contains("--emergency"))
        #expect(try emergencies().isEmpty)
    }

    @Test("who may see it anyway is told so, and nobody has to look into that")
    func needless() throws {
        try settle("jdoe")
        let shown = try look("show P-1")
        #expect(shown.status == 0 && shown.errors.contains("note: you may see this without --emergency"))
        #expect(try emergencies().isEmpty)
    }

    @Test("where it cannot be kept, it is not shown")
    func notKept() throws {
        #expect(try shell.bash("rm stepwell.db-wal stepwell.db-shm").status == 0)
        let refused = try look("list")
        #expect(refused.status == 69 && refused.output.isEmpty)
        #expect(refused.errors.contains("error[not_kept]: what is seen in an emergency has to be kept"))
    }

    @Test("it is on the worklist of who looks into it, and of nobody else, until somebody has said what they found")
    func review() throws {
        #expect(try look("show P-2", "Nobody else was there").status == 0)
        #expect(try look("list").status == 0)
        func listed(_ options: String = "") throws -> [JSON] {
            try shell.json("worklist \(options)")["emergency_access"]?.array ?? []
        }
        try settle("jdoe")
        #expect(try listed().isEmpty, "a clinician's")
        #expect(try shell.run("audit review 1 --finding Fine").status == 77)
        try settle("boss")
        let open = try listed()
        #expect(open.map { $0["reason"] } == ["Nobody else was there", "Found on the floor"])
        #expect(open.first?["patients"]?.array?.map { $0["patient"] } == ["P-2"] && open.first?["by"] == "kim")
        for options in ["--mine", "--role administrator", "--due 2026-01-05"] {
            #expect(try listed(options).count == 2, "\(options)")
        }
        for options in ["--role nurse", "--state assessment", "--due 2026-01-04"] {
            #expect(try listed(options).isEmpty, "\(options)")
        }
        let lines = try shell.run("worklist").output
        #expect(lines.hasPrefix("! Seen in an emergency  2026-01-05 12:00 UTC  number 1\n    by kim, with show: P-2\n"))
        #expect(try shell.run("worklist --csv").output.contains(",emergency_access,1,"))
        let found = try shell.stepwell("audit", "review", "1", "--finding", "She was alone on the ward")
        #expect(found.status == 0 && found.output == "number 1 is looked into: She was alone on the ward\n")
        #expect(try listed().map { $0["number"] } == [JSON(2)])
        #expect(try shell.run("audit review 1 --finding Again").status == 2)
        #expect(try shell.run("audit review 3 --finding Again").status == 66)
        #expect(try shell.run("audit review 2").status == 64)
        let kept = try shell.json("audit --patient P-2")["audit"]?.array ?? []
        let review = try #require(kept.first { $0["kind"] == "review" })
        #expect(review["by"] == "boss" && review["review_of"] == JSON(1))
        #expect(review["finding"] == "She was alone on the ward")
    }

    @Test("nobody looks into their own, by whatever name")
    func own() throws {
        #expect(try look("show P-1").status == 0)
        let spoken = try shell.run("audit review 1 --finding Fine --as boss")
        #expect(spoken.status == 77 && spoken.errors.contains("nobody looks into what they saw themselves"))
        try settle("boss", "read: nobody")
        #expect(try look("show P-1").status == 0)
        let refused = try shell.json("worklist --mine")
        #expect(refused["error"]?["code"] == "not_permitted", "\(refused)")
        try settle("boss")
        let mine = try shell.json("worklist --mine")["emergency_access"]?.array ?? []
        #expect(mine.map { $0["by"] } == ["kim"], "\(mine)")
        #expect(try shell.json("worklist")["emergency_access"]?.array?.count == 2)
        let own = try shell.json("audit --emergency --user boss")["audit"]?.array?.first
        let number = try #require(own?["number"]?.int)
        #expect(try shell.run("audit review \(number) --finding Fine").status == 77)
        try settle("pia")
        #expect(try shell.run("audit review \(number) --finding Fine").status == 0)
    }
}
