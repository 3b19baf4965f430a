import CEL
import StepwellStore

extension CaseStoreConformance {
    private static let accepted = RequestedAnswer(
        request: "r-1", answer: StoredAnswer(id: CaseID("a"), sequence: 1, refusal: nil))

    static let requests: [Check] = [
        Check("what a request asked is kept with its answer, whichever way it ended") { store in
            var asked = accepted
            asked.answer.asked = [0, 255, 10]
            try expect(try store.commit(Sample.change("a", 1), request: asked), equals: .committed, "the commit")
            try expect(try store.answer(to: "r-1"), equals: asked.answer, "the answer")
            var other = asked
            other.answer.asked = [1]
            let repeated = try store.commit(Sample.change("a", 2), request: other)
            try expect(repeated, equals: .repeated(asked.answer), "the same id with something else")
            let refused = RefusedInput(
                id: CaseID("a"), at: Sample.instant(5, 6), actor: "jdoe", input: "send contact",
                refusal: StoredRefusal("not_accepted", "Nothing waits for it."), request: "r-2", asked: [7, 0])
            try expect(try store.refuse(refused), equals: .committed, "the refusal")
            let answer = StoredAnswer(id: CaseID("a"), sequence: nil, refusal: refused.refusal, asked: [7, 0])
            try expect(try store.answer(to: "r-2"), equals: answer, "the answer to what was refused")
            try expect(try store.refuse(refused), equals: .repeated(answer), "the same again")
            try expect(try store.refusals(of: CaseID("a")), equals: [refused], "the audit")
        },
        Check("a request is kept with its answer") { store in
            try expect(try store.answer(to: "r-1"), equals: nil, "the answer before")
            try expect(try store.commit(Sample.change("a", 1), request: accepted), equals: .committed, "the commit")
            try expect(try store.answer(to: "r-1"), equals: accepted.answer, "the answer")
            try expect(try store.answer(to: "r-10"), equals: nil, "the answer to another request")
        },
        Check("a request that is made again changes nothing and gets its first answer") { store in
            try expect(try store.commit(Sample.change("a", 1), request: accepted), equals: .committed, "the commit")
            var again = accepted
            again.answer.sequence = 2
            let outcome = try store.commit(Sample.change("a", 2), request: again)
            try expect(outcome, equals: .repeated(accepted.answer), "the same request")
            // Also where it could not have been kept.
            let late = try store.commit(Sample.change("a", 7), request: again)
            try expect(late, equals: .repeated(accepted.answer), "the same request out of sequence")
            try expect(try store.load(CaseID("a"))?.sequence, equals: 1, "the sequence")
        },
        Check("a refusal is kept for the audit, and as its request's answer") { store in
            let refused = RefusedInput(
                id: CaseID("a"), at: Sample.instant(5, 6), actor: "jdoe", speaker: "kim", input: "send contact",
                refusal: StoredRefusal("not_accepted", "Nothing waits for it."), request: "r-2")
            try expect(try store.refuse(refused), equals: .committed, "the refusal")
            let answer = StoredAnswer(id: CaseID("a"), sequence: nil, refusal: refused.refusal)
            try expect(try store.answer(to: "r-2"), equals: answer, "the answer")
            try expect(try store.refuse(refused), equals: .repeated(answer), "the same again")
            let repeated = try store.commit(
                Sample.change("a", 1),
                request: RequestedAnswer(
                    request: "r-2", answer: StoredAnswer(id: CaseID("a"), sequence: 1, refusal: nil)))
            try expect(repeated, equals: .repeated(answer), "the same request with another end")
            try expect(try store.refusals(of: CaseID("a")), equals: [refused], "the audit")
            try expect(try store.load(CaseID("a")), equals: nil, "the case")
        },
        Check("refusals without a request are all kept, in order, by case") { store in
            func refused(_ id: String, _ input: String) -> RefusedInput {
                RefusedInput(
                    id: CaseID(id), at: Sample.instant(9), actor: nil, input: input,
                    refusal: StoredRefusal("case_closed", "It is closed."), request: nil)
            }
            let all = [refused("a", "wake"), refused("b", "wake"), refused("a", "record"), refused("a", "record")]
            for refusal in all { try expect(try store.refuse(refusal), equals: .committed, "a refusal") }
            try expect(try store.refusals(of: CaseID("a")), equals: [all[0], all[2], all[3]], "the audit of a")
            try expect(try store.refusals(of: CaseID("b")), equals: [all[1]], "the audit of b")
        },
    ]

    static let definitions: [Check] = [
        Check("a definition is kept with all of its files") { store in
            try expect(try store.definition(digest: "d1"), equals: nil, "the definition before")
            try store.keep(Sample.change("a", 1))
            try store.keep(Sample.change("b", 1))
            try expect(try store.definition(digest: "d1"), equals: Sample.definition, "by its digest")
            let found = try store.definition(pathway: "adult", version: "1")
            try expect(found, equals: Sample.definition, "by its version")
            try expect(try store.definition(pathway: "adult", version: "2"), equals: nil, "another version")
            try expect(try store.definition(pathway: "child", version: "1"), equals: nil, "another pathway")
        },
        Check("a definition that was kept without its compiled form is given one, once") { store in
            try store.keep(Sample.change("a", 1))
            try expect(try store.definition(digest: "d1")?.compiled, equals: nil, "the compiled form before")
            try store.keep(compiled: [1, 2, 3], of: "d1")
            try store.keep(compiled: [4], of: "d1")
            try store.keep(compiled: [5], of: "d2")
            try expect(try store.definition(digest: "d1")?.compiled, equals: [1, 2, 3], "the compiled form")
            try expect(try store.definition(pathway: "adult", version: "1")?.compiled, equals: [1, 2, 3], "by version")
            try expect(try store.definition(digest: "d2"), equals: nil, "a definition that is not there")
        },
        Check("a definition is kept with its compiled form") { store in
            var whole = Sample.definition
            whole.compiled = [7, 0, 255]
            _ = try store.commit(CaseTransaction(changes: [Sample.change("a", 1)], definitions: [whole]))
            try store.keep(compiled: [4], of: "d1")
            try expect(try store.definition(digest: "d1"), equals: whole, "the definition")
        },
        Check("a version that stands for one definition is not given another") { store in
            try store.keep(Sample.change("a", 1))
            var other = Sample.definition
            other.digest = "d2"
            let change = Sample.change("b", 1) { $0.digest = "d2" }
            let taken = StoreError.versionTaken(pathway: "adult", version: "1")
            try expect(taken, "the commit") {
                _ = try store.commit(CaseTransaction(changes: [change], definitions: [other]))
            }
            try expect(try store.load(CaseID("b")), equals: nil, "the case")
            try expect(try store.definition(digest: "d2"), equals: nil, "the definition")
        },
    ]

    static let patients: [Check] = [
        Check("the numbers of patients with a case or a record are given once each, in order, behind a cursor") {
            store in
            try expect(try store.patientNumbers(), equals: [], "of nobody")
            try store.keep(
                Sample.change("b", 1), Sample.change("a", 1), Sample.change("c", 1) { $0.patient = "P-a" })
            try store.keep(Sample.change("a", 2))
            try store.save(PatientRecord(id: "P-a", values: ["first_name": "Ana"]))
            try store.save(PatientRecord(id: "P-A", values: ["first_name": "Ana"]))
            try store.save(PatientRecord(id: "P-z", values: ["first_name": "Zoë"]))
            try expect(try store.patientNumbers(), equals: ["P-A", "P-a", "P-b", "P-z"], "all")
            try expect(try store.patientNumbers(after: nil, limit: 2), equals: ["P-A", "P-a"], "the first two")
            try expect(try store.patientNumbers(after: "P-a", limit: 2), equals: ["P-b", "P-z"], "those behind")
            try expect(try store.patientNumbers(after: "P-z", limit: 2), equals: [], "behind the last")
            try store.erasePatient("P-z")
            try store.erasePatient("P-a")
            try expect(try store.patientNumbers(), equals: ["P-A", "P-a", "P-b"], "after erasing")
        },
        Check("a patient's record is kept, replaced whole, and erased") { store in
            let first = PatientRecord(id: "P-1", values: ["first_name": "Zoë", "email": "zoe@example.org"])
            let second = PatientRecord(id: "P-1", values: ["first_name": "Zoe"])
            let other = PatientRecord(id: "P-2", values: ["phone": "555"])
            try expect(try store.patient("P-1"), equals: nil, "nobody")
            try store.save(first)
            try store.save(other)
            try expect(try store.patient("P-1"), equals: first, "the record")
            try store.save(second)
            try expect(try store.patient("P-1"), equals: second, "the corrected record")
            try store.erasePatient("P-1")
            try store.erasePatient("P-1")
            try expect(try store.patient("P-1"), equals: nil, "the erased record")
            try expect(try store.patient("P-2"), equals: other, "the other patient's")
        },
        Check("erasing a patient leaves the cases") { store in
            try store.keep(Sample.change("a", 1))
            try store.save(PatientRecord(id: "P-a", values: ["first_name": "Ana"]))
            try store.erasePatient("P-a")
            try expect(try store.load(CaseID("a"))?.sequence, equals: 1, "the case")
            try expect(try store.cases(CaseFilter(patient: "P-a")).count, equals: 1, "cases of the patient")
        },
    ]
}
