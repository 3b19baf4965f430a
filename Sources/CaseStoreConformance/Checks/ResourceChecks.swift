import CEL
import Dispatch
import StepwellStore
import Synchronization

extension CaseStoreConformance {
    private static func change(_ expected: Int?, _ bytes: [UInt8]?, _ name: String = "group") -> ResourceChange {
        ResourceChange(name: name, expected: expected, bytes: bytes)
    }

    /// Commits changes of resources and of cases.
    private static func commit(
        _ store: any CaseStore, _ resources: [ResourceChange], _ changes: [CaseChange] = []
    ) throws -> CommitResult {
        try store.commit(
            CaseTransaction(changes: changes, definitions: [Sample.definition], resources: resources))
    }

    static let resources: [Check] = [
        Check("a resource is put, changed and removed by who read it last, and its revisions never come again") {
            store in
            try expect(try store.resource("group"), equals: nil, "before")
            try expect(try commit(store, [change(nil, [7, 0])]), equals: .committed, "putting")
            try expect(try commit(store, [change(nil, [9], "other")]), equals: .committed, "putting another")
            let first = Resource(name: "group", revision: 1, bytes: [7, 0])
            try expect(try store.resource("group"), equals: first, "the first revision")
            try expect(try commit(store, [change(1, [])]), equals: .committed, "changing")
            let second = Resource(name: "group", revision: 2, bytes: [])
            try expect(try store.resource("group"), equals: second, "the second, of no bytes")
            for wrong in [nil, 1, 3] {
                for bytes in [[1], nil] as [[UInt8]?] {
                    let outcome = try commit(store, [change(wrong, bytes)])
                    try expect(outcome, equals: .resourceConflict("group"), "revision \(wrong ?? 0) after 2")
                }
            }
            try expect(try store.resource("group"), equals: second, "after conflicts")
            try expect(try commit(store, [change(2, nil)]), equals: .committed, "removing")
            try expect(try store.resource("group"), equals: nil, "when it is removed")
            try expect(try commit(store, [change(2, [1])]), equals: .resourceConflict("group"), "changing it then")
            try expect(try commit(store, [change(nil, nil)]), equals: .committed, "removing what is not there")
            try expect(try commit(store, [change(nil, [5])]), equals: .committed, "putting it again")
            let later = try store.resource("group")
            try expect(later.map { $0.revision > 2 }, equals: true, "a revision that never was")
            try expect(later?.bytes, equals: [5], "its bytes")
            let other = Resource(name: "other", revision: 1, bytes: [9])
            try expect(try store.resource("other"), equals: other, "the other")
        },
        Check("resources are found by what their names begin with, in order, without those that were removed") {
            store in
            for name in ["site/b", "site/a", "site", "sitf", "site/é", "group"] {
                try expect(try commit(store, [change(nil, Array(name.utf8), name)]), equals: .committed, "putting")
            }
            try expect(
                try commit(store, [change(1, nil, "site/b"), change(1, [0], "site/a")]), equals: .committed, "both")
            let found = [
                Resource(name: "site/a", revision: 2, bytes: [0]),
                Resource(name: "site/é", revision: 1, bytes: Array("site/é".utf8)),
            ]
            try expect(try store.resources(named: "site/"), equals: found, "by the beginning")
            try expect(try store.resources(named: "none"), equals: [], "by none")
        },
        Check("where a resource was changed nothing of the transaction is kept") { store in
            try store.keep(Sample.change("a", 1))
            try expect(try commit(store, [change(nil, [1])]), equals: .committed, "putting")
            let step = Sample.change("a", 2) { change in
                change.effects = [Sample.message("a", 2, 0)]
                change.begun = [Sample.task("a", "call")]
            }
            let request = RequestedAnswer(
                request: "r", answer: StoredAnswer(id: CaseID("a"), sequence: 2, refusal: nil))
            let transaction = CaseTransaction(
                changes: [step, Sample.change("b", 1)], definitions: [Sample.definition], request: request,
                resources: [change(nil, [2], "first"), change(nil, [2]), change(nil, [2], "last")])
            try expect(try store.commit(transaction), equals: .resourceConflict("group"), "the commit")
            try expect(try store.load(CaseID("a"))?.sequence, equals: 1, "the case")
            try expect(try store.load(CaseID("b")), equals: nil, "the case that never began")
            try expect(try store.outbox(OutboxFilter()), equals: [], "messages")
            try expect(try store.obligations(ObligationFilter()), equals: [], "obligations")
            try expect(try store.answer(to: "r"), equals: nil, "the answer")
            for name in ["first", "last"] { try expect(try store.resource(name), equals: nil, name) }
            var again = transaction
            again.resources[1].expected = 1
            try expect(try store.commit(again), equals: .committed, "the same with the revision that is there")
            try expect(try store.resource("group")?.bytes, equals: [2], "the resource")
            try expect(try store.load(CaseID("a"))?.sequence, equals: 2, "the case after it")
        },
        Check("where a case moved on or a request is known no resource is changed") { store in
            try store.keep(Sample.change("a", 1))
            let stale = try commit(store, [change(nil, [1])], [Sample.change("a", 1)])
            try expect(stale, equals: .conflict, "a case that moved on")
            let late = try commit(store, [change(4, [1])], [Sample.change("a", 1)])
            try expect(late, equals: .conflict, "a case that moved on, and a resource that is not there")
            let request = RequestedAnswer(
                request: "r", answer: StoredAnswer(id: CaseID("a"), sequence: 2, refusal: nil))
            try expect(try store.commit(Sample.change("a", 2), request: request), equals: .committed, "a request")
            let again = CaseTransaction(changes: [], request: request, resources: [change(nil, [1])])
            try expect(try store.commit(again), equals: .repeated(request.answer), "the request again")
            try expect(try store.resource("group"), equals: nil, "the resource")
        },
        Check("in one transaction a change of a resource follows the one before") { store in
            let outcome = try commit(store, [change(nil, [1]), change(1, [2]), change(2, [3])])
            try expect(outcome, equals: .committed, "the commit")
            let expected = Resource(name: "group", revision: 3, bytes: [3])
            try expect(try store.resource("group"), equals: expected, "the resource")
        },
        Check("of several transactions at once each sees what those before it made of a resource") { store in
            let transactions = [1, 2, 3].map { number in
                CaseTransaction(
                    changes: [Sample.change("\(number)", 1)], definitions: [Sample.definition],
                    resources: [change(number == 3 ? 1 : nil, [UInt8(number)])])
            }
            let outcomes = try store.commit(transactions)
            try expect(outcomes, equals: [.committed, .resourceConflict("group"), .committed], "outcomes")
            try expect(try store.cases(CaseFilter()).map(\.id.text), equals: ["1", "3"], "cases")
            try expect(try store.resource("group")?.bytes, equals: [3], "the resource")
        },
        Check(opening: "of threads that take seats each seat goes to one") { bench in
            let location = try bench.location()
            let (threads, seats) = (4, 20)
            let first = try bench.opener.create(at: location)
            try expect(try commit(first, [change(nil, [UInt8(seats)])]), equals: .committed, "putting the seats")
            let stores = try (0..<threads).map { try $0 == 0 ? first : bench.opener.open(at: location) }
            let taken = Mutex([Int]())
            let failures = Mutex([any Error]())
            DispatchQueue.concurrentPerform(iterations: threads) { thread in
                do {
                    while let seen = try stores[thread].resource("group"), let left = seen.bytes.first, left > 0 {
                        let begun = Sample.change("\(thread)-\(left)", 1)
                        let next = change(seen.revision, [left - 1])
                        if try commit(stores[thread], [next], [begun]) == .committed {
                            taken.withLock { $0.append(Int(left)) }
                        }
                    }
                } catch { failures.withLock { $0.append(error) } }
            }
            if let failure = failures.withLock({ $0.first }) { throw failure }
            try expect(taken.withLock { $0.sorted() }, equals: Array(1...seats), "seats")
            try expect(try first.cases(CaseFilter()).count, equals: seats, "cases that have one")
        },
    ]
}
