import AttendancePlugin
import CEL
import Foundation
import GRDB
import PathwayArtifact
import PathwayCompiler
import PathwayEngine
import PathwayModel
import StepwellKit
import StepwellRuntime
import StepwellSQLite
import TestSupport
import Testing

/// A case is opened from what was compiled when it began, whatever became of the compiler, the files and the plugins.
@Suite("The definition of a running case")
struct LoadingDefinitionsTests {
    private static let yaml = """
        stepwell: 1
        pathway: held
        version: "1"
        title: Held
        events: {more: {}}
        data: {count: {type: integer, default: 0}}
        states:
          first:
            sessions: [{type: group, per_week: 3}]
            transitions:
              - {event: more, do: [{set: {count: count + 1}}]}
              - id: on
                decide: {}
                when: {all: [{id: rate, rule: attendance.at_least, with: {rate: 0.8, last: 1}}, {id: n, is: count > 0}]}
                to: second
          second: {}
        """

    /// A clinic with one case that has had two inputs.
    private struct Clinic {
        let folder: TemporaryFolder
        let id: CaseID

        init() throws {
            folder = try TemporaryFolder()
            let runner = try LoadingDefinitionsTests.runner(try SQLiteStore.create(at: folder.path("stepwell.db")))
            id = try runner.enroll("held", patient: "P", LoadingDefinitionsTests.command(.enroll(.init(with: [])), 0))
                .id
            _ = try runner.perform(LoadingDefinitionsTests.command(.send(event: "more", with: []), 1), on: id)
        }

        /// Does something to the file, as a disk, an older program or a newer one might.
        func change(_ sql: String, _ arguments: StatementArguments = []) throws {
            try DatabaseQueue(path: folder.path("stepwell.db")).write { try $0.execute(sql: sql, arguments: arguments) }
        }

        func compiled() throws -> [UInt8]? {
            try store().definition(pathway: "held", version: "1")?.compiled
        }

        func store() throws -> SQLiteStore { try SQLiteStore.open(at: folder.path("stepwell.db")) }

        /// How often the case was counted up, as a new process sees it that has these plugins.
        func count(_ plugins: PluginSet = PluginSet([Attendance.plugin])) throws -> Value? {
            let seen = try LoadingDefinitionsTests.runner(try store(), plugins).look(at: id, when: nil).seen
            return seen.state.fields[0].current?.value
        }
    }

    private static func runner(
        _ store: any CaseStore, _ plugins: PluginSet = PluginSet([Attendance.plugin])
    ) throws -> CaseRunner {
        let bytes = Array(yaml.utf8)
        let compiler = PathwayCompiler(rules: PluginSet([Attendance.plugin]).signatures, channels: nil) { _ in bytes }
        let compilation = compiler.compile("held.yaml")
        let pathway = try #require(compilation.product, "\(compilation.diagnostics.map(\.message))")
        let stored = StoredDefinition(
            digest: pathway.digest, pathway: "held", version: "1", path: "held.yaml", files: ["held.yaml": bytes])
        return CaseRunner(
            store: store, plugins: plugins, current: { _ in CurrentDefinition(stored: stored, pathway: pathway) },
            newID: { CaseID("case-1") })
    }

    private static func command(_ input: Input, _ second: Int64) -> Command {
        Command(input, by: .anyone, at: .instant(Timestamp(seconds: 1_767_625_200 + second)))
    }

    @Test("is read without compiling: its files may say what no compiler takes")
    func withoutCompiling() throws {
        let clinic = try Clinic()
        try clinic.change("UPDATE definition_files SET bytes = ?", [Data("no longer a pathway".utf8).databaseValue])
        #expect(try clinic.count() == .int(1))
    }

    @Test("needs no plugin: its rules give no answer, and the case goes on")
    func withoutPlugins() throws {
        let clinic = try Clinic()
        let runner = try Self.runner(try clinic.store(), PluginSet([]))
        let (seen, now) = try runner.look(at: clinic.id, when: nil)
        let explanation = try #require(runner.explain(seen, at: now))
        let text = "\(explanation)"
        #expect(text.contains("no plugin has the rule"))
        let more = try runner.perform(Self.command(.send(event: "more", with: []), 60), on: clinic.id)
        #expect(more.after?.state.fields[0].current?.value == .int(2))
    }

    @Test(
        "keeps what its plugin said of a rule: one that takes or reads something else is asked nothing, and the case goes on",
        arguments: [
            Other(rules: [Renamed()], "it no longer has the parameter 'last'"),
            Other(rules: [Narrower()], "its parameter 'rate' no longer takes"),
            Other(rules: [Needier()], "it now needs the parameter 'type'"),
            Other(rules: [Nosier()], "it now reads more than when this version of the pathway was checked: data"),
            Other(rules: [], "no plugin has the rule 'attendance.at_least'"),
        ])
    fileprivate func anotherPlugin(_ other: Other) throws {
        let clinic = try Clinic()
        let runner = try Self.runner(
            try clinic.store(), PluginSet([Plugin(name: "attendance", version: "2.0.0", rules: other.rules)]))
        let (seen, now) = try runner.look(at: clinic.id, when: nil)
        let explanation = try #require(runner.explain(seen, at: now))
        let reasons = explanation.ways.flatMap(\.criteria).flatMap(\.reasons)
        #expect(reasons.contains { $0.contains(other.reason) }, "\(reasons)")
        let more = try runner.perform(Self.command(.send(event: "more", with: []), 60), on: clinic.id)
        #expect(more.after?.state.fields[0].current?.value == .int(2))
        let refused = try runner.perform(Self.command(.decide(.transition(id: "on"), reason: nil), 61), on: clinic.id)
        #expect(refused.refusal?.code == "reason_required")
    }

    @Test("asks a rule that reads the date besides, or less than before, or takes more if it likes")
    func compatiblePlugin() throws {
        let clinic = try Clinic()
        let runner = try Self.runner(
            try clinic.store(), PluginSet([Plugin(name: "attendance", version: "2.0.0", rules: [Dated()])]))
        let (seen, now) = try runner.look(at: clinic.id, when: nil)
        let explanation = try #require(runner.explain(seen, at: now))
        #expect("\(explanation)".contains("asked with today"))
    }

    @Test("that was kept before compiled forms were is compiled once, and kept")
    func fromBefore() throws {
        let clinic = try Clinic()
        let first = try clinic.compiled()
        try clinic.change("UPDATE definitions SET compiled = NULL")
        try clinic.change("UPDATE cases SET snapshot_format = 3")
        #expect(try clinic.count() == .int(1))
        #expect(try clinic.compiled() == first)
        #expect(first != nil)
        // From then on nothing is compiled.
        try clinic.change("UPDATE definition_files SET bytes = ?", [Data("no longer a pathway".utf8).databaseValue])
        #expect(try clinic.count() == .int(1))
    }

    @Test("that is damaged is compiled again where that gives what was kept, and else refused with the reason")
    func damaged() throws {
        let clinic = try Clinic()
        var bytes = try #require(try clinic.compiled())
        bytes[bytes.count / 2] ^= 0x10
        try clinic.change("UPDATE definitions SET compiled = ?", [Data(bytes).databaseValue])
        #expect(try clinic.count() == .int(1))
        bytes[bytes.count - 1] ^= 0x10
        try clinic.change("UPDATE definitions SET compiled = ?", [Data(bytes).databaseValue])
        let error = #expect(throws: RuntimeError.self) { try clinic.count() }
        guard case .definitionUnreadable(_, let detail) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(detail == "its compiled form is damaged, and its files compile to another one now")
        #expect(try clinic.compiled() == bytes)
    }

    @Test("that a newer program compiled is left to that program")
    func newer() throws {
        let clinic = try Clinic()
        var content = Array(try #require(try clinic.compiled()).dropLast(32))
        content[4] = 200
        content.insert(1, at: 5)
        try clinic.change(
            "UPDATE definitions SET compiled = ?", [Data(PathwayArtifact.sealed(content)).databaseValue])
        let error = #expect(throws: RuntimeError.self) { try clinic.count() }
        guard case .definitionUnreadable(_, let detail) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(detail.hasPrefix("a newer Stepwell compiled it"))
    }
}

// MARK: - Other versions of the plugin

private struct Other: Sendable, CustomTestStringConvertible {
    let rules: [any Rule]
    let reason: String
    var testDescription: String { reason }

    init(rules: [any Rule], _ reason: String) {
        self.rules = rules
        self.reason = reason
    }
}

/// `attendance.at_least` in another shape; whatever it is asked, it answers yes.
private protocol AtLeastNow: Rule {}

extension AtLeastNow {
    var name: String { "at_least" }
    var reads: RuleReads { .attendance }
    func evaluate(_ parameters: Parameters, _ facts: RuleFacts) -> Verdict { .met("yes") }
}

private struct Renamed: AtLeastNow {
    struct Parameters: Decodable, Sendable { let rate: Double }
}

private struct Narrower: AtLeastNow {
    struct Parameters: Decodable, Sendable {
        let rate: Double
        let last: Int
    }
    let bounds = ["rate": 0.9...1.0]
}

private struct Needier: AtLeastNow {
    struct Parameters: Decodable, Sendable {
        let rate: Double
        let last: Int
        let type: String
    }
}

private struct Nosier: AtLeastNow {
    struct Parameters: Decodable, Sendable {
        let rate: Double
        let last: Int
    }
    let reads: RuleReads = [.attendance, .data]
}

private struct Dated: AtLeastNow {
    struct Parameters: Decodable, Sendable {
        let rate: Double
        let last: Int?
        let type: String?
    }
    let reads: RuleReads = .today

    func evaluate(_ parameters: Parameters, _ facts: RuleFacts) -> Verdict {
        .met(facts.today == nil ? "asked without today" : "asked with today")
    }
}
