import Foundation
import Testing

@testable import PathwayCompiler

@Suite("The page of guards")
struct GuardsPageTests {
    @Test("has every function that guards may call", arguments: GuardFunction.all.map(\.name))
    func complete(_ name: String) throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("docs/reference/guards.md")
        let page = try String(contentsOf: file, encoding: .utf8)
        #expect(page.contains("`\(name)(") || page.contains(".\(name)("))
    }
}
