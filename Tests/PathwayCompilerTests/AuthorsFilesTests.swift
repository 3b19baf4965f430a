import Foundation
import PathwayCompiler
import PathwayModel
import Testing

/// Slips of authors in whole files, in `Tests/Mistakes`: each is told once, at its place, and nothing else is but that nobody
/// owes anything in the program's `assessment`.
@Suite("Authors' slips in whole files")
struct AuthorsFilesTests {
    private static let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static let wanted: [String: [String]] = [
        "m01_indent": ["SW101@20:6"],
        "m02_tab": ["SW101@35:1"],
        "m03_states_outdent": ["SW101@32:1"],
        // Comes with a proof.
        "m04_gap_scores": ["SW528@23:3"],
        "m07_auto_cycle": ["SW512@21:9", "SW528@24:3"],
        "m08_dead_state": ["SW511@32:3", "SW528@32:3"],
        // Comes with a proof.
        "m09_no_exit_hard": ["SW528@23:3"],
        "m11_task_norole": ["SW506@14:29", "SW528@23:3"],
        "m12_task_no_role_at_all": ["SW517@14:3", "SW528@23:3", "SW528@32:3"],
        "m13_msg_placeholder": ["SW606@16:51", "SW528@23:3"],
        "m15_msg_field": ["SW602@16:51"],
        "m16_notify_typo": ["SW516@33:22", "SW528@23:3"],
        "m17_when_typo": ["SW301@39:50"],
        "m18_single_equal": ["SW301@39:50"],
        "m19_word_or": ["SW301@39:55"],
        "m20_after_hours": ["SW123@22:17"],
        "m21_after_on_event": ["SW528@23:3"],
        "m23_days_since_hours": ["SW309@39:39"],
        "m24_fresh_zero": ["SW528@23:3"],
        "m25_unreach_stepdown": ["SW501@41:3", "SW528@23:3"],
        "m26_no_suicide_path": ["SW701@6:73", "SW528@23:3"],
        "m27_percent": ["SW522@39:62", "SW528@23:3"],
        "m29_risk_string_case": ["SW310@39:47"],
        "m30_level_unknown_le": ["SW528@23:3"],
        "m32_event_twice": ["SW513@22:10", "SW528@24:3"],
        "m33_by_typo": ["SW506@26:23", "SW528@23:3"],
        "m35_after_shorter_than_due": ["SW515@22:17", "SW528@23:3"],
        "m36_never_closed_event": ["SW514@13:62", "SW528@23:3"],
        "m37_unused_task": ["SW520@14:3", "SW528@23:3", "SW528@32:3"],
        "m39_decide_hard_on_field": ["SW528@23:3"],
        "m40_yes_no": ["SW305@39:47"],
        "m41_iso_date": ["SW309@39:53"],
        "m42_date_string": ["SW309@39:39"],
        "m43_outcome_and_transitions": ["SW528@23:3"],
        "m45_colon_in_title": ["SW101@4:14"],
        "m46_smart_quotes": ["SW301@30:47"],
        "m47_comma_flow": ["SW114@39:39"],
        // Comes with a proof.
        "m49_gap_decide": ["SW528@23:3"],
        "s1_curly": ["SW525@3:10"],
        "s2_nbsp": ["SW115@6:1"],
        "s3_below_zero": ["SW519@5:37", "SW518@5:100", "SW519@6:51"],
    ]

    private static func bytes(_ path: String) -> [UInt8]? {
        FileManager.default.contents(atPath: project.appendingPathComponent(path).path).map { Array($0) }
    }

    private static func diagnostics(of name: String) -> [Diagnostic] {
        PathwayCompiler(rules: [], channels: ["console", "file", "email"]) { path in
            bytes(path.hasPrefix("instruments/") ? "Pathways/\(path)" : "Tests/Mistakes/\(path)")
        }.compile("\(name).yaml").diagnostics
    }

    @Test("each gives what it has to, and nothing more", arguments: wanted.keys.sorted())
    func told(_ name: String) throws {
        let found = Self.diagnostics(of: name)
        let places = found.map { "\($0.code.id)@\($0.span.start.line):\($0.span.start.column)" }
        #expect(Set(places) == Set(try #require(Self.wanted[name])), "\(found.map(\.message))")
        #expect(found.count == places.count)
    }

    @Test("every file is looked at")
    func complete() throws {
        let folder = Self.project.appendingPathComponent("Tests/Mistakes").path
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".yaml") }
        #expect(Set(files) == Set(Self.wanted.keys.map { "\($0).yaml" }))
    }

    @Test("what is only a thought keeps nothing from passing")
    func advice() {
        let found = Self.diagnostics(of: "m26_no_suicide_path").filter { $0.code.id != "SW528" }
        #expect(found.map(\.severity) == [.advice])
    }
}
