import Foundation
import PathwayModel

/// The processes below one, as the system lists them.
struct SandboxProcesses {
    /// Processes of the sandbox itself, outside of what the plugin is allowed.
    static let wardens = 1
    private static let largest = 65_536

    private(set) var threads = 0
    /// Bytes that are no file's: what they took for themselves.
    private(set) var memory = 0
    /// How many files the sandbox's `/tmp` holds: the kernel's memory of them is nobody's.
    private(set) var files = 0
    /// How many bytes that has room for.
    private(set) var room = 0
    /// The first process of the sandbox, with which all others end.
    private(set) var first: pid_t?

    /// Goes no further once there are more than these.
    static func below(_ pid: pid_t, atMost limit: Int) -> SandboxProcesses {
        var found = SandboxProcesses()
        var pending = [pid]
        var last = pid
        while let next = pending.popLast(), found.threads <= limit {
            found.add("/proc/\(next)")
            last = next
            if found.first == nil, next != pid { found.first = next }
            for thread in FileFacts.entries(of: "/proc/\(next)/task") where thread.first?.isNumber ?? false {
                let children = text("/proc/\(next)/task/\(thread)/children")
                pending += children.split(separator: " ").compactMap { pid_t($0) }
            }
        }
        if last != pid { found.count(filesOf: last) }
        return found
    }

    /// Before the sandbox stands, `/tmp` there is this machine's: how much room there is tells the two apart.
    private mutating func count(filesOf pid: pid_t) {
        var temporary = statvfs()
        guard statvfs("/proc/\(pid)/root/tmp", &temporary) == 0 else { return }
        files = Int(clamping: temporary.f_files) - Int(clamping: temporary.f_ffree)
        room = Int(clamping: temporary.f_blocks) * Int(temporary.f_frsize)
    }

    private mutating func add(_ process: String) {
        for line in Self.text("\(process)/status").split(separator: "\n") {
            if let count = Self.number(line, after: "Threads:") { threads += count }
            for name in ["RssAnon:", "RssShmem:"] {
                if let kilobytes = Self.number(line, after: name) { memory += kilobytes << 10 }
            }
        }
    }

    private static func number(_ line: Substring, after name: String) -> Int? {
        guard line.hasPrefix(name) else { return nil }
        return Int(line.dropFirst(name.count).drop { $0 == "\t" || $0 == " " }.prefix { $0.isNumber })
    }

    /// What a file of the system says; nothing once its process is gone.
    static func text(_ path: String) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while bytes.count < largest {
            let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
