import Foundation
import PathwayCompiler
import PathwayModel
import PathwayScenarios
import Testing

/// Every page of a diagnostic shows lines that give it and lines that do not: both are compiled here, whole.
@Suite("The examples of diagnostics")
struct DiagnosticExampleTests {
    static let rules = [
        RuleSignature(
            name: "attendance.at_least",
            parameters: [
                .init(name: "rate", type: .number(min: 0, max: 1), isRequired: true),
                .init(name: "last", type: .integer(min: 1, max: 1_000), isRequired: false),
            ],
            reads: .attendance, plugin: "attendance 1.0.0"),
        RuleSignature(
            name: "measures.response",
            parameters: [.init(name: "instrument", type: .text, isRequired: true, names: .instrument)],
            reads: .results, only: RuleScope(data: nil, results: ["phq9"]), plugin: "measures 1.0.0"),
        RuleSignature(
            name: "level_of_care.checklist",
            parameters: [
                .init(name: "impaired", type: .text, isRequired: false, names: .field, fieldKind: .boolean)
            ],
            reads: .data, plugin: "level_of_care 1.0.0"),
    ]

    /// Everything that is wrong with an example.
    static func findings(in example: DiagnosticExample) -> [Diagnostic] {
        let files = example.files
        let compiler = PathwayCompiler(
            rules: rules, channels: ["console", "file", "email", "sms"], carries: ["sms": []]
        ) { files[$0] }
        guard example.path.hasSuffix(".test.yaml") else { return compiler.compile(example.path).diagnostics }
        let read = TestFileReader.read(files[example.path] ?? [], file: example.path)
        let beside = String(example.path.dropLast(".test.yaml".count)) + ".yaml"
        switch read.file {
        case .scenarios(let file):
            let compiled = compiler.compile(beside)
            return read.diagnostics + compiled.diagnostics
                + (compiled.product.map { file.unknownNames(in: $0) } ?? [])
        case .instrument(let file):
            let compiled = compiler.compileInstrument(beside)
            return read.diagnostics + compiled.diagnostics
                + (compiled.product.map { file.unknownNames(in: $0) } ?? [])
        case nil: return read.diagnostics
        }
    }

    /// A file's name, its clinic's settings and its cases are looked at by the command: its tests have these.
    static let codes = DiagnosticCode.all.map(\.id).filter {
        !["SW220", "SW507", "SW526", "SW527", "SW531", "SW532", "SW533", "SW534", "SW535", "SW536"].contains($0)
    }

    @Test("a bad one gives its code and nothing that is not said, a good one nothing", arguments: codes)
    func examples(_ id: String) throws {
        let code = try #require(DiagnosticCode.named(id))
        let bad = Self.findings(in: code.bad)
        #expect(Set(bad.map(\.code.id)) == code.bad.alsoFinds.union([id]), "\(bad.map(\.message))")
        let good = Self.findings(in: code.good)
        #expect(good.isEmpty, "\(good.map { "\($0.code.id) \($0.message)" })")
    }

    @Test("every code that is declared has a page")
    func complete() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources/PathwayCompiler/Diagnostics")
        var declared: Set<String> = []
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
            for match in text.matches(of: #/= (?:error|warning)\(\s*"(SW\d+)"/#) { declared.insert(String(match.1)) }
        }
        #expect(declared.count > 60)
        #expect(declared.subtracting(DiagnosticCode.all.map(\.id)) == [])
    }

    @Test("codes are unique, and their first digit says whether they are errors, warnings or advice")
    func uniqueness() {
        let all = DiagnosticCode.all
        #expect(Set(all.map(\.id)).count == all.count)
        #expect(Set(all.map(\.title)).count == all.count)
        for code in all where !code.id.hasPrefix("SW6") {
            #expect((code.severity == .warning) == code.id.hasPrefix("SW5"), "\(code.id)")
            #expect((code.severity == .advice) == code.id.hasPrefix("SW7"), "\(code.id)")
        }
    }
}
