import Foundation
import StepwellStore
import Synchronization
import Testing

@testable import CaseStoreConformance
@testable import StepwellSQLite

@Suite("Threads that commit at the same time")
struct SharedCommitTests {
    @Test("each get their own answer, and one's error is nobody else's")
    func answers() throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore.create(at: folder.path("stepwell.db"))
        try store.keep(Sample.change("shared", 1))
        var other = Sample.definition
        other.digest = "d2"
        let taken = other
        let wins = Mutex(0)
        DispatchQueue.concurrentPerform(iterations: 16) { number in
            do {
                for sequence in 1...20 {
                    #expect(try store.commit(Sample.change("case-\(number)", sequence)) == .committed)
                    #expect(try store.load(CaseID("case-\(number)"))?.sequence == sequence)
                    // Nobody has this one's number, whose version stands for another definition.
                    let refused = CaseTransaction(
                        changes: [Sample.change("refused-\(number)", 1)], definitions: [taken])
                    #expect(throws: StoreError.versionTaken(pathway: "adult", version: "1")) {
                        try store.commit(refused)
                    }
                    let outcome = try store.commit(Sample.change("shared", sequence + 1))
                    if outcome == .committed { wins.withLock { $0 += 1 } }
                }
            } catch { Issue.record(error) }
        }
        for number in 0..<16 {
            #expect(try store.journal(of: CaseID("case-\(number)"), after: 0).map(\.sequence) == Array(1...20))
            #expect(try store.load(CaseID("refused-\(number)")) == nil)
        }
        let shared = try store.load(CaseID("shared"))?.sequence
        #expect(shared == wins.withLock { $0 } + 1)
        #expect(try store.problems() == [])
    }

    @Test("wait for the one that commits, and are then carried out together, in order and no more than the limit")
    func groups() throws {
        let commits = SharedCommits()
        let count = SharedCommits.limit + 10
        let begun = DispatchSemaphore(value: 0)
        let goOn = DispatchSemaphore(value: 0)
        let sizes = Mutex<[Int]>([])
        let group = DispatchGroup()
        @Sendable func submit(_ number: Int, isFirst: Bool) {
            DispatchQueue(label: "submitter \(number)").async(group: group) {
                do {
                    let transaction = CaseTransaction(changes: [Sample.change("a", number)])
                    let outcome = try commits.commit(transaction) { transactions in
                        sizes.withLock { $0.append(transactions.count) }
                        if isFirst {
                            begun.signal()
                            goOn.wait()
                        }
                        // An odd one is told of a conflict: nobody may get another's outcome.
                        return transactions.map { one in
                            .success(one.changes[0].row.sequence % 2 == 0 ? .committed : .conflict)
                        }
                    }
                    #expect(outcome == (number % 2 == 0 ? .committed : .conflict))
                } catch { Issue.record(error) }
            }
        }
        submit(0, isFirst: true)
        begun.wait()
        for number in 1...count { submit(number, isFirst: false) }
        while commits.waiting < count { sched_yield() }
        goOn.signal()
        group.wait()
        #expect(sizes.withLock { $0 } == [1, SharedCommits.limit, 10])
        #expect(!commits.isBusy)
    }

    @Test("wait for those who were there just before, so that all of them share the next sync")
    func company() throws {
        let commits = SharedCommits(patience: 5_000_000_000)
        let begun = DispatchSemaphore(value: 0)
        let sizes = Mutex<[Int]>([])
        let group = DispatchGroup()
        @Sendable func submit(_ number: Int, times: Int) {
            DispatchQueue(label: "submitter \(number)").async(group: group) {
                do {
                    for _ in 0..<times {
                        _ = try commits.commit(CaseTransaction(changes: [Sample.change("a", number)])) { transactions in
                            let isFirst = sizes.withLock { sizes in
                                sizes.append(transactions.count)
                                return sizes.count == 1
                            }
                            if isFirst {
                                begun.signal()
                                while commits.waiting < 3 { sched_yield() }
                                // Half as long the next leader waits for this one to come back.
                                usleep(1_000_000)
                            }
                            return transactions.map { _ in .success(.committed) }
                        }
                    }
                } catch { Issue.record(error) }
            }
        }
        submit(0, times: 2)
        begun.wait()
        for number in 1...3 { submit(number, times: 1) }
        group.wait()
        #expect(sizes.withLock { $0 } == [1, 4])
    }
}
