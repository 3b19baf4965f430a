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
        case files

        func reason(_ limits: PluginLimits) -> String {
            switch self {
            case .processes: "it ran more than \(limits.processes) processes"
            case .memory: "its processes took more than \(limits.totalMemory >> 20) MiB of memory together"
            case .files: "it made more than \(limits.temporaryFiles) files in /tmp"
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
            for (number, entry) in state.entries {
                let found = SandboxProcesses.below(
                    entry.pid, atMost: entry.limits.processes + SandboxProcesses.wardens)
                guard let excess = entry.excess ?? Self.excess(found, entry.limits) else { continue }
                state.entries[number]?.excess = excess
                // A sandbox that has only begun may not yet end with what began it.
                kill(-entry.pid, SIGKILL)
                if let first = found.first { kill(first, SIGKILL) }
            }
            if state.entries.isEmpty { state.isRunning = false }
            return state.isRunning
        }
    }

    private static func excess(_ found: SandboxProcesses, _ limits: PluginLimits) -> Excess? {
        if found.threads > limits.processes + SandboxProcesses.wardens { return .processes }
        if found.room == limits.temporary, found.files > limits.temporaryFiles { return .files }
        return found.memory > limits.totalMemory ? .memory : nil
    }
}
