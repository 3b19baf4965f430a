import CEvents
import Foundation
import StepwellClinic

/// What tells a process that stays that another one has changed the store.
final class StoreWatch {
    /// Milliseconds after which a store behind an address is looked at again: nothing tells of its changes.
    private static let pause: Int64 = 1_000

    private let descriptor: Int32
    /// How the files that change begin.
    private let prefix: String

    init(_ store: StorePlace) throws {
        guard !store.isAddress else {
            (descriptor, prefix) = (-1, "")
            return
        }
        let file = URL(fileURLWithPath: store.location)
        prefix = file.lastPathComponent + "-wal"
        descriptor = stepwell_events_watch(file.deletingLastPathComponent().path)
        guard descriptor >= 0 else { throw Failure(.unavailable, "no_watch", "the store's folder cannot be watched") }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Forgets what has changed so far.
    func drain() { if descriptor >= 0 { stepwell_events_drain(descriptor) } }

    /// Waits for a change, or until so many milliseconds are over or an end is asked for; whether it was a change.
    func waits(milliseconds: Int64) -> Bool {
        let longest = descriptor >= 0 ? milliseconds : min(milliseconds, Self.pause)
        return stepwell_events_wait(descriptor, prefix, Int32(clamping: longest)) == STEPWELL_CHANGED
    }
}
