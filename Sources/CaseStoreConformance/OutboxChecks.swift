import CEL
import PathwayModel
import StepwellRuntime

extension CaseStoreConformance {
    static let outboxChecks: [Check] = [
        Check(name: "a message is leased once, and again when its lease has ended") { store in
            let sent = Samples.message("a", 1, 0)
            _ = try store.commit(Samples.transaction(Samples.change("a", 1, effects: [sent])))
            func lease(_ seconds: Int64) throws -> [EffectID] {
                try store.lease(at: Samples.instant(seconds), until: Samples.instant(seconds + 60), limit: 10)
                    .map(\.entry.effect)
            }
            try expect(try lease(0), [], "before its time")
            try expect(try lease(10), [sent.effect], "first lease")
            try expect(try lease(20), [], "while it is leased")
            try expect(try lease(70), [sent.effect], "after the lease")
            try store.settle(sent.effect, .sent)
            try expect(try lease(500), [], "after it was sent")
            try expect(try store.outbox(case: CaseID("a")).map(\.status), [.sent], "status")
            try store.settle(sent.effect, .failed(reason: "late"))
            try expect(try store.outbox(case: nil).map(\.status), [.sent], "settling what is not leased")
        },
        Check(name: "to one recipient of a case a later message waits for an earlier one, to others not") { store in
            let entries = [
                Samples.message("a", 1, 0), Samples.message("a", 1, 1), Samples.message("a", 1, 2, to: "clinician"),
            ]
            _ = try store.commit(Samples.transaction(Samples.change("a", 1, effects: entries)))
            _ = try store.commit(Samples.transaction(Samples.change("b", 1, effects: [Samples.message("b", 1, 0)])))
            func lease(_ seconds: Int64) throws -> [String] {
                try store.lease(at: Samples.instant(seconds), until: Samples.instant(seconds + 60), limit: 10)
                    .map(\.entry.effect.description)
            }
            try expect(try lease(10), ["a/1/0", "a/1/2", "b/1/0"], "first")
            try store.settle(entries[0].effect, .retry(at: Samples.instant(100), reason: "down"))
            try expect(try lease(20), [], "while the first is to be tried again")
            try expect(try lease(100), ["a/1/0", "a/1/2", "b/1/0"], "when it is tried again")
            try store.settle(entries[0].effect, .failed(reason: "gone"))
            try expect(try lease(101), ["a/1/1"], "when it is given up")
            let rows = try store.outbox(case: CaseID("a"))
            try expect(rows.map(\.attempts), [2, 0, 0], "attempts")
            try expect(rows[0].reason, "gone", "reason")
        },
        Check(name: "messages that wait are withheld when their case closes, and no others") { store in
            _ = try store.commit(Samples.transaction(Samples.change("a", 1, effects: [Samples.message("a", 1, 0)])))
            _ = try store.commit(Samples.transaction(Samples.change("b", 1, effects: [Samples.message("b", 1, 0)])))
            let last = Samples.message("a", 2, 0)
            let closing = Samples.change("a", 2, status: .closed, effects: [last], withholds: true)
            _ = try store.commit(Samples.transaction(closing))
            try expect(try store.outbox(case: CaseID("a")).map(\.status), [.withheld, .waiting], "of the closed case")
            try expect(try store.outbox(case: CaseID("b")).map(\.status), [.waiting], "of the other")
        },
    ]
}
