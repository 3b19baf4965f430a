import AttendancePlugin
import CEL
import Foundation
import PathwayCompiler
import PathwayEngine
import PathwayModel
import StepwellRuntime
import Testing

@testable import PathwayScenarios

/// A promise that nobody ever saw broken may say nothing. Those that people keep are broken by stories beside the
/// pathways; those that the pathway keeps by itself by one edit of a copy.
@Suite("Each promise of a shipped pathway")
struct BrokenPromisesTests {
    private static let pathways = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Pathways")

    private static func text(_ path: String) -> String? {
        FileManager.default.contents(atPath: pathways.appendingPathComponent(path).path)
            .map { String(decoding: $0, as: UTF8.self) }
    }

    /// What breaks a promise: an edit, and what happens then.
    struct Break: Sendable, CustomTestStringConvertible {
        var pathway: String
        var promise: String
        /// The file that is edited, where it is not the pathway's own.
        var file: String?
        var old: String
        var new: String
        var steps: [String]

        var testDescription: String { "\(pathway) \(promise)" }
    }

    private static let toReady = [
        "{at: 2026-03-02, enroll: {}}", "{send: contact, with: {result: reached}}", "{send: biopsychosocial}",
        "{record: {phq9: {total: 12, item9: 0}, gad7: {total: 9}, cssrs: {level: none}, audit_c: {total: 2}, "
            + "dast10: {total: 0}, impaired: true}}",
        "{decide: {id: loc_iop}}",
        "{send: authorization, with: {result: approved, sessions: 60, through: 2026-12-31, seat: true}}",
    ]
    private static let toProgram = toReady + ["{consent: {treatment: true, privacy: true}}", "{send: admit}"]

    static let breaks = [
        Break(
            pathway: "adult_iop", promise: "admitted_in_order",
            old: #"  is: consent("treatment") && consent("privacy")"#,
            new: #"  is: consent("treatment")"#,
            steps: toReady + [
                "{consent: {treatment: true}}", "{send: admit, expect: {state: iop_5, broken: [admitted_in_order]}}",
            ]),
        Break(
            pathway: "adult_iop", promise: "admitted_in_order", old: "is: days_since(cssrs) <= 14  # project default",
            new: "is: days_since(cssrs) <= 30",
            steps: toReady + [
                "{consent: {treatment: true, privacy: true}}",
                "{at: 2026-03-17, send: admit, expect: {state: iop_5, broken: [admitted_in_order]}}",
            ]),
        Break(
            pathway: "adult_iop", promise: "high_risk_interrupts", file: "shared/suicide_risk.yaml",
            old: #"is: event.level == "high" && event.is_newest}"#,
            new: #"is: event.level == "high" && event.is_newest && !event.corrects}"#,
            steps: [
                "{at: 2026-03-02, enroll: {}}", "{record: {cssrs: {level: low}}, request_id: screen}",
                "{record: {cssrs: {level: high}}, corrects: screen, expect: {state: referred, broken: []}}",
                "{complete: safety_evaluation, expect: {broken: [high_risk_interrupts]}}",
            ]),
        Break(
            pathway: "adult_iop", promise: "high_risk_heard", file: "shared/suicide_risk.yaml",
            old: #"    when: event.level == "high" && event.is_newest"#,
            new: #"    when: event.level == "high" && event.is_newest && active("care")"#,
            steps: toProgram + [
                "{record: {cssrs: {level: high}}, expect: {state: crisis_hold, broken: []}}",
                "{send: crisis_cleared, with: {to: higher}, expect: {state: stepped_up}}",
                "{at: 2026-03-03, record: {cssrs: {level: high}}, expect: {broken: [high_risk_heard]}}",
            ]),
        Break(
            pathway: "adult_iop", promise: "discharged_safe",
            old: """
                is: '!cssrs_fresh_aftercare || low_risk'
                                          hard: hard_block
                """, new: "is: '!cssrs_fresh_aftercare || low_risk'",
            steps: toProgram + [
                "{decide: {to: iop_3, reason: Known here}}", "{decide: {to: iop_2, reason: Known here}}",
                "{decide: {to: aftercare, reason: Known here}}", "{record: {cssrs: {level: moderate}}}",
                "{complete: safety_plan}", "{complete: safety_risk_assessment}",
                "{decide: {to: follow_up, reason: Known here}, expect: {state: follow_up, broken: [discharged_safe]}}",
            ]),
        Break(
            pathway: "adult_iop", promise: "sent_away_safe",
            old: """
                require: [{id: hard_block, label: No open safety task, guard: no_safety_task}]
                                when:                                           # as one practice has it
                """, new: "when:                                           # as one practice has it",
            steps: toProgram + [
                "{record: {cssrs: {level: moderate}}}",
                "{decide: {id: administrative_review, reason: Moved away}, expect: {broken: [sent_away_safe]}}",
            ]),
        Break(
            pathway: "hospital_to_iop", promise: "high_risk_interrupts", file: "shared/suicide_risk.yaml",
            old: #"is: event.level == "high" && event.is_newest}"#,
            new: #"is: event.level == "high" && event.is_newest && !event.corrects}"#,
            steps: [
                "{at: 2026-05-04, enroll: {}}", "{record: {cssrs: {level: low}}, request_id: screen}",
                "{record: {cssrs: {level: high}}, corrects: screen, expect: {state: bridge, broken: []}}",
                "{complete: safety_evaluation, expect: {broken: [high_risk_interrupts]}}",
            ]),
        Break(
            pathway: "hospital_to_iop", promise: "high_risk_heard", file: "shared/suicide_risk.yaml",
            old: #"    when: 'event.level in ["moderate", "high"] && !event.is_newest'"#,
            new: #"    when: event.level == "moderate" && !event.is_newest"#,
            steps: [
                "{at: 2026-05-05, enroll: {}}", "{record: {cssrs: {level: low}}}",
                "{occurred: 2026-05-04, record: {cssrs: {level: high}}, expect: {broken: [high_risk_heard]}}",
            ]),
        Break(
            pathway: "iop_basic", promise: "discharged_safe",
            old: "{id: safety, guard: safe_today, hard: hard_block}]}}", new: "{id: safety, guard: safe_today}]}}",
            steps: [
                "{at: 2026-01-05, enroll: {}}", "{record: {phq9: {total: 16}, cssrs: {level: low}}}",
                "{decide: {id: admit}}", "{decide: {id: step_down, reason: Moves away}}",
                "{record: {cssrs: {level: high}}}",
                "{decide: {id: discharge, reason: Moves away}, expect: {state: follow_up, broken: [discharged_safe]}}",
            ]),
    ]

    @Test("that the pathway keeps by itself is broken once the pathway is changed in one place", arguments: breaks)
    func broken(_ one: Break) throws {
        let file = one.file ?? "\(one.pathway).yaml"
        let whole = try #require(Self.text(file))
        #expect(whole.components(separatedBy: one.old).count == 2, "what is edited stands once")
        for (text, isEdited) in [(whole.replacing(one.old, with: one.new), true), (whole, false)] {
            let compilation = PathwayCompiler(rules: PluginSet([Attendance.plugin]).signatures, channels: nil) { path in
                (path == file ? text : Self.text(path)).map { Array($0.utf8) }
            }.compile("\(one.pathway).yaml")
            let machine = Machine(try #require(compilation.product, "\(compilation.diagnostics.map(\.message))"))
            let lines = one.steps.map { "      - \($0)\n" }.joined()
            let story = "pathway: \(one.pathway)\nscenarios:\n  - name: a story\n    steps:\n\(lines)"
            guard case .scenarios(let file)? = TestFileReader.read(Array(story.utf8), file: "a.test.yaml").file else {
                Issue.record("the story cannot be read")
                return
            }
            let runner = ScenarioRunner(machine) { RuleAnswer(.unknown("none"), from: $0.rule) }
            let failure = try #require(file.scenarios.first.map { runner.run($0) }).failure
            // On the pathway as it is, the story does not come to that.
            #expect((failure == nil) == isEdited, "\(failure?.problems ?? [])")
        }
    }

    @Test("is broken by a story or by an edit", arguments: ["adult_iop", "hospital_to_iop", "iop_basic"])
    func each(_ name: String) throws {
        let compilation = PathwayCompiler(rules: PluginSet([Attendance.plugin]).signatures, channels: nil) { path in
            Self.text(path).map { Array($0.utf8) }
        }.compile("\(name).yaml")
        let promises = try #require(compilation.product).promises
        let stories = Array(try #require(Self.text("\(name).test.yaml")).utf8)
        guard case .scenarios(let file)? = TestFileReader.read(stories, file: "\(name).test.yaml").file else {
            throw CancellationError()
        }
        let told = Set(file.scenarios.flatMap(\.steps).flatMap { $0.expect.broken ?? [] })
        let edited = Set(Self.breaks.filter { $0.pathway == name }.map(\.promise))
        #expect(promises.map(\.id).filter { !told.contains($0) && !edited.contains($0) } == [])
        // What a story beside the pathway breaks is not the pathway's to keep.
        #expect(promises.filter { $0.isOfEngine && told.contains($0.id) }.map(\.id) == [])
    }
}
