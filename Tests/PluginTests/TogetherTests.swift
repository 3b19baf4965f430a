import Foundation
import PathwayModel
import StepwellRuntime
import Testing

/// What a plugin's processes may take together. Each is tried with control groups, where this account may make any
/// (else with what takes their place), and counted by the host alone.
@Suite("What a plugin's processes take together")
struct TogetherTests {
    /// Forks children that wait, no more than 300, and says how many there were; long enough for who counts them.
    private static let forks = """
        def forks():
            for count in range(300):
                try:
                    child = os.fork()
                except OSError:
                    return "stopped at %d" % count
                if child == 0:
                    time.sleep(6)
                    os._exit(0)
            time.sleep(5)
            return "all"
        """

    @Test("are at most so many, whoever runs it", arguments: [true, false])
    func processes(_ usesGroups: Bool) throws {
        let said = try Fixture.inside("forks()", prelude: Self.forks) { limits in
            limits.usesGroups = usesGroups
            limits.processes = 24
        }
        // Either it may not start another, or all of them are killed for it.
        let stopped = said.hasPrefix("-> stopped at ") ? Int(said.split(separator: " ").last ?? "") : nil
        #expect(
            stopped.map { (15...24).contains($0) } ?? said.hasPrefix("it ran more than 24 processes"), "\(said)")
    }

    @Test("are not counted with the processes that run beside it")
    func others() throws {
        let others = try Fixture.saying("[subprocess.Popen(['/usr/bin/sleep', '60']).pid > 0 for _ in range(40)]")
        let beside = try others.host(.none)
        defer { beside.shutDown() }
        #expect(!beside.answers(to: [Fixture.question()])[0].isFailure)
        #expect(try Fixture.inside("'runs'") { $0.processes = 24 } == "-> runs")
    }

    /// Children that each take 48 MiB and keep it.
    private static func hoard(_ take: String) -> String {
        """
        import mmap
        def hoard():
            for _ in range(12):
                if os.fork() == 0:
                    \(take)
                    time.sleep(20)
                    os._exit(0)
            gone = 0
            for _ in range(150):
                time.sleep(0.1)
                if os.waitpid(-1, os.WNOHANG)[0]: gone += 1
                if gone == 7: break
            return 12 - gone
        """
    }

    static let ways = ["kept = bytearray(48 << 20)", "kept = mmap.mmap(-1, 48 << 20); kept.write(bytes(48 << 20))"]

    @Test("take at most so much memory, their own or shared", arguments: [true, false], ways)
    func memory(_ usesGroups: Bool, _ take: String) throws {
        let said = try Fixture.inside("hoard()", prelude: Self.hoard(take)) { limits in
            limits.usesGroups = usesGroups
            limits.totalMemory = 256 << 20
        }
        // Linux may end children instead of the plugin: then no more of them are left than fit.
        let left = said.hasPrefix("-> ") ? Int(said.dropFirst(3)) : nil
        #expect(
            left.map { usesGroups && $0 <= 5 }
                ?? said.hasPrefix("its processes took more than 256 MiB of memory together"), "\(said)")
    }

    @Test("leave at most so many files in /tmp, where the host counts")
    func files() throws {
        let fill = """
            def fill():
                for number in range(3000): open("/tmp/%d" % number, "w").close()
                time.sleep(10)
                return "kept"
            """
        let said = try Fixture.inside("fill()", prelude: fill) { limits in
            limits.usesGroups = false
            limits.temporaryFiles = 2_000
        }
        #expect(said == "it made more than 2000 files in /tmp")
    }

    private static let hasGroups = ControlGroupPlace.all.contains { access($0.path, W_OK) == 0 }

    @Test(
        "are in a control group of their own, which goes with them",
        .enabled(if: hasGroups, "this account may make no control group"))
    func group() throws {
        let mark = "79\(UInt32.random(in: 1_000_000...9_999_999))"
        let fixture = try Fixture.saying("subprocess.Popen(['/usr/bin/sleep', '\(mark)']).pid > 0")
        let host = try fixture.host()
        #expect(host.answers(to: [Fixture.question()])[0].verdict.reasons == ["-> True"])
        #expect(try Self.becomes(1, mark))
        let child = try #require(try Self.processes(mark).first)
        let groups = String(
            decoding: FileManager.default.contents(atPath: "/proc/\(child)/cgroup") ?? Data(), as: UTF8.self)
        let name = try #require(groups.split { "/\n".contains($0) }.first { $0.hasPrefix("stepwell-\(getpid())-") })
        let folders = ControlGroupPlace.all.map { "\($0.path)/\(name)" }
        #expect(folders.contains { access($0, F_OK) == 0 })
        host.shutDown()
        #expect(!folders.contains { access($0, F_OK) == 0 })
    }

    @Test("a child that leaves its group and its parent ends with the plugin", arguments: [true, false])
    func runaway(_ usesGroups: Bool) throws {
        let mark = "78\(UInt32.random(in: 1_000_000...9_999_999))"
        let fixture = try Fixture.saying(
            "subprocess.run(['/usr/bin/setsid', '--fork', '/usr/bin/sleep', '\(mark)']).returncode")
        let host = try fixture.host { $0.usesGroups = usesGroups }
        #expect(host.answers(to: [Fixture.question()])[0].verdict.reasons == ["-> 0"])
        #expect(try Self.becomes(1, mark))
        host.shutDown()
        #expect(try Self.becomes(0, mark))
    }

    /// Whether so many processes with a mark are there within some seconds.
    private static func becomes(_ number: Int, _ mark: String) throws -> Bool {
        for _ in 0..<200 {
            if try count(mark) == number { return true }
            usleep(20_000)
        }
        return false
    }

    private static func count(_ mark: String) throws -> Int { try processes(mark).count }

    private static func processes(_ mark: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { pid in
            guard Int(pid) != nil, let line = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") else {
                return false
            }
            return line.starts(with: Data("/usr/bin/sleep".utf8))
                && String(decoding: line, as: UTF8.self).contains(mark)
        }
    }

    /// Descriptors that are pipes. Other tests open some at the same time.
    private static func pipes() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").filter { name in
            var target = [CChar](repeating: 0, count: 64)
            return readlink("/proc/self/fd/\(name)", &target, 63) > 0 && strncmp(target, "pipe:", 5) == 0
        }.count
    }

    @Test("a plugin that ends by itself leaves no descriptor open")
    func descriptors() throws {
        let before = try Self.pipes()
        var kept: [PluginHost] = []
        for _ in 0..<120 {
            let fixture = try Fixture("")
            try fixture.write("run", "#!/bin/sh\nexit 3\n")
            let host = try fixture.host(.none)
            let answer = host.answers(to: [Fixture.question()])[0]
            #expect(answer.verdict.reasons[0].contains("exit status 3"))
            kept.append(host)
        }
        // Three for each of them that leaked would be 360.
        #expect(try Self.pipes() - before < 120)
        #expect(kept.count == 120)
    }
}
