import PathwayModel
import StepwellKit

/// What a plugin process may take. What goes beyond is a failure with its reason, never a wait without end.
package struct PluginLimits: Hashable, Sendable {
    /// Milliseconds from the start of the process to its answer to `initialize`.
    package var start = 10_000
    /// Milliseconds for one rule. Of calls that were sent together, each has this long after the one before.
    package var rule = 2_000
    /// Milliseconds for one delivery: a mail server takes its time.
    package var delivery = 30_000
    /// Milliseconds a process has to end once it was told to.
    package var end = 500
    /// Bytes of address space of one process; Swift programs need half a gigabyte to start.
    package var memory = 2 << 30
    /// Bytes of memory that its processes may take together.
    package var totalMemory = 1 << 30
    /// Bytes of its `/tmp`, the only place that it may write to.
    package var temporary = 64 << 20
    /// Files and folders there; a control group counts the memory that they take instead.
    package var temporaryFiles = 10_000
    /// Seconds of processor time of one process.
    package var processor = 3_600
    /// Bytes a process may write to one file of its own.
    package var file = 16 << 20
    package var openFiles = 64
    /// Processes and threads together.
    package var processes = 64
    /// Whether control groups hold what its processes take together, where this account may make any; else the host
    /// counts.
    package var usesGroups = true
    /// Bytes of one line of its answers.
    package var line = PluginProtocol.longestLine
    /// Bytes of standard error that are logged of one process; the rest is read and dropped.
    package var log = 65_536
    /// Deaths in a row after which it is no longer started.
    package var deaths = 5
    /// Calls that are sent before their answers are read.
    package var pipeline = 256

    package init() {}

    package static let standard = PluginLimits()

    /// Milliseconds to wait before a start after so many deaths in a row: none, 100, 400, 1,600, 6,400.
    func backoff(afterDeaths deaths: Int) -> Int { deaths <= 1 ? 0 : 100 << (2 * min(deaths - 2, 5)) }
}
