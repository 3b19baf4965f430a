import Foundation
import PathwayModel
import TestSupport
import Testing

/// Lists show what is so at the time that is asked of, whether or not time was let go on.
@Suite("Lists at any time")
struct ListsAtTests {
    private let folder: TemporaryFolder
    private let shell: Shell

    private static let pathway = """
        stepwell: 1
        pathway: timed
        version: "1"
        title: Timed
        roles: [clinician]
        tasks: {look: {title: Look, role: clinician, due: 1 day}, later: {title: Later, role: clinician, due: 1 day}}
        states:
          first:
            tasks: [look]
            transitions: [{after: 5 days, to: second}]
          second:
            tasks: [later]
            transitions: [{after: 5 days, to: over}]
          over: {outcome: done}
        """

    init() throws {
        folder = try TemporaryFolder()
        shell = try Shell.clinic(in: folder, ["timed": Self.pathway])
        _ = try shell.bash("stepwell enroll timed --patient P-1 --at 2026-01-05")
        _ = try shell.bash("stepwell enroll timed --patient P-2 --at 2026-01-07")
    }

    private func tasks(_ at: String) throws -> [String] {
        try shell.json("worklist --at \(at)")["tasks"]?.array?.map {
            "\($0["patient"]?.string ?? "") \($0["task"]?.string ?? "") \($0["overdue"]?.bool ?? false)"
        } ?? []
    }

    private func cases(_ words: String) throws -> [String] {
        try shell.json("list \(words)")["cases"]?.array?.map {
            "\($0["patient"]?.string ?? "") \($0["configuration"]?.array?.first?.string ?? "") \($0["status"]?.string ?? "")"
        } ?? []
    }

    @Test("a worklist and a list of a day to come, or gone by, are those that advancing would give")
    func everyDay() throws {
        for day in 5...18 {
            let at = day < 10 ? "2026-01-0\(day)" : "2026-01-\(day)"
            let copy = try TemporaryFolder()
            _ = try shell.bash("cp -r . '\(copy.root.path)'")
            let other = Shell(in: copy.root)
            let (list, work) = try (cases("--at \(at)"), tasks(at))
            guard day >= 7 else {
                // The second patient comes on the seventh.
                #expect(list == ["P-1 first open"] && work == ["P-1 look false"], "\(at)")
                continue
            }
            _ = try other.bash("stepwell advance --all --at \(at)")
            let moved = try JSON.parse(try other.stepwell("list", "--json").output)["cases"]?.array ?? []
            let expected = moved.map {
                "\($0["patient"]?.string ?? "") \($0["configuration"]?.array?.first?.string ?? "") \($0["status"]?.string ?? "")"
            }
            #expect(list == expected, "\(at)")
            let done = try JSON.parse(try other.stepwell("worklist", "--at", at, "--json").output)["tasks"]?.array ?? []
            let rows = done.map {
                "\($0["patient"]?.string ?? "") \($0["task"]?.string ?? "") \($0["overdue"]?.bool ?? false)"
            }
            #expect(work == rows, "\(at)")
        }
    }

    @Test("a state and a status are asked of the time at hand")
    func filters() throws {
        #expect(try cases("--state second --at 2026-01-11") == ["P-1 second open"])
        #expect(try cases("--state second") == [])
        #expect(try cases("--status closed --at 2026-01-30").count == 2)
        _ = try shell.bash("stepwell advance --all --at 2026-01-30")
        #expect(try cases("--status open --at 2026-01-08").count == 2)
    }

    @Test("a state or a pathway that nothing is called is no empty list")
    func unknown() throws {
        for (words, hint) in [("--state secnd", "'second'"), ("--pathway timd", "'timed'")] {
            let result = try shell.bash("stepwell list \(words)")
            #expect(result.status == 66 && result.output.contains("did you mean \(hint)?"), "\(result.output)")
        }
        #expect(try shell.bash("stepwell list --pathway iop_basic").output.contains("no cases"))
    }

    @Test("what has been due for long is noted, and shown all the same")
    func behind() throws {
        _ = try shell.bash("sed -i '/simulated/d' stepwell.yaml")
        let list = try shell.stepwell("list")
        #expect(list.errors.contains("something has been due since 2026-01-07"), "\(list.errors)")
        #expect(list.output.contains("closed: done"))
        #expect(try shell.json("worklist")["due_since"]?.string != nil)
        _ = try shell.bash("stepwell advance --all")
        #expect(try shell.stepwell("list").errors.isEmpty)
    }
}
