import Foundation
import PostgresCluster
import TestSupport
import Testing

/// The command, in a clinic whose store is in a database.
@Suite("A clinic in PostgreSQL")
struct CommandTests {
    private let cluster: PostgresCluster
    private let folder: TemporaryFolder
    private let location: String

    init() throws {
        cluster = try PostgresCluster.shared
        folder = try TemporaryFolder()
        location = try cluster.location()
        try settings("store: '\(location)'", in: "clinic")
    }

    private func settings(_ store: String, in name: String) throws {
        let clinic = folder.root.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: clinic, withIntermediateDirectories: true)
        try "stepwell: 1\n\(store)\nclock: simulated\n".write(
            to: clinic.appendingPathComponent("stepwell.yaml"), atomically: true, encoding: .utf8)
    }

    /// Runs a line of a shell in a clinic's folder, with `stepwell` on its path and both outputs in one.
    private func run(_ line: String, in name: String = "clinic", _ variables: [String: String] = [:]) throws -> String {
        let tests = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", "exec 2>&1; \(line); echo \"[$?]\""]
        process.currentDirectoryURL = folder.root.appendingPathComponent(name)
        var environment = ProcessInfo.processInfo.environment
        environment["PATH"] = "\(tests.deletingLastPathComponent().path):\(environment["PATH"] ?? "/usr/bin:/bin")"
        environment["NO_COLOR"] = "1"
        process.environment = environment.merging(variables) { $1 }
        let output = Pipe()
        (process.standardOutput, process.standardInput) = (output, FileHandle.nullDevice)
        try process.run()
        let printed = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: printed, as: UTF8.self)
    }

    @Test("goes from its beginning to messages, on two machines")
    func wholeCourse() throws {
        #expect(try run("stepwell init").contains("postgres://"))
        #expect(try run("stepwell add iop_basic").hasSuffix("[0]\n"))
        #expect(try run("stepwell enroll iop_basic --patient P-1 --at 2026-01-05").hasSuffix("[0]\n"))
        #expect(try run("stepwell record P-1 phq9.total=16 cssrs.level=none --at 2026-01-06").contains("total 16"))
        // Another machine has the same settings and pathways, and nothing else.
        try settings("store: '\(location)'", in: "second")
        #expect(try run("stepwell init", in: "second").hasSuffix("[0]\n"))
        let why = try run("stepwell why P-1", in: "second")
        #expect(why.contains("iop_basic") || why.contains("patient P-1"))
        #expect(try run("stepwell worklist", in: "second").contains("P-1"))
        #expect(try run("stepwell advance --all --at 2026-02-20", in: "second").hasSuffix("[0]\n"))
        #expect(try run("stepwell outbox list").hasSuffix("[0]\n"))
        let history = try run("stepwell history P-1")
        #expect(try run("stepwell history P-1", in: "second") == history)
        let doctor = try run("stepwell doctor")
        #expect(doctor.contains("ok    store"), "\(doctor)")
        // A backup, a mishap, and the clinic as it was.
        #expect(try run("stepwell backup copy").contains("copied to copy"))
        let other = try cluster.location()
        try settings("store: '\(other)'", in: "restored")
        #expect(try run("stepwell restore ../clinic/copy", in: "restored").contains("restored postgres://"))
        #expect(try run("stepwell history P-1", in: "restored").contains("PHQ-9"))
        #expect(try run("stepwell patient P-1 --erase").hasSuffix("[0]\n"))
        #expect(FileManager.default.fileExists(atPath: folder.path("clinic/erased-postgres.txt")))
    }

    @Test("is told what is missing before it can begin")
    func beginnings() throws {
        #expect(try run("stepwell list").contains("no_store"))
        let strange = cluster.location(PostgresCluster.south, clinic: "not-admitted")
        try settings("store: '\(strange)'", in: "strange")
        let refused = try run("stepwell init", in: "strange")
        #expect(refused.contains("SELECT stepwell.admit('south', 'not-admitted')") && refused.hasSuffix("[69]\n"))
        try settings("store: mysql://h/db", in: "foreign")
        #expect(try run("stepwell init", in: "foreign").contains("there are no stores behind 'mysql://'"))
    }

    @Test("has no password in its settings, and shows none")
    func passwords() throws {
        for address in ["postgres://north:s3cret@h/db?clinic=c", "postgres://h/db?clinic=c&password=s3cret"] {
            try settings("store: '\(address)'", in: "secret")
            for command in ["init", "list", "doctor", "check"] {
                let printed = try run("stepwell \(command)", in: "secret")
                #expect(!printed.contains("s3cret"), "\(command)")
                guard command != "check" else { continue }
                #expect(printed.contains("a password stands in the address of the store"), "\(command): \(printed)")
                #expect(printed.contains("PGPASSFILE"))
            }
        }
    }

    @Test("takes its password from a file that PGPASSFILE names")
    func passwordFile() throws {
        // Where a password is asked for: this server asks for none, and libpq reads the file only when it is asked.
        let guarded = try PostgresCluster()
        let place = try guarded.location()
        try guarded.sql("ALTER ROLE north PASSWORD 'wordpass'", as: "postgres")
        try guarded.demandPasswords()
        let clinic = try #require(place.split(separator: "=").last)
        try settings("store: '\(guarded.networkLocation("north", clinic: String(clinic)))'", in: "guarded")
        let without = try run("stepwell init", in: "guarded", ["HOME": folder.root.path])
        #expect(without.contains("password") && without.hasSuffix("[69]\n"), "\(without)")
        let file = folder.path("pass")
        try "*:*:*:north:wordpass\n".write(toFile: file, atomically: true, encoding: .utf8)
        chmod(file, 0o600)
        let with = try run("stepwell init && stepwell list", in: "guarded", ["PGPASSFILE": file])
        #expect(with.hasSuffix("[0]\n") && !with.contains("wordpass"), "\(with)")
    }

    @Test("prints the tables' SQL without a clinic")
    func tables() throws {
        let printed = try run("stepwell database", in: ".")
        #expect(printed.hasPrefix("BEGIN;\n") && printed.hasSuffix("COMMIT;\n[0]\n"))
        // Where the tables are already it changes nothing.
        try cluster.sql(String(printed.dropLast(4)))
    }
}
