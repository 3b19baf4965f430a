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

    typealias Outcome = Result<CommitOutcome, StoreError>

    /// One thread's transaction. Its outcome is written by the leader before the thread is woken, and so `Sendable`.
    private final class Entry: @unchecked Sendable {
        let transaction: CaseTransaction
        /// Signaled when there is an outcome, when it is this one's turn to lead, and when all are back that it waits for.
        let news = DispatchSemaphore(value: 0)
        var outcome: Outcome?

        init(_ transaction: CaseTransaction) { self.transaction = transaction }
    }

    private struct Line {
        var isLed = false
        var entries: [Entry] = []
        /// How many were there when the last group was told its outcome; zero while one is being carried out.
        var expected = 0
        /// Until when they are worth waiting for: half as long as that group took.
        var deadline = DispatchTime.now()
    }

    private let line = Mutex(Line())

    init(patience: UInt64 = 10_000_000) { self.patience = patience }

    /// Whether somebody is committing at this moment.
    var isBusy: Bool { line.withLock { $0.isLed } }

    /// How many wait for whoever is committing.
    var waiting: Int { line.withLock { $0.entries.count } }

    /// Commits a transaction, with those of other threads that wait.
    ///
    /// - Parameter keep: keeps transactions with one sync, in order; one outcome for each.
    func commit(
        _ transaction: CaseTransaction, _ keep: ([CaseTransaction]) -> [Outcome]
    ) throws(StoreError) -> CommitOutcome {
        let own = Entry(transaction)
        let leads = line.withLock { line in
            line.entries.append(own)
            if line.entries.count == line.expected { line.entries[0].news.signal() }
            defer { line.isLed = true }
            return !line.isLed
        }
        if !leads { own.news.wait() }
        if let outcome = own.outcome { return try outcome.get() }
        // Who leads is the first in the line: it was empty, or the one before said so.
        let deadline = line.withLock { $0.entries.count < $0.expected ? $0.deadline : nil }
        if let deadline { _ = own.news.wait(timeout: deadline) }
        let group = line.withLock { line in
            let group = Array(line.entries.prefix(Self.limit))
            line.entries.removeFirst(group.count)
            line.expected = 0
            return group
        }
        let began = DispatchTime.now().uptimeNanoseconds
        let outcomes = keep(group.map(\.transaction))
        let ended = DispatchTime.now().uptimeNanoseconds
        for (entry, outcome) in zip(group, outcomes) { entry.outcome = outcome }
        let next = line.withLock { line in
            line.isLed = !line.entries.isEmpty
            line.expected = min(group.count + line.entries.count, Self.limit)
            line.deadline = DispatchTime(uptimeNanoseconds: ended + min((ended - began) / 2, patience))
            return line.entries.first
        }
        next?.news.signal()
        for entry in group.dropFirst() { entry.news.signal() }
        guard let outcome = own.outcome else { throw .unavailable(detail: "a commit came to no outcome") }
        return try outcome.get()
    }
}
