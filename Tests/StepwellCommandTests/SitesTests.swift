import Foundation
import PathwayModel
import TestSupport
import Testing

/// Who works at a site sees its cases and those of none, and no others: at every door of the real command.
@Suite("Sites")
struct SitesTests {
    let folder: TemporaryFolder
    let shell: Shell
    /// Patients by their cases.
    private let patients: [String: String]

    /// P-1 is of the north, P-2 of the south, P-3 of no site.
    init() throws {
        folder = try TemporaryFolder()
        shell = try Shell.clinic(in: folder)
        for (number, site) in [("1", "--site north"), ("2", "--site south"), ("3", "")] {
            for line in [
                "enroll iop_basic --patient P-\(number) --at 2026-01-05 \(site)",
                "record P-\(number) phq9.total=18 cssrs.level=none", "decide P-\(number) admit",
                "patient P-\(number) --set first_name=Ana",
            ] { #expect(try shell.run(line).status == 0, "\(line)") }
        }
        let cases = try shell.json("list")["cases"]?.array ?? []
        patients = Dictionary(
            uniqueKeysWithValues: cases.compactMap { one in
                one["case"]?.string.flatMap { id in one["patient"]?.string.map { (id, $0) } }
            })
        try settle("kim")
    }

    /// - Parameter speaker: for whom the account of the tests speaks.
    private func settle(_ speaker: String, _ rights: String = "") throws {
        func account(_ name: String) -> String { name == speaker ? ", account: \(Shell.account)" : "" }
        try shell.write(
            """
            stepwell: 1
            clock: simulated
            users:
              kim: {roles: [intake, clinician], site: north\(account("kim"))}
              sue: {roles: [intake, clinician], site: south\(account("sue"))}
              jon: {roles: [intake, clinician, administrator]\(account("jon"))}
              bea: {name: Bea Ossing, roles: [administrator], site: north\(account("bea"))}
            \(rights)

            """, to: "stepwell.yaml")
    }

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

    private static let views = [
        "list", "list --at 2026-03-01", "list --limit 9", "list --pathway iop_basic", "worklist",
        "worklist --at 2026-03-01",
        "outbox list",
    ]

    @Test("lists have the cases of the site and of none, and say how many others there are", arguments: views)
    func lists(command: String) throws {
        for (user, seen) in [("kim", ["P-1", "P-3"]), ("sue", ["P-2", "P-3"])] {
            try settle(user)
            let result = try shell.run("\(command) --json")
            #expect(try result.status == 0 && named(in: JSON.parse(result.output)) == Set(seen), "\(user)")
            #expect(result.errors.contains("note: 1 case of another site is not shown\n"), "\(result.errors)")
            let words = try shell.run(command).output
            #expect(seen.allSatisfy { words.contains($0) } || command == "outbox list")
            #expect(!words.contains(user == "kim" ? "P-2" : "P-1"))
        }
        for user in ["jon", "bea"] {
            try settle(user, "rights: {all_sites: administrator}")
            let result = try shell.run("\(command) --json")
            #expect(try named(in: JSON.parse(result.output)) == ["P-1", "P-2", "P-3"], "\(user)")
            #expect(!result.errors.contains("another site"))
        }
    }

    @Test("pages are full, and go on to the end of what is seen")
    func pages() throws {
        var (seen, after): ([String], String) = ([], "")
        repeat {
            let part = try shell.json("list --limit 1\(after)")
            seen += part["cases"]?.array?.compactMap { $0["patient"]?.string } ?? []
            after = part["next"]?.string.map { " --after \($0)" } ?? ""
        } while !after.isEmpty && seen.count < 9
        #expect(seen == ["P-1", "P-3"])
    }

    @Test("counts count what is seen, and a picture of a case is refused like the case")
    func drawings() throws {
        let counted = try shell.run("draw iop_basic --counts").output
        #expect(counted.contains(": 2 open"), "\(counted)")
    }

    private static let looks = [
        "why P-2", "why P-2 --story", "why P-2 --patient", "why-not P-2 completed", "show P-2", "history P-2",
        "patient P-2",
        "disclosures P-2", "release list P-2", "outbox list --case P-2", "draw --case P-2",
        "eval phq9.total --case P-2",
    ]
    private static let changes = [
        "record P-2 phq9.total=9", "complete P-2 treatment_plan", "send P-2 contact --with result=no_answer",
        "attend P-2 attended --type group", "consent P-2 treatment", "claim P-2 treatment_plan",
        "undo P-2 3 --reason Slip",
        "withdraw P-2 2 --reason Slip", "patient P-2 --set first_name=Bo", "transfer P-2 --to-site north --reason Mine",
        "release add P-2 --to payer --from Clinic --purpose payment --what attendance --expires none --signed-by Ana "
            + "--signed 2026-01-05", "record P-2 phq9.total=9 --dry-run",
    ]

    @Test("a case of another site is refused by name of the site, shown and kept nowhere else", arguments: looks)
    func look(command: String) throws {
        let refused = try shell.run(command)
        #expect(refused.status == 77 && refused.output.isEmpty, "\(refused.output)")
        let told =
            "the case is of the site 'south', where you do not work; 'all_sites' is for one of the roles administrator; "
            + "who may: Bea Ossing; jon\n  in an emergency"
        #expect(refused.errors.contains("error[not_permitted]: \(told)"), "\(refused.errors)")
        for other in ["P-1", "P-3"] {
            let allowed = try shell.run(command.replacing("P-2", with: other))
            #expect(allowed.status == 0, "\(allowed.errors)")
        }
        try settle("sue")
        #expect(try shell.run(command).status == 0)
        try settle("kim")
        let seen = try shell.stepwell(
            command.split(separator: " ").map(String.init) + ["--emergency", "--reason", "Found here"])
        #expect(seen.status == 0 && seen.errors.contains("warning: seen in an emergency"), "\(seen.errors)")
        try settle("jon")
        let rows = try shell.json("audit --patient P-2 --user kim")["audit"]?.array ?? []
        #expect(rows.contains { $0["kind"] == "refused" && $0["code"] == "not_permitted" })
        #expect(rows.filter { $0["kind"] == "seen" }.map { $0["emergency"] } == ["Found here"], "\(rows)")
    }

    @Test("what is to be entered into a case of another site is refused, and kept with the case", arguments: changes)
    func change(command: String) throws {
        let refused = try shell.run(command)
        #expect(refused.status == 77 && refused.errors.contains("the case is of the site 'south'"), "\(refused.errors)")
        try settle("sue")
        let history = try shell.json("history P-2")["history"]?.array ?? []
        #expect(history.count == 3)
    }

    @Test("a list in an emergency has all cases, and is marked")
    func emergency() throws {
        let list = try shell.stepwell("list", "--emergency", "--reason", "Whose is she?", "--json")
        #expect(try named(in: JSON.parse(list.output)) == ["P-1", "P-2", "P-3"])
        #expect(list.errors.contains("warning: seen in an emergency") && !list.errors.contains("another site"))
        let own = try shell.stepwell("show", "P-1", "--emergency", "--reason", "Now")
        #expect(own.errors.contains("note: you may see this without --emergency"))
    }

    @Test("a case begins where who enrolls it works, or where they say; a case that it begins is there too")
    func enrolling() throws {
        #expect(try shell.run("enroll iop_basic --patient P-8").status == 0)
        #expect(try shell.run("enroll iop_basic --patient P-9 --site south").status == 0)
        #expect(try shell.run("enroll iop_basic --patient P-9 --site suoth").status == 64)
        #expect(try shell.run("show P-9").status == 77)
        try settle("sue")
        #expect(try shell.run("show P-8").status == 77)
        let shown = try shell.json("show P-9")
        #expect(shown["sites"]?.array?.map { $0["site"] } == ["south"], "\(shown)")
        #expect(try shell.run("show P-9").output.contains("\nsite south since 2026-01-05, by kim\n"))
    }

    @Test("a transfer opens the new site's eyes and closes the old one's, and frees what these had claimed")
    func transfer() throws {
        #expect(try shell.run("claim P-1 treatment_plan").status == 0)
        let tried = try shell.stepwell("transfer", "P-1", "--to-site", "south", "--reason", "Moved house", "--dry-run")
        #expect(tried.status == 0 && tried.output.contains("would be of the site south, and was of north"))
        #expect(try shell.run("show P-1").status == 0)
        let moved = try shell.stepwell("transfer", "P-1", "--to-site", "south", "--reason", "Moved house")
        #expect(moved.status == 0 && moved.output.contains("is of the site south, and was of north"), "\(moved.errors)")
        #expect(moved.output.contains("free again is what these had claimed: kim"))
        #expect(try shell.run("show P-1").status == 77)
        #expect(try shell.run("record P-1 phq9.total=9").status == 77)
        #expect(try named(in: shell.json("list")) == ["P-3"])
        try settle("sue")
        let shown = try shell.run("show P-1").output
        #expect(
            shown.contains("site south since 2026-01-05, by kim: Moved house; before that north since 2026-01-05"),
            "\(shown)")
        #expect(!shown.contains("sees to it"))
        let history = try shell.run("history P-1").output
        #expect(history.contains("  transfer, by kim\n    came from north to south: Moved house"), "\(history)")
        let told = try shell.json("history P-1")["transfers"]?.array ?? []
        #expect(told.count == 1 && told[0]["from"] == "north" && told[0]["site"] == "south", "\(told)")
        #expect(try shell.json("history P-3")["transfers"] == nil)
        #expect(try shell.run("transfer P-1 --to-site south --reason Again").status == 2)
        #expect(try shell.run("transfer P-1 --to-site nowhere --reason Again").status == 64)
        #expect(try shell.run("claim P-1 treatment_plan").status == 0)
        #expect(try shell.run("doctor").output.contains("ok    store"))
    }

    @Test("who has a right to see all sites keeps what they claimed, and sees the case wherever it goes")
    func allSites() throws {
        try settle("bea", "rights: {all_sites: administrator}")
        #expect(try shell.run("show P-2").status == 0)
        try settle("bea", "rights: {all_sites: nobody}")
        #expect(try shell.run("show P-2").status == 77)
    }
}
