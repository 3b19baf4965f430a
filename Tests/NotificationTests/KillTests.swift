import CEL
import Foundation
import PathwayCompiler
import PathwayModel
import StepwellKit
import StepwellRuntime
import StepwellSQLite
import Testing

/// The whole program against a real mail server, killed while it sends.
///
/// `STEPWELL_KILLS=200 STEPWELL_MESSAGES=1000` is the long form.
@Suite("Killed while it sends", .serialized)
struct KillTests {
    private static func number(_ name: String, _ usual: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? usual
    }

    private static let pathway = """
        stepwell: 1
        pathway: mailing
        version: "1"
        title: A mailing
        events: {again: {log: true}}
        messages: {hello: {subject: Hello, body: "Hello {{patient.first_name}}"}}
        states: {care: {entry: [{notify: patient, message: hello}], transitions: [{event: again, to: care}]}}
        """

    /// A clinic's folder in which so many messages wait.
    private static func clinic(_ folder: Folder, port: Int, messages: Int) throws -> [EffectID] {
        try folder.write(
            """
            stepwell: 1
            channel: mail
            channels:
              mail: {type: email, from: care@clinic.example, host: localhost, port: \(port), ca: ca.pem, quiet: never,
                     consent: implied}
            """, to: "stepwell.yaml")
        try folder.write(pathway, to: "Pathways/mailing.yaml")
        let store = try SQLiteStore.create(at: folder.path("stepwell.db"))
        try enroll(messages, from: 0, in: store)
        return try store.outbox(OutboxFilter()).map(\.message.effect)
    }

    private static func enroll(_ messages: Int, from first: Int, in store: SQLiteStore) throws {
        let bytes = Array(pathway.utf8)
        let compilation = PathwayCompiler(rules: [], channels: nil) { $0 == "mailing.yaml" ? bytes : nil }.compile(
            "mailing.yaml")
        let compiled = try #require(compilation.product)
        let current = CurrentDefinition(
            stored: StoredDefinition(
                digest: compiled.digest, pathway: "mailing", version: "1", path: "mailing.yaml",
                files: ["mailing.yaml": bytes]), pathway: compiled)
        for number in first..<(first + messages) {
            let runner = CaseRunner(
                store: store, plugins: PluginSet([]), current: { _ in current }, newID: { CaseID("case-\(number)") })
            try store.save(
                PatientRecord(id: "P\(number)", values: ["email": "p\(number)@home.example", "first_name": "Ana"]))
            let command = StepwellRuntime.Command(
                .enroll(.init(with: [])), by: .anyone, at: .instant(Timestamp(seconds: 1_767_625_200)))
            _ = try runner.enroll("mailing", patient: "P\(number)", command)
        }
    }

    private static func start(_ arguments: [String], in folder: Folder) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Command.stepwell)
        process.arguments = arguments + ["--clinic", folder.root.path]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    @Test("nothing is lost, and at most one message a kill comes twice, under the same key")
    func killed() throws {
        let (kills, messages) = (Self.number("STEPWELL_KILLS", 10), Self.number("STEPWELL_MESSAGES", 120))
        let folder = try Folder(certificates: true)
        let server = try Loopback("mail.py", in: folder)
        let effects = try Self.clinic(folder, port: server.port, messages: messages)
        #expect(effects.count == messages)
        var random = SystemRandomNumberGenerator()
        var (killed, midway) = (0, 0)
        for round in 0..<kills {
            let before = server.size
            let process = try Self.start(["advance", "--all"], in: folder)
            // Every other one dies while it sends, however slowly it starts.
            if round.isMultiple(of: 2) { try Self.wait { server.size > before || !process.isRunning } }
            usleep(UInt32.random(in: 0...40_000, using: &random))
            if process.isRunning {
                midway += server.size > before ? 1 : 0
                kill(process.processIdentifier, SIGKILL)
                killed += 1
            }
            process.waitUntilExit()
        }
        #expect(midway > 0)
        let last = try Self.start(["advance", "--all"], in: folder)
        last.waitUntilExit()
        #expect(last.terminationStatus == 0)
        var counts: [String: Int] = [:]
        for mail in server.mails {
            let line = mail.split(separator: "\r\n").first { $0.hasPrefix("Message-ID:") }
            counts[String(line ?? "none"), default: 0] += 1
        }
        let expected = Set(
            effects.map { "Message-ID: <stepwell.\($0.description.replacing("/", with: "."))@clinic.example>" })
        #expect(Set(counts.keys) == expected, "lost: \(expected.subtracting(counts.keys).count)")
        let duplicates = counts.values.reduce(0) { $0 + $1 - 1 }
        #expect(duplicates <= killed, "\(duplicates) duplicates after \(killed) kills")
        let store = try SQLiteStore.open(at: folder.path("stepwell.db"))
        #expect(try store.outbox(OutboxFilter()).allSatisfy { $0.status == .sent })
        #expect(try store.problems() == [])
        print("\(messages) messages, \(killed) kills, \(midway) while sending: 0 lost, \(duplicates) duplicates")
    }

    @Test("'run' tells systemd when it is ready, wakes for another process's work, and ends after the message at hand")
    func stays() throws {
        let folder = try Folder(certificates: true)
        let server = try Loopback("mail.py", in: folder)
        _ = try Self.clinic(folder, port: server.port, messages: 2)
        let manager = try ServiceManager(at: folder.path("notify"))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Command.stepwell)
        process.arguments = ["run", "--clinic", folder.root.path]
        process.environment = ProcessInfo.processInfo.environment.merging(["NOTIFY_SOCKET": manager.path]) { $1 }
        process.standardError = FileHandle.nullDevice
        try process.run()
        #expect(manager.next() == "READY=1")
        try Self.wait { server.arrived.count == 2 }
        let store = try SQLiteStore.open(at: folder.path("stepwell.db"))
        try Self.enroll(1, from: 100, in: store)
        try Self.wait { server.arrived.count == 3 }
        process.terminate()
        #expect(manager.next() == "STOPPING=1")
        process.waitUntilExit()
        #expect(process.terminationStatus == 0 && process.terminationReason == .exit)
        #expect(try store.outbox(OutboxFilter()).allSatisfy { $0.status == .sent })
    }

    /// Waits for what another process does, for twenty seconds at most.
    private static func wait(_ condition: () throws -> Bool) throws {
        for _ in 0..<10_000 {
            if try condition() { return }
            usleep(2_000)
        }
        throw TestFailure("it did not come")
    }
}

/// A socket such as systemd listens on.
private final class ServiceManager {
    let path: String
    private let file: Int32

    init(at path: String) throws {
        self.path = path
        file = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(file, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else { throw TestFailure("no socket") }
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    func next() -> String? {
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = recv(file, &buffer, buffer.count, 0)
        return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
    }

    deinit { close(file) }
}
