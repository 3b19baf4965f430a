package import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// A process of ours that is killed when the time has come.
package struct Child {
    package struct Failed: Error {
        package var program: String
        package var code: Int32
    }

    package enum End: Hashable, Sendable {
        case status(Int32)
        case signal(Int32)
    }

    package let pid: pid_t

    /// - Parameters:
    ///   - environment: beside that of this process.
    ///   - output: the file that takes what it prints; nothing where it is nil.
    package init(
        _ program: String, _ arguments: [String], environment: [String: String] = [:], output: String? = nil
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        let flags = O_WRONLY | O_CREAT | O_APPEND
        posix_spawn_file_actions_addopen(&actions, 1, output ?? "/dev/null", flags, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var values = ProcessInfo.processInfo.environment
        values["SWIFT_BACKTRACE"] = "enable=no"
        for (name, value) in environment { values[name] = value }
        var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
        var settings: [UnsafeMutablePointer<CChar>?] = values.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for word in words + settings { free(word) } }
        // What this process ignores, whoever started it, a new one would ignore too, and what this thread blocks.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        for signal in [SIGXFSZ, SIGPIPE] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        var pid: pid_t = 0
        let code = posix_spawn(&pid, program, &actions, &attributes, &words, &settings)
        guard code == 0 else { throw Failed(program: program, code: code) }
        self.pid = pid
    }

    package func kill(_ signal: Int32 = SIGKILL) { _ = Foundation.kill(pid, signal) }

    /// How it ended; nil while it runs.
    package func ended() -> End? {
        var status: Int32 = 0
        return waitpid(pid, &status, WNOHANG) == pid ? Self.end(status) : nil
    }

    package func wait() -> End {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        return Self.end(status)
    }

    /// What it used until its end: processor time in seconds, and the most memory it had, in bytes.
    package func waitMeasuring() -> (end: End, seconds: Double, memory: Int) {
        var (status, usage) = (Int32(0), rusage())
        while wait4(pid, &status, 0, &usage) < 0, errno == EINTR {}
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return (Self.end(status), seconds(usage.ru_utime) + seconds(usage.ru_stime), usage.ru_maxrss * 1_024)
    }

    private static func end(_ status: Int32) -> End {
        status & 0x7F == 0 ? .status((status >> 8) & 0xFF) : .signal(status & 0x7F)
    }
}

/// Where the build puts programs, and the library that stands between them and their files.
package struct Programs: Sendable {
    package let folder: String
    package let preload: String

    package init(in folder: String, workIn place: String) throws {
        self.folder = folder
        preload = "\(place)/preload.so"
        let source = Self.project + "/Torture/Preload/preload.c"
        let arguments = ["-shared", "-fPIC", "-O1", "-o", preload, source, "-ldl", "-lpthread"]
        let compiler = try Child("/usr/bin/cc", arguments, output: "\(place)/cc.log")
        guard compiler.wait() == .status(0) else { throw Child.Failed(program: "cc", code: 1) }
    }

    package func path(_ name: String) -> String { "\(folder)/\(name)" }

    /// The project's folder.
    package static let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    /// The environment in which a program's calls on the files in a folder are dealt with.
    package func preloaded(_ folder: String, _ settings: [String: String]) -> [String: String] {
        var environment = ["LD_PRELOAD": preload, "TORTURE_FOLDER": folder]
        for (name, value) in settings { environment["TORTURE_\(name)"] = value }
        return environment
    }
}

/// A line at a time at the end of a file, each whole or not there: what a caller has been told.
package struct LineLog: Sendable {
    private let descriptor: Int32

    package init(_ path: String) {
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    }

    package func add(_ line: String) {
        // A process may be killed in the middle of a write: a line counts with its end alone, and begins anew.
        let bytes = Array("\n\(line)\(Self.end)\n".utf8)
        _ = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    }

    private static let end = " ."

    /// The lines that were added whole.
    package static func added(_ path: String) -> [String] {
        lines(path).filter { $0.hasSuffix(end) }.map { String($0.dropLast(end.count)) }
    }

    package static func lines(_ path: String) -> [String] {
        guard let data = FileManager.default.contents(atPath: path) else { return [] }
        return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
