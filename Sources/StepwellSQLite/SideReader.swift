import GRDB
import StepwellStore
import Synchronization

/// A second connection that only reads: for threads that load their case while another commits.
///
/// SQLite shows a commit to other connections when it is synced, not before: what is read here is safe.
final class SideReader: Sendable {
    /// The connection and its statements; nil until it is needed.
    private let opened = Mutex<(queue: DatabaseQueue, events: EventPath)?>(nil)

    /// Reads something; the connection is opened when that is done for the first time.
    func read<Product>(
        opening: () throws(StoreError) -> DatabaseQueue, _ body: (Database, EventPath) throws -> Product
    ) throws(StoreError) -> Product {
        let (queue, events) = try opened.withLock { opened throws(StoreError) in
            if let opened { return opened }
            let made = (queue: try opening(), events: EventPath())
            opened = made
            return made
        }
        return try StoreError.mapping { try queue.inDatabase { try body($0, events) } }
    }
}
