import Foundation
import PathwayModel
import StepwellKit
import StepwellRuntime
import Testing

/// The example of a channel in JavaScript, against a server on loopback, through the relay.
@Suite(
    "The example in JavaScript",
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/node"), "Node is not installed"))
struct ChatTests {
    private let server: ChatServer
    private let folder: ExampleFolder

    init() throws {
        server = try ChatServer()
        folder = try ExampleFolder("Chat")
        try folder.replace("chat.example.org", with: "\"127.0.0.1:\(server.port)\"", in: "plugin.yaml")
        try Data("s3cret\n".utf8).write(to: URL(fileURLWithPath: "\(folder.path)-token"))
    }

    /// What becomes of messages, each to a room.
    private func deliver(
        to rooms: [String], server place: String? = nil, keys: [String]? = nil
    ) throws -> [Delivery] {
        let host = try folder.host()
        defer {
            host.shutDown()
            do { try FileManager.default.removeItem(atPath: "\(folder.path)-token") } catch { print("\(error)") }
        }
        let kind = try #require(host.manifest.channels.first)
        return rooms.enumerated().map { number, room in
            let options: JSON = [
                "server": .string(place ?? "http://127.0.0.1:\(server.port)/api/"), "room": .string(room),
                "token": ["file": .string("\(folder.path)-token")], "timeout": room == "silent" ? "1" : "20",
            ]
            let channel = host.channel(
                kind, named: "chat", ChannelConfiguration(options, schema: kind.settings, folder: folder.path))
            let message = OutgoingMessage(
                recipient: "nurse", subject: "Somebody waits", body: "Pleäse \"call\".", caseID: "2345-bcdf")
            return channel.deliver(message, key: keys?[number] ?? "2345-bcdf/\(number)/0", attempt: 1)
        }
    }

    @Test("passes its check")
    func check() throws {
        let place = try PluginFolder(folder.path)
        let examination = PluginExamination.examine(place) { manifest in
            PluginHost.Setup(
                manifest: manifest, folder: place, sandbox: .sealed, hostVersion: "test", log: { print($0) })
        }
        #expect(examination.isGood, "\(examination.findings.flatMap(\.problems)) \(examination.diagnostics)")
    }

    @Test("posts subject and body to the room with its token, and the same key for each attempt at one message")
    func sent() throws {
        #expect(try deliver(to: ["crisis team/1", "b"], keys: ["one", "one"]) == [.sent, .sent])
        let arrived = try server.arrived()
        #expect(arrived[0]["path"] == "/api/v1/rooms/crisis%20team%2F1/messages")
        #expect(arrived[0]["body"] == ["text": "Somebody waits\n\nPleäse \"call\"."])
        #expect(arrived[0]["headers"]?["authorization"] == "Bearer s3cret")
        #expect(arrived.map { $0["headers"]?["idempotency-key"] } == ["one", "one"])
    }

    @Test("is tried again when the server says so or does not answer, and ends where the room is gone")
    func outcomes() throws {
        let rooms = ["429-7", "503-999999", "429-soon", "401", "500", "410", "400", "404", "302", "silent", "long"]
        let outcomes = try deliver(to: rooms)
        #expect(
            outcomes == [
                .retry(reason: "the server asks for a pause", after: 7),
                .retry(reason: "the server answered 503", after: 86_400),
                .retry(reason: "the server asks for a pause"), .retry(reason: "the server answered 401"),
                .retry(reason: "the server answered 500"), .closed(reason: "the room is gone"),
                .rejected(reason: "the server answered 400"), .rejected(reason: "the server answered 404"),
                .rejected(reason: "the server answered 302"),
                .retry(reason: "the server did not answer in time"), .sent,
            ])
    }

    @Test("reads a pause that is given as a date")
    func date() throws {
        guard case .retry(_, let after?) = try deliver(to: ["503-date"])[0] else {
            Issue.record("it is not tried again")
            return
        }
        // Whatever the machine did meanwhile.
        #expect((300...600).contains(after), "\(after)")
    }

    @Test("tells neither address nor secret where nothing answers")
    func unreachable() throws {
        let other = try #require(try deliver(to: ["a"], server: "http://127.0.0.1:1").first)
        #expect(other == .retry(reason: "the server cannot be reached: ECONNREFUSED"))
    }

    @Test("answers what is no request, no method or no delivery with an error, and goes on")
    func strict() throws {
        let host = try folder.host()
        defer { host.shutDown() }
        let lines: [(String, Int64)] = [
            ("hello", -32_700), ("null", -32_600), (#"{"jsonrpc":"2.0","method":"shutdown"}"#, -32_600),
            (#"{"jsonrpc":"2.0","id":1,"method":"rule/evaluate","params":{}}"#, -32_601),
            (#"{"jsonrpc":"2.0","id":1,"method":"channel/deliver"}"#, -32_602),
            (#"{"jsonrpc":"2.0","id":1,"method":"channel/deliver","params":{"channel":"chat","message":{}}}"#, -32_602),
        ]
        for (line, code) in lines {
            let answer = try JSON.parse(try host.exchange(Array(line.utf8)).get())
            #expect(answer["error"]?["code"] == .int(code), "\(line): \(answer.text)")
        }
        do { try FileManager.default.removeItem(atPath: "\(folder.path)-token") } catch { print("\(error)") }
    }
}
