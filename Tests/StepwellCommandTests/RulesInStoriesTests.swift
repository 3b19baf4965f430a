import TestSupport
import Testing

@Suite("Stories that answer for plugins")
struct RulesInStoriesTests {
    private static let pathway = """
        stepwell: 1
        pathway: group
        version: "1"
        title: Group
        expected: {none: A test of stories}
        states:
          here:
            transitions:
              - {id: on, decide: {}, when: {all: [{id: rate, rule: attendance.at_least, with: {rate: 0.8}}]}, to: done}
          done: {outcome: done}
        """

    private static func story(_ rule: String) -> String {
        """
        pathway: group
        scenarios:
          - name: Somebody comes
            rules: {\(rule): met}
            steps:
              - {at: 2026-01-05, enroll: {}, expect: {proposed: [on]}}
              - {rules: {attendance.at_least: not_met}, decide: {id: on}, expect: {refused: reason_required}}

        """
    }

    @Test("are played with what they say, and one about a rule that the pathway does not ask is not played")
    func played() throws {
        let folder = try TemporaryFolder()
        let shell = try Shell.clinic(in: folder, ["group": Self.pathway])
        try shell.write(Self.story("attendance.at_least"), to: "Pathways/group.test.yaml")
        let played = try shell.run("test Pathways/group.test.yaml")
        #expect(played.status == 0 && played.output.contains("criteria 1/1"), "\(played)")
        #expect(try shell.run("check Pathways/group.test.yaml").status == 0)

        try shell.write(Self.story("attendance.at_lest"), to: "Pathways/group.test.yaml")
        for command in ["check", "test"] {
            let refused = try shell.run("\(command) Pathways/group.test.yaml")
            #expect(refused.status == 1, "\(refused)")
            for words in [
                "[SW208]", "'attendance.at_lest'", "did you mean 'attendance.at_least'?", "rules: {attendance",
            ] {
                #expect((refused.output + refused.errors).contains(words), "\(words): \(refused)")
            }
        }
    }
}
