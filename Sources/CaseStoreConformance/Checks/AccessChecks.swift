import CEL
import StepwellStore

extension CaseStoreConformance {
    private static let all = [
        Access(
            at: Sample.instant(1, 999_999_999), actor: "jdoe", door: "show",
            subjects: [Access.Subject(patient: "P-a", cases: [CaseID("a"), CaseID("b")])]),
        Access(
            at: Sample.instant(2), actor: "jdoe", speaker: "kim", door: "list",
            subjects: [
                Access.Subject(patient: "P-b", cases: [CaseID("c")]),
                Access.Subject(patient: "P \"a\",\n🜁", cases: [CaseID("d")]), Access.Subject(patient: "P-a"),
            ]),
        Access(
            at: Timestamp(seconds: -3, nanoseconds: 1), actor: nil, door: "backup",
            refusal: StoredRefusal("not_permitted", "That is for others.")),
        Access(
            at: Sample.instant(3), actor: "kim", door: "show", subjects: [Access.Subject(patient: "P-b")],
            emergency: "Found on the floor"),
        Access(
            at: Sample.instant(4), actor: "kim", door: "patient", subjects: [Access.Subject(patient: "P-c")],
            emergency: "Called at night"),
        Access(
            at: Sample.instant(5), actor: "zoe", door: "review",
            review: Access.Review(of: 4, finding: "It was one, and she helped")),
    ]

    static let accesses: [Check] = [
        Check("what was seen is kept with every element, in order, and stays when a patient is erased") { store in
            try expect(try store.accesses(AccessFilter()), equals: [], "before")
            for (place, access) in all.enumerated() {
                try expect(try store.keep(access), equals: place + 1, "the number")
            }
            try store.save(PatientRecord(id: "P-a", values: ["first_name": "Ana"]))
            try store.erasePatient("P-a")
            let kept = zip(1..., all).map { KeptAccess(number: $0, access: $1) }
            try expect(try store.accesses(AccessFilter()), equals: kept, "all")
            try expect(try store.accesses(AccessFilter(), after: 2, limit: 2), equals: Array(kept[2...3]), "two")
            try expect(try store.accesses(AccessFilter(), after: 6, limit: 2), equals: [], "behind the last")
            try expect(try store.accesses(AccessFilter(), after: nil, limit: 0), equals: [], "none")
        },
        Check("what was seen is found by patient, by person, by time and by emergency") { store in
            for access in all { _ = try store.keep(access) }
            func numbers(_ filter: AccessFilter) throws -> [Int] { try store.accesses(filter).map(\.number) }
            try expect(try numbers(AccessFilter(patients: ["P-a"])), equals: [1, 2], "of a patient")
            try expect(try numbers(AccessFilter(patients: ["P \"a\",\n🜁"])), equals: [2], "of an odd number")
            try expect(try numbers(AccessFilter(patients: ["P-c", "P-b"])), equals: [2, 4, 5], "of two numbers")
            try expect(try numbers(AccessFilter(patients: [])), equals: [], "of no number")
            try expect(try numbers(AccessFilter(patients: ["P"])), equals: [], "of another number")
            try expect(try numbers(AccessFilter(person: "jdoe")), equals: [1, 2], "of who acted")
            try expect(try numbers(AccessFilter(person: "kim")), equals: [2, 4, 5], "of who spoke, or acted")
            try expect(try numbers(AccessFilter(since: Sample.instant(2))), equals: [2, 4, 5, 6], "from then on")
            try expect(try numbers(AccessFilter(until: Sample.instant(2))), equals: [1, 3], "before then")
            let exact = AccessFilter(since: Sample.instant(1, 999_999_999), until: Sample.instant(2))
            try expect(try numbers(exact), equals: [1], "to the nanosecond")
            try expect(try numbers(AccessFilter(emergencies: .only)), equals: [4, 5], "emergencies")
            try expect(try numbers(AccessFilter(emergencies: .unreviewed)), equals: [5], "not looked into")
            let both = AccessFilter(patients: ["P-b"], person: "kim", emergencies: .only)
            try expect(try numbers(both), equals: [4], "all at once")
        },
        Check("the refused inputs of all cases are in one order, behind a cursor") { store in
            try expect(try store.refusals(), equals: [], "before")
            let all = ["b", "a", "b"].enumerated().map { place, id in
                RefusedInput(
                    id: CaseID(id), at: Sample.instant(9 - Int64(place)), actor: "jdoe", speaker: "kim",
                    input: "record \(place)", refusal: StoredRefusal("case_closed", "It is closed."),
                    request: place == 1 ? "r-1" : nil, asked: place == 1 ? [7, 0] : nil)
            }
            for refusal in all { try expect(try store.refuse(refusal), equals: .committed, "a refusal") }
            let kept = zip(1..., all).map { KeptRefusal(number: $0, refused: $1) }
            try expect(try store.refusals(), equals: kept, "all")
            try expect(try store.refusals(after: 1, limit: 1), equals: [kept[1]], "the second")
            try expect(try store.refusals(after: 3, limit: 9), equals: [], "behind the last")
        },
    ]
}
