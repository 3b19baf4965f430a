import Foundation
import PathwayModel
import TestSupport
import Testing

@Suite("stepwell approve")
struct ApproveTests {
    /// The codes that `check` tells on a day.
    private func codes(_ shell: Shell, at day: String = "2026-02-01") throws -> [String] {
        try shell.json("check --at \(day)")["diagnostics"]?.array?.compactMap { $0["code"]?.string } ?? []
    }

    private func sign(_ shell: Shell, _ name: String, _ more: String = "") throws -> Shell.Result {
        try shell.bash("stepwell approve iop_basic --by '\(name)' --at 2026-01-05 \(more)")
    }

    @Test("a signature counts for the text as it is, and check says so once it is another")
    func countsForOneText() throws {
        let folder = try TemporaryFolder()
        let shell = try Shell.clinic(in: folder)
        #expect(try codes(shell) == [], "an example that nobody signed is left in peace")
        let signed = try sign(shell, "Dr. Ana Lee", "--role 'medical director' --review 2099-06-30")
        #expect(signed.status == 0, "\(signed.output)")
        #expect(signed.output.contains("Dr. Ana Lee, medical director, has signed iop_basic "))
        #expect(try codes(shell) == [] && shell.run("doctor").status == 0)
        _ = try shell.bash("sed -i 's/expected: 12 weeks/expected: 9 weeks/' Pathways/iop_basic.yaml")
        #expect(try codes(shell) == ["SW531"])
        let check = try shell.run("check --strict --at 2026-02-01")
        #expect(check.status == 1 && check.errors.contains("nobody has signed version '"))
        #expect(try shell.run("doctor").output.contains("note  ./Pathways/iop_basic.yaml: nobody has signed"))
        _ = try shell.bash("stepwell approve iop_basic --by 'Dr. Ana Lee' --at 2026-01-06")
        #expect(try codes(shell) == [])
    }

    @Test("a change in what the pathway includes or uses takes the signature's force as well")
    func countsForAll() throws {
        let folder = try TemporaryFolder()
        let shell = try Shell.clinic(in: folder)
        _ = try sign(shell, "Dr. Ana Lee")
        _ = try shell.bash("echo '# another' >> Pathways/instruments/phq9.yaml")
        #expect(try codes(shell) == ["SW531"])
    }

    @Test("a day of review that has passed is told until somebody signs again")
    func review() throws {
        let folder = try TemporaryFolder()
        let shell = try Shell.clinic(in: folder)
        _ = try sign(shell, "Dr. Ana Lee", "--review 2026-06-30")
        #expect(try codes(shell, at: "2026-06-30") == [])
        #expect(try codes(shell, at: "2026-07-01") == ["SW532"])
        let again = try sign(shell, "dr.  ana lee", "--review 2027-06-30")
        #expect(again.status == 0 && again.output.contains("1 person has signed this text"), "\(again.output)")
        #expect(try codes(shell, at: "2026-07-01") == [])
    }

    @Test("two signatures are two people's")
    func twoPeople() throws {
        let folder = try TemporaryFolder()
        let shell = try Shell.clinic(in: folder)
        _ = try shell.bash("echo 'signatures: 2' >> stepwell.yaml")
        #expect(try codes(shell) == ["SW531"])
        _ = try sign(shell, "Dr. Ana Lee")
        _ = try sign(shell, "DR. ANA  LEE", "--role director")
        let one = try shell.run("check --at 2026-02-01")
        #expect(
            one.errors.contains("as it is now, and 2 have to"), "\(one.errors)")
        _ = try sign(shell, "Bo Chen")
        #expect(try codes(shell) == [])
    }

    @Test("what cannot be a signature is refused, and nothing is written")
    func refused() throws {
        let folder = try TemporaryFolder()
        let shell = try Shell.clinic(in: folder)
        let file = folder.root.appendingPathComponent("Pathways/iop_basic.approvals.yaml").path
        #expect(try sign(shell, "  ").status == 64)
        #expect(try sign(shell, "Ana\u{202E}eeL").status == 64)
        #expect(try sign(shell, "Ana", "--review 2026-01-05").status == 65)
        #expect(try shell.bash("stepwell approve none --by Ana").status == 66)
        _ = try shell.bash("cp Pathways/iop_basic.yaml kept; echo 'nonsense: 1' >> Pathways/iop_basic.yaml")
        #expect(try sign(shell, "Ana").status == 1, "what does not compile is nothing to stand for")
        _ = try shell.bash("mv kept Pathways/iop_basic.yaml")
        #expect(!FileManager.default.fileExists(atPath: file))
        #expect(try sign(shell, "Ana").status == 0)
        #expect(try sign(shell, "Ana").output.contains("error[signed_already]"))
        _ = try shell.bash("sed -i 's/clock: simulated/clock: system/' stepwell.yaml")
        let ahead = try shell.bash("stepwell approve iop_basic --by Bo --at 9999-01-01")
        #expect(ahead.status == 65 && ahead.output.contains("error[not_yet]"), "\(ahead.output)")
    }

    @Test("names are kept as they are, and lines only added")
    func kept() throws {
        let folder = try TemporaryFolder()
        let shell = try Shell.clinic(in: folder)
        _ = try sign(shell, #"Ana "the \ boss" Lee: {x}, #1"#)
        let path = folder.root.appendingPathComponent("Pathways/iop_basic.approvals.yaml")
        let before = try String(contentsOf: path, encoding: .utf8)
        let json = try shell.bash("stepwell approve iop_basic --by 'חנה לי' --at 2026-01-07 --json")
        let names = try JSON.parse(json.output)["present"]?.array?.compactMap { $0["by"]?.string }
        #expect(names == [#"Ana "the \ boss" Lee: {x}, #1"#, "חנה לי"], "\(json.output)")
        let after = try String(contentsOf: path, encoding: .utf8)
        #expect(
            after.hasPrefix(before) && after.split(separator: "\n").count == before.split(separator: "\n").count + 1)
        #expect(try codes(shell) == [])
    }

    @Test("a file of signatures that somebody broke counts for nothing, and is told")
    func broken() throws {
        let folder = try TemporaryFolder()
        let shell = try Shell.clinic(in: folder)
        _ = try sign(shell, "Ana")
        _ = try shell.bash("echo '  - {by: Bo}' >> Pathways/iop_basic.approvals.yaml")
        let told = Set(try codes(shell))
        #expect(told.contains("SW531") && told.count == 2, "\(told)")
        let more = try sign(shell, "Bo")
        #expect(more.status == 65 && more.output.contains("error[unread_signatures]"), "\(more.output)")
    }

    @Test("the paper has who signed this text, and apart from them who signed an earlier one")
    func onPaper() throws {
        let folder = try TemporaryFolder()
        let shell = try Shell.clinic(in: folder)
        _ = try sign(shell, "Dr. Ana Lee", "--role 'medical director' --review 2026-06-30")
        let now = try shell.bash("stepwell paper iop_basic --time 5").output
        #expect(now.contains("<dd><bdi>Dr. Ana Lee</bdi></dd>") && now.contains("recorded by stepwell approve"))
        #expect(now.contains("<dd><bdi>2026-06-30</bdi></dd>") && !now.contains("Signatures of earlier texts"))
        _ = try shell.bash("sed -i 's/expected: 12 weeks/expected: 9 weeks/' Pathways/iop_basic.yaml")
        let changed = try shell.bash("stepwell paper iop_basic --time 5").output
        #expect(changed.contains("this version by nobody") && changed.contains("Signatures of earlier texts"))
        #expect(!changed.contains("recorded by stepwell approve"))
    }
}
