import CEL
import StepwellStore

extension CaseStoreConformance {
    /// Something of everything that a store keeps.
    private static func fill(_ store: any CaseStore) throws {
        let request = RequestedAnswer(
            request: "r-1", answer: StoredAnswer(id: CaseID("a"), sequence: 1, refusal: nil))
        let first = Sample.change("a", 1) { change in
            change.effects = [Sample.message("a", 1, 0), Sample.message("a", 1, 1, to: "payer")]
            change.begun = [Sample.task("a", "call", role: "nurse", due: 20_010)]
            change.nextWakeUp = Sample.instant(50, 5)
        }
        let outcome = try store.commit(
            CaseTransaction(
                changes: [first], definitions: [Sample.definition], request: request,
                resources: [ResourceChange(name: "group", expected: nil, bytes: [1, 0])]))
        try expect(outcome, equals: .committed, "a commit")
        try store.keep(Sample.change("a", 2) { $0.begun = [Sample.task("a", "plan")] })
        _ = try store.refuse(
            RefusedInput(
                id: CaseID("a"), at: Sample.instant(5, 6), actor: "jdoe", input: "send contact",
                refusal: StoredRefusal("not_accepted", "Nothing waits for it."), request: "r-2"))
        try store.save(PatientRecord(id: "P-a", values: ["first_name": "Ana"]))
        try store.save(Sample.release)
        try store.closeChannel(ClosedChannel(channel: "mail", at: Sample.instant(1), reason: "gone"))
        try store.settle(
            Settlement(
                effect: Sample.effect("a", 1, 1), status: .sent, attempts: 1, channel: "mail", reason: nil,
                at: Sample.instant(3), disclosure: Sample.disclosure(Sample.effect("a", 1, 1), of: "P-a")))
    }

    /// Everything that `fill` kept, as a store gives it back.
    private static func contents(_ store: any CaseStore) throws -> [String] {
        let id = CaseID("a")
        return [
            "\(String(describing: try store.definition(digest: "d1")?.path))",
            "\(try store.definition(digest: "d1")?.files.sorted { $0.key < $1.key } ?? [])",
            "\(String(describing: try store.load(id)))", "\(try store.journal(of: id, after: 0))",
            "\(try store.cases(CaseFilter()))", "\(try store.refusals(of: id))",
            "\(String(describing: try store.answer(to: "r-1")))", "\(String(describing: try store.answer(to: "r-2")))",
            "\(try store.obligations(ObligationFilter()))", "\(try store.outbox(OutboxFilter()))",
            "\(String(describing: try store.patient("P-a")))", "\(try store.releases(of: "P-a"))",
            "\(try store.disclosures(of: "P-a"))", "\(try store.closedChannels())",
            "\(String(describing: try store.resource("group")))",
            "\(try store.due(at: Sample.instant(99), limit: 9))",
        ]
    }

    static let opening: [Check] = [
        Check(opening: "a store that is opened again has everything, and goes on") { bench in
            let location = try bench.location()
            let filled: [String]
            do {
                let store = try bench.opener.create(at: location)
                try fill(store)
                filled = try contents(store)
            }
            let store = try bench.opener.open(at: location)
            try expect(try contents(store), equals: filled, "what is there")
            try store.keep(Sample.change("a", 3))
            try expect(try store.commit(Sample.change("a", 3)), equals: .conflict, "the same step again")
        },
        Check(opening: "of two that are open each sees what the other kept") { bench in
            let location = try bench.location()
            let first = try bench.opener.create(at: location)
            let second = try bench.opener.open(at: location)
            try expect(try second.load(CaseID("a")), equals: nil, "the case before")
            try fill(first)
            try expect(try contents(second), equals: try contents(first), "what the second sees")
            try second.keep(Sample.change("a", 3))
            try expect(try first.commit(Sample.change("a", 3)), equals: .conflict, "the first, at the same step")
            try first.keep(Sample.change("a", 4))
            try first.erasePatient("P-a")
            try expect(try second.patient("P-a"), equals: nil, "the erased record")
            try expect(try contents(second), equals: try contents(first), "what the second sees in the end")
        },
        Check(opening: "a store is made where nothing is, and opened where one is") { bench in
            let location = try bench.location()
            try expect(StoreError.missing(path: location), "opening nothing") {
                _ = try bench.opener.open(at: location)
            }
            try expect(StoreError.missing(path: location), "the format of nothing") {
                _ = try bench.opener.format(at: location)
            }
            try fill(try bench.opener.create(at: location))
            let filled = try contents(try bench.opener.open(at: location))
            try expect(StoreError.exists(path: location), "making one where one is") {
                _ = try bench.opener.create(at: location)
            }
            try expect(try contents(try bench.opener.open(at: location)), equals: filled, "the store that is there")
            let format = try bench.opener.format(at: location)
            try expect(format.found, equals: format.known, "the format of a new store")
        },
        Check("a store with something of everything in it has no problems") { store in
            try expect(try store.problems(), equals: [], "empty")
            try fill(store)
            try expect(try store.problems(), equals: [], "filled")
            for rows in ListedRows.allCases {
                try expect(try store.damagedCases(in: rows), equals: [], "damaged \(rows)")
            }
        },
        Check("a case differs from what it is not, and not from what it is") { store in
            let tasks = [Sample.task("a", "call", role: "nurse", due: 20_010), Sample.task("a", "plan")]
            try fill(store)
            guard let summary = try store.cases(CaseFilter()).first else {
                throw Failure(description: "the case is not there")
            }
            try expect(try store.differences(from: summary, tasks), equals: [], "what it is")
            try expect(try store.differences(from: summary, [tasks[0]]).count, equals: 1, "without a task")
            let edits: [(inout CaseSummary) -> Void] = [
                { $0.patient = "P-b" }, { $0.status = .closed }, { $0.outcome = "well" },
                { $0.configuration = ["care"] },
                { $0.sequence = 3 }, { $0.nextWakeUp = Sample.instant(1) }, { $0.version = "2" },
                { $0.pathway = "child" }, { $0.lastInput = Sample.instant(1) },
            ]
            for (place, edit) in edits.enumerated() {
                var other = summary
                edit(&other)
                try expect(try store.differences(from: other, tasks).isEmpty, equals: false, "edit \(place)")
            }
        },
    ]

    static let backups: [Check] = [
        Check(opening: "a backup is a store that has everything, and stays as it was") { bench in
            let (store, copy) = (try bench.store(), try bench.location())
            try fill(store)
            let filled = try contents(store)
            try store.backUp(to: copy)
            try store.keep(Sample.change("a", 3))
            let opened = try bench.opener.open(at: copy)
            try expect(try contents(opened), equals: filled, "what the copy has")
            try opened.keep(Sample.change("a", 3), Sample.change("a", 4))
            try expect(try store.load(CaseID("a"))?.sequence, equals: 3, "the store beside it")
            try expect(try opened.problems(), equals: [], "what is wrong with the copy")
        },
        Check(opening: "a backup that is restored is a store of its own") { bench in
            let (store, copy, location) = (try bench.store(), try bench.location(), try bench.location())
            try fill(store)
            let filled = try contents(store)
            try store.backUp(to: copy)
            try bench.opener.restore(from: copy, to: location)
            let restored = try bench.opener.open(at: location)
            try expect(try contents(restored), equals: filled, "what was restored")
            try restored.keep(Sample.change("a", 3))
            try expect(try bench.opener.open(at: copy).load(CaseID("a"))?.sequence, equals: 2, "the backup")
        },
        Check(opening: "nothing is written over, and nothing is restored from nothing") { bench in
            let (store, taken, free) = (try bench.store(), try bench.location(), try bench.location())
            try fill(try bench.opener.create(at: taken))
            let filled = try contents(try bench.opener.open(at: taken))
            try expect(StoreError.exists(path: taken), "a backup") { try store.backUp(to: taken) }
            try expect(StoreError.missing(path: free), "a backup that is not there") {
                try bench.opener.restore(from: free, to: try bench.location())
            }
            try store.backUp(to: free)
            try expect(StoreError.exists(path: taken), "a restored store") {
                try bench.opener.restore(from: free, to: taken)
            }
            try expect(try contents(try bench.opener.open(at: taken)), equals: filled, "what was there")
        },
        Check(opening: "a backup is changed before it is in its place, or not put there") { bench in
            let (store, copy, location) = (try bench.store(), try bench.location(), try bench.location())
            try fill(store)
            try store.backUp(to: copy)
            try expect(StoreError.full, "a change that fails") {
                try bench.opener.restore(from: copy, to: location) { (_) throws(StoreError) in throw .full }
            }
            try expect(StoreError.missing(path: location), "what is there then") {
                _ = try bench.opener.open(at: location)
            }
            try bench.opener.restore(from: copy, to: location) { (restored) throws(StoreError) in
                try restored.erasePatient("P-a")
            }
            let restored = try bench.opener.open(at: location)
            try expect(try restored.patient("P-a"), equals: nil, "the erased record")
            try expect(try restored.load(CaseID("a"))?.sequence, equals: 2, "the case")
            try expect(try bench.opener.open(at: copy).patient("P-a") != nil, equals: true, "the backup's own")
        },
        Check(opening: "what was erased is in no later backup") { bench in
            let (store, copy) = (try bench.store(), try bench.location())
            try fill(store)
            try store.erasePatient("P-a")
            try expect(try store.clearTraces(besideBackups: [copy]), equals: true, "whether nothing is left of it")
            try store.backUp(to: copy)
            try expect(try bench.opener.open(at: copy).patient("P-a"), equals: nil, "the record")
        },
    ]
}
