import PathwayCompiler
import PathwayModel
import StepwellKit
import StepwellRuntime
import Testing

/// A manifest that says too much, too little or something else is refused before anything is made of it.
@Suite("plugin.yaml")
struct ManifestTests {
    struct Mistake: Sendable, CustomTestStringConvertible {
        var name: String
        var old: String
        var new: String
        var says: String
        var testDescription: String { name }
    }

    static let sound = """
        plugin: lace
        version: 1.0.0
        protocol: 1
        executable: bin/lace
        rules:
          at_risk:
            reads: [results.phq9, today]
            parameters:
              type: object
              properties: {least: {type: integer, minimum: 1}, of: {type: string, format: instrument}}
              required: [least]
        """

    static let badNames = [
        "../../bin/sh", "a/b", ".", "..", "-x", "a b;id", "Lace", "1lace", "", String(repeating: "a", count: 4_096),
    ]

    static let mistakes: [Mistake] =
        badNames.map { name in
            Mistake(name: "name \(name.prefix(20))", old: "plugin: lace", new: "plugin: '\(name)'", says: "name")
        }
        + ["/bin/sh", "../run", "a/../../b", "-rf", "run me", "bin//x", "$(id)"].map {
            Mistake(name: "path \($0)", old: "bin/lace", new: "'\($0)'", says: "inside the plugin's folder")
        } + [
            Mistake(name: "another protocol", old: "protocol: 1", new: "protocol: 2", says: "speaks protocol 2"),
            Mistake(name: "an unknown key", old: "version:", new: "versoin:", says: "versoin"),
            Mistake(name: "reads what there is not", old: "today", new: "tomorrow", says: "tomorrow"),
            Mistake(name: "reads part of what has none", old: "today", new: "today.noon", says: "today.noon"),
            Mistake(name: "a type that is none", old: "type: integer", new: "type: array", says: "must be of type"),
            Mistake(
                name: "a check that nobody makes", old: "minimum: 1", new: "multipleOf: 2", says: "does not check"),
            Mistake(name: "requires what it has not", old: "required: [least]", new: "required: [most]", says: "most"),
            Mistake(
                name: "names an instrument and reads none", old: "results.phq9, today", new: "today",
                says: "'reads' has no results"),
            Mistake(
                name: "takes the environment", old: "rules:", new: "environment: [TOKEN]\nrules:",
                says: "gets no environment"),
            Mistake(
                name: "rules with a network", old: "rules:", new: "channels: {out: {sends_to: [x.org]}}\nrules:",
                says: "has no network"),
        ]

    @Test("a sound one is read")
    func reads() throws {
        let read = PluginManifest.read(Array(Self.sound.utf8))
        let manifest = try #require(read.manifest, "\(read.diagnostics.map(\.message))")
        #expect(manifest.label == "lace 1.0.0")
        let rule = try #require(manifest.signatures.first)
        #expect(rule.name == "lace.at_risk")
        #expect(rule.reads == [.results, .today])
        #expect(rule.only?.results == ["phq9"])
        #expect(rule.parameters.first { $0.name == "of" }?.names == .instrument)
    }

    @Test("a mistake is told", arguments: mistakes)
    func mistake(_ mistake: Mistake) {
        let text = Self.sound.replacing(mistake.old, with: mistake.new, maxReplacements: 1)
        let read = PluginManifest.read(Array(text.utf8))
        #expect(read.manifest == nil)
        #expect(
            read.diagnostics.contains { $0.message.contains(mistake.says) }, "\(read.diagnostics.map(\.message))")
        // What a hostile name holds is not repeated to a terminal.
        #expect(read.diagnostics.allSatisfy { $0.message.utf8.count < 400 })
    }

    // MARK: Uses

    private static func check(_ with: String, signature: RuleSignature) -> [Diagnostic] {
        let pathway = """
            stepwell: 1
            pathway: test
            version: "1"
            title: A test
            instruments: {phq9: {}, gad7: {}}
            states: {one: {transitions: [{id: go, to: two, when: {rule: lace.at_risk, with: \(with)}}]}, two: {}}
            """
        func instrument(_ name: String) -> [UInt8] {
            Array(
                """
                instrument: \(name)
                title: T
                items: [{id: sum, type: integer}]
                scores: {total: {type: integer, value: sum}}
                """.utf8)
        }
        return PathwayCompiler(rules: [signature], channels: nil) { path in
            switch path {
            case "t.yaml": Array(pathway.utf8)
            case "instruments/phq9.yaml": instrument("phq9")
            case "instruments/gad7.yaml": instrument("gad7")
            default: nil
            }
        }.compile("t.yaml").diagnostics
    }

    @Test("a use that would need more than the plugin reads does not compile")
    func needsMore() throws {
        let signature = try #require(PluginManifest.read(Array(Self.sound.utf8)).manifest?.signatures.first)
        #expect(Self.check("{least: 2, of: phq9}", signature: signature).isEmpty)
        #expect(Self.check("{least: 2, of: gad7}", signature: signature).map(\.code.id) == ["SW218"])
        #expect(Self.check("{least: 2, of: phq8}", signature: signature).map(\.code.id) == ["SW211"])
        #expect(Self.check("{least: 0, of: phq9}", signature: signature).map(\.code.id) == ["SW127"])
    }
}
