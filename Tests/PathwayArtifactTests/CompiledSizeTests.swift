import PathwayArtifact
import PathwayCompiler
import PathwayModel
import Testing

/// What a file compiles to, and is kept with each case's definition, is in step with the file, however many names its
/// guards have.
@Suite("The size of a compiled pathway")
struct CompiledSizeTests {
    struct Kind: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// All after the head.
        let file: @Sendable (Int) -> String
    }

    private static func lines(_ count: Int, _ line: (Int) -> String) -> String {
        (0..<count).map(line).joined(separator: "\n")
    }

    private static func fields(_ count: Int) -> String {
        "data:\n" + lines(count) { "  f\($0): {type: integer, default: 0}" } + "\nevents: {e: {}}\n"
    }

    private static func chain(_ count: Int, _ guardOf: (Int) -> String) -> String {
        "initial: b0\nstates:\n"
            + lines(count) { "  b\($0): {transitions: [{event: e, when: '\(guardOf($0))', to: b\(($0 + 1) % count)}]}" }
    }

    private static let kinds = [
        Kind(testDescription: "one guard of many names") { count in
            let expression = (0..<count).map { "f\($0) > 0" }.joined(separator: " && ")
            return fields(count)
                + "initial: a\nstates:\n  a: {transitions: [{event: e, when: \(expression), to: b}]}\n  b: {}"
        },
        Kind(testDescription: "one transition of many criteria") { count in
            fields(count) + "initial: a\nstates:\n  b: {}\n  a:\n    transitions:\n      - event: e\n        to: b\n"
                + "        when:\n          all:\n" + lines(count) { "            - {id: c\($0), is: f\($0) > 0}" }
        },
        Kind(testDescription: "many guards, each of a name of its own") { count in
            fields(count) + chain(count) { "known(f\($0)) && days_since(f\($0)) > 3 && f\($0) > 0" }
        },
        Kind(testDescription: "many guards of the same names") { count in
            fields(10) + chain(count) { _ in (0..<10).map { "f\($0) > 0" }.joined(separator: " && ") }
        },
        Kind(testDescription: "many named guards, each used by two") { count in
            fields(count) + "guards:\n" + lines(count) { "  g\($0): f\($0) > 0" } + "\n"
                + chain(count) { "g\($0) || g\(($0 + 1) % count)" }
        },
        Kind(testDescription: "many events, each with a payload of its own") { count in
            "events:\n" + lines(count) { "  e\($0): {with: {v\($0): {type: integer, min: 0}}}" }
                + "\ninitial: b0\nstates:\n"
                + lines(count) {
                    "  b\($0): {transitions: [{event: e\($0), when: event.v\($0) > 0, to: b\(($0 + 1) % count)}]}"
                }
        },
        Kind(testDescription: "many transitions, each on any event") { count in
            "events:\n" + lines(count) { "  e\($0): {}" } + "\ninitial: b0\nstates:\n"
                + lines(count) { "  b\($0): {transitions: [{event: '*', to: b\(($0 + 1) % count)}]}" }
        },
        Kind(testDescription: "many decision tables") { count in
            fields(count) + "decisions:\n"
                + lines(count) { "  d\($0): {inputs: {x: f\($0)}, rules: [{x: 0..9, then: a}, {then: b}]}" } + "\n"
                + chain(count) { "decision(\"d\($0)\") == \"a\"" }
        },
    ]

    @Test("grows with the file, and no faster", arguments: kinds)
    func growth(_ kind: Kind) throws {
        func compiled(_ count: Int) throws -> (file: Int, compiled: Int) {
            let text = "stepwell: 1\npathway: much\nversion: \"1\"\ntitle: Much\n\(kind.file(count))\n"
            let bytes = Array(text.utf8)
            let compilation = PathwayCompiler(rules: [], channels: nil) { $0 == "p.yaml" ? bytes : nil }
                .compile("p.yaml")
            let pathway = try #require(compilation.product, "\(compilation.diagnostics.prefix(3).map(\.message))")
            return (bytes.count, PathwayArtifact.bytes(of: pathway).count)
        }
        let (few, many) = (try compiled(100), try compiled(800))
        // Places take a byte more from 128 on.
        #expect(Double(many.compiled) / Double(few.compiled) < 1.25 * Double(many.file) / Double(few.file))
    }
}
