import Foundation
import TestSupport
import Testing

/// What is laid over a picture: a case, counts, an older text, a story.
@Suite("stepwell draw, drawn over")
struct DrawnOverTests {
    private let folder: TemporaryFolder
    private let shell: Shell

    /// Regions, a history state and a way of safety from anywhere, with a value and a reason that nobody is to see.
    private static let pathway = """
        stepwell: 1
        pathway: program
        version: "1"
        title: Program
        roles: [clinician]
        owner: clinician
        data: {secret: text, score: integer}
        events: {place: {}, alarm: {}, calm: {}, leave: {}}
        transitions:
          - {id: crisis, event: alarm, to: hold, safety: true}
          - {event: leave, to: gone}
        initial: waiting
        states:
          waiting:
            title: Waiting for a place
            expected: 2 weeks
            transitions: [{id: admit, decide: {by: [clinician]}, when: score >= 1, to: care}]
          care:
            expected: 3 weeks
            states:
              first: {expected: 5 days, transitions: [{id: on, after: 3 days, to: second}]}
              second: {expected: 5 days}
              back: {type: history, transitions: [{to: first}]}
          hold: {expected: 1 day, transitions: [{id: resume, event: calm, to: care.back}]}
          gone: {outcome: gone}
        """

    init() throws {
        folder = try TemporaryFolder()
        shell = try Shell.clinic(in: folder, ["program": Self.pathway])
    }

    private func ok(_ line: String) throws -> String {
        let result = try shell.bash(line)
        #expect(result.status == 0, "\(line): \(result.output)")
        return result.output
    }

    /// A case that was in a crisis and is back.
    private func patient() throws {
        _ = try ok(
            """
            stepwell enroll program --patient P-1 --at 2026-01-05
            stepwell record P-1 secret=Rumpelstiltskin score=4711 --at 2026-01-06
            stepwell decide P-1 admit --reason 'Says the stork' --as doctor_no --at 2026-01-07
            stepwell send P-1 alarm --at 2026-01-08
            stepwell send P-1 calm --at 2026-01-09
            """)
    }

    /// The lines of an outline that stand under a state, up to the next.
    private func under(_ state: String, in outline: String) -> [String] {
        let lines = outline.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let start = lines.firstIndex(where: { $0.hasSuffix(state) }) else { return [] }
        return lines[(start + 1)...].prefix { !$0.isEmpty && !$0.contains(#/^ *[▸•■↩] /#) }
            .map { $0.trimmingCharacters(in: .whitespaces) }
    }

    // MARK: A case

    @Test("a case is shown where it is and how it came there, with dates and without anything else of the patient")
    func aCase() throws {
        try patient()
        let outline = try ok("stepwell draw --case P-1")
        #expect(outline.contains("on 2026-01-09: open, in care.first"), "\(outline)")
        #expect(outline.contains("#3  2026-01-07  decide admit\n"))
        #expect(outline.contains("took admit\n") && outline.contains("then in hold"))
        #expect(under("Waiting for a place [waiting]", in: outline).first == "✓ 2026-01-05 to 2026-01-07")
        #expect(under("• hold", in: outline).first == "✓ 2026-01-08 to 2026-01-09")
        #expect(under("▸ first", in: outline).first == "● here since 2026-01-09")
        #expect(under("• second", in: outline).first?.hasPrefix("usually") == true)
        #expect(outline.contains("crisis: alarm → hold\n      ✓ #4 on 2026-01-08"), "\(outline)")
        for format in ["text", "mermaid", "dot", "svg"] {
            let drawn = try ok("stepwell draw --case P-1 --format \(format)")
            for hidden in ["P-1", "Rumpelstiltskin", "4711", "stork", "doctor_no"] {
                #expect(!drawn.contains(hidden), "\(format) shows \(hidden)")
            }
            #expect(drawn.contains("here since 2026") || drawn.contains("here since 2026-01-09"), "\(format)")
            #expect(try ok("stepwell draw --case P-1 --format \(format)") == drawn, "\(format)")
        }
        let dot = try ok("stepwell draw --case P-1 --format dot")
        #expect(dot.contains(#""care.first" [label="▸ first\n● here since 2026-01-09\l"#), "\(dot)")
        #expect(dot.matches(of: /penwidth=5/).count == 2 && dot.matches(of: /penwidth=4/).count == 6, "\(dot)")
        let mermaid = try ok("stepwell draw --case P-1 --format mermaid")
        #expect(mermaid.contains("classDef here stroke-width:5px"))
    }

    @Test("a case is shown as it was, and as it will be if nobody acts")
    func atAnotherTime() throws {
        try patient()
        let then = try ok("stepwell draw --case P-1 --at 2026-01-07")
        #expect(then.contains("on 2026-01-07: open, in care.first") && !then.contains("alarm\n"), "\(then)")
        let later = try ok("stepwell draw --case P-1 --at 2026-02-01")
        #expect(later.contains("in care.second") && later.contains("time, if nobody acts until then"), "\(later)")
        #expect(try shell.run("draw --case P-1 --at 2026-01-01").status != 0)
    }

    @Test("what was taken back is told, and not marked")
    func takenBack() throws {
        try patient()
        _ = try ok("stepwell undo P-1 4 --with-later --reason 'Wrong patient' --at 2026-01-10")
        let outline = try ok("stepwell draw --case P-1")
        #expect(outline.contains("#4  2026-01-08  send alarm") && outline.contains("taken back by #6"), "\(outline)")
        #expect(under("• hold", in: outline).first == "usually 1 day, clinician")
        // Without the crisis its three days were over that day.
        #expect(under("• second", in: outline).first == "● here since 2026-01-10", "\(outline)")
        #expect(!outline.contains("✓ #4"))
    }

    // MARK: Counts

    @Test("open cases are counted in each state, those that stand still apart")
    func counts() throws {
        try patient()
        _ = try ok("stepwell enroll program --patient P-2 --at 2026-01-09")
        _ = try ok("stepwell enroll program --patient P-3 --at 2026-01-09; stepwell send P-3 leave")
        let now = try ok("stepwell draw program --counts")
        #expect(now.contains("open cases on 2026-01-09: 2 open\n"), "\(now)")
        #expect(under("Waiting for a place [waiting]", in: now).first == "◆ 1 open")
        #expect(under("• care", in: now).first == "◆ 1 open" && under("▸ first", in: now).first == "◆ 1 open")
        #expect(under("■ gone, closes the case: gone", in: now) == [])
        // Each where its own length is over: the state around is stayed in for three weeks.
        let later = try ok("stepwell draw program --counts --at 2026-01-24")
        #expect(later.contains("open cases on 2026-01-24: 2 open, 2 stand still\n"), "\(later)")
        #expect(under("Waiting for a place [waiting]", in: later).first == "◆ 1 open, 1 stands still")
        #expect(under("• care", in: later).first == "◆ 1 open")
        #expect(under("• second", in: later).first == "◆ 1 open, 1 stands still")
        let dot = try ok("stepwell draw program --counts --format dot")
        #expect(dot.contains("◆ 1 open"))
    }

    @Test("cases in a state that only another version has are counted too")
    func otherVersion() throws {
        try patient()
        _ = try ok("sed -i 's/hold/kept/g; s/first/begin/g; s/version: \"1\"/version: \"2\"/' Pathways/program.yaml")
        let counts = try ok("stepwell draw program --counts")
        #expect(counts.contains("in 'care.first', which only another version has: 1 open"), "\(counts)")
        #expect(try ok("stepwell draw iop_basic --counts").contains(": none\n"))
    }

    // MARK: An older text

    @Test("what is added, gone and changed is said and drawn, beside a file and beside a version of cases")
    func difference() throws {
        try patient()
        _ = try ok(
            """
            cp Pathways/program.yaml old.yaml
            sed -i -e 's/version: "1"/version: "2"/' -e 's/expected: 2 weeks/expected: 3 weeks/' \
              -e 's/score >= 1/score >= 2/' -e 's/after: 3 days/after: 4 days/' -e '/{event: leave, to: gone}/d' \
              -e 's/second/middle/g' -e 's/outcome: gone/outcome: left/' Pathways/program.yaml
            sed -i 's/  - {id: crisis/  - {event: leave, to: care}\\n  - {id: crisis/' Pathways/program.yaml
            """)
        for old in ["old.yaml", "1"] {
            let outline = try ok("stepwell draw program --diff \(old)")
            for expected in [
                "~ state waiting\n      − usually 2 weeks, clinician\n      + usually 3 weeks, clinician",
                "+ state care.middle\n", "− state care.second\n",
                "~ state gone\n      − closes the case: gone\n      + closes the case: left",
                "~ way from waiting: admit → care\n      − if score >= 1\n      + if score >= 2",
                "~ way from care.first: on → care.middle\n      − after 3 days\n",
                "+ way from anywhere: leave → care\n", "− way from anywhere: leave → gone\n",
            ] {
                #expect(outline.contains(expected), "\(expected) is not in\n\(outline)")
            }
            #expect(under("• second", in: outline).first == "− gone", "\(outline)")
            #expect(
                under("Waiting for a place [waiting]", in: outline).prefix(3)
                    == ["~ changed", "− usually 2 weeks, clinician", "+ usually 3 weeks, clinician"], "\(outline)")
        }
        let dot = try ok("stepwell draw program --diff old.yaml --format dot")
        #expect(
            dot.contains(#""care.second" [label="second\n− gone"#) && dot.contains("style=\"rounded,dotted\""), "\(dot)"
        )
        #expect(try ok("stepwell draw program --diff old.yaml --format svg").contains("− gone"))
        #expect(try ok("stepwell draw program --diff Pathways/program.yaml").contains("the same as"))
        #expect(try shell.run("draw program --diff 7").status == 66)
    }

    @Test("a changed guard is told although no state or way is different")
    func guards() throws {
        _ = try ok(
            "cp Pathways/iop_basic.yaml old.yaml; sed -i 's/fresh(phq9, days(6))/fresh(phq9, days(5))/' Pathways/iop_basic.yaml"
        )
        // The old text stands in a folder without instruments: they are looked for where the new one has them.
        let outline = try ok("stepwell draw iop_basic --diff old.yaml")
        #expect(outline.contains("nothing in the picture") && outline.contains("~ guard measured"), "\(outline)")
    }

    // MARK: Stories

    @Test("a story is walked step by step: what was given, and where the case stood after it")
    func story() throws {
        try shell.write(
            """
            pathway: program
            scenarios:
              - name: There and back
                steps:
                  - {at: 2026-01-05, enroll: {}}
                  - {at: 2026-01-06, record: {score: 3}}
                  - {decide: {id: admit}, by: clinician, expect: {state: waiting}}
                  - {decide: {id: resume}, expect: {refused: not_accepted}}
                  - {at: 2026-01-20, advance: true}
              - name: Another
                steps: [{enroll: {}}]
            """, to: "Pathways/program.test.yaml")
        let outline = try ok("stepwell draw --story 'Pathways/program.test.yaml#There and back'")
        for expected in [
            "1  2026-01-05  enroll\n                 then in waiting",
            "2  2026-01-06  record score 3\n                 still in waiting",
            "3  2026-01-06  decide admit, by clinician\n                 took admit",
            "not as the story expects: ", "refused (",
            "5  2026-01-20  time passes\n                 took on on 2026-01-09\n                 then in care.second",
        ] {
            #expect(outline.contains(expected), "\(expected) is not in\n\(outline)")
        }
        #expect(under("• second", in: outline).first?.hasPrefix("● here since 2026-01-09") == true)
        #expect(outline.contains("on: after 3 days → second\n          ✓ 5 on 2026-01-09"), "\(outline)")
        let named = try ok("stepwell draw program --story 'Pathways/program.test.yaml#Another' --format dot")
        #expect(named.contains("● here since"))
        let wrong = try shell.bash("stepwell draw --story 'Pathways/program.test.yaml#There and bak'")
        #expect(wrong.status == 66 && wrong.output.contains("There and back"), "\(wrong.output)")
        #expect(try shell.bash("stepwell draw --story Pathways/program.test.yaml").status == 66)
        #expect(try shell.bash("stepwell draw iop_basic --story 'Pathways/program.test.yaml#Another'").status == 64)
    }

    @Test("a counterexample of a proof is walked as well")
    func counterexample() throws {
        _ = try shell.bash("stepwell check --prove Pathways/program.yaml --stories found")
        let name = try ok("grep -m1 -- '- name:' found/program.found.test.yaml | sed 's/.*name: //; s/^\"//; s/\"$//'")
            .trimmingCharacters(in: .newlines)
        let outline = try shell.stepwell("draw", "--story", "found/program.found.test.yaml#\(name)")
        #expect(outline.status == 0 && outline.output.contains("Step by step:"), "\(name): \(outline.errors)")
    }

    // MARK: All of them

    @Test("what they say is text in every form, whatever it looks like", arguments: ["text", "mermaid", "dot", "svg"])
    func inert(_ format: String) throws {
        try shell.write(
            """
            pathway: program
            scenarios:
              - name: '</title><script>alert(1)</script>"]; x -> y %%{init}%% שלום'
                steps: [{enroll: {}}, {record: {secret: '<script>"]'}}]
            """, to: "Pathways/program.test.yaml")
        let drawn = try shell.stepwell("draw", "--story", "Pathways/program.test.yaml", "--format", format)
        #expect(drawn.status == 0, "\(drawn.errors)")
        switch format {
        case "svg": #expect(!drawn.output.contains("<script") && drawn.output.contains("שלום"))
        case "mermaid": #expect(!drawn.output.contains("<script") && !drawn.output.contains("%%"))
        case "dot":
            #expect(!drawn.output.replacing("\\\"", with: "").contains("\"]; x"))
            try shell.write(drawn.output, to: "story.dot")
            #expect(try ok("dot -Tplain story.dot | grep -c '^node'").trimmingCharacters(in: .newlines) == "14")
        case _: #expect(drawn.output.contains("story: </title><script>"))
        }
    }

    @Test("they exclude each other, and need what they are about")
    func usage() throws {
        #expect(try shell.run("draw --case P-1 --counts").status == 64)
        #expect(try shell.run("draw --counts").status == 64)
        #expect(try shell.run("draw").status == 64)
        #expect(try shell.run("draw iop_basic --at 2026-01-01").status == 64)
        #expect(try shell.run("draw --case P-9").status == 66)
        try patient()
        let other = try shell.run("draw iop_basic --case P-1")
        #expect(other.status == 64 && other.errors.contains("program"))
    }
}
