import AttendancePlugin
import AuthorizationPlugin
import Foundation
import LevelOfCarePlugin
import MeasuresPlugin
import PathwayModel
import StepwellKit
import StepwellRuntime
import Testing

/// The plugins in `Plugins/` answer as their `cases.yaml` say, linked and as a process.
@Suite("First-party plugins")
struct FirstPartyTests {
    static let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let plugins: [(folder: String, plugin: Plugin)] = [
        ("Attendance", Attendance.plugin), ("Measures", Measures.plugin), ("Authorization", Authorization.plugin),
        ("LevelOfCare", LevelOfCare.plugin),
    ]

    @Test("answer as their cases say", arguments: plugins.indices)
    func cases(_ place: Int) throws {
        let (folder, plugin) = Self.plugins[place]
        let url = Self.project.appendingPathComponent("Plugins/\(folder)/cases.yaml")
        let set = PluginSet([plugin])
        let read = GoldenCases.read(Array(try Data(contentsOf: url)), set.signatures)
        #expect(read.diagnostics.isEmpty, "\(read.diagnostics.map { "\($0.span.start.line): \($0.message)" })")
        for golden in read.cases {
            let difference = golden.difference(from: set.answer(golden.question))
            #expect(difference == nil, "\(folder), \(golden.name): \(difference ?? "")")
        }
        for rule in set.signatures {
            #expect(read.cases.contains { $0.question.rule == rule.name }, "no case tries \(rule.name)")
        }
    }

    @Test("attendance is the same plugin as a process: schema, cases, determinism")
    func attendanceAsAProcess() throws {
        let examination = try Self.examine("Attendance") { folder in
            let built = Fixture.programs.appendingPathComponent("attendance-plugin")
            try FileManager.default.createDirectory(atPath: "\(folder)/bin", withIntermediateDirectories: true)
            try FileManager.default.copyItem(atPath: built.path, toPath: "\(folder)/bin/attendance-plugin")
        }
        #expect(examination.isGood, "\(examination.findings.flatMap(\.problems))")
    }

    @Test("the example in Python passes its check")
    func weekday() throws {
        let examination = try Self.examine("Weekday") { _ in }
        #expect(examination.isGood, "\(examination.findings.flatMap(\.problems))")
    }

    private static func examine(_ name: String, _ prepare: (String) throws -> Void) throws -> PluginExamination {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent("check-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: project.appendingPathComponent("Plugins/\(name)"), to: root)
        defer { do { try FileManager.default.removeItem(at: root) } catch { print("left behind: \(root)") } }
        try prepare(root.path)
        let folder = try PluginFolder(root.path)
        return PluginExamination.examine(folder) { manifest in
            PluginHost.Setup(
                manifest: manifest, folder: folder, sandbox: .sealed, hostVersion: "test", log: { print($0) })
        }
    }
}

/// What `plugin check` finds wrong with a plugin that answers every question.
@Suite("plugin check")
struct ExaminationTests {
    private func examine(_ script: String, cases: String = Self.cases) throws -> [String] {
        let fixture = try Fixture(script)
        try fixture.write("cases.yaml", cases)
        let folder = try PluginFolder(fixture.folder)
        let examination = PluginExamination.examine(folder) { manifest in
            PluginHost.Setup(manifest: manifest, folder: folder, sandbox: .sealed, hostVersion: "test", log: { _ in })
        }
        return examination.findings.flatMap { finding in finding.problems.map { "\(finding.name): \($0)" } }
            + examination.diagnostics.map(\.message)
    }

    private static let cases = """
        cases:
          - {name: a case, rule: rule, facts: {today: 2026-01-05}, expect: met, because: it is}
        """

    @Test("finds nothing where nothing is")
    func sound() throws { #expect(try examine("") == []) }

    @Test("finds chance, and what a process remembers")
    func determinism() throws {
        let chance = "import random\ndef handle(id, params): reply(id, met('it is %d' % random.getrandbits(40)))"
        #expect(try examine(chance).contains { $0.contains("asked twice") })
        let counter = """
            count = [0]
            def handle(id, params):
                count[0] += 1
                reply(id, met('it is %d' % count[0]))
            """
        #expect(try examine(counter).contains { $0.contains("another answer when asked twice") })
    }

    @Test("finds a wrong answer, a missing case and a slow rule")
    func cases() throws {
        let wrong = "def handle(id, params): reply(id, {'answer': 'not_met', 'reasons': ['it is not']})"
        #expect(try examine(wrong).contains { $0.contains("expected met, is not_met") })
        #expect(try examine("", cases: "cases: []").contains { $0.contains("no case tries the rule 'odd.rule'") })
        let slow = "def handle(id, params):\n    time.sleep(1.2)\n    reply(id, met())"
        #expect(try examine(slow).contains { $0.contains("deadline: the slowest answer took") })
    }

    @Test("finds a manifest that says other than the plugin")
    func schema() throws {
        let more = """
            def hello(id):
                reply(id, {"protocol": 1, "plugin": {"name": "odd", "version": "1.0.0"},
                           "rules": [{"name": "rule", "reads": ["today", "data"],
                                      "parameters": {"type": "object", "properties": {"n": {"type": "integer"}}}}]})
            """
        let problems = try examine(more)
        #expect(problems.contains { $0.contains("says it reads data") })
        #expect(problems.contains { $0.contains("are others than its manifest says") })
    }
}
