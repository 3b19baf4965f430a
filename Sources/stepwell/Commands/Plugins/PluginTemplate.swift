/// What `plugin new` writes, in any language: the manifest's beginning, the cases, the README.
enum PluginTemplate {
    struct File {
        var path: String
        var text: String
        var isExecutable = false
    }

    static func manifest(_ name: String, executable: String, build: String?) -> File {
        File(
            path: "plugin.yaml",
            text: """
                plugin: \(name)
                version: 1.0.0
                protocol: 1
                title: Says when too many sessions were missed
                executable: \(executable)\(build.map { "\nbuild: \($0)" } ?? "")
                # What a pathway may ask, and the only facts that are handed over.
                rules:
                  missed:
                    summary: In the last days so many sessions were missed, or more
                    reads: [attendance, today]
                    parameters:
                      type: object
                      properties:
                        count: {type: integer, minimum: 1, maximum: 100}
                        days: {type: integer, minimum: 1, maximum: 366}
                      required: [count]
                      additionalProperties: false

                """)
    }

    static let cases = File(
        path: "cases.yaml",
        text: """
            # What the rule has to answer. 'stepwell plugin check' plays these, in the sandbox.
            cases:
              - name: Two of three missed
                rule: missed
                with: {count: 2}
                facts:
                  today: 2026-02-01
                  attendance:
                    - {status: no_show, type: group, date: 2026-01-28}
                    - {status: attended, type: group, date: 2026-01-29}
                    - {status: no_show, type: group, date: 2026-01-30}
                expect: met
                because: missed 2
              - name: Long ago does not count
                rule: missed
                with: {count: 1, days: 7}
                facts:
                  today: 2026-02-01
                  attendance: [{status: no_show, date: 2026-01-02}, {status: attended, date: 2026-01-30}]
                expect: not_met
              - name: No sessions yet
                rule: missed
                with: {count: 1}
                facts: {today: 2026-02-01}
                expect: unknown
                because: waiting

            """)

    static func readme(_ name: String, build: String?) -> File {
        let first = build.map { "Build it:\n\n    \($0)\n\nThen check" } ?? "Check"
        return File(
            path: "README.md",
            text: """
                # \(name)

                A Stepwell plugin with one rule, `\(name).missed`: in the last days so many sessions were missed, or more.

                \(first) it, and let it into a clinic:

                    stepwell plugin check .
                    stepwell plugin install .        # in the clinic's folder: stepwell plugin install PATH

                In a pathway:

                    when: {rule: \(name).missed, with: {count: 2, days: 14}}

                `cases.yaml` says what it has to answer; `plugin.yaml` what it reads.

                """)
    }
}

/// A plugin in Python, with nothing but its standard library.
struct PythonTemplate {
    let name: String

    var files: [PluginTemplate.File] {
        [
            PluginTemplate.manifest(name, executable: "\(name).py", build: nil), PluginTemplate.cases,
            PluginTemplate.readme(name, build: nil),
            PluginTemplate.File(path: "\(name).py", text: program, isExecutable: true),
        ]
    }

    private var program: String {
        """
        #!/usr/bin/env python3
        # A Stepwell plugin: JSON-RPC 2.0 over standard input and output, a message a line.
        import datetime
        import json
        import sys

        PLUGIN = {"name": "\(name)", "version": "1.0.0"}
        RULES = {}


        # Keeps a rule with what it reads and the JSON Schema of its parameters.
        def rule(name, reads, parameters):
            def keep(function):
                RULES[name] = (function, reads, parameters)
                return function
            return keep


        # A verdict: met, not_met or unknown, always with reasons, and the facts it rests on.
        def verdict(answer, reason, evidence=()):
            return {"answer": answer, "reasons": [reason], "evidence": list(evidence)}


        @rule("missed", reads=["attendance", "today"], parameters={
            "type": "object",
            "properties": {
                "count": {"type": "integer", "minimum": 1, "maximum": 100},
                "days": {"type": "integer", "minimum": 1, "maximum": 366},
            },
            "required": ["count"],
            "additionalProperties": False,
        })
        def missed(parameters, facts):
            sessions = facts["attendance"]
            if not sessions:
                return verdict("unknown", "waiting for the first session")
            since = datetime.date.fromisoformat(facts["today"]) - datetime.timedelta(days=parameters.get("days", 14))
            dates = [s["date"] for s in sessions if s["status"] == "no_show" and s["date"] >= since.isoformat()]
            answer = "met" if len(dates) >= parameters["count"] else "not_met"
            reason = f"missed {len(dates)} since {since}; {parameters['count']} are asked"
            return verdict(answer, reason, [f"missed on {date}" for date in dates])


        def answer(method, params):
            if method == "initialize":
                if 1 not in params["protocols"]:
                    raise LookupError("this plugin speaks protocol 1")
                rules = [{"name": n, "reads": r, "parameters": p} for n, (_, r, p) in RULES.items()]
                return {"protocol": 1, "plugin": PLUGIN, "rules": rules, "channels": []}
            if method == "rule/evaluate":
                return RULES[params["rule"]][0](params["parameters"], params["facts"])
            if method == "shutdown":
                return None
            raise LookupError("there is no such method here")


        for line in sys.stdin:
            request = json.loads(line)
            response = {"jsonrpc": "2.0", "id": request["id"]}
            try:
                response["result"] = answer(request["method"], request["params"])
            except Exception as error:
                response["error"] = {"code": -32000, "message": f"{type(error).__name__}: {error}"}
            print(json.dumps(response), flush=True)
            if request["method"] == "shutdown":
                break

        """
    }
}

/// A plugin in Swift: a library that can be linked, and a program of one line.
struct SwiftTemplate {
    let name: String
    let sdk: String

    private var module: String {
        name.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    private static let build = "swift build -c release --static-swift-stdlib"

    var files: [PluginTemplate.File] {
        [
            PluginTemplate.manifest(name, executable: "bin/\(name)", build: ".build/release/\(name)-plugin"),
            PluginTemplate.cases, PluginTemplate.readme(name, build: Self.build),
            PluginTemplate.File(path: "Package.swift", text: package),
            PluginTemplate.File(path: "Sources/\(module)/\(module).swift", text: plugin),
            PluginTemplate.File(path: "Sources/\(module)/Missed.swift", text: rule),
            PluginTemplate.File(
                path: "Sources/\(name)-plugin/Main.swift", text: main),
            PluginTemplate.File(path: "Tests/\(module)Tests/MissedTests.swift", text: tests),
            PluginTemplate.File(path: ".gitignore", text: ".build/\nbin/\n"),
        ]
    }

    /// A text as a Swift literal.
    private func quoted(_ text: String) -> String {
        "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n"))\""
    }

    private var package: String {
        let dependency =
            sdk.contains("://")
            ? ".package(url: \(quoted(sdk)), branch: \"main\")"
            : ".package(name: \"stepwell\", path: \(quoted(AbsolutePath.of(sdk))))"
        let identity = sdk.contains("://") ? AbsolutePath.lastPart(of: sdk) : "stepwell"
        let kit = ".product(name: \"StepwellKit\", package: \(quoted(identity)))"
        return """
            // swift-tools-version: 6.2
            import PackageDescription

            let kit: Target.Dependency = \(kit)

            let package = Package(
                name: "\(name)",
                platforms: [.macOS(.v15)],
                products: [.library(name: "\(module)", targets: ["\(module)"])],
                dependencies: [\(dependency)],
                targets: [
                    // The rules, to be linked or tested.
                    .target(name: "\(module)", dependencies: [kit]),
                    // The same rules as a process.
                    .executableTarget(name: "\(name)-plugin", dependencies: ["\(module)", kit]),
                    .testTarget(name: "\(module)Tests", dependencies: ["\(module)", kit]),
                ])

            """
    }

    private var plugin: String {
        """
        import StepwellKit

        public enum \(module): PluginProgram {
            public static let plugin = Plugin(name: "\(name)", version: "1.0.0", rules: [Missed()])
        }

        """
    }

    private var main: String {
        """
        import \(module)
        import StepwellKit

        @main enum Main { static func main() { \(module).main() } }

        """
    }

    private var rule: String {
        """
        import StepwellKit

        /// `\(name).missed`: in the last days so many sessions were missed, or more.
        struct Missed: Rule {
            // The schema in plugin.yaml is derived from this: 'stepwell plugin check --write' writes it anew.
            struct Parameters: Decodable, Sendable {
                let count: Int
                /// 14 unless given.
                let days: Int?
            }

            let name = "missed"
            let reads: RuleReads = [.attendance, .today]
            let bounds: [String: ClosedRange<Double>] = ["count": 1...100, "days": 1...366]

            func evaluate(_ parameters: Parameters, _ facts: RuleFacts) -> Verdict {
                guard let today = facts.today, !facts.sessions.isEmpty else {
                    return .unknown("waiting for the first session")
                }
                let days = parameters.days ?? 14
                let missed = facts.sessions.filter { $0.status == .noShow && today.days(since: $0.date) <= days }
                let reason = "missed \\(missed.count) in \\(days) days; \\(parameters.count) are asked"
                let evidence = missed.map { "missed on \\($0.date)" }
                return missed.count >= parameters.count
                    ? .met(reason, evidence: evidence) : .notMet(reason, evidence: evidence)
            }
        }

        """
    }

    private var tests: String {
        """
        import StepwellKit
        import Testing

        @testable import \(module)

        @Test("missing two is missing two")
        func twoMissed() throws {
            let date = try #require(CalendarDate("2026-01-30"))
            let session = RuleFacts.Session(status: .noShow, type: nil, date: date)
            let facts = RuleFacts(today: date, sessions: [session, session])
            #expect(Missed().evaluate(.init(count: 2, days: nil), facts).answer == .met)
            #expect(Missed().evaluate(.init(count: 3, days: nil), facts).answer == .notMet)
            #expect(Missed().evaluate(.init(count: 3, days: nil), RuleFacts(today: date)).answer == .unknown)
        }

        """
    }
}
