import Foundation
import PathwayModel
import TestSupport
import Testing

/// Each right is asked of the real command: who lacks it is refused, and who has it is not.
@Suite("Rights")
struct RightsTests {
    /// What it takes to use a right.
    struct Use {
        /// Before there are users: lines of a shell.
        var before: [String] = []
        var command: String
        /// What the command ends with for who may: some have nothing to do here.
        var status: Int32 = 0
        /// Whether it is about a case, whose audit keeps a refusal.
        var isOfACase = true
    }

    private static let assessed = "stepwell record P-1 phq9.total=18 cssrs.level=none --at 2026-01-05"
    private static let admitted = [assessed, "stepwell decide P-1 admit --at 2026-01-05"]
    private static let anyKey =
        #"$(stepwell outbox list --json | grep -o '"key": "[^"]*"' | head -1 | cut -d '"' -f 4)"#

    static func use(of right: Right) -> Use {
        switch right {
        case .enroll: Use(command: "enroll iop_basic --patient P-9 --at 2026-01-05", isOfACase: false)
        case .send: Use(command: "send P-1 contact --with result=no_answer")
        case .record: Use(command: "record P-1 phq9.total=9")
        case .attend: Use(before: admitted, command: "attend P-1 attended --type group")
        case .complete: Use(command: "complete P-1 first_contact")
        case .decide: Use(before: [assessed], command: "decide P-1 admit")
        case .consent: Use(command: "consent P-1 treatment --revoke")
        case .extend: Use(command: "extend P-1 --until 2026-01-25 --reason 'No place'")
        case .correct: Use(before: [assessed], command: "record P-1 phq9.total=17 --corrects 2 --reason Slip")
        case .withdraw: Use(before: [assessed], command: "withdraw P-1 2 --reason Slip")
        case .undo: Use(before: admitted, command: "undo P-1 3 --reason Slip")
        case .mendClock: Use(command: "mend-clock P-1 --reason Ahead --at 2026-01-06", status: 2)
        case .advance: Use(command: "advance P-1")
        case .patient: Use(command: "patient P-1 --set first_name=Ana")
        case .merge:
            Use(
                before: ["stepwell enroll iop_basic --patient P-2 --at 2026-01-05"],
                command: "patient P-1 --same-as P-2 --reason Twice")
        case .erase: Use(before: ["stepwell patient P-1 --set first_name=Ana"], command: "patient P-1 --erase")
        case .release:
            Use(
                command: "release add P-1 --to payer --from Clinic --purpose payment --what attendance --expires none "
                    + "--signed-by Ana --signed 2026-01-05")
        case .disclosures: Use(command: "disclosures P-1")
        case .packet: Use(command: "packet P-1 --to payer --out packet.html")
        case .outbox: Use(before: admitted, command: "outbox drop \(anyKey)")
        case .downtime: Use(command: "downtime --out paper", isOfACase: false)
        case .backup: Use(command: "backup copy.db", isOfACase: false)
        case .restore:
            Use(
                before: ["stepwell backup copy.db", "rm stepwell.db*"], command: "restore copy.db", isOfACase: false)
        case .plugin: Use(command: "plugin retry lace", status: 66, isOfACase: false)
        case .approve: Use(command: "approve iop_basic --by 'Dr. Lee'", isOfACase: false)
        case .read: Use(command: "show P-1")
        case .audit: Use(command: "history P-1 --refused")
        case .transfer: Use(command: "transfer P-1 --to-site south --reason Moved")
        case .allSites:
            Use(
                before: ["stepwell enroll iop_basic --patient P-7 --site south --at 2026-01-05"], command: "show P-7",
                isOfACase: false)
        case .privacy: Use(command: "audit review 99 --finding 'It was one'", status: 66, isOfACase: false)
        case .claim: Use(command: "claim P-1 first_contact")
        case .assign: Use(command: "assign P-1 first_contact --to me")
        case .handOver:
            Use(
                before: ["stepwell claim P-1 first_contact --as me"],
                command: "hand-over P-1 first_contact --to me")
        case .snooze: Use(command: "snooze P-1 first_contact --until 2026-01-07 --reason 'A message left'")
        case .notNeeded: Use(command: "not-needed P-1 first_contact --reason 'Came by'")
        case .absence:
            Use(command: "absent boss --from 2026-01-06 --until 2026-01-09", isOfACase: false)
        case .demoData: Use(command: "demo-data --cases 1 --pathway iop_basic", isOfACase: false)
        }
    }

    let folder: TemporaryFolder
    let shell: Shell

    init() throws {
        folder = try TemporaryFolder()
        shell = try Shell.clinic(in: folder)
        #expect(try shell.run("enroll iop_basic --patient P-1 --at 2026-01-05").status == 0)
    }

    private func settle(_ rights: String) throws {
        try shell.write(
            """
            stepwell: 1
            clock: simulated
            users:
              me: {name: Mia Engel, roles: [staff, intake, clinician], account: \(Shell.account), site: north}
              boss: {name: Bea Ossing, credentials: MD, roles: [boss, administrator], site: south}
            \(rights)

            """, to: "stepwell.yaml")
    }

    @Test(
        "whoever lacks one is refused, is told who has it, and it is kept; whoever has it is not",
        arguments: Right.allCases)
    func each(right: Right) throws {
        let use = Self.use(of: right)
        for line in use.before {
            let result = try shell.bash(line)
            #expect(result.status == 0, "\(line): \(result.output)")
        }
        let trial = try String(contentsOf: folder.root.appendingPathComponent("stepwell.yaml"), encoding: .utf8)
        try settle("rights: {\(right.rawValue): boss}")
        let refused = try shell.bash("stepwell \(use.command)")
        #expect(refused.status == 77, "\(refused.output)")
        let told = "'\(right.rawValue)' is for one of the roles boss; who may: Bea Ossing, MD\n"
        #expect(refused.output.contains("error[not_permitted]: ") && refused.output.contains(told), "\(refused.output)")
        if use.isOfACase {
            try shell.write(trial, to: "stepwell.yaml")
            let kept = try shell.json("history P-1 --refused")["refused"]?.array ?? []
            #expect(kept.contains { $0["code"] == "not_permitted" && $0["by"] == "me" }, "\(kept)")
        }
        try settle("rights: {\(right.rawValue): [boss, staff]}")
        let allowed = try shell.bash("stepwell \(use.command)")
        #expect(allowed.status == use.status && !allowed.output.contains("error[not_permitted]"), "\(allowed.output)")
    }

    @Test("without a table what is done every day is any user's, and what is seldom done the administrator's")
    func usual() throws {
        try settle("")
        for right in Right.allCases where right.usualHolders == [.role(RightHolder.administrator)] {
            let use = Self.use(of: right)
            let refused = try shell.bash("stepwell \(use.command)")
            #expect([.outbox, .allSites].contains(right) || refused.status == 77, "\(right): \(refused.output)")
        }
        for right in [Right.record, .consent, .patient, .read, .advance, .enroll] {
            let use = Self.use(of: right)
            #expect(try shell.bash("stepwell \(use.command)").status == 0, "\(right)")
        }
        #expect(try shell.bash("stepwell outbox reopen mail").status == 77)
    }

    @Test("what somebody entered they may put right themselves, and others may not")
    func own() throws {
        _ = try shell.bash(Self.assessed)
        try settle("")
        #expect(try shell.run("record P-1 gad7.total=12").status == 0)
        let other = try shell.run("withdraw P-1 2 --reason Slip")
        #expect(other.status == 77)
        let told =
            "'withdraw' is for who made the entry and one of the roles administrator; who may: who made the entry; "
        #expect(other.errors.contains(told + "Bea Ossing, MD"), "\(other.errors)")
        #expect(try shell.run("record P-1 gad7.total=11 --corrects 3 --reason Slip").status == 0)
        #expect(try shell.run("withdraw P-1 99 --reason Slip").status == 2, "there is no such entry")
        #expect(try shell.run("decide P-1 admit").status == 0)
        try settle("rights: {undo: nobody}")
        let nobody = try shell.run("undo P-1 --reason Slip")
        #expect(nobody.status == 77 && nobody.errors.contains("the clinic's settings let nobody 'undo'"))
        try settle("")
        #expect(try shell.run("undo P-1 --reason Slip").status == 0)
    }

    @Test("what others did on an entry since is not taken back with it by who may take back only their own")
    func ownWithLater() throws {
        try settle("")
        #expect(try shell.run("record P-1 phq9.total=18 cssrs.level=none").status == 0)
        #expect(try shell.run("decide P-1 admit").status == 0)
        let users = try String(contentsOf: folder.root.appendingPathComponent("stepwell.yaml"), encoding: .utf8)
        try shell.write("stepwell: 1\nclock: simulated\n", to: "stepwell.yaml")
        #expect(try shell.run("complete P-1 treatment_plan --as boss").status == 0)
        try shell.write(users, to: "stepwell.yaml")
        #expect(try shell.run("undo P-1 3 --with-later --reason Slip").status == 77)
        #expect(try shell.run("complete P-1 measures").status != 77)
    }
}
