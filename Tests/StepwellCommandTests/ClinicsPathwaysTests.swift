import Foundation
import PathwayModel
import TestSupport
import Testing

/// What `check` and `doctor` say of pathways where they are used.
@Suite("Pathways in their clinic")
struct ClinicsPathwaysTests {
    private let folder: TemporaryFolder
    private let shell: Shell

    init() throws {
        folder = try TemporaryFolder()
        shell = try Shell.clinic(in: folder)
    }

    private func codes(_ words: String = "check") throws -> [String] {
        try shell.json(words)["diagnostics"]?.array?.compactMap { $0["code"]?.string } ?? []
    }

    @Test("a version that cases began on is another text now: the file's, an instrument's, or a shared file's")
    func changed() throws {
        _ = try shell.run("add pathway hospital_to_iop")
        let parts = ["hospital_to_iop", "instruments/phq9", "shared/suicide_risk"].map { "Pathways/\($0).yaml" }
        for part in parts { #expect(try shell.bash("echo '# another' >> \(part); stepwell check").status == 0) }
        #expect(try codes() == [], "no case has begun")
        _ = try shell.bash("stepwell init other --demo")
        for patient in ["P-1", "P-2"] {
            let begun = try shell.run("enroll hospital_to_iop --patient \(patient)")
            #expect(begun.status == 0, "\(begun.errors)")
        }
        for part in parts {
            #expect(try codes() == [] && shell.run("doctor").status == 0)
            _ = try shell.bash("cp \(part) kept; echo '# another' >> \(part)")
            let check = try shell.run("check")
            #expect(check.status == 0 && check.errors.contains("warning[SW526]"), "\(part): \(check.errors)")
            #expect(
                check.errors.contains("Pathways/hospital_to_iop.yaml:") && check.errors.contains("2 open cases run on"))
            let doctor = try shell.run("doctor")
            #expect(doctor.status == 1 && doctor.output.contains("hospital_to_iop.yaml: version '"), "\(doctor.output)")
            _ = try shell.bash("cp kept \(part)")
        }
        _ = try shell.bash("sed -i 's/^version: .*/version: \"new\"/' Pathways/hospital_to_iop.yaml")
        #expect(try codes() == [])
    }

    @Test("a role that nobody has is named with its place, where the settings say who has which")
    func roles() throws {
        #expect(try codes() == [], "anybody acts in any role")
        _ = try shell.bash(
            "echo 'users: {ana: {roles: [intake]}, bea: {roles: [intake, administrator]}}' >> stepwell.yaml")
        let check = try shell.run("check")
        #expect(
            check.errors.contains("warning[SW527]: nobody has the role 'clinician'\n  --> Pathways/iop_basic.yaml:7:17")
        )
        for folder in [".", "Pathways", "Pathways/instruments"] {
            let inside = try shell.bash("cd \(folder) && stepwell check --json").output
            #expect(inside.contains("SW527"), "\(folder)")
        }
        let doctor = try shell.run("doctor")
        #expect(doctor.status == 0 && doctor.output.contains("note  ./Pathways/iop_basic.yaml: nobody has the role"))
        _ = try shell.bash("sed -i 's/bea: {roles: .intake/&, clinician/' stepwell.yaml")
        #expect(try codes() == ["SW535"], "nobody is on call")
        _ = try shell.bash("echo 'on_call: {line: [{who: bea}]}' >> stepwell.yaml")
        #expect(try codes() == [])
    }

    @Test("where the store cannot be read, check looks at the files and says what it does not know")
    func unread() throws {
        _ = try shell.bash("head -c 5000 /dev/zero > stepwell.db")
        let check = try shell.run("check")
        #expect(check.status == 0 && check.errors.contains("note: whether cases run on another text is not known: "))
        #expect(try shell.json("check")["notes"]?.array?.count == 1)
        _ = try shell.bash("rm stepwell.db")
        #expect(try shell.run("check").errors.isEmpty)
        #expect(try shell.bash("ls stepwell.db").status != 0, "looking makes none")
    }
}
