import PathwayModel
import Testing

@testable import PathwayCompiler

/// Each stage takes what the ones before made, and can be looked at alone.
@Suite("The stages of the compiler")
struct StageTests {
    private static let files = [
        "test.yaml": """
        stepwell: 1
        pathway: test
        version: "1"
        title: Test
        expected: {none: A test of stages}
        include: [shared/a.yaml, shared/b.yaml]
        data: {risk: {type: choice, options: [low, high]}}
        events: {go: {}}
        states:
          first: {transitions: [{event: go, when: consent("treatment"), to: last}]}
          last: {outcome: done}
        """,
        "shared/a.yaml":
            "guards: {agreed: 'consent(\"research\") && consent(\"photos\")'}\ntasks: {call: {title: Call}}",
        "shared/b.yaml":
            "guards: {known: 'known(risk)'}\nreactions: [{event: consented.contact, do: [{open_task: call}]}]",
    ]

    private func declarations() throws -> (Declarations, Library) {
        var library = Library { Self.files[$0].map { Array($0.utf8) } }
        let declared = library.declarations(of: "test.yaml")
        return (try #require(declared), library)
    }

    @Test("loading brings the sections of included files after the pathway's own, with names that are still names")
    func loading() throws {
        let (declared, library) = try declarations()
        #expect(library.read.diagnostics.isEmpty)
        #expect(declared.guards.map(\.name) == ["agreed", "known"])
        #expect(declared.tasks.map(\.name) == ["call"])
        #expect(declared.states.first?.value?.transitions.value?.first?.value?.to.value?.first?.value == "last")
    }

    @Test("naming gives each name its place, in the order of the files")
    func naming() throws {
        let (declared, library) = try declarations()
        var stage = NameStage(declared, sources: SourceTexts(files: library.files, load: library.load))
        stage.run()
        #expect(stage.read.diagnostics.isEmpty)
        #expect(stage.symbols.fields.names == ["risk"])
        #expect(
            stage.symbols.tasks.names == ["call", "incident", "undelivered", "review_correction", "safety_other_case"])
        #expect(stage.symbols.consentKinds == ["treatment", "research", "photos", "contact"])
        #expect(stage.symbols.tree.states.map(\.path) == ["", "first", "last"])
        #expect(stage.symbols.events.names.first == "go")
    }

    @Test("a check looks at a compiled pathway and finds what it finds by itself")
    func checking() throws {
        let (declared, library) = try declarations()
        let sources = SourceTexts(files: library.files, load: library.load)
        var names = NameStage(declared, sources: sources)
        names.run()
        let expressions = ExpressionCompiler(names.symbols, sources: sources, for: .check)
        let plugins = Plugins(signatures: { [] })
        var behavior = BehaviorStage(
            declared, Table(), expressions, RuleCompiler(names.symbols, plugins, for: .check), channels: nil)
        behavior.run()
        var compiled = CompiledPathway(
            declared: declared, symbols: names.symbols, expressions: behavior.expressions, behavior: behavior.behavior,
            messages: Table(), texts: [], languages: [], plugins: plugins, today: nil, isWhole: true)
        #expect(Checks.diagnostics(of: compiled).isEmpty)
        compiled.behavior.transitions[0].targets = []
        let stuck = WayOutCheck.diagnostics(of: compiled)
        #expect(stuck.map(\.code.id) == ["SW511"])
        #expect(stuck.first?.notes.map(\.message) == ["the state 'last' cannot be reached"])
        #expect(ReachabilityCheck.diagnostics(of: compiled).isEmpty, "said already")
        #expect(CompletionCheck.diagnostics(of: compiled).isEmpty)
    }
}
