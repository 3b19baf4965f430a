import CEL
import StepwellStore

/// What becomes of messages in the end.
extension CaseStoreConformance {
    private static func settlement(
        _ effect: EffectID, _ status: OutboxRow.Status, at: Timestamp = Sample.instant(50, 7)
    ) -> Settlement {
        Settlement(effect: effect, status: status, attempts: 3, channel: "mail", reason: "because", at: at)
    }

    private static func row(_ store: any CaseStore, _ effect: EffectID) throws -> OutboxRow? {
        try store.outbox(OutboxFilter(id: effect.id)).first { $0.message.effect == effect }
    }

    /// A case with some messages.
    private static func begin(_ store: any CaseStore, _ id: String, messages: Int) throws -> [EffectID] {
        let sent = (0..<messages).map { Sample.message(id, 1, $0, to: "role \($0)") }
        try store.keep(Sample.change(id, 1) { $0.effects = sent })
        return sent.map(\.effect)
    }

    /// A step of case `id` that wants messages of these kinds to one recipient.
    private static func begin(_ store: any CaseStore, _ id: String, messages kinds: [OutboxMessage.Kind]) throws {
        try store.keep(
            Sample.change(id, 1) { change in
                change.effects = kinds.enumerated().map { place, kind in
                    OutboxMessage(
                        effect: Sample.effect(id, 1, place), kind: kind, recipient: "nurse", subject: "call", via: nil,
                        at: Sample.instant(0))
                }
            })
    }

    static let settling: [Check] = [
        Check("what became of a message is kept as it is said, once, and one that was sent stays so") { store in
            let ids = try begin(store, "a", messages: 3)
            for (id, status) in zip(ids, [OutboxRow.Status.sent, .failed, .withheld]) {
                try store.settle(settlement(id, status))
                let message = Sample.message("a", 1, id.index, to: "role \(id.index)")
                let expected = OutboxRow(
                    message: message, status: status, attempts: 3, nextAttempt: message.at, reason: "because",
                    channel: "mail", settled: Sample.instant(50, 7))
                try expect(try row(store, id), equals: expected, "\(status)")
            }
            try store.settle(settlement(ids[0], .failed, at: Sample.instant(60)))
            try expect(try row(store, ids[0])?.status, equals: .sent, "one that was sent")
            try expect(try row(store, ids[0])?.settled, equals: Sample.instant(50, 7), "when it was")
            try store.settle(settlement(ids[1], .sent, at: Sample.instant(60)))
            try expect(try row(store, ids[1])?.status, equals: .sent, "one that had failed")
            try store.settle(settlement(Sample.effect("b", 1, 0), .sent))
            try expect(try store.outbox(OutboxFilter()).count, equals: 3, "messages")
        },
        Check("a step settles a message in its own transaction") { store in
            let ids = try begin(store, "a", messages: 2)
            let stale = Sample.change("a", 3) { $0.settlement = settlement(ids[0], .sent) }
            try expect(try store.commit(stale), equals: .conflict, "a step that is out of sequence")
            try expect(try row(store, ids[0])?.status, equals: .waiting, "the message then")
            var told = settlement(ids[0], .sent)
            told.disclosure = Sample.disclosure(ids[0], of: "P-a")
            try store.keep(Sample.change("a", 2) { $0.settlement = told })
            try expect(try row(store, ids[0])?.status, equals: .sent, "the message")
            let kept = try store.disclosures(of: "P-a")
            try expect(kept, equals: [Sample.disclosure(ids[0], of: "P-a")], "the disclosure")
        },
        Check("a step that closes its case and settles a message withholds the others only") { store in
            let ids = try begin(store, "a", messages: 2)
            try store.keep(
                Sample.change("a", 2) { change in
                    (change.status, change.withholdsWaiting) = (.closed, true)
                    change.settlement = settlement(ids[0], .sent)
                })
            try expect(try row(store, ids[0])?.status, equals: .sent, "what was sent")
            let other = try row(store, ids[1])
            try expect(other?.status, equals: .withheld, "the other")
            try expect(other?.reason, equals: OutboxRow.caseClosed, "why")
            try expect(other?.settled, equals: Sample.row(2).at, "when")
        },
        Check("a message is leased from its lease to its settlement, and not when it is withheld") { store in
            let ids = try begin(store, "a", messages: 3)
            try expect(try ids.map(store.isLeased), equals: [false, false, false], "before")
            try expect(try lease(store, at: Sample.instant(1)).count, equals: 3, "leases")
            try expect(try ids.map(store.isLeased), equals: [true, true, true], "leased")
            try store.settle(settlement(ids[0], .sent))
            try store.settle(ids[1], .deferred(until: Sample.instant(7), reason: "night"))
            try expect(try ids.map(store.isLeased), equals: [false, false, true], "settled")
            try store.keep(Sample.change("a", 2) { $0.withholdsWaiting = true })
            try expect(try ids.map(store.isLeased), equals: [false, false, false], "withheld")
            try expect(try store.isLeased(Sample.effect("b", 1, 0)), equals: false, "one that is not there")
        },
        Check("what was deferred waits without having been tried") { store in
            let ids = try begin(store, "a", messages: 1)
            _ = try lease(store, at: Sample.instant(1))
            try store.settle(ids[0], .deferred(until: Sample.instant(7, 1), reason: "night"))
            let found = try row(store, ids[0])
            try expect(found?.attempts, equals: 0, "attempts")
            try expect(found?.reason, equals: "night", "why")
            try expect(try lease(store, at: Sample.instant(7)), equals: [], "before")
            try expect(try lease(store, at: Sample.instant(7, 1)), equals: ["a/1/0"], "at its instant")
        },
        Check("messages of a group have its first as their leader, until one is revived") { store in
            let ids = try begin(store, "a/b", messages: 3)
            try store.group([ids[1], ids[2]])
            try expect(try ids.map { try row(store, $0)?.leader }, equals: [nil, ids[1], ids[1]], "leaders")
            try store.group([])
            try store.settle(settlement(ids[2], .failed))
            try expect(try store.revive(ids[2], at: Sample.instant(70, 1)), equals: true, "reviving")
            try expect(try row(store, ids[2])?.leader, equals: nil, "the leader of one that was revived")
        },
        Check("a message that is revived waits as if it had never been tried, unless it was sent") { store in
            let ids = try begin(store, "a", messages: 4)
            for (id, status) in zip(ids, [OutboxRow.Status.sent, .failed, .withheld]) {
                try store.settle(settlement(id, status))
            }
            let now = Sample.instant(70, 1)
            let revived = try ids.map { try store.revive($0, at: now) }
            try expect(revived, equals: [false, true, true, true], "which can be")
            try expect(try store.revive(Sample.effect("b", 1, 0), at: now), equals: false, "one that is not there")
            let rows = try store.outbox(OutboxFilter())
            try expect(rows.map(\.status), equals: [.sent, .waiting, .waiting, .waiting], "statuses")
            try expect(rows.map(\.attempts), equals: [3, 0, 0, 0], "attempts")
            try expect(rows.map(\.settled), equals: [Sample.instant(50, 7), nil, nil, nil], "when it was settled")
            try expect(try lease(store, at: Sample.instant(70)), equals: [], "before")
            try expect(try lease(store, at: now), equals: ["a/1/1", "a/1/2", "a/1/3"], "at its instant")
        },
        Check("of one case what waits is leased without that of others") { store in
            _ = try begin(store, "a", messages: 1)
            _ = try begin(store, "b", messages: 2)
            let taken = try store.lease(at: Sample.instant(1), until: Sample.instant(9), limit: 9, of: CaseID("b"))
            try expect(taken.map(\.message.effect.description), equals: ["b/1/0", "b/1/1"], "of b")
            try expect(try lease(store, at: Sample.instant(1)), equals: ["a/1/0"], "the rest")
        },
        Check("reminders and escalations to one recipient leave together, and a message by itself") { store in
            try begin(store, "a", messages: [.reminder, .escalation, .message, .reminder])
            let first = try lease(store, at: Sample.instant(1))
            try expect(first, equals: ["a/1/0", "a/1/1"], "before the message")
            for place in 0..<2 { try store.settle(Sample.effect("a", 1, place), .sent) }
            try expect(try lease(store, at: Sample.instant(1)), equals: ["a/1/2"], "the message")
        },
        Check("a reminder that waits for something of its own holds up no message") { store in
            try begin(store, "a", messages: [.reminder, .message])
            try expect(try lease(store, at: Sample.instant(1)), equals: ["a/1/0"], "the reminder")
            try store.settle(Sample.effect("a", 1, 0), .deferred(until: Sample.instant(90), reason: "digest"))
            try expect(try lease(store, at: Sample.instant(1)), equals: ["a/1/1"], "the message")
        },
        Check("a page waits for no message to its recipient, and no message for it") { store in
            try begin(store, "a", messages: [.page, .message, .page, .message])
            try expect(
                try lease(store, at: Sample.instant(1)), equals: ["a/1/0", "a/1/1", "a/1/2"], "but the last message")
        },
    ]

    static let counting: [Check] = [
        Check("messages that went to a patient are counted after an instant, in all cases") { store in
            func send(_ id: String, of patient: String, to recipient: String, at: Timestamp) throws {
                try store.keep(
                    Sample.change(id, 1) { change in
                        change.patient = patient
                        change.effects = [Sample.message(id, 1, 0, to: recipient)]
                    })
                try store.settle(settlement(Sample.effect(id, 1, 0), .sent, at: at))
            }
            try send("a", of: "P-1", to: "patient", at: Sample.instant(10, 5))
            try send("b", of: "P-1", to: "patient", at: Sample.instant(12))
            try send("c", of: "P-2", to: "patient", at: Sample.instant(12))
            try send("d", of: "P-1", to: "nurse", at: Sample.instant(12))
            try store.keep(
                Sample.change("e", 1) { change in
                    change.patient = "P-1"
                    change.effects = [Sample.message("e", 1, 0)]
                })
            func count(_ patient: String, _ since: Timestamp) throws -> Int {
                try store.sentCount(to: patient, since: since)
            }
            try expect(try count("P-1", Sample.instant(-9)), equals: 2, "all")
            try expect(try count("P-1", Sample.instant(10, 4)), equals: 2, "a nanosecond before the first")
            try expect(try count("P-1", Sample.instant(10, 5)), equals: 1, "after the first")
            try expect(try count("P-1", Sample.instant(12)), equals: 0, "after the last")
            try expect(try count("P-2", Sample.instant(0)), equals: 1, "of another patient")
            try expect(try count("P-3", Sample.instant(0)), equals: 0, "of nobody")
        },
        Check("the next deadline is the second after the first wake-up or attempt that is not past") { store in
            func next(_ instant: Timestamp) throws -> Timestamp? { try store.nextDeadline(after: instant) }
            try expect(try next(Sample.instant(0)), equals: nil, "where nothing is")
            try store.keep(
                Sample.change("a", 1) { change in
                    change.nextWakeUp = Sample.instant(20, 1)
                    change.effects = [
                        Sample.message("a", 1, 0, at: Sample.instant(10)),
                        Sample.message("a", 1, 1, at: Sample.instant(5)),
                    ]
                }, Sample.change("b", 1) { $0.nextWakeUp = Sample.instant(-40) })
            try expect(try next(Sample.instant(-50)), equals: Sample.instant(-39), "the wake-up of b")
            try expect(try next(Sample.instant(0)), equals: Sample.instant(11), "the message that may go first")
            try expect(try next(Sample.instant(10, 9)), equals: Sample.instant(11), "in the second of its attempt")
            try expect(try next(Sample.instant(11)), equals: Sample.instant(21), "the wake-up of a")
            try expect(try next(Sample.instant(21)), equals: nil, "after the last")
        },
    ]

    static let delivering: [Check] = [
        Check(opening: "one delivers at a time, and what a dead one had leased is free") { bench in
            let location = try bench.location()
            let first = try bench.opener.create(at: location)
            let second = try bench.opener.open(at: location)
            _ = try begin(first, "a", messages: 1)
            var (outer, inner, hasRun) = (false, true, false)
            var failure: (any Error)?
            outer = try first.delivering {
                do {
                    try expect(try lease(first, at: Sample.instant(1)), equals: ["a/1/0"], "the lease")
                    inner = try second.delivering { hasRun = true }
                } catch { failure = error }
            }
            if let failure { throw failure }
            try expect(outer, equals: true, "the first")
            try expect(inner, equals: false, "the second, while the first delivers")
            try expect(hasRun, equals: false, "what the second would do")
            try expect(try lease(second, at: Sample.instant(2)), equals: [], "what is leased still")
            inner = try second.delivering { hasRun = true }
            try expect([inner, hasRun], equals: [true, true], "the second, afterwards")
            try expect(try lease(second, at: Sample.instant(2)), equals: ["a/1/0"], "what the first never settled")
        }
    ]
}
