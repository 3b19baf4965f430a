import CEL
import Dispatch
import StepwellStore
import Synchronization

/// A case that is kept only while no other one of its patient is open.
extension CaseStoreConformance {
    private static func opening(_ id: String, _ sequence: Int = 1, of patients: [String] = ["P-1"]) -> CaseChange {
        Sample.change(id, sequence) { change in
            change.patient = patients[0]
            change.onlyOpenOf = patients
        }
    }

    static let onlyOpen: [Check] = [
        Check("a case that is to be the only open one is not kept beside another") { store in
            try store.keep(opening("a"))
            let request = RequestedAnswer(
                request: "r", answer: StoredAnswer(id: CaseID("b"), sequence: 1, refusal: nil))
            let refused = try store.commit(opening("b"), request: request)
            try expect(refused, equals: .openAlready(CaseID("a")), "a second case")
            try expect(try store.load(CaseID("b")), equals: nil, "the second case")
            try expect(try store.answer(to: "r"), equals: nil, "its answer")
            // A step of the open case itself, another patient, another pathway, a case that does not mind.
            try store.keep(opening("a", 2), opening("c", of: ["P-2"]), Sample.change("d", 1) { $0.patient = "P-1" })
            try store.keep(
                Sample.change("e", 1) { change in
                    change.patient = "P-1"
                    change.pathway = "child"
                    change.onlyOpenOf = ["P-1"]
                })
        },
        Check("a closed case is no reason against another one, and one that opens again is") { store in
            try store.keep(opening("a"))
            try store.keep(
                Sample.change("a", 2) { change in
                    change.patient = "P-1"
                    change.status = .closed
                })
            try store.keep(opening("b"))
            try expect(try store.commit(opening("a", 3)), equals: .openAlready(CaseID("b")), "opening it again")
            try expect(try store.load(CaseID("a"))?.sequence, equals: 2, "the closed case")
            // The one comes to its end where the other begins.
            try store.keep(
                Sample.change("b", 2) { change in
                    change.patient = "P-1"
                    change.status = .closed
                }, opening("a", 3))
        },
        Check("the numbers of one patient count as one, and two cases of a transaction too") { store in
            try store.keep(opening("a", of: ["P-1"]))
            let merged = try store.commit(opening("b", of: ["P-2", "P-1"]))
            try expect(merged, equals: .openAlready(CaseID("a")), "under another number")
            let both = try store.commit(opening("c", of: ["P-3"]), opening("d", of: ["P-3"]))
            try expect(both, equals: .openAlready(CaseID("c")), "two in one transaction")
            try expect(try store.load(CaseID("c")), equals: nil, "the first of them")
        },
        Check("of threads that open cases for one patient one succeeds") { store in
            let outcomes = Mutex([CommitResult]())
            let failures = Mutex([any Error]())
            DispatchQueue.concurrentPerform(iterations: 8) { thread in
                do {
                    let outcome = try store.commit(opening("t\(thread)"))
                    outcomes.withLock { $0.append(outcome) }
                } catch { failures.withLock { $0.append(error) } }
            }
            if let failure = failures.withLock({ $0.first }) { throw failure }
            let open = try store.cases(CaseFilter(status: .open)).map(\.id)
            try expect(open.count, equals: 1, "open cases")
            let others = outcomes.withLock { $0.count { $0 == .openAlready(open[0]) } }
            try expect(others, equals: 7, "threads that were told which one is open")
        },
    ]
}
