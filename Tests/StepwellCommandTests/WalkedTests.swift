import Foundation
import PathwayModel
import TestSupport
import Testing

/// The way that a case or a story walked, told without a picture.
@Suite("Ways as text")
struct WalkedTests {
    @Test("why --story tells each step that led a case on, with what led it, and where it is")
    func ofACase() throws {
        let folder = try TemporaryFolder()
        let shell = try Shell.clinic(in: folder)
        _ = try shell.bash(
            """
            stepwell enroll iop_basic --patient P-1 --at 2026-01-05
            stepwell record P-1 phq9.total=14 cssrs.level=low --at 2026-01-06
            stepwell decide P-1 admit --at 2026-01-07
            """)
        let told = try shell.run("why P-1 --story").output
        let lines = told.split(separator: "\n").map(String.init)
        #expect(lines.contains("✓ #1  2026-01-05  enroll"), "\(told)")
        #expect(
            lines.contains { $0.hasSuffix("→ admit → iop: Symptoms that need more than weekly care, and no emergency") }
        )
        #expect(lines.last == "▸ in iop since 2026-01-07")
        #expect(!told.contains("record"), "what led nowhere is in 'history'")
        let json = try shell.json("why P-1 --story")
        #expect(json["story"]?.array?.count == 2 && json["in"] == .array([.string("iop")]))
        #expect(json["story"]?.array?.last?["took"]?.array?.first?["id"] == "admit")
        #expect(try shell.run("why P-1 --story --patient").status == 64)
        let earlier = try shell.run("why P-1 --story --at 2026-01-06").output
        #expect(earlier.hasSuffix("▸ in assessment since 2026-01-05\n"), "\(earlier)")
    }

    @Test("a scenario that fails tells the way there, and marks where it is not as expected")
    func ofAScenario() throws {
        let folder = try TemporaryFolder()
        let shell = try Shell.clinic(in: folder)
        try shell.write(
            """
            pathway: iop_basic
            scenarios:
              - name: too soon
                steps:
                  - {at: 2026-01-05, enroll: {}, expect: {state: assessment}}
                  - {record: {phq9: {total: 4}}}
                  - {decide: {id: admit}, by: clinician, expect: {state: iop}}
                  - {at: 2026-01-09, advance: true}

            """, to: "Pathways/iop_basic.test.yaml")
        let result = try shell.run("test Pathways/iop_basic.test.yaml")
        #expect(result.status == 1)
        let lines = result.output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        #expect(lines.contains("✓ 1  2026-01-05  enroll") && lines.contains("→ assessment"), "\(result.output)")
        #expect(lines.contains("✗ 3  2026-01-05  decide admit, by clinician"))
        #expect(lines.contains { $0.hasPrefix("refused (hard_block): ") } && lines.contains("▸ in assessment"))
        #expect(!result.output.contains("2026-01-09"), "what comes after it did not happen")
        let json = try shell.json("test Pathways/iop_basic.test.yaml")
        #expect(json["scenarios"]?.array?.first?["walk"]?.array?.last?["as_told"] == false)
    }

    @Test("what a proof finds violated is told with marks, on the terminal and on paper")
    func ofAProof() throws {
        let folder = try TemporaryFolder()
        let shell = Shell(in: folder.root)
        try shell.write(
            """
            stepwell: 1
            pathway: hole
            version: "1"
            title: A hole
            states:
              open: {}

            """, to: "Pathways/hole.yaml")
        let found = try shell.run("check --prove Pathways/hole.yaml")
        #expect(found.status == 1 && found.output.contains("violated"), "\(found.output)\(found.errors)")
        #expect(found.output.contains("✗ ") && found.output.contains("→ open"), "\(found.output)")
        let paper = try shell.run("paper hole").output
        #expect(paper.contains("here it is broken"))
    }
}
