import StepwellStore

/// What is numbered in a clinic, from 1 and without a gap: each a row that those who number hold until they have
/// committed. So the order of the numbers is the order of the commits, and a list goes on behind any of them.
enum Counter: String, CaseIterable {
    case messages
    case refusals
    case disclosures
    case accesses
    /// Not counted: the turn of those who look that no other case is open.
    case openings
}

extension PostgresStore {
    /// Takes numbers, as many as are asked for: the first of them.
    func take(_ count: Int = 1, of counter: Counter, _ connection: Connection) throws -> Int {
        let row = try connection.run(
            "UPDATE stepwell.counters SET value = value + $3 WHERE clinic = $1 AND name = $2 RETURNING value", key,
            .text(counter.rawValue), .init(count)
        ).first
        guard let row else { throw StoreError.damaged(detail: "the counter of \(counter.rawValue) is missing") }
        return try row.number(0) - count + 1
    }
}

/// The numbers of a transaction's messages: all are taken when the first is needed.
struct MessageNumbers {
    private let count: Int
    private var following: Int?

    init(of transaction: CaseTransaction) { count = transaction.changes.reduce(0) { $0 + $1.effects.count } }

    mutating func next(_ store: PostgresStore, _ connection: Connection) throws -> Int {
        let number = try following ?? store.take(count, of: .messages, connection)
        following = number + 1
        return number
    }
}
