import CEL
import PathwayCompiler
import PathwayEngine
import PathwayModel
import PathwayScenarios
import Testing

/// A pathway and stories about it, both as an author writes them.
struct Story {
    var pathway: String
    /// By path in the pathways' folder: instruments and what the pathway includes.
    var files: [String: String] = [:]
    var stories: String

    /// What came of each story.
    func play() throws -> [ScenarioResult] {
        let machine = Machine(try compiled())
        let read = TestFileReader.read(Array(stories.utf8), file: "tested.test.yaml")
        guard case .scenarios(let file)? = read.file else {
            Issue.record("the stories cannot be read: \(read.diagnostics.map(\.message))")
            return []
        }
        let runner = ScenarioRunner(machine) { _ in RuleAnswer(.unknown("no rules"), from: "none") }
        return file.scenarios.map { runner.run($0) }
    }

    func compiled() throws -> Pathway {
        let compilation = PathwayCompiler(rules: [], channels: nil) { path in
            (path == "tested.yaml" ? pathway : files[path]).map { Array($0.utf8) }
        }.compile("tested.yaml")
        return try #require(compilation.product, "\(compilation.diagnostics.map(\.message))")
    }

    /// Expects every story to come out as it says.
    func holds() throws {
        for result in try play() {
            #expect(result.failure == nil, "\(result.name): \(result.failure?.problems ?? [])")
        }
    }
}
