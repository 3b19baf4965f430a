import CEL
import StepwellStore

/// Lists that are longer than any page.
extension CaseStoreConformance {
    private static let count = 10_050

    private static func id(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: 6 - digits.count) + digits
    }

    static let lists: [Check] = [
        Check("no list of cases, messages, obligations or due cases is cut, whatever its length") { store in
            let changes = (0..<count).map { number in
                Sample.change(id(number), 1) { change in
                    change.nextWakeUp = Sample.instant(Int64(number % 7), Int32(number % 3))
                    change.begun = [
                        Sample.task(id(number), "call", role: number % 2 == 0 ? "nurse" : nil, due: Int32(number % 5))
                    ]
                    change.effects = [Sample.message(id(number), 1, 0)]
                }
            }
            // Not in the order of their ids.
            try store.keep(changes.reversed())
            let ids = (0..<count).map(id)
            try expect(try store.cases(CaseFilter()).map(\.id.text) == ids, equals: true, "all cases, in order")
            let messages = try store.outbox(OutboxFilter()).map(\.message.effect.id.text)
            try expect(messages == ids.reversed(), equals: true, "all messages, in order")
            let waiting = try store.outbox(OutboxFilter(status: .waiting)).count
            try expect(waiting, equals: count, "messages that wait")
            let cursors = try store.obligations(ObligationFilter()).map(\.obligation.cursor)
            let expected = changes.flatMap { $0.begun.map(\.cursor) }.sorted()
            try expect(cursors == expected, equals: true, "all obligations, in order")
            let nurses = try store.obligations(ObligationFilter(role: "nurse")).count
            try expect(nurses, equals: count / 2, "obligations of a role")
            var due: [DueCase] = []
            repeat {
                due += try store.due(at: Sample.instant(99), after: due.last, limit: 999)
            } while !due.isEmpty && due.count % 999 == 0 && due.count <= count
            let wakeUps = changes.compactMap { change in change.nextWakeUp.map { DueCase(id: change.id, at: $0) } }
            try expect(due == wakeUps.sorted(), equals: true, "all due cases, in order")
            let leased = try store.lease(at: Sample.instant(1), until: Sample.instant(2), limit: 3)
            try expect(leased.map(\.message.effect.id.text), equals: [10_049, 10_048, 10_047].map(id), "a lease")
        },
        Check("a page goes on behind its cursor, of what is asked for") { store in
            try store.keep(
                Sample.change("a", 1) { $0.effects = (0..<4).map { Sample.message("a", 1, $0) } },
                Sample.change("b", 1) { $0.effects = [Sample.message("b", 1, 0)] })
            try store.keep(Sample.change("a", 2) { $0.effects = [Sample.message("a", 2, 0)] })
            func page(_ filter: OutboxFilter, _ last: EffectID?, _ limit: Int) throws -> [String] {
                try store.outbox(filter, after: last, limit: limit).map(\.message.effect.description)
            }
            try expect(try page(OutboxFilter(), nil, 2), equals: ["a/1/0", "a/1/1"], "the first two")
            let second = Sample.effect("a", 1, 1)
            try expect(try page(OutboxFilter(), second, 3), equals: ["a/1/2", "a/1/3", "b/1/0"], "three more")
            let ofA = OutboxFilter(id: CaseID("a"))
            try expect(try page(ofA, Sample.effect("a", 1, 3), 3), equals: ["a/2/0"], "the rest of a")
            let behindB = try page(OutboxFilter(status: .waiting), Sample.effect("b", 1, 0), 9)
            try expect(behindB, equals: ["a/2/0"], "what waits behind b")
            try expect(try page(OutboxFilter(status: .sent), nil, 9), equals: [], "what was sent")
            try expect(try page(OutboxFilter(), Sample.effect("a", 2, 0), 9), equals: [], "behind the last")
            try expect(try page(OutboxFilter(), nil, 0), equals: [], "none at most")
        },
        Check("what is kept of one case or patient is given whole") { store in
            let (count, id) = (2_500, CaseID("a"))
            try store.keep((1...count).map { Sample.change("a", $0) })
            try expect(try store.journal(of: id, after: 0).map(\.sequence) == Array(1...count), equals: true, "rows")
            try expect(try store.journal(of: id, after: count - 3).count, equals: 3, "the last rows")
            let refusals = (0..<1_100).map { number in
                RefusedInput(
                    id: id, at: Sample.instant(Int64(number)), actor: nil, input: "wake",
                    refusal: StoredRefusal("case_closed", "It is closed."), request: nil)
            }
            for refusal in refusals { _ = try store.refuse(refusal) }
            try expect(try store.refusals(of: id) == refusals, equals: true, "refusals")
        },
        Check("the latest input is that of any case") { store in
            try expect(try store.latestInput(), equals: nil, "without a case")
            func at(_ id: String, _ sequence: Int, _ instant: Timestamp) -> CaseChange {
                Sample.change(id, sequence) { $0.row.at = instant }
            }
            try store.keep(at("a", 1, Timestamp(seconds: -5, nanoseconds: 3)))
            try expect(try store.latestInput(), equals: Timestamp(seconds: -5, nanoseconds: 3), "of one case")
            try store.keep(at("b", 1, Sample.instant(9, 8)), at("c", 1, Sample.instant(9, 7)))
            try expect(try store.latestInput(), equals: Sample.instant(9, 8), "of three")
            try store.keep(at("c", 2, Sample.instant(9, 9)))
            try expect(try store.latestInput(), equals: Sample.instant(9, 9), "after a step")
        },
        Check("words are in the order of their bytes in UTF-8") { store in
            let ids = ["Z", "a", "b", "\u{E9}", "\u{FF21}", "\u{1F600}"]
            try store.keep(ids.reversed().map { Sample.change($0, 1) })
            try expect(try store.cases(CaseFilter()).map(\.id.text), equals: ids, "cases")
        },
    ]
}
