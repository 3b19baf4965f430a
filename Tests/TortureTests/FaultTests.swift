import CEL
import Foundation
import PathwayEngine
import PathwayModel
import StepwellRuntime
import StepwellSQLite
import Testing
import TortureKit

/// Disks that are full, gone, damaged or another's: an error by name or the right answer, and no case goes on from what
/// is wrong.
@Suite("Faults", .serialized)
struct FaultTests {
    static let anyone = Actor(name: "a", roles: nil)

    let place: Workplace
    let clinic: String

    init() throws {
        place = try Workplace()
        clinic = place.path("clinic")
        try FileManager.default.createDirectory(atPath: "\(clinic)/Pathways", withIntermediateDirectories: true)
        try place.write(Array("stepwell: 1\nclock: simulated\n".utf8), to: "clinic/stepwell.yaml")
        try place.write(Array(Chart.yaml.utf8), to: "clinic/Pathways/torture.yaml")
    }

    private var path: String { "\(clinic)/stepwell.db" }

    /// A store with cases `c1` to `cN`, each a few inputs old.
    private func fill(_ count: Int) throws {
        let store = try SQLiteStore.create(at: path)
        let number = Numbers()
        let runner = try Chart.runner(store) { CaseID("c\(number.next())") }
        for place in 1...count {
            let at = When.instant(Chart.start)
            _ = try runner.enroll(
                Chart.name, patient: "P\(place)", Command(.enroll(.init(with: [])), by: Self.anyone, at: at))
            _ = try ping(runner, "c\(place)", "\(place).1")
            let record = Command(.record([.field("y", text: "7")]), by: Self.anyone, at: at)
            _ = try runner.perform(record, on: CaseID("c\(place)"))
        }
    }

    private func ping(_ runner: CaseRunner, _ id: String, _ request: String?) throws -> Answer {
        let command = Command(
            .send(event: "ping", with: []), by: Self.anyone, at: .instant(Chart.start), request: request)
        return try runner.perform(command, on: CaseID(id))
    }

    private func opened() throws -> (store: SQLiteStore, runner: CaseRunner) {
        let store = try SQLiteStore.open(at: path)
        return (store, try Chart.runner(store) { CaseID("new") })
    }

    /// Runs the command in the clinic.
    private func stepwell(
        _ arguments: [String], _ settings: [String: String] = [:]
    ) throws -> (end: Child.End, output: String) {
        let environment = settings.isEmpty ? [:] : place.programs.preloaded(clinic, settings)
        return try place.run(
            place.programs.path("stepwell"), arguments + ["--clinic", clinic], environment: environment)
    }

    private static let named = [
        "disk_full", "read_only", "store_unavailable", "damaged_store", "busy", "no_store", "newer_store",
        "journal_unreadable", "definition_unreadable",
    ]

    // MARK: Writing

    @Test(
        "whichever write or sync fails, the command says so, and asking again carries it out once",
        arguments: ["write:N:28", "write:N:5", "sync:N:5", "write:N:-28", "truncate:N:5"])
    func calls(_ call: String) throws {
        try fill(1)
        var failed = 0
        for number in 1...8 {
            let send = ["send", "c1", "ping", "--request-id", "r\(number)", "--json"]
            let first = try stepwell(send, ["FAIL": call.replacing("N", with: "\(number)")])
            if first.end != .status(0) {
                failed += 1
                #expect(first.end == .status(69), "\(first.output)")
                #expect(Self.named.contains { first.output.contains($0) }, "\(first.output)")
            }
            let second = try stepwell(send)
            #expect(second.end == .status(0), "\(second.output)")
            let (store, runner) = try opened()
            #expect(try store.load(CaseID("c1"))?.sequence == 3 + number)
            #expect(try runner.isFaithful(CaseID("c1")))
            #expect(try store.problems() == [])
        }
        #expect(failed > 0 || call.hasPrefix("truncate"))
    }

    @Test("a file that may not grow is an error by name, and the process tells it", arguments: [16, 40])
    func limit(_ kilobytes: Int) throws {
        try fill(1)
        let line = "ulimit -f \(kilobytes); exec \"$0\" send c1 ping --json --clinic \"$1\""
        let result = try place.run("/bin/bash", ["-c", line, place.programs.path("stepwell"), clinic])
        #expect(result.end == .status(69), "\(result.output)")
        #expect(Self.named.contains { result.output.contains($0) }, "\(result.output)")
        let (store, runner) = try opened()
        #expect(try store.load(CaseID("c1"))?.sequence == 3)
        #expect(try ping(runner, "c1", nil).after?.state.sequence == 4)
        #expect(try store.problems() == [])
    }

    @Test(
        "a disk that is full keeps what was acknowledged, and goes on when there is room", .enabled(if: geteuid() == 0))
    func full() throws {
        let disk = place.path("disk")
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
        let options = ["-t", "tmpfs", "-o", "size=352k", "tmpfs", disk]
        guard try place.run("/bin/mount", options).end == .status(0) else { return }
        defer { _ = try? place.run("/bin/umount", ["-l", disk]) }
        let path = "\(disk)/stepwell.db"
        do {
            let store = try SQLiteStore.create(at: path)
            let runner = try Chart.runner(store) { CaseID("c1") }
            _ = try runner.enroll(
                Chart.name, patient: "P", Command(.enroll(.init(with: [])), by: Self.anyone, at: .instant(Chart.start)))
            var last = 1
            let error = #expect(throws: RuntimeError.self) {
                for _ in 0..<2_000 { last = try ping(runner, "c1", nil).after?.state.sequence ?? 0 }
            }
            #expect(error == .store(.full), "\(String(describing: error))")
            #expect(last > 3)
            #expect(try store.load(CaseID("c1"))?.sequence == last)
            _ = try place.run("/bin/mount", ["-o", "remount,size=8m", disk])
            #expect(try ping(runner, "c1", nil).after?.state.sequence == last + 1)
            #expect(try runner.isFaithful(CaseID("c1")))
            #expect(try store.problems() == [])
        }
    }

    @Test("a store of another user is an error by name", .enabled(if: geteuid() == 0))
    func owner() throws {
        try fill(1)
        chmod(place.folder, 0o755)
        chmod(clinic, 0o755)
        for name in ["stepwell.yaml", "Pathways/torture.yaml"] { chmod("\(clinic)/\(name)", 0o644) }
        let arguments = ["--reuid", "65534", "--clear-groups", place.programs.path("stepwell"), "send", "c1", "ping"]
        guard access(place.programs.path("stepwell"), X_OK) == 0, access("/usr/bin/setpriv", X_OK) == 0 else { return }
        let result = try place.run("/usr/bin/setpriv", arguments + ["--json", "--clinic", clinic])
        // Where that user may not even run the program, there is nothing to see.
        guard result.end != .status(127), result.end != .status(126) else { return }
        #expect(result.end == .status(69), "\(result.output)")
        #expect(result.output.contains("read_only"), "\(result.output)")
    }

    @Test("a store that another holds is busy, and nothing has happened")
    func locked() throws {
        try fill(1)
        let store = try SQLiteStore.open(at: path, patience: 100)
        let runner = try Chart.runner(store) { CaseID("new") }
        let lock = open("\(path)-lock", O_RDWR | O_CLOEXEC)
        #expect(flock(lock, LOCK_EX) == 0)
        #expect(throws: RuntimeError.store(.busy)) { try ping(runner, "c1", "r") }
        #expect(throws: RuntimeError.store(.busy)) {
            try runner.advance(CaseID("c1"), at: .instant(Chart.start.after(900_000)))
        }
        close(lock)
        #expect(try ping(runner, "c1", "r").after?.state.sequence == 4)
    }

    @Test("a store of a newer program is refused by name")
    func newer() throws {
        try fill(1)
        let (store, _) = try opened()
        try store.backUp(to: place.path("clinic/new.db"))
        var bytes = try place.bytes("clinic/new.db")
        bytes[63] = 99  // `user_version` is a big-endian number at 60.
        for name in ["stepwell.db-wal", "stepwell.db-shm"] { unlink("\(clinic)/\(name)") }
        try place.write(bytes, to: "clinic/stepwell.db")
        let result = try stepwell(["send", "c1", "ping", "--json"])
        #expect(result.end == .status(69))
        #expect(result.output.contains("newer_store"), "\(result.output)")
    }
}

/// Numbers from 1 on.
final class Numbers {
    private var last = 0

    func next() -> Int {
        last += 1
        return last
    }
}
