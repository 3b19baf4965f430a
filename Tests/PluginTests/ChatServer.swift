import Foundation
import PathwayModel
import Testing

/// A chat server on loopback, in Python: a room's name says what it answers.
final class ChatServer {
    private let process = Process()
    private let input = Pipe()
    private let log: String
    let port: Int

    private static let script = """
        import email.utils, http.server, json, sys, threading, time

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            def log_message(self, *words): pass
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                room = self.path.split("/")[-2]
                with lock, open(sys.argv[1], "a") as log:
                    headers = {name.lower(): value for name, value in self.headers.items()}
                    log.write(json.dumps({"path": self.path, "headers": headers, "body": json.loads(body)}) + "\\n")
                words = room.split("-")
                if words[0] == "silent": return ended.wait()
                self.send_response(int(words[0]) if words[0].isdigit() else 201)
                if words[1:] == ["date"]:
                    self.send_header("Retry-After", email.utils.formatdate(time.time() + 600, usegmt=True))
                elif words[1:]:
                    self.send_header("Retry-After", words[1])
                if words[0] == "long":
                    self.send_header("Content-Length", str(10 ** 9))
                    self.end_headers()
                    try:
                        while True: self.wfile.write(b"x" * 65536)
                    except OSError: return
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

        lock, ended = threading.Lock(), threading.Event()
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(server.server_address[1], flush=True)
        sys.stdin.read()
        """

    init() throws {
        log = FileManager.default.temporaryDirectory.appendingPathComponent("chat-\(UUID().uuidString)").path
        try Data().write(to: URL(fileURLWithPath: log))
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = ["-c", Self.script, log]
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        port = try #require(Int(line.trimmingCharacters(in: .whitespacesAndNewlines)), "the server did not start")
    }

    /// What arrived, in its order.
    func arrived() throws -> [JSON] {
        try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n").map { try JSON.parse(Array($0.utf8)) }
    }

    deinit {
        do {
            try input.fileHandleForWriting.close()
            process.waitUntilExit()
            try FileManager.default.removeItem(atPath: log)
        } catch {
            print("left behind: \(log)")
        }
    }
}
