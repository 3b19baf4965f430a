import Foundation
import TestSupport
import Testing

/// A plugin `odd` with a rule `rule`, written for one test: Python, installed in a clinic as its users do.
struct OddPlugin {
    let shell: Shell

    /// Installs it, in place of what was there.
    ///
    /// - Parameters:
    ///   - body: of a function that gets `facts` and `parameters`, and returns a verdict.
    ///   - reads: what the rule reads.
    func install(_ body: String, reads: String = "[data]", version: String = "1.0.0") throws {
        let source = shell.folder.appendingPathComponent("source-\(version)")
        try FileManager.default.createDirectory(at: source, withIntermediateDirectories: true)
        let manifest = """
            plugin: odd
            version: \(version)
            protocol: 1
            executable: run
            rules:
              rule:
                reads: \(reads)
                parameters: {type: object, properties: {least: {type: integer}}, additionalProperties: false}

            """
        try manifest.write(to: source.appendingPathComponent("plugin.yaml"), atomically: true, encoding: .utf8)
        // Its own case sees nothing of what the test is about.
        try "cases: [{name: One, rule: rule, with: {least: 0}, facts: {}, expect: met}]\n".write(
            to: source.appendingPathComponent("cases.yaml"), atomically: true, encoding: .utf8)
        let program = source.appendingPathComponent("run")
        try Self.program(body, reads, version).write(to: program, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.path)
        let installed = try shell.stepwell("plugin", "install", source.path)
        #expect(installed.status == 0, "\(installed.output)\(installed.errors)")
    }

    private static func program(_ body: String, _ reads: String, _ version: String) -> String {
        let lines = body.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)" }
        let words = reads.dropFirst().dropLast().split(separator: ",").map { "\"\($0.filter { $0 != " " })\"" }
        return """
            #!/usr/bin/python3 -S
            import json, os, sys
            def rule(facts, parameters):
                if parameters.get("least") == 0: return verdict("met", "a case of its own")
            \(lines.joined(separator: "\n"))
            def verdict(answer, reason, **more):
                return {"answer": answer, "reasons": [reason], **more}
            for line in sys.stdin:
                message = json.loads(line)
                reply = {"jsonrpc": "2.0", "id": message["id"], "result": None}
                if message["method"] == "initialize":
                    reply["result"] = {"protocol": 1, "plugin": {"name": "odd", "version": "\(version)"}, "rules": [
                        {"name": "rule", "reads": [\(words.joined(separator: ", "))], "parameters": {
                            "type": "object", "properties": {"least": {"type": "integer"}},
                            "additionalProperties": False}}]}
                elif message["method"] == "rule/evaluate":
                    reply["result"] = rule(message["params"]["facts"], message["params"]["parameters"])
                print(json.dumps(reply), flush=True)
                if message["method"] == "shutdown":
                    break

            """
    }

    /// A pathway `asking` on which a case goes from `one` to `two` by itself once the rule is met.
    static let pathway = """
        stepwell: 1
        pathway: asking
        version: "1"
        title: Asking
        expected: 4 weeks
        owner: nurse
        data: {poison: boolean, noted: boolean}
        events: {stop: {}}
        states:
          one:
            transitions:
              - {id: by_rule, to: two, when: {rule: odd.rule, with: {least: 3}}}
          two: {}

        """
}
