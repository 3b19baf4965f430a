import CEL
import StepwellStore

extension CaseStoreConformance {
    static let time: [Check] = [
        Check("due cases come by wake-up, then id, and not before their nanosecond") { store in
            for (id, next) in [
                ("e", Sample.instant(10, 2)), ("d", Sample.instant(10, 1)), ("c", Sample.instant(10, 1)),
                ("b", Sample.instant(-5, 999_999_999)), ("f", Sample.instant(9)),
            ] { try store.keep(Sample.change(id, 1) { $0.nextWakeUp = next }) }
            try store.keep(Sample.change("a", 1))
            func due(_ instant: Timestamp, limit: Int = 100) throws -> [String] {
                try store.due(at: instant, limit: limit).map(\.id.text)
            }
            try expect(try due(Sample.instant(10, 2)), equals: ["b", "f", "c", "d", "e"], "all")
            try expect(try due(Sample.instant(10, 1)), equals: ["b", "f", "c", "d"], "a nanosecond before the last")
            try expect(try due(Sample.instant(10)), equals: ["b", "f"], "two nanoseconds before the last")
            try expect(try due(Sample.instant(-5)), equals: [], "before the first")
            try expect(try due(Sample.instant(10, 2), limit: 3), equals: ["b", "f", "c"], "three at most")
            try expect(try due(Sample.instant(10, 2), limit: 0), equals: [], "none at most")
            let first = try store.due(at: Sample.instant(0), limit: 1)
            try expect(first.map(\.at), equals: [Sample.instant(-5, 999_999_999)], "when it was due")
        },
        Check("a step or a postponement moves a case's wake-up") { store in
            try store.keep(Sample.change("a", 1) { $0.nextWakeUp = Sample.instant(1) })
            let (id, later) = (CaseID("a"), Sample.instant(50, 5))
            try expect(try store.postpone(id, at: 2, to: later), equals: .conflict, "postponing at another sequence")
            try expect(try store.postpone(CaseID("b"), at: 0, to: later), equals: .conflict, "postponing no case")
            try expect(try store.due(at: Sample.instant(1), limit: 9).count, equals: 1, "due before")
            try expect(try store.postpone(id, at: 1, to: later), equals: .committed, "postponing")
            try expect(try store.due(at: Sample.instant(49), limit: 9), equals: [], "due meanwhile")
            try expect(try store.load(id)?.nextWakeUp, equals: later, "the wake-up")
            try expect(try store.load(id)?.sequence, equals: 1, "the sequence")
            try expect(try store.postpone(id, at: 1, to: nil), equals: .committed, "postponing for good")
            try expect(try store.due(at: Sample.instant(9_999), limit: 9), equals: [], "due after")
        },
    ]

    static let reading: [Check] = [
        Check("a list says of each case what its last change said") { store in
            try store.keep(Sample.change("a", 1))
            try store.keep(
                Sample.change("a", 2) { change in
                    (change.status, change.outcome) = (.closed, "completed")
                    change.configuration = ["done"]
                })
            let expected = CaseSummary(
                id: CaseID("a"), patient: "P-a", pathway: "adult", version: "1", status: .closed, outcome: "completed",
                configuration: ["done"], sequence: 2, lastInput: Sample.row(2).at, nextWakeUp: nil)
            try expect(try store.cases(CaseFilter()), equals: [expected], "the list")
        },
        Check("a list is in order of id, with what was asked for and no more") { store in
            let child = StoredDefinition(
                digest: "d2", pathway: "child", version: "1", path: "child.yaml", files: [:])
            let changes = [
                Sample.change("c", 1) { $0.configuration = ["care", "consent.given"] }, Sample.change("a", 1),
                Sample.change("d", 1) { ($0.pathway, $0.digest, $0.patient) = ("child", "d2", "P-a") },
                Sample.change("b", 1) { ($0.status, $0.configuration) = (.closed, []) },
            ]
            let transaction = CaseTransaction(changes: changes, definitions: [Sample.definition, child])
            try expect(try store.commit(transaction), equals: .committed, "the commit")
            func ids(_ filter: CaseFilter) throws -> [String] { try store.cases(filter).map(\.id.text) }
            try expect(try ids(CaseFilter()), equals: ["a", "b", "c", "d"], "all")
            try expect(try ids(CaseFilter(pathway: "child")), equals: ["d"], "of a pathway")
            try expect(try ids(CaseFilter(status: .closed)), equals: ["b"], "closed")
            try expect(try ids(CaseFilter(patient: "P-a")), equals: ["a", "d"], "of a patient")
            try expect(try ids(CaseFilter(pathway: "adult", patient: "P-a")), equals: ["a"], "of both")
            try expect(try ids(CaseFilter(state: "care.active")), equals: ["a", "d"], "in a state")
            try expect(try ids(CaseFilter(state: "care")), equals: ["c"], "in a state whose name begins others")
            try expect(try ids(CaseFilter(state: "%")), equals: [], "in no state")
            func page(_ filter: CaseFilter, _ last: String?, _ limit: Int) throws -> [String] {
                try store.cases(filter, after: last.map { CaseID($0) }, limit: limit).map(\.id.text)
            }
            try expect(try page(CaseFilter(), nil, 2), equals: ["a", "b"], "two at most")
            try expect(try page(CaseFilter(), "b", 2), equals: ["c", "d"], "the two behind")
            try expect(try page(CaseFilter(), "bb", 2), equals: ["c", "d"], "the two behind an id that is not there")
            try expect(try page(CaseFilter(), "d", 2), equals: [], "behind the last")
            try expect(try page(CaseFilter(patient: "P-a"), "a", 2), equals: ["d"], "of a patient, behind the first")
            try expect(try page(CaseFilter(), nil, 0), equals: [], "none at most")
            try expect(try page(CaseFilter(), nil, .max), equals: ["a", "b", "c", "d"], "any number")
        },
        Check("words of any kind are kept as words") { store in
            let id = "x'; DROP TABLE cases; -- \"%_\\ é\u{1F600}\n"
            try store.keep(Sample.change(id, 1))
            try expect(try store.cases(CaseFilter(patient: "P-\(id)")).map(\.id.text), equals: [id], "the case")
        },
    ]
}
