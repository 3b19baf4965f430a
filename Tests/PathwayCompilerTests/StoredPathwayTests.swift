import CEL
import PathwayCompiler
import PathwayModel
import Testing

/// What once ran is compiled again to run, whatever a newer check or another plugin would say.
@Suite("A stored pathway")
struct StoredPathwayTests {
    private static let text = """
        stepwell: 1
        pathway: test
        version: "1"
        title: Test
        data: {risk: {type: integer, min: 0, max: 9}}
        messages: {hello: {subject: Hello, body: Come to Test}}
        decisions:
          level: {hit: unique, inputs: {risk: risk}, rules: [{risk: 0..4, then: low}, {risk: 3..9, then: high}]}
        states:
          first:
            transitions:
              - id: on
                decide: {}
                when: {all: [{id: rate, rule: gone.at_least, with: {rate: 0.8, last: 10, strict: true, kind: "5"}}]}
                to: last
              - {when: risk > 20, do: [{notify: patient, message: hello, via: pigeon}], to: last}
          last: {outcome: done}
        """

    private func compiler(_ rules: [RuleSignature] = []) -> PathwayCompiler {
        let bytes = Array(Self.text.utf8)
        return PathwayCompiler(rules: rules, channels: ["console"]) { $0 == "test.yaml" ? bytes : nil }
    }

    @Test("is compiled although a plugin is gone and checks find mistakes, which withhold it from its author")
    func stored() throws {
        let checked = compiler().compile("test.yaml")
        #expect(checked.product == nil)
        #expect(Set(checked.diagnostics.map(\.code.id)).isSuperset(of: ["SW406"]), "\(checked.diagnostics)")
        let stored = compiler().compileStored("test.yaml")
        let pathway = try #require(stored.product, "\(stored.diagnostics.map(\.message))")
        #expect(pathway.transitions.count == 2)
        #expect(pathway.decisions.map(\.name) == ["level"])
    }

    @Test("keeps a rule that is gone with its parameters as they are written, and nobody answers it")
    func unknownRule() throws {
        let pathway = try #require(compiler().compileStored("test.yaml").product)
        let use = try #require(pathway.ruleUses.first)
        #expect(use.rule == "gone.at_least")
        #expect(
            use.parameters == ["rate": .double(0.8), "last": .int(10), "strict": .bool(true), "kind": .string("5")])
        #expect(use.plugin.isEmpty)
        #expect(use.reads == [])
    }

    @Test("uses a rule that is there as its author would")
    func knownRule() throws {
        let parameters = [
            ("rate", FieldType.number(min: nil, max: nil)), ("last", .integer(min: nil, max: nil)),
            ("strict", .boolean),
            ("kind", .text),
        ].map { RuleSignature.Parameter(name: $0.0, type: $0.1, isRequired: true) }
        let rule = RuleSignature(name: "gone.at_least", parameters: parameters, reads: [.attendance], plugin: "gone 1")
        let pathway = try #require(compiler([rule]).compileStored("test.yaml").product)
        #expect(pathway.ruleUses.first?.plugin == "gone 1")
    }

    @Test("is not made of what cannot be read, named or typed")
    func broken() {
        let bytes = Array(Self.text.replacing("risk > 20", with: "risc > 20").utf8)
        let compiler = PathwayCompiler(rules: [], channels: nil) { $0 == "test.yaml" ? bytes : nil }
        #expect(compiler.compileStored("test.yaml").product == nil)
    }
}
