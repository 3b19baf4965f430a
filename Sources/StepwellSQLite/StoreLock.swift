import Foundation
import StepwellRuntime

/// The lock under which a store is written and checkpointed, held by one process at a time.
///
/// SQLite before 3.51.3 can corrupt a WAL database when one connection checkpoints while another writes. With every
/// write and every checkpoint under this lock that cannot happen, whatever SQLite is on the machine.
final class StoreLock: Sendable {
    private let descriptor: Int32
    /// Milliseconds to wait for another process.
    private let patience: Int

    init(path: String, patience: Int) throws(StoreError) {
        self.patience = patience
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw errno == EACCES || errno == EROFS ? .readOnly : .unavailable(detail: "its lock file cannot be opened")
        }
    }

    deinit { close(descriptor) }

    /// Runs something under the lock; `busy` where another process does not let go in time.
    func holding<Product>(_ body: () throws(StoreError) -> Product) throws(StoreError) -> Product {
        var waited = 0
        var pause: UInt32 = 1
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else { throw .unavailable(detail: "its lock cannot be taken") }
            guard waited < patience else { throw .busy }
            usleep(pause * 1_000)
            waited += Int(pause)
            pause = min(pause * 2, 20)
        }
        defer { flock(descriptor, LOCK_UN) }
        return try body()
    }
}
