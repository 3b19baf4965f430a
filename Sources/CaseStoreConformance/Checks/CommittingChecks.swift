import CEL
import Dispatch
import StepwellStore
import Synchronization

extension CaseStoreConformance {
    static let cases: [Check] = [
        Check("a case that was committed is loaded as it was left") { store in
            let next = Sample.instant(3_600, 999_999_999)
            try store.keep(Sample.change("a", 1) { $0.nextWakeUp = next })
            let expected = StoredCase(
                id: CaseID("a"), patient: "P-a", digest: "d1", sequence: 1, nextWakeUp: next,
                snapshot: Snapshot(format: 3, bytes: [0, 1, 1]), snapshotSequence: 1, rows: [])
            try expect(try store.load(CaseID("a")), equals: expected, "the case")
            try store.keep(Sample.change("a", 2) { $0.snapshot = Snapshot(format: 4, bytes: []) })
            let later = try store.load(CaseID("a"))
            try expect(later?.sequence, equals: 2, "its sequence")
            try expect(later?.nextWakeUp, equals: nil, "its next wake-up")
            try expect(later?.snapshot, equals: Snapshot(format: 4, bytes: []), "its snapshot")
        },
        Check("a case that is not there is none") { store in
            try expect(try store.load(CaseID("a")), equals: nil, "the case")
            try expect(try store.journal(of: CaseID("a"), after: 0), equals: [], "its journal")
            try expect(try store.outbox(OutboxFilter(id: CaseID("a"))), equals: [], "its messages")
        },
        Check("a journal is given back byte for byte, in order, after a sequence") { store in
            for sequence in 1...4 { try store.keep(Sample.change("a", sequence)) }
            try store.keep(
                Sample.change("b", 1) {
                    $0.row = JournalRow(
                        sequence: 1, at: Timestamp(seconds: -62_135_596_800), occurred: nil, actor: nil, input: [],
                        facts: [])
                })
            try expect(try store.journal(of: CaseID("a"), after: 0), equals: (1...4).map(Sample.row), "the journal")
            try expect(try store.journal(of: CaseID("a"), after: 2), equals: (3...4).map(Sample.row), "rows after 2")
            try expect(try store.journal(of: CaseID("a"), after: 4), equals: [], "rows after the last")
            let other = try store.journal(of: CaseID("b"), after: 0)
            try expect(other.map(\.occurred), equals: [nil], "when it happened")
            try expect(other.map(\.at.seconds), equals: [-62_135_596_800], "an instant of the year 1")
            try expect(other.map(\.facts), equals: [[]], "no bytes")
        },
    ]

    static let committing: [Check] = [
        Check("a change to another sequence than the next is a conflict and keeps nothing") { store in
            try store.keep(Sample.change("a", 1))
            for sequence in [1, 3, 0, 17] {
                let change = Sample.change("a", sequence) { change in
                    change.effects = [Sample.message("a", sequence, 0)]
                    change.begun = [Sample.task("a", "call")]
                }
                let outcome = try store.commit(change)
                try expect(outcome, equals: .conflict, "sequence \(sequence) after 1")
            }
            try expect(try store.commit(Sample.change("b", 2)), equals: .conflict, "a second step without a first")
            try expect(try store.load(CaseID("b")), equals: nil, "the case that never began")
            try expect(try store.load(CaseID("a"))?.sequence, equals: 1, "the sequence")
            try expect(try store.journal(of: CaseID("a"), after: 0).count, equals: 1, "rows")
            try expect(try store.outbox(OutboxFilter()), equals: [], "messages")
            try expect(try store.obligations(ObligationFilter()), equals: [], "tasks")
        },
        Check("changes of several cases are kept together") { store in
            try store.keep(Sample.change("a", 1), Sample.change("b", 1) { $0.linkedFrom = CaseID("a") })
            try store.keep(Sample.change("a", 2), Sample.change("c", 1))
            let ids = try store.cases(CaseFilter()).map(\.id.text)
            try expect(ids, equals: ["a", "b", "c"], "cases")
        },
        Check("a case that another one enrolled says which, whatever comes after") { store in
            try store.keep(Sample.change("a", 1), Sample.change("b", 1) { $0.linkedFrom = CaseID("a") })
            try store.keep(Sample.change("b", 2))
            let from = try store.cases(CaseFilter()).map(\.linkedFrom)
            try expect(from, equals: [nil, CaseID("a")], "where the cases come from")
        },
        Check("changes of several cases are all lost where one conflicts") { store in
            try store.keep(Sample.change("b", 1))
            let request = RequestedAnswer(
                request: "r", answer: StoredAnswer(id: CaseID("a"), sequence: 1, refusal: nil))
            let first = Sample.change("a", 1) { change in
                change.effects = [Sample.message("a", 1, 0)]
                change.begun = [Sample.task("a", "call")]
            }
            let other = StoredDefinition(digest: "d2", pathway: "child", version: "1", path: "child.yaml", files: [:])
            let outcome = try store.commit(
                CaseTransaction(
                    changes: [first, Sample.change("b", 1)], definitions: [Sample.definition, other], request: request))
            try expect(outcome, equals: .conflict, "the commit")
            try expect(try store.load(CaseID("a")), equals: nil, "the first case")
            try expect(try store.outbox(OutboxFilter()), equals: [], "messages")
            try expect(try store.obligations(ObligationFilter()), equals: [], "tasks")
            try expect(try store.answer(to: "r"), equals: nil, "the answer")
            try expect(try store.definition(digest: "d2"), equals: nil, "the definition")
            try expect(try store.commit(first, request: request), equals: .committed, "the first change alone")
        },
        Check("two steps of one case can be kept together") { store in
            try store.keep(Sample.change("a", 1), Sample.change("a", 2))
            try expect(try store.journal(of: CaseID("a"), after: 0).map(\.sequence), equals: [1, 2], "rows")
        },
    ]

    static let batches: [Check] = [
        Check("of several transactions at once each is kept whole or not at all, in order") { store in
            try store.keep(Sample.change("a", 1))
            func transaction(_ changes: CaseChange...) -> CaseTransaction {
                CaseTransaction(changes: changes, definitions: [Sample.definition])
            }
            var asked = transaction(Sample.change("d", 1))
            asked.request = RequestedAnswer(
                request: "r", answer: StoredAnswer(id: CaseID("d"), sequence: 1, refusal: nil))
            let outcomes = try store.commit([
                transaction(Sample.change("a", 2)),
                transaction(Sample.change("a", 3) { $0.effects = [Sample.message("a", 3, 0)] }),
                transaction(Sample.change("b", 1), Sample.change("a", 2)), transaction(Sample.change("c", 2)), asked,
                asked,
            ])
            let answer = StoredAnswer(id: CaseID("d"), sequence: 1, refusal: nil)
            let expected: [CommitResult] = [
                .committed, .committed, .conflict, .conflict, .committed, .repeated(answer),
            ]
            try expect(outcomes, equals: expected, "outcomes")
            try expect(try store.cases(CaseFilter()).map(\.id.text), equals: ["a", "d"], "cases")
            try expect(try store.load(CaseID("a"))?.sequence, equals: 3, "the sequence")
            try expect(try store.outbox(OutboxFilter()).count, equals: 1, "messages")
            try expect(try store.commit([]), equals: [], "of none")
        }
    ]

    static let racing: [Check] = [
        Check("of several transactions of a case at once none is kept after one that is not") { store in
            try store.keep(Sample.change("a", 1))
            try store.keep(Sample.change("a", 2))
            // Made of the case at sequence 1; somebody else was faster, and it stands at 2 now.
            let late = [Sample.change("a", 2), Sample.change("a", 3), Sample.change("b", 1), Sample.change("a", 4)]
            let outcomes = try store.commit(
                late.map { CaseTransaction(changes: [$0], definitions: [Sample.definition]) })
            try expect(outcomes, equals: [.conflict, .conflict, .committed, .conflict], "the outcomes")
            try expect(try store.load(CaseID("a"))?.sequence, equals: 2, "the case's sequence")
            try expect(try store.journal(of: CaseID("a"), after: 0).map(\.sequence), equals: [1, 2], "its journal")
        },
        Check("of threads that commit to one case each sequence has one that succeeds") { store in
            let (threads, target) = (4, 40)
            try store.keep(Sample.change("a", 1))
            let wins = Mutex([Int]())
            let failures = Mutex([any Error]())
            DispatchQueue.concurrentPerform(iterations: threads) { thread in
                do {
                    while let sequence = try store.load(CaseID("a"))?.sequence, sequence < target {
                        let next = Sample.change("a", sequence + 1) { $0.row.actor = "thread \(thread)" }
                        if try store.commit(next) == .committed { wins.withLock { $0.append(sequence + 1) } }
                    }
                } catch { failures.withLock { $0.append(error) } }
            }
            if let failure = failures.withLock({ $0.first }) { throw failure }
            try expect(wins.withLock { $0.sorted() }, equals: Array(2...target), "sequences that were committed")
            let rows = try store.journal(of: CaseID("a"), after: 0)
            try expect(rows.map(\.sequence), equals: Array(1...target), "rows")
        },
    ]
}
