import CELConformance
import Foundation
import Testing

@Suite("The specification's conformance suite")
struct ConformanceTests {
    static let cases: [ConformanceCase] = {
        do {
            let folder = try #require(Bundle.module.url(forResource: "Conformance", withExtension: nil))
            return try ConformanceFolder(folder).cases
        } catch {
            Issue.record(error)
            return []
        }
    }()

    /// Cases that are not run, by their id, with the reason. None: what this language leaves out is not in the folder.
    static let skipped: [String: String] = [:]

    @Test("all files of cases are read")
    func files() {
        #expect(Set(Self.cases.map(\.file)).count == 21)
        #expect(Self.cases.count == 829)
        #expect(Self.skipped.keys.allSatisfy { id in Self.cases.contains { $0.id == id } })
    }

    @Test("every case that is not skipped passes", arguments: Set(cases.map(\.file)).sorted())
    func passes(file: String) {
        for conformanceCase in Self.cases where conformanceCase.file == file {
            guard Self.skipped[conformanceCase.id] == nil else { continue }
            let judgment = conformanceCase.judge()
            #expect(judgment == .passed, "\(conformanceCase.id): \(conformanceCase.expression)")
        }
    }
}
