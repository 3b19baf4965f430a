import Foundation

/// Other programs: the floors in C, and `stepwell` itself.
enum Processes {
    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    struct Finished {
        var cpu: Double
        var wall: Double
        var output: String
    }

    /// Runs a program to its end; its output goes through a file, so that reading it costs the program nothing.
    static func run(_ program: String, _ arguments: [String]) throws -> Finished {
        let started = Usage.now
        let output = "\(FileManager.default.temporaryDirectory.path)/stepwell-bench-\(getpid())-\(UUID().uuidString)"
        defer { unlink(output) }
        let child = try start(program, arguments, output: output)
        let usage = try wait(for: child, program, output)
        let text = String(decoding: FileManager.default.contents(atPath: output) ?? Data(), as: UTF8.self)
        return Finished(cpu: usage.cpuSeconds, wall: (Usage.now - started).wall, output: text)
    }

    /// Starts a program; its output and its errors go to a file.
    static func start(_ program: String, _ arguments: [String], output: String) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var child: pid_t = 0
        let status = posix_spawnp(&child, program, &actions, nil, &words, environ)
        guard status == 0 else { throw Failed(description: "\(program) cannot be started") }
        return child
    }

    /// Waits for a program, and tells what it used; its output is shown where it failed.
    static func wait(for child: pid_t, _ program: String, _ output: String) throws -> rusage {
        var status: Int32 = 0
        var usage = rusage()
        while wait4(child, &status, 0, &usage) < 0, errno == EINTR {}
        guard status == 0 else {
            let text = String(decoding: FileManager.default.contents(atPath: output) ?? Data(), as: UTF8.self)
            throw Failed(description: "\(program) ended with \(status >> 8): \(text)")
        }
        return usage
    }
}

/// A folder for stores and streams that goes away with the run.
final class Scratch {
    let folder: String

    /// Below the given folder: what commits to a disk says nothing about one in memory.
    init(below parent: String) throws {
        folder = "\(parent)/stepwell-bench-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    func path(_ name: String) -> String { "\(folder)/\(name)" }

    /// A name that was not given before.
    func fresh(_ name: String) -> String { path("\(UUID().uuidString)-\(name)") }

    deinit { try? FileManager.default.removeItem(atPath: folder) }
}

/// The least that the work can cost: programs in C, built where there is a compiler.
struct Floors {
    let scratch: Scratch
    private let streams: String

    /// Builds them from the sources in a folder; nil where there is no compiler.
    init?(sources: String, scratch: Scratch, streams: String) throws {
        guard FileManager.default.fileExists(atPath: "\(sources)/limit_switch.c") else {
            throw Processes.Failed(
                description: "there are no floors in '\(sources)'; run this in the package's folder, or name theirs")
        }
        guard (try? Processes.run("cc", ["--version"])) != nil else { return nil }
        self.scratch = scratch
        self.streams = scratch.path("streams.tsv")
        try streams.write(toFile: self.streams, atomically: true, encoding: .utf8)
        let syncing = "\(sources)/../CSyncCount"
        let programs = [
            ("limit_switch", [] as [String]),
            ("limit_sqlite", ["\(syncing)/CSyncCount.c", "-I\(syncing)/include", "-lsqlite3"]),
            ("open_sqlite", ["-lsqlite3"]), ("limit_yaml", ["-lyaml"]), ("cli_one", ["-lsqlite3"]),
        ]
        for (name, libraries) in programs {
            let source = "\(sources)/\(name).c"
            _ = try Processes.run("cc", ["-O2", "-w", "-o", scratch.path(name), source] + libraries)
        }
    }

    /// Lines `…,name,value` of a program's output, by name.
    private func run(_ name: String, _ arguments: [String]) throws -> [String: Double] {
        let output = try Processes.run(scratch.path(name), arguments).output
        var figures: [String: Double] = [:]
        for line in output.split(separator: "\n") {
            let parts = line.split(separator: ",")
            guard parts.count >= 2, let value = Double(parts[parts.count - 1]) else { continue }
            figures[String(parts[parts.count - 2])] = value
        }
        return figures
    }

    private func sample(_ figures: [String: Double], _ name: String, count: Int) throws -> Sample {
        guard let cpu = figures["\(name)_cpu"], let wall = figures["\(name)_wall"] else {
            throw WrongResult(description: "a floor printed no figure '\(name)'")
        }
        return Sample(cpu: cpu * Double(count) / 1e6, wall: wall * Double(count) / 1e6, count: count)
    }

    /// The chart as a `switch`.
    func inMemory(events: Int) -> Contender {
        Contender(name: "C `switch`") {
            try sample(try run("limit_switch", [streams, "20"]), "mem_events_us", count: events)
        }
    }

    /// The `switch`, SQLite and one transaction for so many events.
    func durable(cases: Int, events: Int, batch: Int, name: String) -> Contender {
        Contender(name: name) {
            let figures = try run(
                "limit_sqlite", [streams, String(cases), "full", String(batch), scratch.path("floor.db")])
            var sample = try sample(figures, "durable_us", count: events)
            sample.rows = 2 * events
            sample.syncs = (events + batch - 1) / batch
            return sample
        }
    }

    /// Finds and fires 1,000 due cases among so many, each in a transaction of its own.
    func due(among open: Int) -> Contender {
        Contender(name: "C + SQLite, \(open) open") {
            let store = scratch.path("floor-open-\(open).db")
            _ = try run("open_sqlite", ["load", String(open), store])
            let figures = try run("open_sqlite", ["fire", store, "each", String(open)])
            guard figures["found"] == 1_000, let wall = figures["process_find_fire_each_ms"],
                let cpu = figures["process_find_fire_each_cpu_ms"]
            else { throw WrongResult(description: "the floor did not find what is due") }
            return Sample(cpu: cpu / 1e3, wall: wall / 1e3, count: 1_000)
        }
    }

    /// libyaml alone over a definition.
    func parsing(_ yaml: String) -> Contender {
        Contender(name: "libyaml's events alone") {
            let file = scratch.path("big.yaml")
            try yaml.write(toFile: file, atomically: true, encoding: .utf8)
            let figures = try run("limit_yaml", [file, "5"])
            guard let cpu = figures["parse_cpu_ms"], let wall = figures["parse_ms"] else {
                throw WrongResult(description: "the floor printed no figure")
            }
            return Sample(cpu: cpu / 1e3, wall: wall / 1e3, count: 1)
        }
    }

    /// One event as a whole process.
    func process(events: Int) -> Contender {
        Contender(name: "C, one process") {
            let store = scratch.path("floor-one.db")
            _ = try run("limit_sqlite", [streams, "1", "full", "1", store])
            var sample = Sample(cpu: 0, wall: 0, count: events)
            for _ in 0..<events {
                let finished = try Processes.run(scratch.path("cli_one"), [store, "0", "session", "1"])
                sample.cpu += finished.cpu
                sample.wall += finished.wall
            }
            return sample
        }
    }
}
