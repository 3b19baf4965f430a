import CEL
import PathwayModel
import StepwellRuntime

extension CaseStoreConformance {
    static let readingChecks: [Check] = [
        Check(name: "a journal is read in order, from where it is asked") { store in
            for sequence in 1...3 { _ = try store.commit(Samples.transaction(Samples.change("a", sequence))) }
            let rows = try store.journal(of: CaseID("a"), after: 0)
            try expect(rows, (1...3).map { Samples.change("a", $0).row }, "rows")
            try expect(try store.journal(of: CaseID("a"), after: 2).map(\.sequence), [3], "the last")
            try expect(try store.problems(), [], "problems")
        },
        Check(name: "cases are found by pathway, status, patient and state") { store in
            _ = try store.commit(
                Samples.transaction(Samples.change("b", 1, configuration: ["iop.iop_5", "auth.open"])))
            _ = try store.commit(Samples.transaction(Samples.change("a", 1)))
            _ = try store.commit(Samples.transaction(Samples.change("c", 1, status: .closed, configuration: ["done"])))
            func found(_ filter: CaseFilter) throws -> [String] { try store.cases(filter).map(\.id.text) }
            try expect(try found(CaseFilter()), ["a", "b", "c"], "all")
            try expect(try found(CaseFilter(limit: 2)), ["a", "b"], "limit")
            try expect(try found(CaseFilter(status: .closed)), ["c"], "closed")
            try expect(try found(CaseFilter(patient: "P-b")), ["b"], "patient")
            try expect(try found(CaseFilter(state: "iop.iop_5")), ["b"], "state")
            try expect(try found(CaseFilter(state: "iop_5")), [], "a part of a state's path")
            try expect(try found(CaseFilter(pathway: "other")), [], "pathway")
            let closed = try store.cases(CaseFilter(status: .closed))[0]
            try expect(closed.outcome, "done", "outcome")
            try expect(closed.lastInput, Samples.instant(1, 5), "last input")
        },
        Check(name: "open tasks come by due date, and go when they are closed") { store in
            let first = [
                Samples.task("a", "plan", role: "clinician", due: 20_005),
                Samples.task("a", "call", role: "intake", due: nil),
            ]
            _ = try store.commit(Samples.transaction(Samples.change("a", 1, opened: first)))
            let second = [Samples.task("b", "review", role: "clinician", due: 20_001)]
            _ = try store.commit(Samples.transaction(Samples.change("b", 1, opened: second)))
            try expect(try store.openTasks(role: nil), [second[0], first[0], first[1]], "all")
            try expect(try store.openTasks(role: "clinician").map(\.task), ["review", "plan"], "of a role")
            let later = Samples.task("a", "plan", role: "clinician", due: 20_009)
            _ = try store.commit(Samples.transaction(Samples.change("a", 2, opened: [later], closed: ["call"])))
            try expect(try store.openTasks(role: nil), [second[0], later], "after a change")
        },
        Check(name: "a patient's record is corrected and erased") { store in
            try expect(try store.patient("P-1") == nil, "a record that was not kept")
            try store.save(PatientRecord(id: "P-1", values: ["first_name": "Ana", "email": "ana@example.org"]))
            try store.save(PatientRecord(id: "P-1", values: ["first_name": "Anna"]))
            try expect(try store.patient("P-1")?.values, ["first_name": "Anna"], "corrected")
            try store.erasePatient("P-1")
            try expect(try store.patient("P-1") == nil, "an erased record")
        },
    ]
}
