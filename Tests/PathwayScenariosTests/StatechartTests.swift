import CEL
import Foundation
import PathwayCompiler
import PathwayEngine
import PathwayModel
import PathwayScenarios
import Testing

/// Published statechart cases (W3C's and the SCXML test framework's), corner cases of the algorithm, and random charts
/// whose configurations an independent interpreter told.
@Suite("Statecharts")
struct StatechartTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
        "Statecharts")

    static let cases: [String] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".test.yaml") }.map { String($0.dropLast(".test.yaml".count)) }.sorted()
    }()

    @Test("there are cases")
    func thereAre() { #expect(Self.cases.count > 80) }

    @Test("runs as W3C's algorithm says", arguments: cases)
    func runs(_ name: String) throws {
        func bytes(_ path: String) -> [UInt8]? {
            (try? Data(contentsOf: Self.folder.appendingPathComponent(path))).map { [UInt8]($0) }
        }
        let compilation = PathwayCompiler(rules: [], channels: nil, load: bytes).compile("\(name).yaml")
        let pathway = try #require(compilation.product, "\(compilation.diagnostics.map(\.message))")
        let tests = TestFileReader.read(try #require(bytes("\(name).test.yaml")), file: "\(name).test.yaml")
        guard case .scenarios(let file)? = tests.file else {
            Issue.record("the tests cannot be read: \(tests.diagnostics.map(\.message))")
            return
        }
        let runner = ScenarioRunner(Machine(pathway)) { _ in RuleAnswer(.unknown("no rules"), from: "none") }
        for scenario in file.scenarios {
            let result = runner.run(scenario)
            #expect(result.failure == nil, "\(result.failure?.problems ?? [])")
        }
    }
}
