import Foundation
import PathwayModel
import StepwellKit
import StepwellRuntime
import Testing

/// A plugin with `sends_to` reaches the hosts that it names, and nothing else.
@Suite("A plugin's way out")
struct RelayTests {
    private static func manifest(_ hosts: String...) -> String {
        """
        plugin: odd
        version: 1.0.0
        protocol: 1
        executable: run
        channels:
          pager: {sends_to: [\(hosts.map { "\"\($0)\"" }.joined(separator: ", "))]}
        """
    }

    private func ask(
        _ expression: String, prelude: String = "", _ hosts: String...
    ) throws -> (said: String, logged: [String]) {
        let list = hosts.map { "\"\($0)\"" }.joined(separator: ", ")
        let manifest = Self.manifest("placeholder").replacingOccurrences(of: "\"placeholder\"", with: list)
        let fixture = try Fixture.saying(expression, prelude: prelude, manifest: manifest)
        let host = try fixture.host()
        defer { host.shutDown() }
        let call: JSON = ["jsonrpc": "2.0", "id": 900, "method": "say", "params": [:]]
        let answer = try JSON.parse(try host.exchange(Array(call.text.utf8)).get())
        return (answer["result"]?["reasons"]?.array?.first?.string ?? answer.text, fixture.logged)
    }

    private static let talk = """
        import socket
        def talk(host, port, size=5):
            with socket.create_connection((host, port), 10) as one:
                sent = bytes(range(256)) * (size // 256 + 1)
                import threading
                threading.Thread(target=lambda: (one.sendall(sent), one.shutdown(socket.SHUT_WR))).start()
                got = b""
                while True:
                    data = one.recv(65536)
                    if not data: break
                    got += data
                return got == sent
        """

    @Test("leads to a host that it names, and every byte arrives", arguments: [5, 3_000_000])
    func reaches(_ size: Int) throws {
        let echo = try Echo()
        let (said, logged) = try ask(
            "talk('127.0.0.1', \(echo.port), \(size))", prelude: Self.talk, "127.0.0.1:\(echo.port)")
        #expect(said == "-> True", "\(logged)")
    }

    @Test("leads to no other port of that host, no other host, no other name")
    func nothingElse() throws {
        let (echo, other) = (try Echo(), try Echo())
        let named = "127.0.0.1:\(echo.port)"
        #expect(try ask("talk('127.0.0.1', \(other.port))", prelude: Self.talk, named).said.contains("refused"))
        #expect(try ask("talk('192.0.2.1', 443)", prelude: Self.talk, named).said.contains("unreachable"))
        #expect(try ask("talk('example.org', 443)", prelude: Self.talk, named).said.contains("gaierror"))
        let interfaces = "[line.split(':')[0].strip() for line in open('/proc/net/dev') if ':' in line]"
        #expect(try ask(interfaces, named).said == "-> ['lo']")
    }

    @Test("a name that leads to a private network leads nowhere, and the log says so")
    func privateName() throws {
        let echo = try Echo()
        let (said, logged) = try ask(
            "talk('localhost', \(echo.port))", prelude: Self.talk, "localhost:\(echo.port)")
        #expect(!said.contains("True"))
        #expect(logged.isEmpty || logged.joined().contains("private network") || said.contains("refused"), "\(logged)")
        let machine = ProcessInfo.processInfo.hostName.lowercased()
        let (named, log) = try ask(
            "talk('\(machine)', \(echo.port))", prelude: Self.talk, "\(machine):\(echo.port)")
        #expect(!named.contains("True"), "\(log)")
    }

    @Test("a host by name is an address of the sandbox's own network, also at a port below 1024")
    func names() throws {
        let expression = """
            [socket.getaddrinfo(n, 443, socket.AF_INET)[0][4][0] for n in ('api.example.com', 'b.example.com')] \
            + [open('/proc/net/tcp').read().count(':01BB 00000000:0000 0A')]
            """
        #expect(
            try ask(expression, "api.example.com", "b.example.com", "b.example.com:25").said
                == "-> ['127.66.0.1', '127.66.0.2', 2]")
    }

    @Test("an address that is named itself is one of the sandbox's, and leads there")
    func privateAddress() throws {
        let (said, logged) = try ask("talk('198.51.100.7', 9)", prelude: Self.talk, "198.51.100.7:9")
        // Nothing answers at that address; a relay took the connection, and broke it.
        #expect(!said.contains("unreachable") && !said.contains("True"), "\(said) \(logged)")
    }

    @Test("at most so many connections are open at once")
    func connections() throws {
        let echo = try Echo()
        let many = """
            import socket
            def many(port):
                kept, alive = [], 0
                for _ in range(20):
                    one = socket.create_connection(("127.0.0.1", port), 10)
                    one.settimeout(10)
                    kept.append(one)
                    try:
                        one.sendall(b"x")
                        alive += len(one.recv(1))
                    except OSError: pass
                return alive
            """
        let (said, logged) = try ask("many(\(echo.port))", prelude: many, "127.0.0.1:\(echo.port)")
        #expect(said == "-> 16")
        #expect(logged.joined().contains("more than 16 connections"))
    }

    @Test("sockets of this machine that have a name but no file are not there")
    func abstractSockets() throws {
        let name = "stepwell-\(UUID().uuidString)"
        let made = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(made) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0[1...].copyBytes(from: Array(name.utf8)) }
        let size = socklen_t(MemoryLayout<sa_family_t>.size + 1 + name.utf8.count)
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(made, $0, size) }
        }
        try #require(bound == 0 && listen(made, 1) == 0)
        let connect = "socket.socket(socket.AF_UNIX).connect('\\0\(name)')"
        #expect(try ask(connect, "api.example.com").said.contains("ConnectionRefused"))
        #expect(try Fixture.inside(connect, .none) == "-> None")
    }

    @Test(
        "what is no host is a mistake in the manifest", arguments: ["*.example.com", "a:b:c", "x:0", "[::1]", "1.2.3"])
    func noHost(_ text: String) {
        let read = PluginManifest.read(Array(Self.manifest(text).utf8))
        #expect(read.manifest == nil)
        #expect(read.diagnostics.contains { $0.message.contains("which is no host") })
    }
}
