import CEL
import Foundation
import PathwayModel
import StepwellKit
import StepwellRuntime

/// A plugin's folder made for one test: a manifest, and a script that speaks the protocol as the test wants it.
final class Fixture {
    let folder: String
    private let log = LogLines()

    var logged: [String] { log.lines }

    /// - Parameter script: Python; `reply(id, result)` and `fail(id, message)` are there, `handle` says what a call
    ///   gets. Without a `handle` a rule answers that it is met.
    init(_ script: String, manifest: String = Fixture.manifest, prelude: String = Fixture.prelude) throws {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent("plugin-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        folder = root.path
        try write("plugin.yaml", manifest)
        try write("run", "#!/usr/bin/python3 -S\n" + prelude + script + "\n" + Self.loop)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(folder)/run")
    }

    deinit {
        do { try FileManager.default.removeItem(atPath: folder) } catch { print("left behind: \(folder)") }
    }

    func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
    }

    func host(
        _ sandbox: PluginSandbox = .sealed, admitted: PluginHost.Admitted? = nil,
        _ change: (inout PluginLimits) -> Void = { _ in }
    ) throws -> PluginHost {
        var limits = PluginLimits()
        // Long enough for a machine that has other work; tests of deadlines set their own.
        limits.rule = 20_000
        limits.end = 200
        change(&limits)
        let place = try PluginFolder(folder)
        let lines = log
        return PluginHost(
            PluginHost.Setup(
                manifest: try place.manifest(), folder: place, sandbox: sandbox, limits: limits, hostVersion: "test",
                log: { lines.add($0) }, admitted: admitted))
    }

    static let manifest = """
        plugin: odd
        version: 1.0.0
        protocol: 1
        executable: run
        rules:
          rule: {reads: [today]}
        """

    static let prelude = """
        import json, os, signal, subprocess, sys, time
        def say(text):
            sys.stdout.write(text)
            sys.stdout.flush()
        def send(message):
            say(json.dumps(message) + "\\n")
        def reply(id, result):
            send({"jsonrpc": "2.0", "id": id, "result": result})
        def fail(id, message):
            send({"jsonrpc": "2.0", "id": id, "error": {"code": -32000, "message": message}})
        def met(reason="it is"):
            return {"answer": "met", "reasons": [reason]}
        def hello(id):
            reply(id, {"protocol": 1, "plugin": {"name": "odd", "version": "1.0.0"},
                       "rules": [{"name": "rule", "reads": ["today"],
                                  "parameters": {"type": "object", "additionalProperties": False}}]})
        def handle(id, params):
            reply(id, met())

        """

    private static let loop = """
        while True:
            line = sys.stdin.readline()
            if not line:
                break
            message = json.loads(line)
            if message["method"] == "initialize":
                hello(message["id"])
            elif message["method"] == "shutdown":
                reply(message["id"], None)
                break
            else:
                handle(message["id"], message["params"])
        """

    static func question(_ day: Int = 0, rule: String = "odd.rule") -> RuleQuestion {
        RuleQuestion(
            rule: rule, parameters: [:],
            facts: RuleFacts(today: CalendarDate(daysSinceEpoch: Int32(20_454 + day))))
    }
}

/// What a plugin logged.
final class LogLines: @unchecked Sendable {
    private let lock = NSLock()
    private var kept: [String] = []

    var lines: [String] { lock.withLock { kept } }
    func add(_ line: String) { lock.withLock { kept.append(line) } }
}

extension Fixture {
    /// Where the build puts programs: beside the tests.
    static let programs: URL = {
        let tests = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        return tests.deletingLastPathComponent()
    }()
}
