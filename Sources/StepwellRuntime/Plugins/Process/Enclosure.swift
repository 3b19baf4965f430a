import Foundation
import PathwayModel
import Synchronization

/// What stands around a plugin's processes: how many they may be and what memory they may take together, and the only
/// way out that they have.
///
/// A control group holds both where this account may make one. What it does not hold is counted (``PluginWatch``).
final class Enclosure: Sendable {
    private let pid: pid_t
    private let group: ControlGroup?
    private let relay: Relay?
    private let limits: PluginLimits
    private let watched: Int?

    init(_ pid: pid_t, group: ControlGroup?, relay: Relay?, _ limits: PluginLimits, isWalled: Bool) {
        self.pid = pid
        self.group = group
        self.relay = relay
        self.limits = limits
        // Without walls a process hides from being counted: nothing is promised, and nothing counted.
        let isHeld = group.map { $0.holdsProcesses && $0.holdsMemory } ?? false
        watched = isHeld || !isWalled ? nil : PluginWatch.shared.watch(pid, limits)
    }

    /// Why its processes were killed, where they took too much together.
    var overstepped: String? {
        guard let group, group.hasRunOutOfMemory else { return nil }
        return PluginWatch.Excess.memory.reason(limits)
    }

    /// Looks no more at the process by its number, which another may get; says why it was killed, if it was.
    func stopWatching() -> String? {
        watched.flatMap { PluginWatch.shared.forget($0) }?.reason(limits)
    }

    /// Ends what is left of it.
    func end() {
        relay?.end()
        group?.end()
    }
}
