import Foundation
import PathwayModel

/// A process that has just begun, and what stands around it.
struct PluginStart {
    let pid: pid_t
    let streams: PipeSet.Ends
    let enclosure: Enclosure

    /// Starts a command: what it reads from further descriptors is there, it is a member of its control group, and
    /// where it speaks to other hosts the relay listens before the first instruction of the plugin.
    static func begin(
        _ command: PluginCommand, in folder: String, _ limits: PluginLimits, log: @escaping @Sendable (String) -> Void
    ) throws(PluginFailure) -> PluginStart {
        let pipes = try PipeSet()
        var opened = Opened(pipes)
        do throws(PluginFailure) {
            for bytes in command.handed { opened.handed.append(try Pipe.holding(bytes)) }
            let gate = command.relay.isEmpty ? nil : try RelayGate()
            opened.gate = gate
            let descriptors = pipes.theirs.all + opened.handed + (gate?.theirs ?? [])
            func start(_ groups: [String]) -> Result<pid_t, PluginFailure> {
                SpawnThread.shared.run {
                    Spawn.start(command, in: folder, limits, descriptors: descriptors, groups: groups)
                }
                    ?? .failure(PluginFailure("the process cannot be started"))
            }
            opened.group = limits.usesGroups ? ControlGroup.make(limits) : nil
            var started = start(opened.group?.memberFiles ?? [])
            if case .failure = started, let group = opened.group {
                // A group may let nobody in: then the host counts.
                group.end()
                opened.group = nil
                started = start([])
            }
            let pid = try started.get()
            opened.pid = pid
            opened.closeTheirs()
            let relay = try gate?.open(to: command.relay, in: command.network, of: pid, log: log)
            return PluginStart(
                pid: pid, streams: pipes.ours,
                enclosure: Enclosure(pid, group: opened.group, relay: relay, limits, isWalled: !command.isBound))
        } catch {
            opened.closeAll()
            throw error
        }
    }

    /// What is open while a process starts.
    private struct Opened {
        let pipes: PipeSet
        var handed: [Int32] = []
        var gate: RelayGate?
        var group: ControlGroup?
        var pid: pid_t?
        private var hasClosedTheirs = false

        init(_ pipes: PipeSet) { self.pipes = pipes }

        mutating func closeTheirs() {
            guard !hasClosedTheirs else { return }
            hasClosedTheirs = true
            pipes.closeTheirs()
            for end in handed { close(end) }
            gate?.closeTheirs()
        }

        mutating func closeAll() {
            // Gone before its gate is: it must not take that for the sign to begin.
            if let pid {
                kill(-pid, SIGKILL)
                while waitpid(pid, nil, 0) < 0, errno == EINTR {}
            }
            closeTheirs()
            pipes.closeOurs()
            gate?.closeOurs()
            group?.end()
        }
    }
}
