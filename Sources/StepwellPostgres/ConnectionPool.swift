import StepwellStore
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Connections that nobody uses at the moment. Whoever asks has one to themselves; there are as many as threads that
/// are at work.
final class ConnectionPool: Sendable {
    /// Connections that are kept for later at most.
    private static let mostIdle = 4

    let location: PostgresLocation
    /// Milliseconds to wait for a lock, and for a server that comes up again.
    let patience: Int
    private let idle = Mutex<[Connection]>([])

    init(_ location: PostgresLocation, patience: Int) {
        self.location = location
        self.patience = patience
    }

    func take() throws(StoreError) -> Connection {
        if let connection = idle.withLock({ $0.popLast() }) { return connection }
        return try Connection.open(location, patience: patience)
    }

    /// One that is broken or in the middle of something is closed.
    func give(_ connection: Connection) {
        guard connection.isIdle else { return }
        idle.withLock { if $0.count < Self.mostIdle { $0.append(connection) } }
    }

    /// Closes those that nobody uses: where one was lost the others probably are.
    func empty() {
        let connections = idle.withLock { idle in
            defer { idle = [] }
            return idle
        }
        _ = connections
    }

    /// A connection to a server that was there and may be coming up again.
    func reconnect() throws(StoreError) -> Connection {
        let deadline = ContinuousClock.now.advanced(by: .milliseconds(patience))
        var pause: UInt32 = 10_000
        while true {
            do { return try Connection.open(location, patience: patience) } catch {
                guard ContinuousClock.now < deadline else { throw error }
            }
            usleep(pause)
            pause = min(pause * 2, 200_000)
        }
    }
}
