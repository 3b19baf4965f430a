import Foundation
import PathwayModel
import TestSupport
import Testing

/// What comes with the program gets into a clinic's folder.
@Suite("Adding what comes with the program")
struct AddTests {
    private let folder: TemporaryFolder
    private let shell: Shell

    init() throws {
        folder = try TemporaryFolder()
        shell = try Shell.clinic(in: folder)
    }

    private func text(_ path: String) throws -> String {
        try String(contentsOf: folder.root.appendingPathComponent(path), encoding: .utf8)
    }

    @Test(
        "a program that stands alone brings everything, as it is in the project, and a clinic with all of it is in order"
    )
    func everything() throws {
        let source = Shell.project.appendingPathComponent("Pathways")
        let all = (FileManager.default.enumerator(atPath: source.path)?.allObjects as? [String] ?? [])
            .filter { $0.hasSuffix(".yaml") }
        #expect(all.count > 25)
        let parts = try shell.json("add")["parts"]?.array ?? []
        // The program alone, as `make install` leaves it: nothing of the project stands beside it.
        _ = try shell.bash(
            "mkdir bin; ln '\(Shell.programs.path)/stepwell' bin/ || cp '\(Shell.programs.path)/stepwell' bin/")
        for part in parts.compactMap({ $0["add"]?.string }) { _ = try shell.bash("bin/stepwell add \(part)") }
        for path in all {
            let original = try String(contentsOf: source.appendingPathComponent(path), encoding: .utf8)
            #expect(try text("Pathways/\(path)") == original, "\(path)")
        }
        #expect(
            try shell.bash("bin/stepwell check --strict").output.contains(
                "\(all.count + 1) files checked: nothing wrong"))
        let tested = try shell.bash("bin/stepwell test")
        #expect(tested.status == 0 && tested.output.contains(", 0 failed"))
    }

    @Test("a pathway brings its tests and what it uses, and leaves what is there")
    func uses() throws {
        _ = try shell.bash("echo '# ours' >> Pathways/instruments/phq9.yaml; rm Pathways/instruments/cssrs*")
        let added = try shell.json("add pathway hospital_to_iop")
        let made = added["files"]?.array?.compactMap(\.string) ?? []
        let expected = [
            "hospital_to_iop.yaml", "hospital_to_iop.test.yaml", "instruments/cssrs.yaml",
            "instruments/cssrs.test.yaml",
            "shared/session_reminder.yaml", "shared/suicide_risk.yaml",
        ]
        #expect(made == expected.map { "Pathways/\($0)" })
        let kept = added["kept"]?.array?.map { "\($0["file"]?.string ?? "") \($0["differs"]?.bool ?? false)" }
        #expect(kept == ["Pathways/instruments/phq9.yaml true", "Pathways/instruments/phq9.test.yaml false"])
        #expect(try text("Pathways/instruments/phq9.yaml").hasSuffix("# ours\n"))
        #expect(try shell.run("check").status == 0)
        #expect(try shell.run("test Pathways/hospital_to_iop.test.yaml").status == 0)
    }

    @Test("no file is written over, and none is written then")
    func taken() throws {
        #expect(try shell.run("add shared/session_reminder").status == 0)
        _ = try shell.bash(
            "echo '# ours' > Pathways/shared/session_reminder.yaml; echo > Pathways/instruments/phq2.test.yaml")
        for part in ["shared/session_reminder", "instrument phq2", "pathway iop_basic"] {
            let refused = try shell.run("add \(part)")
            #expect(refused.status == 65 && refused.errors.contains("error[exists]"), "\(refused)")
        }
        #expect(try text("Pathways/shared/session_reminder.yaml") == "# ours\n")
        #expect(try shell.bash("ls Pathways/instruments/phq2.yaml").status != 0)
    }

    @Test("what can be added is listed, and a wrong name is told its nearest")
    func names() throws {
        let list = try shell.run("add").output.split(separator: "\n").map(String.init)
        #expect(list.first == "ADD                      HERE  WHAT IT IS")
        #expect(list.contains("pathway iop_basic        yes   Intensive outpatient program, in brief"))
        #expect(list.contains { $0.hasPrefix("shared/session_reminder  no    The day before the next session") })
        let wrong = try shell.run("add instrument audit_d")
        #expect(wrong.status == 66 && wrong.errors.contains("did you mean 'audit_c'?"), "\(wrong.errors)")
        #expect(wrong.errors.contains("instrument pcl5") && !wrong.errors.contains("pathway"))
        for other in ["add nothing", "add Pathways/shared/session_reminder.yaml", "add shared phq9", "add a/b/c"] {
            let refused = try shell.run(other)
            #expect(refused.status == 66 && refused.errors.contains("no_such_part"), "\(other): \(refused.errors)")
        }
        #expect(try shell.run("add instruments/phq2.yaml").status == 0)
        #expect(try shell.run("instrument add pcl5").output.contains("wrote Pathways/instruments/pcl5.yaml"))
    }

    @Test("the clinic is the one that is named, or the nearest upward")
    func clinics() throws {
        _ = try shell.bash("mkdir -p deep/er")
        #expect(try shell.bash("cd deep/er && stepwell add instrument asq").output.contains("wrote ../../Pathways"))
        _ = try shell.bash("stepwell init other")
        #expect(
            try shell.run("add pathway adult_iop --clinic other").output.contains("wrote other/Pathways/adult_iop.yaml")
        )
        let outside = try shell.bash("cd / && stepwell add instrument asq")
        #expect(outside.status == 66 && outside.output.contains("no_pathways"))
    }
}
