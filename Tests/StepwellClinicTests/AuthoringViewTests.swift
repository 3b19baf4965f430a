import CEL
import Foundation
import PathwayEngine
import PathwayModel
import ShippedFiles
import StepwellClinic
import StepwellKit
import StepwellRuntime
import TestSupport
import Testing

/// What screens show authors.
@Suite("Views for authors")
struct AuthoringViewTests {
    private let plugins = PluginSet(TestClinic.parts().linked)

    @Test("check has the mistakes of each file, and warnings count where they are errors")
    func check() throws {
        let test = try TestClinic()
        let path = test.folder.path("Pathways/iop_basic.yaml")
        let good = CheckView(of: [path], plugins, isStrict: true)
        #expect(good.isGood, "\(good.mistakes)")
        let broken = test.folder.path("Pathways/broken.yaml")
        let text = try String(contentsOfFile: path, encoding: .utf8).replacing("to: iop\n", with: "to: nowhere\n")
        try text.write(toFile: broken, atomically: true, encoding: .utf8)
        let bad = CheckView(of: [path, broken], plugins, isStrict: false)
        #expect(!bad.isGood)
        #expect(bad.mistakes[0].diagnostics.isEmpty)
        #expect(bad.errors > 0)
        let diagnostics = try #require(bad.json["diagnostics"]?.array)
        #expect(diagnostics.count == bad.errors + bad.warnings)
        #expect(diagnostics.first?["file"]?.string?.hasSuffix("broken.yaml") == true)
    }

    @Test("test files are played, with what passed, what failed and what was seen")
    func tests() throws {
        let test = try TestClinic()
        var session = TestSession(plugins)
        let played = session.play(test.folder.path("Pathways/iop_basic.test.yaml"))
        #expect(!played.results.isEmpty && played.results.allSatisfy { $0.isGood })
        #expect(session.play(test.folder.path("Pathways/none.test.yaml")).results.map(\.isGood) == [false])
        let view = TestView(session)
        #expect(view.passed == played.results.count)
        #expect(view.failed == 1)
        #expect(!view.isGood)
        #expect(view.coverage.map(\.pathway) == ["iop_basic"])
        #expect(view.json["coverage"]?.array?.first?["states"]?["seen"]?.int == view.coverage[0].parts[0].seen)
    }

    @Test("messages are filled in with examples, in every language they are written in")
    func messages() throws {
        let test = try TestClinic()
        let path = test.folder.path("Pathways/iop_basic.yaml")
        let preview = try MessagePreview(path, language: nil, plugins)
        #expect(preview.texts.map(\.message.name).contains("welcome"))
        #expect(preview.json["messages"]?.array?.count == preview.texts.count)
        for text in preview.texts { #expect(!text.rendered.body.contains("{{")) }
        #expect(throws: Failure.self) {
            try MessagePreview(test.folder.path("none.yaml"), language: nil, plugins)
        }
    }

    @Test("the shelf has the clinic's instruments and those that come with the program, and scores answers")
    func instruments() throws {
        let test = try TestClinic()
        let shelf = InstrumentShelf(
            folder: test.folder.path("Pathways"), shipped: ShippedParts(ShippedPathways.files))
        #expect(shelf.items.map(\.instrument.name) == shelf.items.map(\.instrument.name).sorted())
        #expect(shelf.items.first { $0.instrument.name == "phq9" }?.path != nil)
        #expect(shelf.items.first { $0.instrument.name == "pcl5" }.map { $0.path == nil } == true)
        let phq2 = try shelf.instrument("phq2")
        let score = try ScoreView(
            phq2, [.init("item1", "2"), .init("item2", "1")], at: TestClinic.now)
        #expect(score.scores.first?.value == .int(3))
        #expect(score.json["scores"]?["total"]?.int == 3)
        #expect(throws: Refusal.self) { try ScoreView(phq2, [.init("item1", "9")], at: TestClinic.now) }
        #expect(throws: Failure.self) { try shelf.instrument("none") }
    }

    @Test("an expression by itself is evaluated, and a name without a value is unknown")
    func expressions() throws {
        let values = [Input.NamedText("phq9", "18")]
        #expect(try BareExpression("phq9 >= 15", values, isStrict: true).evaluate() == .value(.bool(true)))
        let unknown = try BareExpression("phq9 >= 15 && impaired", values, isStrict: true).evaluate()
        #expect(unknown == .unknown(["impaired"]))
        #expect(unknown.json["unknown"]?.array?.compactMap(\.string) == ["impaired"])
        #expect(throws: BadExpression.self) { try BareExpression("phq9 +", values, isStrict: true).evaluate() }
    }
}
