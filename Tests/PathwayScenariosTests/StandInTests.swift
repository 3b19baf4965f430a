import CEL
import PathwayCompiler
import PathwayEngine
import PathwayModel
import Testing

@testable import PathwayScenarios

/// Stories that say what plugins' rules answer.
@Suite("Stories that answer for rules")
struct StandInTests {
    private static let pathway = """
        stepwell: 1
        pathway: tested
        version: "1"
        title: Tested
        expected: {none: A test of stories}
        data: {note: text, other: integer}
        events: {go: {}}
        tasks: {look: {title: Look}}
        initial: one
        states:
          one:
            tasks: [{task: look, when: {rule: t.second}}]
            transitions:
              - {id: on, decide: {override: prohibited}, when: {all: [{id: rule, rule: t.first}]}, to: two}
              - {event: go, when: {rule: t.first}, do: [{set: {note: '"met"'}}]}
              - {event: go, else: {stay: The rule is not met}}
          two: {outcome: over}
        """

    private static let signatures = ["t.first", "t.second"].map {
        RuleSignature(name: $0, parameters: [], reads: .data, only: RuleScope(data: ["other"]), plugin: "t 1")
    }

    private func machine() throws -> Machine {
        let compilation = PathwayCompiler(rules: Self.signatures, channels: nil) { _ in Array(Self.pathway.utf8) }
            .compile("tested.yaml")
        return Machine(try #require(compilation.product, "\(compilation.diagnostics.map(\.message))"))
    }

    private func file(_ story: String) throws -> ScenarioFile {
        let lines = story.split(separator: "\n").map { "    \($0)\n" }.joined()
        let text = "pathway: tested\nscenarios:\n  - name: a story\n\(lines)"
        let read = TestFileReader.read(Array(text.utf8), file: "tested.test.yaml")
        guard case .scenarios(let file)? = read.file else {
            throw Unread(messages: read.diagnostics.map { "\($0.code.id) \($0.message)" })
        }
        return file
    }

    private struct Unread: Error { let messages: [String] }

    /// Plays a story; the plugin says this of every rule.
    @discardableResult
    private func play(
        _ story: String, plugin: Verdict.Answer = .unknown, _ place: SourceLocation = #_sourceLocation
    ) throws -> [RuleQuestion] {
        var asked: [RuleQuestion] = []
        let scenario = try #require(try file(story).scenarios.first)
        let runner = ScenarioRunner(try machine()) { question in
            asked.append(question)
            return RuleAnswer(Verdict(plugin, reasons: ["the plugin says so"]), from: "t 1")
        }
        let result = runner.run(scenario)
        #expect(result.failure == nil, "\(result.failure?.problems ?? [])", sourceLocation: place)
        return asked
    }

    @Test("an answer counts from the story's beginning, and is another one from the step that says so")
    func changes() throws {
        let asked = try play(
            """
            rules: {t.first: met}
            steps:
              - {at: 2026-01-05, enroll: {}, expect: {proposed: [on], no_tasks: look}}
              - {send: go, expect: {data: {note: met}}}
              - {rules: {t.first: not_met}, expect: {proposed: [], unmet: {on: [rule]}}}
              - {decide: {id: on}, expect: {refused: rule}}
              - {rules: {t.second: met}, record: {other: 1}, expect: {tasks: {look: null}, proposed: []}}
              - {rules: {t.first: unknown}, decide: {id: on}, expect: {refused: rule}}
              - {rules: {t.first: met}, decide: {id: on}, expect: {outcome: over}}
            """)
        #expect(Set(asked.map(\.rule)) == ["t.second"])
    }

    @Test("no answer is remembered: neither what the plugin said before, nor what the story did")
    func remembered() throws {
        let steps = """
              - {at: 2026-01-05, enroll: {}, expect: {tasks: {look: null}}}
              - {complete: look}
              - {send: go, expect: {data: {note: met}}}
              - {record: {note: again}}
              - {rules: {t.first: not_met, t.second: not_met}, send: go, expect: {data: {note: again}}}
              - {rules: {t.second: met}, advance: true, expect: {tasks: {look: null}}}
              - {rules: {t.first: met}, send: go, expect: {data: {note: met}}}
            """
        try play("steps:\n\(steps)", plugin: .met)
    }

    @Test("rules that are not named are asked, and without any the plugin's answer is remembered as ever")
    func asked() throws {
        let asked = try play(
            "steps: [{at: 2026-01-05, enroll: {}, expect: {tasks: {look: null}}}, {record: {note: a}}]", plugin: .met)
        #expect(asked.filter { $0.rule == "t.second" }.count == 1)
    }

    @Test("whoever reads a verdict is told that the story says so")
    func reason() throws {
        let story = "rules: {t.first: met}\nsteps: [{at: 2026-01-05, enroll: {}}, {send: go}]"
        let scenario = try #require(try file(story).scenarios.first)
        let runner = ScenarioRunner(try machine()) { _ in RuleAnswer(.unknown("nobody"), from: "t 1") }
        var play = ScenarioPlay(runner, scenario.standIns)
        for step in scenario.steps { play.perform(step) }
        let given = play.facts.compactMap { fact in
            if case .verdictGiven(_, let verdict, _, let plugin) = fact { "\(plugin): \(verdict.reasons)" } else { nil }
        }
        #expect(given == ["the story: [\"the story says so\"]"])
    }

    @Test("a rule that the pathway does not ask is an error at its name, with the one that was meant")
    func misspelled() throws {
        let pathway = try machine().pathway
        let file = try file(
            """
            rules: {t.frst: met}
            steps: [{at: 2026-01-05, enroll: {}}, {rules: {attendance.at_least: met}}, {rules: {t.second: met}}]
            """)
        let found = file.unknownNames(in: pathway)
        #expect(found.map(\.code.id) == ["SW208", "SW208"] && found.allSatisfy { $0.severity == .error })
        #expect(found.first?.message == "the pathway 'tested' does not ask the rule 't.frst'")
        #expect(found.map(\.hint) == ["did you mean 't.first'?", "it asks t.first, t.second"])
        #expect(found.first?.span.start.line == 4 && found.first?.span.start.column == 13)
    }

    @Test("an answer is one of three words")
    func words() {
        for (rules, code) in [
            ("{t.first: true}", "SW125"), ("{t.first: mett}", "SW125"), ("[t.first]", "SW127"),
        ] {
            let error = #expect(throws: Unread.self) {
                try file("rules: \(rules)\nsteps: [{at: 2026-01-05, enroll: {}}]")
            }
            #expect(error?.messages.allSatisfy { $0.hasPrefix(code) } == true, "\(error?.messages ?? [])")
        }
    }
}
