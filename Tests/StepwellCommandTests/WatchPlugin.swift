import Foundation
import TestSupport

/// A clinic whose pathway asks a small plugin in Python, of which there are versions that break what went before.
struct WatchPlugin {
    let folder: TemporaryFolder
    let shell: Shell

    static let pathway = """
        stepwell: 1
        pathway: watching
        version: "1"
        title: Watching
        expected: 4 weeks
        owner: nurse
        data:
          drinks: {type: integer}
        events: {note: {}}
        states:
          attending:
            sessions: [{type: group, per_week: 3, minutes: 60}]
            transitions:
              - {id: stays_away, to: outreach, when: {id: away, rule: watch.missed, with: {count: 2}}}
              - {event: note}
          outreach: {}

        """

    /// What a version of the plugin is.
    struct Version {
        var number: String
        var rule = "missed"
        var parameter = "count"
        var reads = ["attendance"]
        /// The answer's lines, in a function of `parameters` and `facts`.
        var body = """
            count = sum(s["status"] == "no_show" for s in facts["attendance"])
            return ("met" if count >= parameters["count"] else "not_met", f"missed {count}")
            """
        var parameterInCases: String { "{\(parameter): 2}" }
        var expected = "not_met"
    }

    init() throws {
        folder = try TemporaryFolder()
        shell = try Shell.clinic(in: folder, ["watching": Self.pathway])
    }

    /// Writes the source, as its author does.
    func write(_ version: Version) throws {
        let reads = version.reads.map { "\"\($0)\"" }.joined(separator: ", ")
        try shell.write(
            """
            plugin: watch
            version: \(version.number)
            protocol: 1
            executable: watch.py
            rules:
              \(version.rule):
                reads: [\(version.reads.joined(separator: ", "))]
                parameters:
                  type: object
                  properties: {\(version.parameter): {type: integer, minimum: 1}}
                  required: [\(version.parameter)]
                  additionalProperties: false

            """, to: "Plugins/watch/plugin.yaml")
        try shell.write(
            """
            cases:
              - name: Nobody was expected
                rule: \(version.rule)
                with: \(version.parameterInCases)
                facts: {attendance: []}
                expect: \(version.expected)

            """, to: "Plugins/watch/cases.yaml")
        let body = version.body.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n")
        try shell.write(
            """
            #!/usr/bin/env python3
            import json
            import os
            import sys

            PARAMETERS = {"type": "object", "properties": {"\(version.parameter)": {"type": "integer", "minimum": 1}},
                          "required": ["\(version.parameter)"], "additionalProperties": False}


            def judge(parameters, facts):
            \(body)


            for line in sys.stdin:
                request = json.loads(line)
                result = None
                if request["method"] == "initialize":
                    result = {"protocol": 1, "plugin": {"name": "watch", "version": "\(version.number)"}, "channels": [],
                              "rules": [{"name": "\(version.rule)", "reads": [\(reads)], "parameters": PARAMETERS}]}
                elif request["method"] == "rule/evaluate":
                    answer, reason = judge(request["params"]["parameters"], request["params"]["facts"])
                    result = {"answer": answer, "reasons": [reason]}
                print(json.dumps({"jsonrpc": "2.0", "id": request["id"], "result": result}), flush=True)
                if request["method"] == "shutdown":
                    break

            """, to: "Plugins/watch/watch.py")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: folder.path("Plugins/watch/watch.py"))
    }

    func install(_ version: Version, _ options: String...) throws -> Shell.Result {
        try write(version)
        return try shell.stepwell(["plugin", "install", "Plugins/watch"] + options)
    }
}
