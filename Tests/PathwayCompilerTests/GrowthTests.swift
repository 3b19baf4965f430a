import Foundation
import PathwayCompiler
import PathwayModel
import Testing

/// A file of four times as much takes about four times as long, whatever it has much of.
@Suite("Growth of check")
struct GrowthTests {
    /// What a file has much of.
    struct Kind: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// Few enough that the tests are quick, and many enough that what grows with the square stands out.
        var count = 250
        /// What stands before the states.
        var head: @Sendable (Int) -> String = { _ in "events: {e: {}}\ninitial: b0" }
        var states: @Sendable (Int) -> String

        func file(_ count: Int) -> String {
            """
            stepwell: 1
            pathway: much
            version: "1"
            title: Much
            \(head(count))
            states:
            \(states(count))
            """
        }
    }

    private static func lines(_ count: Int, _ line: (Int) -> String) -> String {
        (0..<count).map(line).joined(separator: "\n")
    }

    private static func list(_ count: Int, _ item: (Int) -> String) -> String {
        "[" + (0..<count).map(item).joined(separator: ", ") + "]"
    }

    /// States, each with one transition to the next.
    private static func chain(_ count: Int, _ keys: (Int) -> String) -> String {
        lines(count) { "  b\($0): {transitions: [{event: e, \(keys($0)), to: b\(($0 + 1) % count)}]}" }
    }

    private static func declared(_ section: String, _ count: Int, _ entry: (Int) -> String) -> String {
        "events: {e: {}}\ninitial: b0\n\(section):\n" + lines(count) { "  " + entry($0) }
    }

    private static let places: [Kind] = [
        Kind(
            testDescription: "states of one name, the nearest meant",
            states: { count in
                lines(count) {
                    """
                      b\($0):
                        states:
                          x: {transitions: [{event: e, when: 'active("x")', to: y}]}
                          y: {transitions: [{event: e, to: b\(($0 + 1) % count).x}]}
                    """
                }
            }),
        Kind(
            testDescription: "states of one name, none nearest",
            head: { count in
                "events: {e: {}}\ninitial: b0\ntransitions:\n"
                    + lines(count) { _ in "  - {event: e, when: 'active(\"x\")', to: a.x}" }
            },
            states: { lines($0) { "  b\($0): {states: {a: {states: {x: {}}}}}" } }),
        Kind(
            testDescription: "paths that lead nowhere, to a name that many have",
            states: { lines($0) { "  b\($0): {states: {x: {transitions: [{event: e, to: c\($0).x}]}}}" } }),
        Kind(
            testDescription: "initial states that are not below",
            states: { count in
                "  b0:\n    initial: \(list(count) { "quite\($0)other" })\n    states:\n"
                    + lines(count) { "      r\($0): {}" }
            }),
        Kind(
            testDescription: "targets in regions",
            states: { count in
                """
                  b0: {transitions: [{event: e, to: \(list(count) { "r\($0).y" })}]}
                  p:
                    type: parallel
                    states:
                \(lines(count) { "      r\($0): {states: {x: {transitions: [{event: e, to: y}]}, y: {}}}" })
                """
            }),
        Kind(
            testDescription: "targets in regions, the last of which excludes the first",
            states: { count in
                """
                  b0: {transitions: [{event: e, to: \(list(count + 1) { $0 < count ? "r\($0).y" : "r0.x" })}]}
                  p:
                    type: parallel
                    states:
                \(lines(count) { "      r\($0): {states: {x: {}, y: {}}}" })
                """
            }),
        Kind(
            testDescription: "waits for one state's completion",
            head: { count in
                "initial: p\ntransitions:\n" + lines(count) { _ in "  - {event: done.state.p, to: z}" }
            },
            states: { count in
                "  z: {}\n  p:\n    type: parallel\n    states:\n"
                    + lines(count) { "      r\($0): {states: {x: {}, f: {type: final}}}" }
            }),
    ]

    private static let behavior: [Kind] = [
        Kind(
            testDescription: "inner transitions that hide outer ones",
            head: { count in
                declared("events", count) { "e\($0): {}" }.replacing("events: {e: {}}\n", with: "")
                    + "\ntransitions:\n" + lines(count) { "  - {event: e\($0), to: b\($0)}" }
            },
            states: { lines($0) { "  b\($0): {transitions: [{event: e\($0), do: []}]}" } }),
        Kind(
            testDescription: "transitions that hide nothing",
            head: { count in
                declared("events", count) { "e\($0): {}\n  f\($0): {}" }.replacing("events: {e: {}}\n", with: "")
                    + "\ntransitions:\n" + lines(count) { "  - {event: e\($0), to: b\($0)}" }
            },
            states: { lines($0) { "  b\($0): {transitions: [{event: f\($0), do: []}]}" } }),
        Kind(
            testDescription: "transitions on every event",
            head: { count in
                declared("events", count) { "e\($0): {}" }.replacing("events: {e: {}}\n", with: "")
            },
            states: { count in
                lines(count) { "  b\($0): {transitions: [{event: ['*', e\($0)], to: b\(($0 + 1) % count)}]}" }
            }),
        Kind(
            testDescription: "events that one state ignores twice", count: 500,
            head: { count in
                declared("events", count) { "e\($0): {}" }.replacing("events: {e: {}}\n", with: "")
            },
            states: { count in
                "  b0:\n    ignores: \(list(2 * count) { "e\($0 % count)" })\n    transitions: [{event: e0, to: b1}]\n"
                    + "  b1: {outcome: over}"
            }),
        Kind(
            testDescription: "what is left of events, before the events",
            head: { count in
                declared("events", count) { "e\($0): {}" }.replacing("events: {e: {}}\n", with: "")
            },
            states: { count in
                "  b0:\n    transitions:\n" + lines(count) { "      - {event: e\($0), else: {stay: So}}" } + "\n"
                    + lines(count) { "      - {event: e\($0), to: b1}" } + "\n  b1: {outcome: over}"
            }),
        Kind(
            testDescription: "patterns of tasks, by their beginnings",
            head: { declared("tasks", $0) { "safety_\($0): {title: Safety}" } },
            states: { chain($0) { "when: 'open_tasks(\"safety_\($0)*\") == 0', do: [{close_task: 'safety_\($0)*'}]" } }),
        Kind(
            testDescription: "patterns of tasks, by their ends and middles",
            head: { declared("tasks", $0) { "t\($0)_safety: {title: Safety}" } },
            states: { chain($0) { "when: 'open_tasks(\"*\($0)_safety\") == 0', do: [{close_task: '*t\($0)_*'}]" } }),
        Kind(
            testDescription: "one pattern of all tasks",
            head: { declared("tasks", $0) { "safety_\($0): {title: Safety}" } },
            states: { chain($0) { _ in "when: 'open_tasks(\"safety_*\") == 0', do: [{close_task: 'safety_*'}]" } }),
        Kind(
            testDescription: "consents, sessions and roles",
            head: { "roles: \(list($0) { "role\($0)" })\nevents: {e: {}}\ninitial: b0" },
            states: { count in
                lines(count) {
                    """
                      b\($0):
                        sessions: [{type: s\($0), per_week: 1}]
                        transitions:
                          - event: e
                            by: [role\($0)]
                            when: consent("k\($0)") && attendance.of("s\($0)").attended > 1
                            to: b\(($0 + 1) % count)
                    """
                }
            }),
    ]

    private static let names: [Kind] = [
        Kind(
            testDescription: "misspelled tasks", count: 150,
            head: { declared("tasks", $0) { "safety_\(1_000 + $0): {title: Safety}" } },
            states: { lines($0) { "  b\($0): {tasks: [safty_\(1_000 + $0)]}" } }),
        Kind(
            testDescription: "misspelled fields in guards", count: 150,
            head: { declared("data", $0) { "field_\(1_000 + $0): boolean" } },
            states: { chain($0) { "when: feild_\(1_000 + $0)" } }),
        Kind(
            testDescription: "misspelled states", count: 150,
            states: { lines($0) { "  b\(1_000 + $0): {transitions: [{event: e, to: d\(1_000 + $0)}]}" } }),
        Kind(
            testDescription: "misspelled options", count: 150,
            head: { "data: {c: {type: choice, options: \(list($0) { "opt\(1_000 + $0)" })}}\nevents: {e: {}}" },
            states: { chain($0) { "when: c == \"otp\(1_000 + $0)\"" } }),
        Kind(
            testDescription: "options that stand there twice", count: 1_000,
            head: { count in
                "data: {c: {type: choice, options: \(list(2 * count) { "opt\($0 % count)" })}}"
            },
            states: { _ in "  a: {}" }),
        Kind(
            testDescription: "placeholders of templates", count: 500,
            head: { count in
                """
                data:
                \(lines(count) { "  f\($0): {type: integer, default: 0}" })
                messages:
                  m: {subject: S, body: "\((0..<count).map { "{{data.f\($0)}} {{case.id}}" }.joined(separator: " "))"}
                """
            },
            states: { _ in "  a: {}" }),
        Kind(
            testDescription: "placeholders that name nothing", count: 150,
            head: { count in
                """
                data:
                \(lines(count) { "  field_\(1_000 + $0): {type: integer, default: 0}" })
                messages:
                  m: {subject: S, body: "\((0..<count).map { "{{data.feild_\(1_000 + $0)}}" }.joined(separator: " "))"}
                """
            },
            states: { _ in "  a: {}" }),
    ]

    /// The processor time of this thread: what else the machine does makes no difference.
    private static func processorTime(of work: () -> Void) -> Double {
        func now() -> Double {
            var time = timespec()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
        }
        let start = now()
        work()
        return now() - start
    }

    @Test("is no faster than that of the file", arguments: places + behavior + names)
    func growth(_ kind: Kind) throws {
        func time(_ count: Int) throws -> Double {
            let bytes = Array(kind.file(count).utf8)
            let compiler = PathwayCompiler(rules: [], channels: nil) { $0 == "p.yaml" ? bytes : nil }
            var codes: Set<String> = []
            let time = Self.processorTime { codes = Set(compiler.compile("p.yaml").diagnostics.map(\.code.id)) }
            // What is not even read costs nothing.
            try #require(codes.isDisjoint(with: ["SW101", "SW122"]), "\(codes)")
            return time
        }
        // Memory that others use slows one of the two at times; what grows with the square does so each time.
        var ratios: [Double] = []
        while ratios.count < 3, ratios.last.map({ $0 >= 8 }) ?? true {
            ratios.append(try time(4 * kind.count) / time(kind.count))
        }
        #expect(ratios.last.map { $0 < 8 } ?? false, "four times as much takes \(ratios) times as long")
    }
}
