package import Foundation
import StepwellPostgres
import Synchronization

/// A PostgreSQL server of a test's own, in a temporary folder, on a socket there and on a port of the loopback. It stops,
/// and its folder goes away, when it is let go of or the process ends, however it does.
package final class PostgresCluster: Sendable {
    /// What could not be done, and what the program said.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// One for all who need no other.
    package static var shared: PostgresCluster { get throws { try first.get() } }
    private static let first = Result { try PostgresCluster() }

    /// The owner of the tables.
    package static let owner = "keeper"
    package static let database = "stepwell"
    /// The roles of two clinics.
    package static let (north, south) = ("north", "south")

    package let port: Int
    package let folder: URL
    private let options: [String]
    private let keeper = Mutex<ServerKeeper?>(nil)
    private let clinics = Mutex(0)

    /// - Parameters:
    ///   - options: settings of the server, as on its command line.
    ///   - isEmpty: whether there are neither roles nor tables.
    package init(options: [String] = [], isEmpty: Bool = false) throws {
        folder = URL(fileURLWithPath: "/tmp/stepwell-pg-\(UInt32.random(in: 0...UInt32.max))")
        self.options = options
        port = try Self.freePort()
        let account = Account.ofServers
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        guard chown(folder.path, account.user, account.group) == 0 else {
            throw Failure(description: "the folder cannot be given to the server's account")
        }
        try Self.run(
            account.starting([
                try Programs.path("initdb"), "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8",
                "--no-locale", "--no-sync", "--data-checksums",
            ]), in: folder.path)
        try start()
        guard !isEmpty else { return }
        try sql(
            """
            CREATE ROLE \(Self.owner) LOGIN; CREATE ROLE \(Self.north) LOGIN; CREATE ROLE \(Self.south) LOGIN;
            """, as: "postgres", on: "postgres")
        try sql("CREATE DATABASE \(Self.database) OWNER \(Self.owner)", as: "postgres", on: "postgres")
        try sql(PostgresStores.tables)
    }

    deinit {
        keeper.withLock { $0 = nil }
        try? FileManager.default.removeItem(at: folder)
    }

    private var data: String { folder.appendingPathComponent("data").path }

    // MARK: The server

    /// Starts it, and waits until it answers: after a kill its processes go first.
    package func start() throws {
        let program = try Programs.path("postgres")
        let log = folder.appendingPathComponent("server.log").path
        for _ in 0..<40 {
            let started = try ServerKeeper(
                Account.ofServers.starting(
                    [
                        program, "-D", data, "-p", "\(port)", "-k", folder.path, "-c", "listen_addresses=127.0.0.1",
                        "-c", "max_connections=200",
                    ] + options), log: log, folder: folder.path)
            keeper.withLock { $0 = started }
            for _ in 0..<100 where started.isRunning {
                if try Self.status(of: [try Programs.path("pg_isready"), "-q", "-h", folder.path, "-p", "\(port)"]) == 0
                {
                    return
                }
                usleep(50_000)
            }
            started.end(removingFolder: false)
            usleep(100_000)
        }
        let words = String(decoding: FileManager.default.contents(atPath: log) ?? Data(), as: UTF8.self)
        throw Failure(description: "the server does not start: \(words.suffix(2_000))")
    }

    /// Kills all of it at once, as the loss of the power does to a process.
    package func kill() throws {
        let lines = try String(contentsOfFile: "\(data)/postmaster.pid", encoding: .utf8).split(separator: "\n")
        guard let process = lines.first.flatMap({ pid_t($0) }) else { throw Failure(description: "no server runs") }
        // The others see that the first is gone, and go.
        Foundation.kill(process, SIGKILL)
        keeper.withLock { keeper in
            keeper?.end(removingFolder: false)
            keeper = nil
        }
    }

    // MARK: Using it

    /// What leads PostgreSQL's own programs to it, as a superuser.
    package var variables: [String: String] { ["PGHOST": folder.path, "PGPORT": "\(port)", "PGUSER": "postgres"] }

    /// Runs SQL with PostgreSQL's own program: what it prints, a row a line.
    @discardableResult
    package func sql(_ text: String, as role: String = owner, on database: String = database) throws -> String {
        try Self.run(
            [
                try Programs.path("psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", folder.path, "-p",
                "\(port)", "-U", role, "-d", database,
            ], in: folder.path, input: text)
    }

    /// A place where no store is, for a clinic that no other test has.
    package func location(_ role: String = north) throws -> String {
        let clinic = clinics.withLock { count in
            count += 1
            return "clinic-\(count)"
        }
        try sql("SELECT stepwell.admit('\(role)', '\(clinic)')")
        return location(role, clinic: clinic)
    }

    /// A clinic's place, by the socket.
    package func location(_ role: String, clinic: String) -> String {
        "postgres://\(role)@/\(Self.database)?host=\(folder.path)&port=\(port)&clinic=\(clinic)"
    }

    /// The same by the loopback.
    package func networkLocation(_ role: String, clinic: String, port: Int? = nil) -> String {
        "postgres://\(role)@127.0.0.1:\(port ?? self.port)/\(Self.database)?clinic=\(clinic)"
    }

    /// From now on a role says its password.
    package func demandPasswords() throws {
        try "local all postgres trust\nhost all all 127.0.0.1/32 scram-sha-256\n".write(
            toFile: "\(data)/pg_hba.conf", atomically: false, encoding: .utf8)
        try sql("SELECT pg_reload_conf(), pg_sleep(0.2)", as: "postgres")
    }

    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, length) == 0 && getsockname(descriptor, address, &length) == 0
            }
        }
        guard isBound else { throw Failure(description: "there is no free port") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}

extension PostgresCluster {
    /// Runs a program to its end: what it printed.
    @discardableResult
    fileprivate static func run(_ words: [String], in folder: String, input: String? = nil) throws -> String {
        let (output, errors, given) = (Pipe(), Pipe(), Pipe())
        let process = Process()
        process.executableURL = URL(fileURLWithPath: words[0])
        process.arguments = Array(words.dropFirst())
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        (process.standardOutput, process.standardError) = (output, errors)
        process.standardInput = input == nil ? FileHandle.nullDevice : given
        try process.run()
        if let input {
            try given.fileHandleForWriting.write(contentsOf: Data(input.utf8))
            try given.fileHandleForWriting.close()
        }
        let printed = output.fileHandleForReading.readDataToEndOfFile()
        let complained = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(description: "\(words[0]): \(String(decoding: complained, as: UTF8.self))")
        }
        return String(decoding: printed, as: UTF8.self)
    }

    fileprivate static func status(of words: [String]) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: words[0])
        process.arguments = Array(words.dropFirst())
        (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }
}
