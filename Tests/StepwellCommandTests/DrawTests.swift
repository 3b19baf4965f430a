import Foundation
import TestSupport
import Testing

@Suite("stepwell draw")
struct DrawTests {
    private static let shipped = ["iop_basic", "hospital_to_iop", "adult_iop"]

    private static func file(_ name: String) -> String {
        Shell.project.appendingPathComponent("Pathways/\(name).yaml").path
    }

    @Test("every state and every named way of a shipped pathway is in each form", arguments: shipped)
    func isWhole(_ name: String) throws {
        let shell = Shell(in: Shell.project)
        let outline = try shell.stepwell("draw", Self.file(name)).output
        let diagram = try shell.stepwell("draw", Self.file(name), "--format", "mermaid").output
        let graph = try shell.stepwell("draw", Self.file(name), "--format", "dot").output
        let picture = try shell.stepwell("draw", Self.file(name), "--format", "svg").output
        // As the author wrote them: titles of states, and the ends by what they close the case as.
        let text = try String(contentsOfFile: Self.file(name), encoding: .utf8)
        let outcomes = text.matches(of: #/outcome: ([a-z_]+)/#).map { String($0.output.1) }
        #expect(outcomes.count >= 2)
        for outcome in outcomes {
            #expect(outline.contains("closes the case: \(outcome)"))
            #expect(diagram.contains("closes#58; \(outcome)"))
            #expect(graph.contains("closes: \(outcome)"))
            #expect(picture.contains("closes: \(outcome)"))
        }
        for way in text.matches(of: #/ - id: ([a-z_0-9]+)\n +(?:decide|event|after): /#).map({ String($0.output.1) }) {
            #expect(outline.contains("\(way): "), "\(way)")
        }
    }

    @Test("is the same in every process", arguments: ["text", "mermaid", "dot", "svg"])
    func isSame(_ format: String) throws {
        let shell = Shell(in: Shell.project)
        let one = try shell.stepwell("draw", Self.file("adult_iop"), "--format", format)
        let other = try shell.stepwell("draw", Self.file("adult_iop"), "--format", format)
        #expect(one.status == 0 && one.output == other.output)
    }

    @Test("a kept picture is held to the pathway, and what differs is shown")
    func isChecked() throws {
        let folder = try TemporaryFolder()
        let shell = Shell(in: folder.root)
        let drawn = try shell.bash(
            "stepwell draw '\(Self.file("iop_basic"))' > kept.txt; stepwell draw '\(Self.file("iop_basic"))' --check kept.txt"
        )
        #expect(drawn.status == 0 && drawn.output.isEmpty, "\(drawn.output)\(drawn.errors)")
        let changed = try shell.bash(
            "sed -i 's/usually 12 weeks/usually 9 weeks/' kept.txt; stepwell draw '\(Self.file("iop_basic"))' --check kept.txt"
        )
        #expect(changed.status == 1)
        #expect(changed.output.contains("- ") && changed.output.contains("+     usually 12 weeks"), "\(changed.output)")
        #expect(changed.output.contains("picture_differs"), "\(changed.output)")
        #expect(try shell.bash("stepwell draw '\(Self.file("iop_basic"))' --check none.txt").status == 66)
    }

    @Test("markup, quotes and other directions of writing are text in every form")
    func isInert() throws {
        let folder = try TemporaryFolder()
        let shell = Shell(in: folder.root)
        try Data(
            """
            stepwell: 1
            pathway: odd
            version: "1"
            title: '<script>alert("1")</script> & \\N; --> %%{init}%%'
            events: {go: {}}
            states:
              here:
                title: '</title><script>alert(2)</script>"]; x -> y'
                expected: 1 week
                owner: clinician
                transitions: [{id: leave, event: go, to: marked, because: 'x'}]
              # A mark above joins the sign before it to one letter.
              marked: {title: 'a"\u{301}, b <\u{301}script>', expected: 1 week, owner: clinician, transitions: [{event: go, to: there}]}
              there: {title: 'שלום <b>עולם</b>', outcome: completed}
            """.utf8
        ).write(to: folder.root.appendingPathComponent("odd.yaml"))
        let svg = try shell.bash("stepwell draw odd.yaml --format svg > odd.svg; python3 - <<'END'\n\(Self.look)END")
        #expect(svg.status == 0 && svg.output.contains("4 titles of ours, no script"), "\(svg.output)")
        let mermaid = try shell.bash("stepwell draw odd.yaml --format mermaid")
        #expect(mermaid.status == 0 && !mermaid.output.contains("<script"), "\(mermaid.output)")
        #expect(!mermaid.output.contains("%%") && !mermaid.output.contains("\"]"))
        let dot = try shell.bash("stepwell draw odd.yaml --format dot | dot -Tplain | grep -c '^edge'")
        // From where it begins, and two ways in two parts each.
        #expect(dot.output.trimmingCharacters(in: .whitespacesAndNewlines) == "5", "\(dot.output)")
    }

    /// Another reader of XML looks at the picture.
    private static let look = """
        import xml.etree.ElementTree as tree
        root = tree.parse("odd.svg").getroot()
        names = [one.tag.split("}")[1] for one in root.iter()]
        text = "".join(root.itertext())
        assert "script" not in names, names
        ours = ['<script>alert("1")</script>', '</title><script>', 'שלום <b>', '<\\u0301script>']
        print(sum(one in text for one in ours), "titles of ours, no script")

        """

    @Test("a thousand states are drawn")
    func large() throws {
        let folder = try TemporaryFolder()
        let events = (0..<20).map { "e\($0): {}" }.joined(separator: ", ")
        let states = (0..<1_000).map { number in
            let ways =
                (number == 999 ? ["{event: e0, to: over}"] : ["{event: e\(number % 20), to: s\(number + 1)}"])
                + (number % 5 == 0 && number < 990 ? ["{id: skip, decide: {by: [nurse]}, to: s\(number + 7)}"] : [])
            let state = "    s\(number): {expected: 5 days, transitions: [\(ways.joined(separator: ", "))]}"
            return number % 20 == 0 ? "  g\(number):\n   states:\n\(state)" : state
        }
        try Data(
            """
            stepwell: 1
            pathway: large
            version: "1"
            title: Large
            roles: [nurse]
            owner: nurse
            events: {\(events)}
            states:
            \(states.joined(separator: "\n"))
              over: {outcome: over}

            """.utf8
        ).write(to: folder.root.appendingPathComponent("large.yaml"))
        let drawn = try Shell(in: folder.root).stepwell("draw", "large.yaml", "--format", "svg")
        #expect(drawn.status == 0 && drawn.output.contains("<title>g980.s999</title>"), "\(drawn.errors)")
    }

    @Test("without Graphviz the picture is refused with what to do, and the other forms are there")
    func withoutGraphviz() throws {
        let shell = Shell(in: Shell.project)
        let bare =
            "env PATH=/nowhere '\(Shell.programs.appendingPathComponent("stepwell").path)' draw '\(Self.file("iop_basic"))'"
        let refused = try shell.bash("\(bare) --format svg")
        #expect(refused.status == 69)
        #expect(
            refused.output.contains("error[no_graphviz]") && refused.output.contains("--format text"),
            "\(refused.output)")
        #expect(try shell.bash("\(bare) --format dot").status == 0)
    }
}
