import Foundation
import StepwellStore
import Synchronization

/// The lock under which a store is written and checkpointed, held by one thread of one process at a time.
///
/// SQLite before 3.51.3 can corrupt a WAL database when one connection checkpoints while another writes. With every
/// write and every checkpoint under this lock that cannot happen, whatever SQLite is on the machine.
final class StoreLock: Sendable {
    private let descriptor: Int32
    /// Milliseconds to wait for whoever holds it.
    private let patience: Int
    /// `flock` belongs to the open file, which the threads of a process share: among themselves they take turns here.
    private let isTaken = Mutex(false)

    init(path: String, patience: Int) throws(StoreError) {
        self.patience = patience
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw StoreError(opening: errno, "its lock file cannot be opened") }
    }

    deinit { close(descriptor) }

    /// Runs something under the lock; `busy` where another does not let go in time.
    func holding<Product>(_ body: () throws(StoreError) -> Product) throws(StoreError) -> Product {
        let deadline = ContinuousClock.now.advanced(by: .milliseconds(patience))
        try Self.wait(until: deadline) { () throws(StoreError) in takeTurn() }
        defer { isTaken.withLock { $0 = false } }
        try Self.wait(until: deadline) { () throws(StoreError) in try Self.takeFile(descriptor, LOCK_EX) }
        defer { flock(descriptor, LOCK_UN) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_nlink > 0 else {
            // Others would lock the file that is there now, and nobody would exclude anybody.
            throw .unavailable(detail: "its lock file was removed while it was open")
        }
        return try body()
    }

    private func takeTurn() -> Bool {
        isTaken.withLock { isTaken in
            guard !isTaken else { return false }
            isTaken = true
            return true
        }
    }

    fileprivate static func takeFile(_ descriptor: Int32, _ kind: Int32) throws(StoreError) -> Bool {
        if flock(descriptor, kind | LOCK_NB) == 0 { return true }
        guard errno == EWOULDBLOCK || errno == EINTR else { throw .unavailable(detail: "its lock cannot be taken") }
        return false
    }

    /// Tries until it works, looking less often the longer it takes. `flock` itself cannot be told when to give up.
    fileprivate static func wait(
        until deadline: ContinuousClock.Instant, _ attempt: () throws(StoreError) -> Bool
    ) throws(StoreError) {
        var pause: UInt32 = 100
        while true {
            if try attempt() { return }
            guard ContinuousClock.now < deadline else { throw .busy }
            usleep(pause)
            pause = min(pause * 2, 10_000)
        }
    }
}

/// Keeps every writer away for as long as it lives: for readers that cannot take part in SQLite's own locks.
final class ReadersHold: Sendable {
    private let descriptor: Int32

    /// - Throws: `busy` where somebody goes on writing.
    init(path: String, patience: Int) throws(StoreError) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        // Without a lock file nobody has written here.
        guard descriptor >= 0 else { return }
        let deadline = ContinuousClock.now.advanced(by: .milliseconds(patience))
        do throws(StoreError) {
            try StoreLock.wait(until: deadline) { () throws(StoreError) in
                try StoreLock.takeFile(descriptor, LOCK_SH)
            }
        } catch {
            close(descriptor)
            throw error
        }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }
}
