import Foundation
import Testing
import TortureKit

/// Files that no author would write, or that somebody writes to do harm. `check` ends with diagnostics, soon and with
/// little memory: these are the real command's processor time and greatest memory.
@Suite("An author's file of any kind", .serialized)
struct AuthorsFileTests {
    /// Seconds. A build without optimization is some five times as slow as the one that is shipped.
    #if DEBUG
        static let time = 6.0
    #else
        static let time = 1.0
    #endif
    /// Bytes above what the program has when it does nothing.
    static let memory = 64 << 20

    private static let head = """
        stepwell: 1
        pathway: f
        version: "1"
        title: F

        """

    private static func lines(_ count: Int, _ line: (Int) -> String) -> String {
        (0..<count).map { line($0) + "\n" }.joined()
    }

    private static func guarded(_ expression: String) -> String {
        head + "states:\n  a: {transitions: [{event: e, when: '\(expression)', to: b}]}\n  b: {outcome: o}\n"
    }

    static let files: [(name: String, text: String)] = [
        (
            "a billion laughs",
            "a: &a [x,x,x,x,x,x,x,x,x]\n"
                + lines(9) { "b\($0): &b\($0) [*a,*a,*a,*a,*a,*a,*a,*a,*a]" }
        ),
        ("2,000 nested lists", String(repeating: "[", count: 2_000)),
        ("1,500 nested maps", lines(300) { String(repeating: " ", count: $0) + "a:" }),
        ("a megabyte of letters", String(repeating: "a", count: 1_000_000)),
        ("a megabyte of lists", String(repeating: "[],", count: 330_000)),
        ("a megabyte of brackets", String(repeating: "[", count: 1_000_000)),
        ("a megabyte of keys", lines(100_000) { "k\($0): 1" }),
        ("a megabyte of one key", lines(200_000) { _ in "a: 1" }),
        ("a megabyte of tags", lines(100_000) { _ in "- !t a" }),
        ("a megabyte of line ends", String(repeating: "\n", count: 1_000_000)),
        ("a megabyte of quotes", String(repeating: "\"", count: 1_000_000)),
        ("a megabyte of colons", String(repeating: ": ", count: 500_000)),
        ("a megabyte of letters that are not ASCII", String(repeating: "é", count: 500_000)),
        ("two megabytes", String(repeating: "a: 1\n", count: 400_000)),
        (
            "20,000 sound states",
            head + "states:\n  all:\n    type: parallel\n    states:\n"
                + lines(20_000) { "      s\($0): {title: State \($0)}" }
        ),
        ("states as many as fit", head + "states:\n" + lines(60_000) { "  s\($0): {}" }),
        (
            "states that all lead on by themselves",
            head + "states:\n" + lines(9_000) { "  s\($0): {transitions: [{when: 1 < 2, to: s\($0 + 1)}]}" }
        ),
        (
            "states that all lead nowhere",
            head + "states:\n" + lines(9_000) { "  s\($0): {transitions: [{event: e, to: x\($0)}]}" }
        ),
        (
            "states that all lead to what is nearly another",
            head + "states:\n"
                + lines(500) { "  s\($0): {transitions: [{event: e, to: x\($0)}, {to: y\($0)}, {to: z\($0)}]}" }
        ),
        ("keys that mean nothing", head + lines(45_000) { "k\($0): 1" }),
        ("fields that are nothing", head + "data:\n" + lines(45_000) { "  f\($0): nothing" }),
        ("fields as many as fit", head + "data:\n" + lines(50_000) { "  f\($0): boolean" }),
        ("events as many as fit", head + "events:\n" + lines(60_000) { "  e\($0): {}" }),
        ("an expression of 10,000 parentheses", guarded(String(repeating: "(", count: 10_000))),
        ("an expression of 10,000 nots", guarded(String(repeating: "!", count: 10_000) + "true")),
        (
            "an expression of 100,000 sums",
            guarded(Array(repeating: "1", count: 100_000).joined(separator: "+") + " > 0")
        ),
        ("an expression of nested loops", guarded("[1].all(a, [1].all(b, [1].all(c, [1].all(d, [1].all(e, true)))))")),
        ("a criterion of 2,000 levels", head + "guards:\n  g: " + String(repeating: "{not: ", count: 2_000)),
        ("a file of NULs", String(repeating: "\u{0}", count: 1_000_000)),
    ]

    @Test("ends in diagnostics within a second and 64 MB", arguments: files.indices)
    func hostile(_ index: Int) throws {
        let (name, text) = Self.files[index]
        let place = try Workplace()
        try place.write(Array((Self.head + "states: {a: {outcome: o}}\n").utf8), to: "small.yaml")
        try place.write(Array(text.utf8), to: "f.yaml")
        let program = place.programs.path("stepwell")
        let idle = try Child(program, ["check", place.path("small.yaml")]).waitMeasuring()
        let output = place.path("output")
        let used = try Child(program, ["check", place.path("f.yaml")], output: output).waitMeasuring()
        #expect(used.end == .status(1) || used.end == .status(0), "\(name): \(used.end)")
        #expect(used.seconds - idle.seconds < Self.time, "\(name)")
        #expect(used.memory - idle.memory < Self.memory, "\(name): \(used.memory - idle.memory) bytes")
        let printed = try #require(FileManager.default.contents(atPath: output))
        #expect(!printed.isEmpty && printed.count < 200_000, "\(name): \(printed.count) bytes of diagnostics")
    }
}
