import PathwayModel
import TestSupport
import Testing

/// Who speaks is who the operating system says, and who speaks for somebody is kept beside them.
@Suite("Who speaks")
struct SpeakingTests {
    let folder: TemporaryFolder
    let shell: Shell

    init() throws {
        folder = try TemporaryFolder()
        shell = try Shell.clinic(in: folder)
        #expect(try shell.run("enroll iop_basic --patient P-1 --at 2026-01-05 --as ana").status == 0)
    }

    private func settle(kim: String, _ more: String = "") throws {
        try shell.write(
            """
            stepwell: 1
            clock: simulated
            users:
              kim: {name: Kim Poe, account: \(Shell.account), \(kim)}
              jdoe: {name: J. Doe, roles: [clinician, administrator]}
              pia: {name: Pia Lund, roles: [nurse], delegate: [jdoe]}
            \(more)

            """, to: "stepwell.yaml")
    }

    private func by(_ entry: Int) throws -> (by: JSON?, speaker: JSON?) {
        let row = try #require(try shell.json("history P-1")["history"]?.array?.first { $0["sequence"] == JSON(entry) })
        return (row["by"], row["speaker"])
    }

    @Test("somebody else is spoken for only by who is their delegate, and both names are kept")
    func delegates() throws {
        try settle(kim: "roles: [nurse]", "rights: {audit: anyone}")
        let refused = try shell.run("record P-1 phq9.total=18 --as jdoe")
        #expect(refused.status == 77)
        let told = "error[not_permitted]: kim may not act for jdoe; who may: Pia Lund\n  'delegate: [jdoe]' for 'kim'"
        #expect(refused.errors.contains(told), "\(refused.errors)")
        let stranger = try shell.run("record P-1 phq9.total=18 --as zoe")
        #expect(stranger.status == 77 && stranger.errors.contains("name no user 'zoe'"), "\(stranger.errors)")
        let kept = try shell.json("history P-1 --refused")["refused"]?.array ?? []
        #expect(kept.map { $0["by"] } == ["jdoe", "zoe"] && kept.allSatisfy { $0["speaker"] == "kim" })
        try settle(kim: "roles: [nurse], delegate: jdoe")
        #expect(try shell.run("record P-1 phq9.total=18 cssrs.level=none --as jdoe").status == 0)
        #expect(try shell.run("decide P-1 admit").status == 77, "a nurse does not decide")
        #expect(try shell.run("decide P-1 admit --as jdoe").status == 0, "a clinician does")
        #expect(try shell.run("record P-1 gad7.total=3 --as kim").status == 0)
        #expect(try by(2).by == "jdoe" && by(2).speaker == "kim")
        #expect(try by(4).by == "kim" && by(4).speaker == nil)
        let lines = try shell.run("history P-1").output
        #expect(lines.contains("#2, by jdoe (by kim)\n") && lines.contains("#4, by kim\n"), "\(lines)")
        #expect(try shell.run("record P-1 phq9.total=17 --corrects 2 --reason Slip").status == 0, "who spoke made it")
        #expect(try shell.run("doctor").output.contains("ok    store"))
    }

    @Test("the environment says nothing of who speaks")
    func environment() throws {
        try settle(kim: "roles: [nurse]")
        let said = "USER=jdoe LOGNAME=jdoe USERNAME=jdoe HOME=/home/jdoe"
        #expect(try shell.bash("\(said) stepwell record P-1 phq9.total=18").status == 0)
        #expect(try by(2).by == "kim")
        let decided = try shell.bash("\(said) stepwell decide P-1 admit --reason 'Says so'")
        #expect(decided.status == 77, "\(decided.output)")
    }

    @Test("an account that is nobody's may look for mistakes and let time pass, and nothing else")
    func nobody() throws {
        try shell.write(
            "stepwell: 1\nclock: simulated\nusers: {jdoe: {roles: [clinician, administrator]}}\n", to: "stepwell.yaml")
        for command in ["record P-1 phq9.total=9", "show P-1", "list", "worklist", "backup copy.db", "patient P-1"] {
            let refused = try shell.run(command)
            #expect(refused.status == 77, "\(command)")
            let told = "error[not_permitted]: the clinic's settings name no user with the account '\(Shell.account)'"
            #expect(refused.errors.contains(told), "\(refused.errors)")
        }
        #expect(try shell.run("check").status == 0)
        #expect(try shell.run("doctor").status == 0)
        #expect(try shell.run("advance --all --at 2026-01-06").status == 0)
        #expect(try shell.run("advance --all --as jdoe").status == 77)
    }

    @Test("without users everybody is believed, and it is said")
    func trial() throws {
        let note = "this clinic names no users: anybody may do anything"
        #expect(try shell.run("doctor").output.contains("note  \(note)"))
        #expect(try shell.run("record P-1 phq9.total=9 --as zoe").status == 0)
        #expect(try by(2).by == "zoe" && by(2).speaker == nil)
        let other = try TemporaryFolder()
        let begun = try Shell(in: other.root).run("init --demo")
        #expect(begun.output.contains("note: \(note)"))
        let watched = try shell.bash("script -qec 'stepwell record P-1 phq9.total=8' /dev/null | tr -d '\\r'")
        #expect(watched.output.contains("note: this clinic names no users"), "\(watched.output)")
        try settle(kim: "roles: [nurse]")
        #expect(try !shell.run("doctor").output.contains("names no users"))
    }

    @Test("a task is its role's, or a delegate's, who decides nothing by it")
    func tasks() throws {
        try settle(kim: "roles: [nurse]")
        let refused = try shell.run("complete P-1 first_contact")
        #expect(refused.status == 77 && refused.errors.contains("this needs one of the roles intake"))
        try settle(kim: "roles: [nurse], delegate: [intake, clinician]")
        #expect(try shell.run("complete P-1 first_contact").status == 0)
        #expect(try shell.run("record P-1 phq9.total=18 cssrs.level=none").status == 0)
        #expect(try shell.run("decide P-1 admit").status == 77)
    }

    @Test("what a delegate completed stays completed when the case is told anew without the delegate")
    func toldAnew() throws {
        try settle(kim: "roles: [nurse], delegate: [intake]")
        #expect(try shell.run("send P-1 contact --with result=no_answer").status == 0)
        #expect(try shell.run("complete P-1 first_contact").status == 0)
        try settle(kim: "roles: [administrator]")
        #expect(try shell.run("undo P-1 2 --reason Slip").status == 0)
        let tasks = try shell.json("show P-1")["tasks"]?.array ?? []
        #expect(!tasks.contains { $0["id"] == "first_contact" }, "\(tasks)")
    }
}
