import CEL
import StepwellStore

extension CaseStoreConformance {
    static let lease = Sample.instant(100)

    /// Takes what is due, and says which.
    static func lease(_ store: any CaseStore, at now: Timestamp, limit: Int = 100) throws -> [String] {
        try store.lease(at: now, until: lease, limit: limit).map(\.message.effect.description)
    }

    static let outbox: [Check] = [
        Check("a message waits as it was entered, until its instant") { store in
            let messages = [
                Sample.message("a", 1, 0, at: Sample.instant(5, 5)),
                OutboxMessage(
                    effect: Sample.effect("a", 1, 2), kind: .escalation, recipient: "nurse", subject: "call", via: nil,
                    at: Sample.instant(6)),
            ]
            try store.keep(Sample.change("a", 1) { $0.effects = messages })
            let expected = messages.map {
                OutboxRow(message: $0, status: .waiting, attempts: 0, nextAttempt: $0.at, reason: nil)
            }
            try expect(try store.outbox(OutboxFilter()), equals: expected, "the outbox")
            try expect(try lease(store, at: Sample.instant(5, 4)), equals: [], "a nanosecond early")
            let leased = try store.lease(at: Sample.instant(5, 5), until: lease, limit: 9)
            try expect(leased, equals: [expected[0]], "what is due")
        },
        Check("messages are taken in order of entry, at most so many, each by one") { store in
            try store.keep(Sample.change("b", 1) { $0.effects = [Sample.message("b", 1, 0)] })
            try store.keep(Sample.change("a", 1) { $0.effects = [Sample.message("a", 1, 0)] })
            try store.keep(Sample.change("c", 1) { $0.effects = [Sample.message("c", 1, 0)] })
            let now = Sample.instant(1)
            try expect(try lease(store, at: now, limit: 2), equals: ["b/1/0", "a/1/0"], "the first two")
            try expect(try lease(store, at: now), equals: ["c/1/0"], "what nobody has")
            try expect(try lease(store, at: now), equals: [], "when all are taken")
        },
        Check("of one case and recipient a later message waits for an earlier one") { store in
            try store.keep(
                Sample.change("a", 1) { change in
                    change.effects = [
                        Sample.message("a", 1, 0), Sample.message("a", 1, 1, to: "nurse"), Sample.message("a", 1, 2),
                    ]
                })
            try store.keep(Sample.change("a", 2) { $0.effects = [Sample.message("a", 2, 0, to: "nurse")] })
            let now = Sample.instant(1)
            try expect(try lease(store, at: now), equals: ["a/1/0", "a/1/1"], "the first of each")
            try store.settle(Sample.effect("a", 1, 0), .retry(at: Sample.instant(20), reason: "busy"))
            try store.settle(Sample.effect("a", 1, 1), .failed(reason: "no address"))
            try expect(try lease(store, at: now), equals: ["a/2/0"], "behind one that failed")
            try expect(try lease(store, at: Sample.instant(19, 999_999_999)), equals: [], "before the next attempt")
            try expect(try lease(store, at: Sample.instant(20)), equals: ["a/1/0"], "at the next attempt")
            try store.settle(Sample.effect("a", 1, 0), .sent)
            try expect(try lease(store, at: now), equals: ["a/1/2"], "behind one that was sent")
        },
        Check("a lease that ended is for others to take") { store in
            try store.keep(
                Sample.change("a", 1) { $0.effects = [Sample.message("a", 1, 0), Sample.message("a", 1, 1)] })
            try expect(try lease(store, at: Sample.instant(1)), equals: ["a/1/0"], "the first lease")
            try expect(try lease(store, at: Sample.instant(99, 999_999_999)), equals: [], "before it ends")
            try expect(try lease(store, at: lease), equals: ["a/1/0"], "when it ends")
        },
        Check("what became of an attempt is kept, of a leased message only") { store in
            let ids = (0..<4).map { Sample.effect("a", 1, $0) }
            try store.keep(
                Sample.change("a", 1) { change in
                    change.effects = ids.map { Sample.message("a", 1, $0.index, to: "role \($0.index)") }
                })
            try store.settle(ids[0], .sent)
            try store.settle(Sample.effect("b", 1, 0), .sent)
            try expect(
                try store.outbox(OutboxFilter()).map(\.attempts), equals: [0, 0, 0, 0], "attempts without a lease")
            try expect(try lease(store, at: Sample.instant(1)).count, equals: 4, "leases")
            let results: [OutboxResult] = [
                .sent, .retry(at: Sample.instant(7, 8), reason: "later"), .failed(reason: "no"),
                .withheld(reason: "no consent"),
            ]
            for (id, result) in zip(ids, results) { try store.settle(id, result) }
            for id in ids { try store.settle(id, .failed(reason: "once more")) }
            let rows = try store.outbox(OutboxFilter(id: CaseID("a")))
            try expect(rows.map(\.status), equals: [.sent, .waiting, .failed, .withheld], "statuses")
            try expect(rows.map(\.attempts), equals: [1, 1, 1, 1], "attempts")
            try expect(rows.map(\.reason), equals: [nil, "later", "no", "no consent"], "reasons")
            try expect(rows[1].nextAttempt, equals: Sample.instant(7, 8), "the next attempt")
        },
    ]

    static let withholding: [Check] = [
        Check("a case that closes withholds what still waits, and not what it says at its end") { store in
            try store.keep(
                Sample.change("a", 1) { $0.effects = [Sample.message("a", 1, 0), Sample.message("a", 1, 1)] },
                Sample.change("b", 1) { $0.effects = [Sample.message("b", 1, 0)] })
            try expect(try lease(store, at: Sample.instant(1), limit: 1), equals: ["a/1/0"], "the first")
            try store.settle(Sample.effect("a", 1, 0), .sent)
            try store.keep(
                Sample.change("a", 2) { change in
                    (change.status, change.withholdsWaiting) = (.closed, true)
                    change.effects = [Sample.message("a", 2, 0)]
                })
            let statuses = try store.outbox(OutboxFilter(id: CaseID("a"))).map(\.status)
            try expect(statuses, equals: [.sent, .withheld, .waiting], "statuses")
            try expect(try lease(store, at: Sample.instant(1)), equals: ["b/1/0", "a/2/0"], "what is sent")
        },
        Check("a case that closes lets those wait on that it names") { store in
            try store.keep(
                Sample.change("a", 1) { $0.effects = (0..<3).map { Sample.message("a", 1, $0) } },
                Sample.change("b", 1) { $0.effects = [Sample.message("b", 1, 0)] })
            try store.keep(
                Sample.change("a", 2) { change in
                    (change.status, change.withholdsWaiting) = (.closed, true)
                    change.stillWaiting = [Sample.effect("a", 1, 1), Sample.effect("b", 1, 0)]
                })
            let statuses = try store.outbox(OutboxFilter(id: CaseID("a"))).map(\.status)
            try expect(statuses, equals: [.withheld, .waiting, .withheld], "statuses")
            try expect(try lease(store, at: Sample.instant(1)), equals: ["a/1/1", "b/1/0"], "what is sent")
        },
        Check("what is taken back is withheld where it waits, and nothing else is") { store in
            try store.keep(
                Sample.change("a", 1) { $0.effects = (0..<3).map { Sample.message("a", 1, $0) } },
                Sample.change("b", 1) { $0.effects = [Sample.message("b", 1, 0)] })
            try expect(try lease(store, at: Sample.instant(1), limit: 1), equals: ["a/1/0"], "the first")
            try store.settle(Sample.effect("a", 1, 0), .sent)
            try store.keep(
                Sample.change("a", 2) { change in
                    change.takenBack = [
                        Sample.effect("a", 1, 0), Sample.effect("a", 1, 2), Sample.effect("a", 2, 0),
                        Sample.effect("b", 1, 0),
                    ]
                    change.effects = [Sample.message("a", 2, 0)]
                })
            let rows = try store.outbox(OutboxFilter(id: CaseID("a")))
            try expect(rows.map(\.status), equals: [.sent, .waiting, .withheld, .waiting], "statuses")
            try expect(rows[2].reason, equals: OutboxRow.takenBack, "why")
            try expect(rows[2].settled != nil, equals: true, "since when")
            try expect(
                try store.outbox(OutboxFilter(id: CaseID("b"))).map(\.status), equals: [.waiting], "of another case")
        },
        Check("a message withheld during its delivery is not tried again") { store in
            try withholdDuringDelivery(store)
            try store.settle(Sample.effect("a", 1, 0), .retry(at: Sample.instant(2), reason: "busy"))
            try expect(try store.outbox(OutboxFilter()).map(\.status), equals: [.withheld], "the status")
            try expect(try lease(store, at: Sample.instant(500)), equals: [], "what is sent later")
        },
        Check("a message withheld during its delivery counts as sent if it was") { store in
            try withholdDuringDelivery(store)
            try store.settle(Sample.effect("a", 1, 0), .sent)
            try expect(try store.outbox(OutboxFilter()).map(\.status), equals: [.sent], "the status")
        },
    ]

    private static func withholdDuringDelivery(_ store: any CaseStore) throws {
        try store.keep(Sample.change("a", 1) { $0.effects = [Sample.message("a", 1, 0)] })
        try expect(try lease(store, at: Sample.instant(1)), equals: ["a/1/0"], "the delivery")
        try store.keep(Sample.change("a", 2) { $0.withholdsWaiting = true })
        try expect(try store.outbox(OutboxFilter()).map(\.status), equals: [.withheld], "the status meanwhile")
    }
}
