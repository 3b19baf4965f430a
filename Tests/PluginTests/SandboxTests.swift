import Foundation
import PathwayModel
import StepwellRuntime
import Testing

/// What the host promises of a plugin's process, tried from inside.
@Suite("A plugin's walls")
struct SandboxTests {
    /// Runs a Python expression inside the plugin, and gives what it comes to.
    private func inside(_ expression: String, _ sandbox: PluginSandbox = .sealed) throws -> String {
        let fixture = try Fixture(
            """
            def handle(id, params):
                import socket
                try:
                    value = \(expression)
                except Exception as error:
                    value = "refused: " + type(error).__name__
                reply(id, met("-> " + str(value)))
            """)
        let answer = try fixture.host(sandbox) { $0.rule = 5_000 }.answers(to: [Fixture.question()])[0]
        return answer.verdict.reasons.joined()
    }

    @Test("there is no network")
    func noNetwork() throws {
        let connect = "socket.create_connection(('127.0.0.1', 22), 1)"
        #expect(try inside(connect).contains("refused: "))
        #expect(try inside("[name for _, name in socket.if_nameindex()]") == "-> ['lo']")
    }

    @Test("there are no files but its own and the system's, and none to write")
    func noFiles() throws {
        let outside = FileManager.default.temporaryDirectory.appendingPathComponent("secret-\(UUID().uuidString)")
        try Data("secret".utf8).write(to: outside)
        defer { unlink(outside.path) }
        #expect(try inside("open('\(outside.path)').read()").contains("FileNotFoundError"))
        #expect(try inside("open('/etc/passwd').read()").contains("FileNotFoundError"))
        #expect(try inside("os.listdir('/root') if os.path.exists('/root') else 'none'") == "-> none")
        #expect(try inside("open('/plugin/run', 'a')").contains("OSError"))
        #expect(try inside("open('/usr/x', 'w')").contains("OSError"))
        #expect(try inside("os.getcwd() + ' ' + ' '.join(sorted(os.listdir('.')))") == "-> /plugin plugin.yaml run")
    }

    @Test("the environment is clean, and no descriptor of ours is open")
    func cleanEnvironment() throws {
        setenv("STEPWELL_TEST_SECRET", "hush", 1)
        let names = try inside("' '.join(sorted(os.environ))")
        #expect(!names.contains("SECRET") && !names.contains("USER"), "\(names)")
        #expect(try inside("sorted(os.listdir('/proc/self/fd'))[:3]") == "-> ['0', '1', '2']")
        #expect(try inside("len(os.listdir('/proc/self/fd')) <= 4") == "-> True")
        #expect(try inside("len([p for p in os.listdir('/proc') if p.isdigit()]) <= 3") == "-> True")
    }

    @Test("a sandbox that cannot be set up is a refusal that says how to go without")
    func noSandbox() throws {
        let fixture = try Fixture("")
        let place = try PluginFolder(fixture.folder)
        let host = PluginHost(
            PluginHost.Setup(
                manifest: try place.manifest(), folder: place, sandbox: .sealed, readable: ["/nowhere"],
                hostVersion: "test", log: { _ in }))
        let answer = host.answers(to: [Fixture.question()])[0]
        #expect(answer.isFailure)
        #expect(answer.verdict.reasons[0].contains("the sandbox cannot be set up"))
    }

    @Test("only 'off' goes without")
    func withoutSandbox() throws {
        #expect(try inside("os.path.exists('/etc/passwd')", .off) == "-> True")
        #expect(try inside("'USER' in os.environ", .off) == "-> False")
    }
}
