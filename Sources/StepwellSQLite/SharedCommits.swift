import Foundation
import StepwellStore
import Synchronization

/// Threads that commit at the same time share one transaction, and so one sync.
///
/// Whoever comes first leads: it carries out all that wait, its own among them, and hands the lead to the first of those
/// who came meanwhile. One that is alone commits at once. A leader lets those come back who were there just before: they
/// and the others would take turns otherwise, and each sync would serve half of them.
final class SharedCommits: Sendable {
    /// Transactions in one of SQLite's at most, so that nobody's answer waits for a crowd.
    static let limit = 64
    /// Nanoseconds that a leader waits for others at most, however long the last commit took.
    private let patience: UInt64

    typealias Kept = Result<CommitResult, StoreError>

    /// One thread's transaction. Its result is written by the leader before the thread is woken, and so `Sendable`.
    private final class Waiter: @unchecked Sendable {
        let transaction: CaseTransaction
        /// Signaled when there is a result, when it is this one's turn to lead, and when all are back that it waits for.
        let news = DispatchSemaphore(value: 0)
        var result: Kept?

        init(_ transaction: CaseTransaction) { self.transaction = transaction }
    }

    private struct Line {
        var isLed = false
        var waiters: [Waiter] = []
        /// How many were there when the last group was told its result; zero while one is being carried out.
        var expected = 0
        /// Until when they are worth waiting for: half as long as that group took.
        var deadline = DispatchTime.now()
    }

    private let line = Mutex(Line())

    init(patience: UInt64 = 10_000_000) { self.patience = patience }

    /// Whether somebody is committing at this moment.
    var isBusy: Bool { line.withLock { $0.isLed } }

    /// How many wait for whoever is committing.
    var waiting: Int { line.withLock { $0.waiters.count } }

    /// Commits a transaction, with those of other threads that wait.
    ///
    /// - Parameter keep: keeps transactions with one sync, in order; one result for each.
    func commit(
        _ transaction: CaseTransaction, _ keep: ([CaseTransaction]) -> [Kept]
    ) throws(StoreError) -> CommitResult {
        let own = Waiter(transaction)
        let leads = line.withLock { line in
            line.waiters.append(own)
            if line.waiters.count == line.expected { line.waiters[0].news.signal() }
            defer { line.isLed = true }
            return !line.isLed
        }
        if !leads { own.news.wait() }
        if let result = own.result { return try result.get() }
        // Who leads is the first in the line: it was empty, or the one before said so.
        let deadline = line.withLock { $0.waiters.count < $0.expected ? $0.deadline : nil }
        if let deadline { _ = own.news.wait(timeout: deadline) }
        let group = line.withLock { line in
            let group = Array(line.waiters.prefix(Self.limit))
            line.waiters.removeFirst(group.count)
            line.expected = 0
            return group
        }
        let began = DispatchTime.now().uptimeNanoseconds
        let results = keep(group.map(\.transaction))
        let ended = DispatchTime.now().uptimeNanoseconds
        for (waiter, result) in zip(group, results) { waiter.result = result }
        let next = line.withLock { line in
            line.isLed = !line.waiters.isEmpty
            line.expected = min(group.count + line.waiters.count, Self.limit)
            line.deadline = DispatchTime(uptimeNanoseconds: ended + min((ended - began) / 2, patience))
            return line.waiters.first
        }
        next?.news.signal()
        for waiter in group.dropFirst() { waiter.news.signal() }
        guard let result = own.result else { throw .unavailable(detail: "a commit came to no result") }
        return try result.get()
    }
}
