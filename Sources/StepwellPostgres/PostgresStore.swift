import StepwellStore
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The cases of one clinic in a PostgreSQL database, used by several machines at once.
///
/// Each input is one transaction. Every table has the clinic in its key, and every statement says which; the database
/// lets a role see its own clinics' rows alone, whatever a statement says. A commit that ends with its connection is asked
/// for by its number, and never made again where it may have been kept.
package final class PostgresStore: CaseStore {
    /// Milliseconds to wait for another that writes, and for a server that comes up again.
    package static let patience = 5_000
    /// How often a transaction is tried that others stood in the way of.
    private static let attempts = 10

    /// Where statements are run.
    enum Way {
        case pool(ConnectionPool)
        /// Inside a transaction of somebody else's, who commits it.
        case inside(Connection)
    }

    let clinic: String
    let way: Way
    /// The connection that has the turn to deliver: a lease that is taken without it is nobody's.
    let turn = Mutex<Connection?>(nil)

    init(_ way: Way, clinic: String) {
        self.way = way
        self.clinic = clinic
    }

    var key: SQLValue { .text(clinic) }

    // MARK: Transactions

    /// Runs statements that change nothing. They are run again where the connection was lost.
    func read<Product>(_ body: (Connection) throws -> Product) throws(StoreError) -> Product {
        switch way {
        case .inside(let connection): try StoreError.mapping { try body(connection) }
        case .pool(let pool): try attempt(pool) { try body($0) }
        }
    }

    /// One transaction, kept whole or not at all.
    func write<Product>(_ body: (Connection) throws -> Product) throws(StoreError) -> Product {
        try transact { (product: try body($0), isKept: true) }
    }

    /// The same, kept only if it comes to `committed`.
    ///
    /// - Parameter isThere: whether what is to be kept is there, where the server cannot say what became of it.
    func decide(
        _ body: (Connection) throws -> CommitResult, isThere: (Connection) throws -> Bool? = { _ in nil }
    ) throws(StoreError) -> CommitResult {
        try transact(isThere) { connection in
            let result = try body(connection)
            return (product: result, isKept: result == .committed)
        }
    }

    private func transact<Product>(
        _ isThere: (Connection) throws -> Bool? = { _ in nil },
        _ body: (Connection) throws -> (product: Product, isKept: Bool)
    ) throws(StoreError) -> Product {
        switch way {
        case .inside(let connection):
            return try StoreError.mapping {
                try connection.command("SAVEPOINT one")
                let result: (product: Product, isKept: Bool)
                do { result = try body(connection) } catch {
                    try connection.command("ROLLBACK TO one; RELEASE one")
                    throw error
                }
                try connection.command(result.isKept ? "RELEASE one" : "ROLLBACK TO one; RELEASE one")
                return result.product
            }
        case .pool(let pool):
            return try attempt(pool) { connection in
                let transaction = try Transaction(on: connection)
                let result: (product: Product, isKept: Bool)
                do { result = try body(connection) } catch {
                    transaction.rollBack()
                    throw error
                }
                guard result.isKept else {
                    transaction.rollBack()
                    return result.product
                }
                do throws(ServerError) { try transaction.commit() } catch {
                    guard error.isEnd else { throw error }
                    // Not kept: all of it is done again.
                    guard try isKept(transaction.name, pool, isThere) else { throw ServerError.lost }
                }
                return result.product
            }
        }
    }

    /// Does something until nobody stands in the way, as often as it is worth it.
    private func attempt<Product>(
        _ pool: ConnectionPool, _ body: (Connection) throws -> Product
    ) throws(StoreError) -> Product {
        var connection = try pool.take()
        var failure = ServerError.lost
        for attempt in 1...Self.attempts {
            do {
                let product = try body(connection)
                pool.give(connection)
                return product
            } catch let error as ServerError where error.isPassing || error.isEnd {
                failure = error
            } catch {
                pool.give(connection)
                return try StoreError.mapping { throw error }
            }
            if failure.isEnd {
                pool.empty()
                connection = try pool.reconnect()
            }
            usleep(UInt32.random(in: 0...1_000) << min(attempt, 6))
        }
        pool.give(connection)
        throw StoreError(failure)
    }

    // MARK: A commit that was lost

    /// Whether a transaction was kept whose connection was lost while it was committed.
    ///
    /// - Throws: `unavailable` where nobody can say.
    private func isKept(
        _ name: Transaction.Name, _ pool: ConnectionPool, _ isThere: (Connection) throws -> Bool?
    ) throws -> Bool {
        let deadline = ContinuousClock.now.advanced(by: .milliseconds(2 * pool.patience))
        let grace = ContinuousClock.now.advanced(by: .milliseconds(pool.patience / 2))
        pool.empty()
        while true {
            do {
                let connection = try connected(pool)
                while true {
                    switch try name.fate(connection) {
                    case .kept: return true
                    case .notKept: return false
                    case .unknown:
                        guard let isThere = try isThere(connection) else { throw Self.unknown }
                        return isThere
                    case nil: if ContinuousClock.now > grace { try name.end(connection) }
                    }
                    guard ContinuousClock.now < deadline else { throw Self.unknown }
                    usleep(20_000)
                }
            } catch let error as ServerError where error.isEnd {
                guard ContinuousClock.now < deadline else { throw Self.unknown }
            }
        }
    }

    private func connected(_ pool: ConnectionPool) throws(StoreError) -> Connection {
        do { return try pool.reconnect() } catch { throw Self.unknown }
    }

    private static let unknown = StoreError.unavailable(
        detail: "the connection was lost in a commit, and it is not known whether that was kept")
}
