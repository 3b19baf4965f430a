import Foundation
import PathwayModel
import TestSupport
import Testing

/// `patient --erase` is done, or says that it is not.
@Suite("Erasing a patient")
struct ErasingTests {
    private let folder: TemporaryFolder
    private let shell: Shell

    /// A clinic whose patient has a name, a message that was sent, and a backup from before.
    init() throws {
        folder = try TemporaryFolder()
        shell = Shell(in: folder.root)
        _ = try shell.bash("stepwell init --demo; rm Pathways/*.yaml")
        let pathway = Greeting.pathway(subject: "'Hello {{patient.first_name}}'")
        try shell.write(pathway, to: "Pathways/greeting.yaml")
        let made = try shell.bash(
            """
            set -e; for number in 1 2; do
            stepwell enroll greeting --patient P-$number
            stepwell patient P-$number --set first_name=Canaria$number --set email=canary$number@clinic.example
            stepwell send P-$number greet; done; stepwell advance --all; stepwell backup monday.db
            """)
        try #require(made.status == 0, "\(made.output)")
    }

    /// The files under the clinic's folder that hold a word, by their bytes, but for the backups.
    private func files(with word: String) throws -> [String] {
        let found = try shell.bash("grep -rla '\(word)' . | grep -v 'monday.db\\|tuesday.db'").output
        return found.split(separator: "\n").map(String.init)
    }

    /// The names of what is kept about P-1.
    private func kept() throws -> [String]? { try shell.json("patient P-1")["values"]?.members?.map(\.name) }

    @Test("no file holds the name or the address; the other patient's stand, and backups from before are named")
    func erased() throws {
        #expect(try files(with: "Canaria1").count == 2)
        _ = try shell.bash("printf Canaria1 > outbox/.part-1; printf Canaria1 > sunday.db.stepwell-part-5")
        let answer = try shell.stepwell("patient", "P-1", "--erase", "--json")
        #expect(answer.status == 0)
        let json = try JSON.parse(answer.output)
        #expect(json["messages_removed"]?.int == 1)
        let backups = json["backups"]?.array?.compactMap(\.string) ?? []
        #expect(backups.map { ($0 as NSString).lastPathComponent } == ["monday.db"])
        for word in ["Canaria1", "canary1"] { #expect(try files(with: word) == [], "\(word)") }
        #expect(try files(with: "Canaria2").count == 2)
        #expect(try shell.json("patient P-2")["values"]?["first_name"]?.string == "Canaria2")
        #expect(try shell.run("doctor").status == 0)
        _ = try shell.bash("rm monday.db")
        #expect(try shell.run("patient P-1 --erase").output == "erased what was kept about patient P-1\n")
    }

    @Test("the list of erasures has neither name nor number, and an older backup is restored without what was erased")
    func restored() throws {
        _ = try shell.run("patient P-1 --erase")
        let list = try shell.bash("cat erased-stepwell.db.txt").output
        for word in ["P-1", "Canaria", "canary"] { #expect(!list.contains(word), "\(word)") }
        _ = try shell.bash("mkdir before; mv stepwell.db* before")
        let restored = try shell.run("restore monday.db")
        #expect(restored.output.hasSuffix("left out what was kept about 1 patient erased since\n"), "\(restored)")
        for word in ["Canaria1", "canary1"] { #expect(try files(with: word) == [], "\(word)") }
        #expect(try kept() == [])
        #expect(try shell.json("patient P-2")["values"]?["first_name"]?.string == "Canaria2")
        #expect(try shell.run("history P-1").status == 0)
        #expect(try shell.run("doctor").status == 0)
    }

    @Test("what is kept of the patient anew, after the erasure, is restored with a backup from then")
    func again() throws {
        _ = try shell.bash("stepwell patient P-1 --erase; stepwell patient P-1 --set first_name=Nova")
        _ = try shell.bash("stepwell backup tuesday.db; mkdir before; mv stepwell.db* before")
        _ = try shell.run("restore tuesday.db")
        #expect(try shell.json("patient P-1")["values"]?["first_name"]?.string == "Nova")
        _ = try shell.bash("stepwell patient P-1 --erase; rm stepwell.db*; stepwell restore tuesday.db")
        #expect(try kept() == [])
        #expect(try files(with: "Nova") == ["./before/stepwell.db"])
    }

    @Test("with a reader, or a delivery at work, the answer is 75, says so, and is 0 when it is given again")
    func heldUp() throws {
        if FileManager.default.isExecutableFile(atPath: "/usr/bin/sqlite3") {
            let erase = "'.shell stepwell patient P-1 --erase --json'"
            let held = try shell.bash("sqlite3 stepwell.db 'begin; select count(*) from cases;' \(erase) 'rollback'")
            #expect(held.output.contains("traces_left") && held.output.contains("say it again"), "\(held.output)")
            #expect(try kept() == [], "it is erased all the same")
        }
        let delivering = try shell.bash("flock stepwell.db-outbox stepwell patient P-1 --erase; echo status $?")
        #expect(delivering.output.contains("another process is delivering"))
        #expect(delivering.output.hasSuffix("status 75\n"), "\(delivering.output)")
        #expect(try shell.run("patient P-1 --erase").status == 0)
        #expect(try files(with: "Canaria1") == [])
        #expect(try shell.bash("grep -vc '#' erased-stepwell.db.txt").output == "1\n", "it is listed once")
    }

    @Test("a line of the list that was cut off is written again; a wrong one holds up an erasure and a restore")
    func list() throws {
        _ = try shell.bash("stepwell patient P-1 --erase; printf '2026-01-05 0a' >> erased-stepwell.db.txt")
        #expect(try shell.run("patient P-2 --erase").status == 0)
        #expect(try shell.bash("wc -l < erased-stepwell.db.txt").output == "4\n")
        _ = try shell.bash("sed -i 3s/^/x/ erased-stepwell.db.txt; mkdir before; cp stepwell.db* before")
        #expect(try shell.run("patient P-1 --erase").errors.contains("line 3 is no erasure"))
        _ = try shell.bash("rm stepwell.db*")
        #expect(try shell.run("restore monday.db").status == 69)
        _ = try shell.bash("sed -i 3s/^x// erased-stepwell.db.txt")
        #expect(try shell.run("restore monday.db").output.hasSuffix("about 2 patients erased since\n"))
    }

    @Test("nothing is erased or listed for trial")
    func dryRun() throws {
        let tried = try shell.run("patient P-1 --erase --dry-run")
        #expect(tried.output.hasPrefix("would erase what is kept about patient P-1\n") && tried.status == 0)
        #expect(try files(with: "Canaria1").count == 2)
        #expect(try shell.bash("ls erased* 2>/dev/null").output == "")
    }
}
