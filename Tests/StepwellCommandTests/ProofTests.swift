import Foundation
import PathwayModel
import TestSupport
import Testing

/// `check --prove` as a process.
struct ProofTests {
    private static let hole = """
        stepwell: 1
        pathway: triage
        version: "1"
        title: Triage
        roles: [clinician]
        owner: clinician
        expected: 2 weeks
        data: {score: {type: integer, min: 0, max: 27}}
        events: {sort: {}}
        states:
          waiting:
            transitions:
              - {event: sort, when: score <= 9, to: outpatient}
              - {event: sort, when: score >= 11, to: iop}
          outpatient: {outcome: outpatient}
          iop: {outcome: iop}

        """

    private func shell(_ folder: TemporaryFolder, _ text: String = hole) throws -> Shell {
        let shell = Shell(in: folder.root)
        try shell.write(text, to: "Pathways/triage.yaml")
        return shell
    }

    @Test("says what is violated, with the smallest story, and ends with 1")
    func tellsHoles() throws {
        let folder = try TemporaryFolder()
        let result = try shell(folder).run("check --prove Pathways/triage.yaml")
        #expect(result.status == 1)
        #expect(result.output.contains("violated     gap waiting: sort: score 10: none of these is taken"))
        #expect(result.output.contains("nothing where the case is takes this input"))
        #expect(result.output.contains("not that this is good care") || result.output.contains("good care"))
    }

    @Test("writes the story as a test that fails until the pathway is mended")
    func writesStories() throws {
        let folder = try TemporaryFolder()
        let shell = try shell(folder)
        #expect(try shell.run("check --prove --stories Pathways Pathways/triage.yaml").status == 1)
        let story = "Pathways/triage.found.test.yaml"
        #expect(try shell.run("test \(story)").status == 1)
        let mended = Self.hole.replacingOccurrences(of: "score <= 9", with: "score <= 10")
        try shell.write(mended, to: "Pathways/triage.yaml")
        #expect(try shell.run("test \(story)").status == 0)
        #expect(try shell.run("check --prove Pathways/triage.yaml").status == 0)
        // What somebody else wrote is not written over.
        try shell.write("pathway: triage\nscenarios: []\n", to: story)
        try shell.write(Self.hole, to: "Pathways/triage.yaml")
        let refused = try shell.run("check --prove --stories Pathways Pathways/triage.yaml")
        #expect(refused.status == 65)
        #expect(try String(contentsOf: folder.root.appendingPathComponent(story), encoding: .utf8).hasPrefix("pathway"))
    }

    @Test("says who has a role, as the settings do; without them, that is not decided")
    func asksSettings() throws {
        let folder = try TemporaryFolder()
        let mended = Self.hole.replacingOccurrences(of: "score <= 9", with: "score <= 10")
        let shell = try shell(folder, mended)
        let open = try shell.run("check --prove Pathways/triage.yaml")
        #expect(open.status == 0)
        #expect(open.output.contains("not decided  role: "))
        #expect(try shell.run("check --prove --strict Pathways/triage.yaml").status == 1)
        try shell.write("stepwell: 1\nusers: {ana: {roles: [clinician]}}\n", to: "stepwell.yaml")
        #expect(try shell.run("check --prove --strict Pathways/triage.yaml").status == 0)
        try shell.write("stepwell: 1\nusers: {ana: {roles: [intake]}}\n", to: "stepwell.yaml")
        let nobody = try shell.run("check --prove Pathways/triage.yaml")
        #expect(nobody.status == 1)
        #expect(nobody.output.contains("violated     role clinician: "))
    }

    @Test("tells the same as JSON")
    func tellsJSON() throws {
        let folder = try TemporaryFolder()
        let json = try shell(folder).json("check --prove Pathways/triage.yaml")
        #expect(json["ok"]?.bool == false)
        let proof = try #require(json["proofs"]?["Pathways/triage.yaml"])
        #expect(proof["pathway"]?.string == "triage")
        let gap = try #require(proof["findings"]?.array?.first { $0["property"]?.string == "gap" })
        #expect(gap["verdict"]?.string == "violated")
        #expect(gap["subject"]?.string == "waiting: sort")
        #expect(gap["scenario"]?.string?.contains("score: 10") == true)
        #expect(gap["line"]?.int == 13)
    }

    @Test("answers the same in every process")
    func isTheSame() throws {
        let folder = try TemporaryFolder()
        let shell = try shell(folder)
        let first = try shell.run("check --prove Pathways/triage.yaml").output
        for _ in 0..<3 { #expect(try shell.run("check --prove Pathways/triage.yaml").output == first) }
    }

    @Test(
        "takes its options only with --prove", arguments: ["--time 3", "--stories x", "--verbose", "--prove --time 0"])
    func refuses(_ options: String) throws {
        let folder = try TemporaryFolder()
        #expect(try shell(folder).run("check \(options) Pathways/triage.yaml").status == 64)
    }
}
