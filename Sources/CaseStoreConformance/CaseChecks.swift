import CEL
import PathwayModel
import StepwellRuntime

extension CaseStoreConformance {
    static let caseChecks: [Check] = [
        Check(name: "a committed case is loaded as it was kept") { store in
            let wakeUp = Samples.instant(90, 7)
            try expect(try store.load(CaseID("a")) == nil, "a case is there before it was kept")
            try expect(
                try store.commit(Samples.transaction(Samples.change("a", 1, wakeUp: wakeUp))), .committed,
                "first commit")
            let kept = try store.load(CaseID("a"))
            try expect(kept?.patient, "P-a", "patient")
            try expect(kept?.digest, "d1", "digest")
            try expect(kept?.sequence, 1, "sequence")
            try expect(kept?.nextWakeUp, wakeUp, "wake-up")
            try expect(kept?.snapshot?.bytes, [1, 0, 255], "snapshot")
            try expect(try store.definition(digest: "d1"), Samples.definition, "definition")
            try expect(
                try store.definition(pathway: "iop", version: "1")?.files, Samples.definition.files, "files by version")
        },
        Check(name: "a commit on another sequence than the one read is a conflict and changes nothing") { store in
            _ = try store.commit(Samples.transaction(Samples.change("a", 1)))
            try expect(
                try store.commit(Samples.transaction(Samples.change("a", 1))), .conflict, "the same sequence again")
            try expect(try store.commit(Samples.transaction(Samples.change("a", 3))), .conflict, "a sequence left out")
            try expect(
                try store.commit(Samples.transaction(Samples.change("b", 2))), .conflict, "a new case in the middle")
            try expect(try store.journal(of: CaseID("a"), after: 0).map(\.sequence), [1], "journal")
            try expect(try store.load(CaseID("b")) == nil, "a case that conflicted is there")
        },
        Check(name: "several cases change together or not at all") { store in
            _ = try store.commit(Samples.transaction(Samples.change("a", 1)))
            let both = Samples.transaction(Samples.change("a", 2), Samples.change("b", 2))
            try expect(try store.commit(both), .conflict, "one of two conflicts")
            try expect(try store.load(CaseID("a"))?.sequence, 1, "the other")
            try expect(
                try store.commit(Samples.transaction(Samples.change("a", 2), Samples.change("b", 1))), .committed,
                "both fit")
            try expect(try store.load(CaseID("b"))?.sequence, 1, "the linked case")
        },
        Check(name: "a repeated request gets its first answer and changes nothing") { store in
            _ = try store.commit(Samples.transaction(Samples.change("a", 1), request: "r1"))
            let again = try store.commit(Samples.transaction(Samples.change("a", 2), request: "r1"))
            try expect(again, .repeated(StoredAnswer(id: CaseID("a"), sequence: 1, refusal: nil)), "repeated")
            try expect(try store.load(CaseID("a"))?.sequence, 1, "sequence")
            try expect(try store.answer(to: "r1")?.sequence, 1, "answer")
            try expect(try store.answer(to: "r2") == nil, "an answer to a request that was not made")
        },
        Check(name: "a refusal is kept with its answer, and changes no case") { store in
            _ = try store.commit(Samples.transaction(Samples.change("a", 1)))
            let refused = RefusedInput(
                id: CaseID("a"), at: Samples.instant(3, 9), actor: "jdoe", input: "decide admit",
                refusal: Refusal("hard_block", "not safe"), request: "r1")
            try expect(try store.refuse(refused), .committed, "refusing")
            try expect(try store.refusals(of: CaseID("a")), [refused], "audit")
            try expect(try store.answer(to: "r1")?.refusal, refused.refusal, "answer")
            let repeated = StoredAnswer(id: CaseID("a"), sequence: nil, refusal: refused.refusal)
            try expect(
                try store.commit(Samples.transaction(Samples.change("a", 2), request: "r1")), .repeated(repeated),
                "later")
            try expect(try store.load(CaseID("a"))?.sequence, 1, "sequence")
        },
        Check(name: "a version of a pathway stands for one content") { store in
            _ = try store.commit(Samples.transaction(Samples.change("a", 1)))
            var other = Samples.transaction(Samples.change("b", 1))
            other.definitions[0].digest = "d2"
            try expect(try store.commit(other) != .committed, "other content under a known version was kept")
            try expect(try store.load(CaseID("b")) == nil, "the case that came with it is there")
        },
        Check(name: "due cases come by wake-up and name, as many as are asked for") { store in
            for (name, seconds, nanoseconds) in [("c", 5, 0), ("b", 5, 1), ("a", 5, 1), ("d", 9, 0)] {
                let wakeUp = Samples.instant(Int64(seconds), Int32(nanoseconds))
                _ = try store.commit(Samples.transaction(Samples.change(name, 1, wakeUp: wakeUp)))
            }
            _ = try store.commit(Samples.transaction(Samples.change("e", 1)))
            func due(_ seconds: Int64, _ nanoseconds: Int32, _ limit: Int = 10) throws -> [String] {
                try store.due(at: Samples.instant(seconds, nanoseconds), limit: limit).map(\.id.text)
            }
            try expect(try due(5, 0), ["c"], "at the first instant")
            try expect(try due(5, 1), ["c", "a", "b"], "a nanosecond later")
            try expect(try due(100, 0, 2), ["c", "a"], "limit")
            try expect(
                try store.postpone(CaseID("c"), at: 1, to: Samples.instant(20)), .committed, "postponing")
            try expect(try store.postpone(CaseID("c"), at: 2, to: nil), .conflict, "postponing a case that moved on")
            try expect(try due(9, 0), ["a", "b", "d"], "after postponing")
        },
    ]
}
