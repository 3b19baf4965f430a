import Foundation
import PathwayModel
import TestSupport
import Testing

/// `init` where a clinic, or a part of one, stands already.
@Suite("Completing a clinic")
struct CompletingTests {
    private func place() throws -> (Shell, TemporaryFolder) {
        let folder = try TemporaryFolder()
        return (Shell(in: folder.root), folder)
    }

    @Test("a clinic fresh from version control gets its store, and keeps its settings and pathways")
    func fromVersionControl() throws {
        let (shell, folder) = try place()
        defer { _ = folder }
        _ = try shell.bash(
            """
            stepwell init clinic --demo; cd clinic; rm -r stepwell.db* Pathways/instruments Pathways/*.test.yaml
            echo '# ours' >> stepwell.yaml; sed -i 's|^store: .*|store: data/cases.db|' stepwell.yaml; cp -r . ../before
            """)
        let missing = try shell.stepwell("list", "--clinic", "clinic")
        #expect(missing.status == 66 && missing.errors.contains("stepwell init"))
        let made = try shell.stepwell("init", "clinic")
        #expect(made.status == 0)
        #expect(
            made.output == """
                completed the clinic in clinic
                  clinic/data/cases.db
                left as they are:
                  clinic/stepwell.yaml
                  clinic/Pathways
                next: stepwell check, then stepwell doctor
                note: this clinic names no users: anybody may do anything, and is who they say they are ('users' in stepwell.yaml)

                """)
        #expect(try shell.bash("diff -r before clinic").output == "Only in clinic: data\n")
        #expect(try shell.stepwell("list", "--clinic", "clinic").status == 0)
        #expect(try shell.bash("stat -c %a clinic/data clinic/data/cases.db").output == "700\n600\n")
    }

    @Test("where nothing is missing nothing is written")
    func whole() throws {
        let (shell, folder) = try place()
        defer { _ = folder }
        _ = try shell.bash("stepwell init --demo; stepwell enroll iop_basic --patient P-1")
        let again = try shell.stepwell("init")
        #expect(again.status == 65 && again.errors.contains("there is a clinic in '.' already"))
        #expect(try shell.bash("stepwell list | grep -c P-1").output == "1\n")
    }

    @Test("a folder with pathways and no settings gets all else, and keeps what it has of the example")
    func onlyPathways() throws {
        let (shell, folder) = try place()
        defer { _ = folder }
        _ = try shell.bash(
            "mkdir Pathways; echo '# ours' | tee Pathways/ours.yaml > Pathways/iop_basic.yaml")
        let made = try JSON.parse(try shell.stepwell("init", "--json").output)
        let files = made["files"]?.array?.compactMap(\.string) ?? []
        #expect(files.contains("./Pathways/instruments/phq9.yaml") && files.contains("./stepwell.db"))
        #expect(files.last == "./stepwell.yaml" && !files.contains("./Pathways/iop_basic.yaml"))
        #expect(made["kept"]?.array?.compactMap(\.string) == ["./Pathways/iop_basic.yaml"])
        #expect(try shell.bash("cat Pathways/ours.yaml Pathways/iop_basic.yaml").output == "# ours\n# ours\n")
    }

    @Test("settings alone get an empty folder of pathways; those that are wrong are refused, and nothing is made")
    func onlySettings() throws {
        let (shell, folder) = try place()
        defer { _ = folder }
        _ = try shell.bash("mkdir wrong; echo 'stepwell: 7' > wrong/stepwell.yaml; echo 'stepwell: 1' > stepwell.yaml")
        #expect(try shell.stepwell("init", "wrong").status == 65)
        #expect(try shell.bash("ls wrong").output == "stepwell.yaml\n")
        #expect(try shell.stepwell("init", "--demo").errors.contains("--demo is for new ones"))
        #expect(try shell.bash("ls").output == "stepwell.yaml\nwrong\n")
        let made = try shell.stepwell("init")
        #expect(made.status == 0 && made.output.contains("  ./Pathways\n  ./stepwell.db\nleft as they are:\n"))
        #expect(try shell.bash("ls Pathways; stepwell doctor").status == 0)
    }
}
