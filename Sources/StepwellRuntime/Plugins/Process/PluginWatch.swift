import Foundation
import PathwayModel
import Synchronization

/// Counts the processes and the memory of sandboxes that no control group holds, whatever the host is doing, and
/// kills those that take too much.
///
/// It looks every ``pause`` milliseconds: what is taken between two looks is bounded by the limits of each process.
final class PluginWatch: Sendable {
    enum Excess: Sendable {
        case processes
        case memory

        func reason(_ limits: PluginLimits) -> String {
            switch self {
            case .processes: "it ran more than \(limits.processes) processes"
            case .memory: "its processes took more than \(limits.totalMemory >> 20) MiB of memory together"
            }
        }
    }

    private struct Entry {
        var pid: pid_t
        var limits: PluginLimits
        var excess: Excess?
    }

    private struct State {
        var entries: [Int: Entry] = [:]
        var next = 0
        var isRunning = false
    }

    static let shared = PluginWatch()
    static let pause = 50

    private let state = Mutex(State())

    func watch(_ pid: pid_t, _ limits: PluginLimits) -> Int {
        state.withLock { state in
            state.next += 1
            state.entries[state.next] = Entry(pid: pid, limits: limits)
            if !state.isRunning {
                state.isRunning = true
                let thread = Thread { [self] in run() }
                thread.name = "stepwell-watch"
                thread.start()
            }
            return state.next
        }
    }

    /// Once this is done the number is not looked at again, and may be reaped.
    func forget(_ number: Int) -> Excess? {
        state.withLock { $0.entries.removeValue(forKey: number)?.excess }
    }

    private func run() {
        while look() { usleep(UInt32(Self.pause) * 1_000) }
    }

    /// Looks at all of them; false where there is none, and the thread ends.
    private func look() -> Bool {
        state.withLock { state in
            for (number, entry) in state.entries where entry.excess == nil {
                guard let excess = Self.excess(of: entry) else { continue }
                state.entries[number]?.excess = excess
                kill(entry.pid, SIGKILL)
            }
            if state.entries.isEmpty { state.isRunning = false }
            return state.isRunning
        }
    }

    private static func excess(of entry: Entry) -> Excess? {
        let found = SandboxProcesses.below(entry.pid, atMost: entry.limits.processes + SandboxProcesses.wardens)
        if found.threads > entry.limits.processes + SandboxProcesses.wardens { return .processes }
        return found.memory > entry.limits.totalMemory ? .memory : nil
    }
}

/// The processes below one, as the system lists them.
struct SandboxProcesses {
    /// Processes of the sandbox itself, outside of what the plugin is allowed.
    static let wardens = 1
    private static let largest = 65_536

    private(set) var threads = 0
    /// Bytes that are no file's: what they took for themselves.
    private(set) var memory = 0

    /// Goes no further once there are more than these.
    static func below(_ pid: pid_t, atMost limit: Int) -> SandboxProcesses {
        var found = SandboxProcesses()
        var pending = [pid]
        while let next = pending.popLast(), found.threads <= limit {
            found.add("/proc/\(next)")
            for thread in names(in: "/proc/\(next)/task") {
                let children = text("/proc/\(next)/task/\(thread)/children")
                pending += children.split(separator: " ").compactMap { pid_t($0) }
            }
        }
        return found
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

    private static func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.utf8.first.map({ (0x30...0x39).contains($0) }) ?? false { names.append(name) }
        }
        return names
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
