import Foundation
import PathwayModel
import StepwellRuntime
import Testing

/// Ways in which a plugin can fail, each on a real process in the real sandbox. Whatever it does, the question gets
/// an answer that says so, in time, and the plugin's next process starts clean.
@Suite("A plugin that misbehaves")
struct MisbehaviorTests {
    struct Way: Sendable, CustomTestStringConvertible {
        var name: String
        var script: String
        /// A part of the reason.
        var says: String
        var testDescription: String { name }
    }

    static let ways: [Way] = [
        Way(name: "ends at once", script: "sys.exit(3)", says: "ended with exit status 3"),
        Way(
            name: "crashes when asked", script: "def handle(id, params): os.kill(os.getpid(), signal.SIGSEGV)",
            says: "killed by signal 11"),
        Way(name: "throws when asked", script: "def handle(id, params): raise ValueError()", says: "exit status 1"),
        Way(name: "hangs", script: "def handle(id, params): time.sleep(60)", says: "did not answer in time"),
        Way(
            name: "hangs before the handshake", script: "def hello(id): time.sleep(60)", says: "did not answer in time"),
        Way(
            name: "spins", script: "def handle(id, params):\n    while True: pass", says: "did not answer in time"),
        Way(
            name: "ignores what should end it",
            script: """
                for s in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP): signal.signal(s, signal.SIG_IGN)
                def handle(id, params): time.sleep(60)
                """, says: "did not answer in time"),
        Way(name: "writes garbage", script: "def handle(id, params): say('hello?\\n')", says: "no JSON"),
        Way(
            name: "writes no UTF-8",
            script: "def handle(id, params): sys.stdout.buffer.write(b'\\xff\\xfe\\n'); sys.stdout.flush()",
            says: "no JSON"),
        Way(
            name: "writes text that is no UTF-8 inside JSON",
            script: """
                def handle(id, params):
                    sys.stdout.buffer.write(b'{"jsonrpc":"2.0","id":%d,"result":"\\xff"}\\n' % id)
                    sys.stdout.flush()
                """, says: "no JSON"),
        Way(
            name: "never ends its line",
            script: """
                def handle(id, params):
                    while True: say('x' * 65536)
                """, says: "longer than"),
        Way(
            name: "answers ten megabytes", script: "def handle(id, params): reply(id, met('y' * 10000000))",
            says: "longer than"),
        Way(
            name: "dribbles a byte at a time",
            script: """
                def handle(id, params):
                    for _ in range(600):
                        say('{')
                        time.sleep(0.05)
                """, says: "did not answer in time"),
        Way(
            name: "answers another question", script: "def handle(id, params): reply(id + 7, met())",
            says: "nobody asked"),
        Way(
            name: "answers with an id that is no number", script: "def handle(id, params): reply('1', met())",
            says: "without saying what"),
        Way(
            name: "answers without an id", script: "def handle(id, params): send({'jsonrpc': '2.0', 'result': met()})",
            says: "without saying what"),
        Way(
            name: "is no JSON-RPC", script: "def handle(id, params): send({'id': id, 'result': met()})",
            says: "no JSON-RPC"),
        Way(
            name: "answers neither", script: "def handle(id, params): send({'jsonrpc': '2.0', 'id': id})",
            says: "neither a result nor an error"),
        Way(
            name: "answers both",
            script: "def handle(id, params): send({'jsonrpc': '2.0', 'id': id, 'result': met(), 'error': {}})",
            says: "both"),
        Way(
            name: "speaks another protocol",
            script: "def hello(id): fail(id, 'this plugin speaks protocol 2 only')", says: "speaks protocol 2 only"),
        Way(
            name: "claims another protocol",
            script: "def hello(id): reply(id, {'protocol': 9, 'plugin': {'name': 'odd', 'version': '1.0.0'}})",
            says: "does not speak protocol 1"),
        Way(
            name: "is another plugin",
            script: "def hello(id): reply(id, {'protocol': 1, 'plugin': {'name': 'even', 'version': '1.0.0'}})",
            says: "another plugin"),
        Way(
            name: "is another version",
            script: "def hello(id): reply(id, {'protocol': 1, 'plugin': {'name': 'odd', 'version': '2.0.0'}})",
            says: "another plugin"),
        Way(
            name: "lacks its rule",
            script:
                "def hello(id): reply(id, {'protocol': 1, 'plugin': {'name': 'odd', 'version': '1.0.0'}, 'rules': []})",
            says: "does not have the rule"),
        Way(
            name: "closes its output and goes on",
            script: "def handle(id, params):\n    os.close(1)\n    time.sleep(60)", says: "did not answer in time"),
        Way(
            name: "eats all memory",
            script: "def handle(id, params):\n    a = []\n    while True: a.append(bytearray(50000000))",
            says: "exit status 1"),
        Way(
            name: "nests without end",
            script: "def handle(id, params): say('{\"a\":' * 5000 + '1' + '}' * 5000 + '\\n')", says: "no JSON"),
        Way(name: "refuses", script: "def handle(id, params): fail(id, 'not today')", says: "it refused: not today"),
        Way(
            name: "gives no reasons", script: "def handle(id, params): reply(id, {'answer': 'met', 'reasons': []})",
            says: "no reasons"),
        Way(
            name: "gives an answer that is none",
            script: "def handle(id, params): reply(id, {'answer': 'perhaps', 'reasons': ['x']})",
            says: "neither met, not_met nor unknown"),
        Way(
            name: "gives a thousand reasons",
            script: "def handle(id, params): reply(id, {'answer': 'met', 'reasons': ['x'] * 1000})", says: "no list"),
        Way(
            name: "gives an end that is no instant",
            script: "def handle(id, params): reply(id, {'answer': 'met', 'reasons': ['x'], 'until': 'soon'})",
            says: "no instant"),
    ]

    @Test("is answered for", arguments: ways)
    func isAnsweredFor(_ way: Way) throws {
        let fixture = try Fixture(way.script)
        let host = try fixture.host { limits in
            limits.memory = 512 << 20
            guard way.says.contains("in time") else { return }
            limits.start = 1_500
            limits.rule = 700
        }
        let answer = host.answers(to: [Fixture.question()])[0]
        #expect(answer.isFailure)
        #expect(answer.verdict.answer == .unknown)
        #expect(answer.plugin == "odd 1.0.0")
        #expect(answer.verdict.reasons.joined().contains(way.says), "\(answer.verdict.reasons)")
    }

    @Test("an executable that is not there, or may not run, is a reason and no crash")
    func missingExecutable() throws {
        let fixture = try Fixture("")
        let host = try fixture.host()
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: "\(fixture.folder)/run")
        #expect(host.answers(to: [Fixture.question()])[0].verdict.reasons[0].contains("may not be executed"))
        try FileManager.default.removeItem(atPath: "\(fixture.folder)/run")
        #expect(host.answers(to: [Fixture.question()])[0].verdict.reasons[0].contains("no executable"))
    }

    @Test("a late answer is for nobody: it dies with its process")
    func lateAnswer() throws {
        let fixture = try Fixture(
            """
            def handle(id, params):
                if params["facts"]["today"] == "2026-01-01":
                    time.sleep(8)
                    reply(id, met("late"))
                else:
                    reply(id, met("in time"))
            """)
        let host = try fixture.host { $0.rule = 4_000 }
        #expect(host.answers(to: [Fixture.question()])[0].isFailure)
        let next = host.answers(to: [Fixture.question(1)])[0]
        #expect(!next.isFailure)
        #expect(next.verdict.reasons == ["in time"])
    }

    @Test("what it says without being asked is taken for no answer")
    func speaksUnasked() throws {
        let fixture = try Fixture(
            """
            def handle(id, params):
                reply(id, met())
                reply(id + 1, met("forged"))
            """)
        let host = try fixture.host()
        #expect(!host.answers(to: [Fixture.question()])[0].isFailure)
        // Its process is ended for it, and another one is asked. A forged line that comes a moment after the first may
        // fit the next question's id.
        for day in 1...3 {
            let next = host.answers(to: [Fixture.question(day)])[0]
            #expect(["it is", "forged"].contains(next.verdict.reasons[0]))
        }
    }

    @Test("a child that it leaves goes with it", arguments: [PluginSandbox.sealed, .off(asRoot: true)])
    func leavesAChild(_ sandbox: PluginSandbox) throws {
        let mark = "77\(UInt32.random(in: 1_000_000...9_999_999))"
        let fixture = try Fixture(
            """
            def handle(id, params):
                subprocess.Popen(["/usr/bin/sleep", "\(mark)"])
                time.sleep(60)
            """)
        let host = try fixture.host(sandbox) { $0.rule = 700 }
        #expect(host.answers(to: [Fixture.question()])[0].isFailure)
        #expect(try !Self.isRunning(mark))
    }

    @Test("a child that hides in a session of its own goes with the sandbox")
    func leavesADaemon() throws {
        let mark = "78\(UInt32.random(in: 1_000_000...9_999_999))"
        let fixture = try Fixture(
            """
            def handle(id, params):
                subprocess.Popen(["/usr/bin/sleep", "\(mark)"], start_new_session=True)
                sys.exit(0)
            """)
        #expect(try fixture.host().answers(to: [Fixture.question()])[0].isFailure)
        #expect(try !Self.isRunning(mark))
    }

    /// Whether it is still there after a moment: the kernel takes a sandbox down behind its first process.
    private static func isRunning(_ mark: String) throws -> Bool {
        for _ in 0..<200 {
            guard try isThere(mark) else { return false }
            usleep(10_000)
        }
        return true
    }

    private static func isThere(_ mark: String) throws -> Bool {
        for pid in try FileManager.default.contentsOfDirectory(atPath: "/proc") where Int(pid) != nil {
            guard let line = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") else { continue }
            if String(decoding: line, as: UTF8.self).contains(mark) { return true }
        }
        return false
    }
}
