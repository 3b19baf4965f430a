import GRDB
import StepwellStore

/// A connection that only reads, by whatever way there is: on a file system that may not be written to, and on one that
/// is full, the files that SQLite wants beside a store cannot be made.
struct Reader: Sendable {
    let queue: DatabaseQueue
    let way: ReadingWay
    /// Keeps those who write away, where SQLite locks nothing.
    private let hold: ReadersHold?

    init(_ path: String, patience: Int) throws(StoreError) {
        do throws(StoreError) {
            queue = try SQLiteStore.connect(path, patience: patience, log: nil)
            (way, hold) = (.shared, nil)
            return
        } catch {
            switch error {
            case .busy, .missing, .newer, .damaged, .lost, .exists, .versionTaken: throw error
            case .full, .readOnly, .unavailable: break
            }
        }
        hold = try ReadersHold(path: "\(path)-lock", patience: patience)
        way = StoreFile.status(of: "\(path)-wal") == nil ? .withoutLog : .ownIndex
        queue = try SQLiteStore.connect(path, patience: patience, log: nil, way: way)
    }

    func read<Product>(_ body: (Database) throws -> Product) throws(StoreError) -> Product {
        try StoreError.mapping { try queue.inDatabase { try body($0) } }
    }
}
