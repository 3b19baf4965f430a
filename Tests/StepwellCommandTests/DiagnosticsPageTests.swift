import Foundation
import Testing

/// The page of diagnostics says what the command says, so that neither drifts from the other.
@Suite("The page of diagnostics")
struct DiagnosticsPageTests {
    @Test("has every code as `stepwell explain` explains it")
    func pages() throws {
        let file = Shell.project.appendingPathComponent("docs/reference/diagnostics.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        let shown = try #require(text.firstRange(of: "\n## SW")).lowerBound
        let shell = Shell(in: Shell.project)
        let list = try shell.stepwell("explain").output
        let codes = list.split(separator: "\n").compactMap { $0.split(separator: " ").first.map(String.init) }
        let pages = try codes.map { code in "\n#" + (try shell.stepwell("explain", code).output) }
        #expect(codes.count > 50)
        #expect(String(text[shown...]) == pages.joined(), "run Scripts/diagnostics.sh and look at what changed")
    }
}
