import Foundation
import PathwayModel
import TestSupport
import Testing

/// Whose it is to look at what stands on an entry that was wrong.
@Suite("Who reviews what was put right")
struct ReviewerTests {
    private let folder: TemporaryFolder
    private let shell: Shell

    private static let pathway = """
        stepwell: 1
        pathway: tested
        version: "1"
        title: Tested
        roles: [nurse, clinician, lead]
        data: {level: integer}
        states:
          here: {transitions: [{event: recorded.level, when: level > 5, to: there}]}
          there: {}
        """

    init() throws {
        folder = try TemporaryFolder()
        shell = Shell(in: folder.root)
        _ = try shell.bash("stepwell init --demo")
        let users = """
            stepwell: 1
            clock: simulated
            users:
              ana: {roles: [lead, clinician]}
              ben: {roles: [nurse]}
              old: {roles: [porter]}
              \(Shell.desk(for: "ana", "ben", "old"))
            rights: {withdraw: anyone}

            """
        try users.write(to: folder.root.appendingPathComponent("stepwell.yaml"), atomically: true, encoding: .utf8)
    }

    private func write(_ text: String) throws {
        let file = folder.root.appendingPathComponent("Pathways/tested.yaml")
        try text.write(to: file, atomically: true, encoding: .utf8)
    }

    private func run(_ words: String) throws -> Shell.Result {
        try shell.stepwell(words.split(separator: " ").map(String.init))
    }

    /// Whose worklist the review stands on once what somebody recorded is withdrawn; they are all alike.
    private func reviewer(of pathway: String, recordedBy user: String) throws -> String? {
        try write(pathway)
        _ = try run("enroll tested --patient P-\(user) --as ana --at 2026-01-05")
        _ = try run("record P-\(user) level=9 --as \(user) --at 2026-01-05")
        #expect(try run("withdraw P-\(user) 2 --reason slip --as ben --at 2026-01-06").status == 0)
        let shown = try JSON.parse(try run("show P-\(user) --json").output)["tasks"]?.array ?? []
        let review = try #require(shown.first { $0["id"]?.string == "review_correction" })
        let role = review["role"]?.string
        let list = "worklist\(role.map { " --role \($0)" } ?? "") --json"
        let rows = try JSON.parse(try run(list).output)["tasks"]?.array ?? []
        #expect(rows.contains { $0["task"]?.string == "review_correction" && $0["role"]?.string == role })
        return role
    }

    @Test("it is whoever the pathway says")
    func said() throws {
        let said = Self.pathway.replacing("data:", with: "review: {role: lead}\ndata:")
        #expect(try reviewer(of: said, recordedBy: "ben") == "lead")
    }

    @Test("a task that the pathway declares itself comes first")
    func declared() throws {
        let declared = Self.pathway.replacing(
            "data:", with: "review: {role: lead}\ntasks: {review_correction: {title: Review, role: clinician}}\ndata:")
        #expect(try reviewer(of: declared, recordedBy: "ben") == "clinician")
    }

    @Test("else it is the role of whoever recorded it, as the clinic has it")
    func recorder() throws {
        #expect(try reviewer(of: Self.pathway, recordedBy: "ben") == "nurse")
        #expect(try reviewer(of: Self.pathway, recordedBy: "ana") == "clinician")
        #expect(try reviewer(of: Self.pathway, recordedBy: "old") == nil)
    }

    @Test("a role that the pathway does not declare is a mistake")
    func undeclared() throws {
        try write(Self.pathway.replacing("data:", with: "review: {role: laed}\ndata:"))
        let checked = try run("check Pathways/tested.yaml")
        #expect(checked.status != 0)
        #expect((checked.output + checked.errors).contains("the role 'laed' is not declared in this pathway"))
    }
}
