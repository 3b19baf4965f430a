import Foundation
import PathwayModel
import TestSupport
import Testing

/// Who saw what is kept, by the real command, before it is shown.
@Suite("The audit of reading")
struct AuditTests {
    /// A command that shows something about patients.
    struct Look: Sendable, CustomTestStringConvertible {
        var command: String
        var door: String
        /// Whom it shows, where its JSON does not say.
        var also: [String] = []
        /// Whether it prints JSON.
        var isJSON = true
        var testDescription: String { command }
    }

    private static let key =
        #"stepwell outbox list --case P-1 --json | grep -o '"key": "[^"]*"' | head -1 | cut -d '"' -f 4"#

    static let looks = [
        Look(command: "why P-1", door: "why"),
        Look(command: "why P-1 --patient", door: "why", also: ["P-1"]),
        Look(command: "why P-1 --story", door: "why"),
        Look(command: "why P-1 --at 2026-03-01", door: "why"),
        Look(command: "why-not P-1 completed", door: "why_not"),
        Look(command: "show P-1", door: "show"),
        Look(command: "history P-1", door: "history"),
        Look(command: "history P-2 --refused", door: "history_refused"),
        Look(command: "list", door: "list"),
        Look(command: "list --patient P-2", door: "list"),
        Look(command: "list --limit 2", door: "list"),
        Look(command: "list --at 2026-03-01", door: "list"),
        Look(command: "lost", door: "lost"),
        Look(command: "worklist", door: "worklist"),
        Look(command: "downtime --out paper", door: "downtime", also: ["P-1", "P-2", "P-3"]),
        Look(command: "worklist --role intake --limit 1", door: "worklist"),
        Look(command: "patient P-1", door: "patient"),
        Look(command: "patient P-2", door: "patient"),
        Look(command: "find P-", door: "find"),
        Look(command: "find lee", door: "find"),
        Look(command: "packet P-1 --to payer --out packet.html", door: "packet", also: ["P-1"]),
        Look(command: "packet P-2 --to payer --out packet.html --dry-run", door: "packet", also: ["P-2"]),
        Look(command: "patient P-1 --set last_name=Lee", door: "patient_change"),
        Look(command: "patient P-1 --set last_name=Lu --dry-run", door: "patient_change"),
        Look(command: "disclosures P-2", door: "disclosures", also: ["P-2"]),
        Look(command: "release list P-1", door: "release_list"),
        Look(command: "release list P-3", door: "release_list", also: ["P-3"]),
        Look(command: "outbox list", door: "outbox_list"),
        Look(command: "outbox list --case P-3", door: "outbox_list"),
        Look(command: "outbox show KEY", door: "outbox_show"),
        Look(command: "outbox drop KEY", door: "outbox_mend"),
        Look(command: "outbox retry KEY", door: "outbox_mend"),
        Look(command: "draw --case P-1", door: "draw", also: ["P-1"], isJSON: false),
        Look(command: "draw iop_basic --counts", door: "draw", isJSON: false),
        Look(command: "eval phq9.total --case P-1", door: "eval", also: ["P-1"]),
        Look(command: "record P-2 phq9.total=9 --dry-run", door: "dry_run"),
        Look(command: "undo P-1 --reason Slip --dry-run", door: "dry_run"),
        Look(command: "audit --patient P-2", door: "audit"),
    ]

    /// Commands that show nothing of a case or a patient but what the same command enters, or what the pathway says.
    private static let others = [
        "check", "test", "paper", "approve", "add", "instrument add", "instrument list", "instrument score",
        "instrument show", "explain", "schema", "enroll", "send", "record", "attend", "complete", "decide", "consent",
        "extend", "withdraw", "undo", "mend-clock", "advance", "run", "claim", "assign", "hand-over", "unclaim",
        "snooze", "not-needed", "absent", "transfer", "on-call", "message preview", "outbox reopen", "release add",
        "release revoke", "audit review",
        "init", "database", "demo-data", "doctor", "backup", "restore", "help",
    ]

    let folder: TemporaryFolder
    let shell: Shell
    /// Patients by their cases.
    let patients: [String: String]

    init() throws {
        folder = try TemporaryFolder()
        shell = try Shell.clinic(in: folder)
        for line in [
            "enroll iop_basic --patient P-1 --at 2026-01-05", "enroll iop_basic --patient P-2 --at 2026-01-05",
            "enroll iop_basic --patient P-3 --at 2026-01-05", "record P-1 phq9.total=18 cssrs.level=none",
            "decide P-1 admit", "patient P-1 --set first_name=Ana",
            "release add P-1 --to payer --from Clinic --purpose payment --what attendance --expires none "
                + "--signed-by Ana --signed 2026-01-05",
        ] { #expect(try shell.run(line).status == 0, "\(line)") }
        #expect(try shell.run("decide P-2 admit").status == 2)
        let cases = try shell.json("list")["cases"]?.array ?? []
        patients = Dictionary(
            uniqueKeysWithValues: cases.compactMap { one in
                one["case"]?.string.flatMap { id in one["patient"]?.string.map { (id, $0) } }
            })
        #expect(patients.count == 3)
    }

    @Test(
        "whoever enrolls somebody and is told of a number like it has seen that number, and who is told of none has not"
    )
    func numbersAlike() throws {
        #expect(try shell.run("enroll iop_basic --patient p-3").errors.contains("'P-3' is known already"))
        #expect(try shell.run("enroll iop_basic --patient Q-3").status == 0)
        let seen = try rows().filter { $0["door"] == "enroll" }
        #expect(seen.map { $0["patients"]?.array?.map { $0["patient"] } } == [["P-3"]], "\(seen)")
        #expect(try shell.run("patient p-2 --set first_name=Bo").errors.contains("'P-2' is known already"))
        #expect(try rows("--patient P-2").contains { $0["door"] == "patient_change" })
    }

    private func rows(_ options: String = "") throws -> [JSON] {
        try shell.json("audit \(options)")["audit"]?.array ?? []
    }

    private func screens() throws -> [JSON] { try rows().filter { $0["kind"] == "seen" } }

    /// Everybody whom a command's JSON names, by number or by case.
    private func named(in json: JSON) -> Set<String> {
        if let elements = json.array { return elements.reduce(into: []) { $0.formUnion(named(in: $1)) } }
        return (json.members ?? []).reduce(into: []) { all, member in
            switch (member.name, member.value.string) {
            case ("patient", let number?): all.insert(number)
            case ("case", let id?): all.formUnion([patients[id]].compactMap { $0 })
            default: all.formUnion(named(in: member.value))
            }
        }
    }

    private func seen(_ row: JSON) -> [String] { row["patients"]?.array?.compactMap { $0["patient"]?.string } ?? [] }

    @Test("each command that shows something keeps one row: its screen, all patients who are on it and no others")
    func eachLook() throws {
        let before = try screens().count
        var expected: [(look: Look, patients: Set<String>)] = []
        let key = try shell.bash(Self.key).output.trimmingCharacters(in: .whitespacesAndNewlines)
        for look in Self.looks {
            let command = look.command.replacing("KEY", with: key)
            let result = try shell.run(look.isJSON ? "\(command) --json" : command)
            #expect(result.status == 0, "\(command): \(result.errors)")
            let named = look.isJSON ? named(in: try JSON.parse(result.output)) : []
            expected.append((look, named.union(look.also)))
        }
        // The audit before, the messages that gave the key, and then one for each.
        let kept = try screens().dropFirst(before + 2)
        #expect(kept.count == expected.count)
        for (row, one) in zip(kept, expected) {
            #expect(row["door"]?.string == one.look.door, "\(one.look.command)")
            #expect(row["kind"] == "seen" && row["by"]?.string == Shell.account, "\(one.look.command)")
            #expect(Set(seen(row)) == one.patients, "\(one.look.command)")
            #expect(seen(row) == seen(row).sorted(), "\(one.look.command)")
        }
        #expect(expected.contains { $0.patients.count == 3 } && expected.contains { $0.patients.isEmpty })
        let list = try #require(kept.first { $0["door"] == "list" })
        let cases = list["patients"]?.array?.flatMap { $0["cases"]?.array?.compactMap(\.string) ?? [] } ?? []
        #expect(Set(cases) == Set(patients.keys))
    }

    @Test("there is no other command that could show something")
    func allCommands() throws {
        let help = try JSON.parse(try shell.stepwell("--experimental-dump-help").output)
        func leaves(_ command: JSON, _ path: [String]) -> [String] {
            let inner = command["subcommands"]?.array ?? []
            guard !inner.isEmpty else { return [path.joined(separator: " ")] }
            return inner.flatMap { leaves($0, path + [$0["commandName"]?.string ?? ""]) }
        }
        let all = leaves(try #require(help["command"]), []).filter {
            !$0.hasPrefix("plugin") && !$0.hasPrefix("help") && !$0.hasSuffix(" help")
        }
        let looked = Set(
            Self.looks.flatMap { look -> [String] in
                let words = look.command.split(separator: " ")
                return [String(words[0]), words.prefix(2).joined(separator: " ")]
            })
        let defaults = ["outbox list": "outbox", "audit list": "audit"]
        for command in all {
            let isKnown =
                looked.contains(command) || Self.others.contains(command)
                || defaults[command].map { looked.contains($0) } == true
            #expect(isKnown, "\(command) neither keeps that somebody looked nor is said to show nothing")
        }
        #expect(all.count > 50)
    }

    @Test("it is asked by patient, by user and by time, in parts, as CSV and in words")
    func asked() throws {
        for line in ["show P-1 --at 2026-01-05", "list", "show P-2", "show P-3"] { _ = try shell.run(line) }
        let all = try rows()
        let doors = try rows("--patient P-3").map { $0["door"] }.filter { $0 != "audit" }
        #expect(doors == ["list", "list", "show"])
        #expect(try rows("--patient P-3").allSatisfy { seen($0) == ["P-3"] }, "of a list only who was asked for")
        let refused = try rows("--patient P-2").filter { $0["kind"] == "refused" }
        #expect(refused.map { $0["code"] } == ["hard_block"], "\(refused)")
        #expect(refused.first?["door"]?.string == "decide admit" && refused.first.map(seen) == ["P-2"])
        #expect(try rows("--user nobody").isEmpty)
        #expect(try rows("--user \(Shell.account)").count >= all.count)
        #expect(try rows("--until 2026-01-04").isEmpty && rows("--since 2026-01-06").isEmpty)
        #expect(try rows("--since 2026-01-05 --until 2026-01-05").count >= all.count)
        // Each part is in the audit too, and what was refused comes behind them.
        var parts: [JSON] = []
        var after = ""
        repeat {
            let part = try shell.json("audit --until 2026-01-05T12:00:01Z --limit 3\(after)")
            parts += part["audit"]?.array ?? []
            after = part["next"]?.string.map { " --after \($0)" } ?? ""
        } while !after.isEmpty && parts.count < 100
        #expect(parts.filter { $0["door"] != "audit" } == all.filter { $0["door"] != "audit" })
        #expect(try shell.run("audit --after nowhere").status == 64)
        let lines = try shell.run("audit --patient P-3").output
        #expect(lines.contains("AT ") && lines.contains("  show   P-3 "), "\(lines)")
        let csv = try shell.run("audit --patient P-1 --csv").output.split(separator: "\n")
        #expect(csv[0] == "at,number,kind,by,speaker,door,patient,case,emergency,code,message,review_of,finding")
        #expect(csv.dropFirst().allSatisfy { $0.contains(",P-1,") })
        #expect(try rows("--patient P-1").contains { $0["door"] == "audit" }, "who looks at the audit is in it")
    }

    @Test("whoever sees the patient under another number is found by each")
    func otherNumber() throws {
        _ = try shell.run("show P-2")
        #expect(try shell.run("patient P-2 --same-as P-3 --reason Twice").status == 0)
        for number in ["P-2", "P-3"] {
            #expect(try rows("--patient \(number)").contains { $0["door"] == "show" && seen($0) == ["P-2"] })
        }
    }

    @Test("who is refused is kept too, of whatever it was, with who was meant")
    func refusals() throws {
        func settle(_ roles: String) throws {
            try shell.write(
                """
                stepwell: 1
                clock: simulated
                users: {me: {roles: [\(roles)], account: \(Shell.account)}, boss: {roles: [boss, administrator]}}
                rights: {read: boss, enroll: boss}

                """, to: "stepwell.yaml")
        }
        try settle("nurse")
        for line in [
            "list", "show P-1", "show P-404", "worklist", "backup copy.db", "plugin retry lace", "audit",
            "patient P-2 --erase", "enroll iop_basic --patient P-9",
        ] { #expect(try shell.run(line).status == 77, "\(line)") }
        try shell.write("stepwell: 1\nclock: simulated\nusers: {zoe: {roles: [administrator]}}\n", to: "stepwell.yaml")
        #expect(try shell.run("list").status == 77)
        #expect(try shell.run("enroll iop_basic --patient P-9").status == 77)
        try settle("boss, administrator")
        let refused = try rows("--user me").filter { $0["kind"] == "refused" }
        #expect(
            refused.compactMap { $0["door"]?.string } == [
                "list", "show", "worklist", "backup", "plugin", "audit", "show", "erase", "enroll",
            ], "\(refused)")
        #expect(refused.allSatisfy { $0["code"] == "not_permitted" })
        #expect(refused.flatMap(seen).sorted() == ["P-1", "P-2"])
        let stranger = try rows("--user \(Shell.account)").filter { $0["code"] == "not_permitted" }
        #expect(stranger.map { $0["door"] } == ["list", "enroll"], "\(stranger)")
    }

    @Test("where it cannot be kept, care goes on and is told so")
    func notKept() throws {
        #expect(try shell.bash("rm stepwell.db-wal stepwell.db-shm").status == 0)
        let shown = try shell.run("list")
        #expect(shown.status == 0)
        #expect(shown.errors.contains("warning: it could not be kept that you saw this: "), "\(shown.errors)")
    }

    @Test("what fails before it shows anything leaves no row, and a refusal that names a patient's cases does")
    func failures() throws {
        let before = try screens().count
        #expect(try shell.run("show P-404").status == 66)
        #expect(try shell.run("why-not P-1 nowhere").status == 66)
        #expect(try shell.run("enroll iop_basic --patient P-1").status == 0)
        let ambiguous = try shell.run("show P-1")
        #expect(ambiguous.status == 66 && ambiguous.errors.contains("ambiguous_case"))
        let kept = try screens().dropFirst(before + 1)
        #expect(kept.map { $0["door"] } == ["show"] && kept.map(seen) == [["P-1"]], "\(kept)")
    }

    @Test("it goes with a backup, and stays when a patient is erased")
    func stays() throws {
        _ = try shell.run("show P-1")
        #expect(try shell.run("backup copy.db").status == 0)
        #expect(try shell.run("patient P-1 --erase").status == 0)
        #expect(try rows("--patient P-1").contains { $0["door"] == "show" })
        #expect(try shell.bash("rm stepwell.db*; stepwell restore copy.db").status == 0)
        #expect(try rows("--patient P-1").contains { $0["door"] == "show" })
    }
}
