import CEL
import StepwellStore

extension CaseStoreConformance {
    /// Years 1 and 9999, before and after 1970, fractions and none.
    private static let several = [
        Timestamp(seconds: -62_135_596_800), Timestamp(seconds: -62_135_596_800, nanoseconds: 1),
        Timestamp(seconds: -1, nanoseconds: 999_999_999), Timestamp(seconds: 0), Timestamp(seconds: 0, nanoseconds: 1),
        Timestamp(seconds: 1_767_000_000, nanoseconds: 500_000_000),
        Timestamp(seconds: 253_402_300_799, nanoseconds: 999_999_999),
    ]

    static let instants: [Check] = [
        Check("instants of any year are kept to the nanosecond, wherever they stand") { store in
            for (place, instant) in several.enumerated() {
                let id = "\(place)"
                try store.keep(
                    Sample.change(id, 1) { change in
                        (change.row.at, change.row.occurred, change.nextWakeUp) = (instant, instant, instant)
                        change.effects = [Sample.message(id, 1, 0, at: instant)]
                    })
                let row = try store.journal(of: CaseID(id), after: 0).first
                try expect(row?.at, equals: instant, "an input's instant")
                try expect(row?.occurred, equals: instant, "when it happened")
                let summary = try store.cases(CaseFilter(patient: "P-\(id)")).first
                try expect(summary?.lastInput, equals: instant, "the last input")
                try expect(summary?.nextWakeUp, equals: instant, "the next wake-up")
                try expect(try store.load(CaseID(id))?.nextWakeUp, equals: instant, "the next wake-up of the case")
                let queued = try store.outbox(OutboxFilter(id: CaseID(id))).first
                try expect(queued?.message.at, equals: instant, "a message's instant")
                try expect(queued?.nextAttempt, equals: instant, "its next attempt")
                try store.settle(
                    Settlement(
                        effect: Sample.effect(id, 1, 0), status: .sent, attempts: 1, channel: nil, reason: nil,
                        at: instant))
                let settled = try store.outbox(OutboxFilter(id: CaseID(id))).first?.settled
                try expect(settled, equals: instant, "when it was settled")
                let refused = RefusedInput(
                    id: CaseID(id), at: instant, actor: nil, input: "wake",
                    refusal: StoredRefusal("case_closed", "It is closed."), request: nil)
                try expect(try store.refuse(refused), equals: .committed, "a refusal")
                try expect(try store.refusals(of: CaseID(id)), equals: [refused], "the refusal")
            }
        },
        Check("due cases are in the order of time, before and after 1970") { store in
            for (place, instant) in several.enumerated().reversed() {
                try store.keep(Sample.change("\(place)", 1) { $0.nextWakeUp = instant })
            }
            for (place, instant) in several.enumerated() {
                let due = try store.due(at: instant, after: nil, limit: 100)
                try expect(due.map(\.at), equals: Array(several[...place]), "due at \(place)")
                let behind = try store.due(at: several[several.count - 1], after: due[place], limit: 2)
                try expect(behind.map(\.at), equals: Array(several[(place + 1)...].prefix(2)), "behind \(place)")
            }
            let latest = try store.latestInput()
            try expect(latest, equals: Sample.row(1).at, "the latest input")
        },
        Check("a postponement is kept to the nanosecond, before 1970 too") { store in
            try store.keep(Sample.change("a", 1))
            for instant in several {
                try expect(try store.postpone(CaseID("a"), at: 1, to: instant), equals: .committed, "postponing")
                try expect(try store.load(CaseID("a"))?.nextWakeUp, equals: instant, "the wake-up")
            }
        },
    ]
}
