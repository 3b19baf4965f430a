import CEL
import StepwellStore

extension CaseStoreConformance {
    private static func names(_ store: any CaseStore, _ role: String? = nil) throws -> [String] {
        try store.obligations(ObligationFilter(role: role)).map { "\($0.obligation.id)/\($0.obligation.key.subject)" }
    }

    private static func day(_ day: Int32) -> Obligation.Deadline { .day(CalendarDate(daysSinceEpoch: day)) }

    private static func instant(_ seconds: Int64, _ nanoseconds: Int32, on day: Int32) -> Obligation.Deadline {
        .instant(
            Timestamp(seconds: seconds, nanoseconds: nanoseconds), on: CalendarDate(daysSinceEpoch: day))
    }

    static let obligations: [Check] = [
        Check("all that is to be done is read at once as it is page by page, with the cases that nothing keeps") {
            store in
            var keeping = Sample.obligation("c", "1", due: day(20_000))
            keeping.keepsCase = true
            try store.keep(
                Sample.change("b", 1) { $0.begun = [Sample.task("b", "z", role: "nurse", due: 20_010)] },
                Sample.change("a", 1) { _ in },
                Sample.change("c", 1) { $0.begun = [keeping, Sample.task("c", "y")] },
                Sample.change("d", 1) { change in
                    change.status = .closed
                    change.begun = [Sample.obligation("d", "8", due: instant(0, 7, on: 20_001))]
                })
            let work = try store.openWork()
            let listed = try store.obligations(ObligationFilter())
            try expect(work.obligations.count, equals: 4, "how much there is")
            try expect(Set(work.obligations), equals: Set(listed), "what is to be done")
            try expect(work.unkept.map(\.text), equals: ["a", "b"], "those that nothing keeps")
            try expect(work.unkept, equals: try store.unkept().map(\.id), "the same, page by page")
            try expect(work.damaged, equals: [], "what is left out")
        },
        Check("what is to be done comes by due day, case and subject, what has no deadline last") { store in
            try store.keep(
                Sample.change("b", 1) { change in
                    change.begun = [
                        Sample.task("b", "z", role: "nurse", due: 20_010), Sample.task("b", "y"),
                        Sample.task("b", "x", role: "clinician", due: -3),
                    ]
                },
                Sample.change("a", 1) { change in
                    change.begun = [
                        Sample.task("a", "z", role: "nurse", due: 20_010), Sample.task("a", "w", role: "nurse"),
                    ]
                })
            try expect(try names(store), equals: ["b/x", "a/z", "b/z", "a/w", "b/y"], "all")
            try expect(try names(store, "nurse"), equals: ["a/z", "b/z", "a/w"], "the nurse's")
            try expect(try names(store, "nobody"), equals: [], "nobody's")
            let row = ObligationRow(
                obligation: Sample.task("b", "x", role: "clinician", due: -3), patient: "P-b", pathway: "adult",
                version: "1")
            try expect(try store.obligations(ObligationFilter(role: "clinician")), equals: [row], "the clinician's")
        },
        Check("of one day what is due at an instant comes before what is due on the day, by instant and kind") {
            store in
            let other = Obligation.Kind(rawValue: "decision")
            let all = [
                Sample.obligation("a", "1", due: instant(-1_728_000_000, 999_999_999, on: -20_000)),
                Sample.obligation("a", "2", due: day(-20_000)),
                Sample.obligation("a", "3", due: instant(5, 1, on: 20_000)),
                Sample.obligation("a", "4", due: instant(5, 2, on: 20_000)),
                Sample.obligation("a", "6", kind: other, due: instant(6, 0, on: 20_000)),
                Sample.obligation("a", "5", due: instant(6, 0, on: 20_000)),
                Sample.obligation("a", "7", due: day(20_000)),
                Sample.obligation("a", "8", due: instant(0, 0, on: 20_001)),
                Sample.obligation("a", "9", due: day(.max)), Sample.obligation("a", "10", kind: other),
                Sample.obligation("a", "10"),
            ]
            try store.keep(Sample.change("a", 1) { $0.begun = all.reversed() })
            let found = try store.obligations(ObligationFilter())
            try expect(found.map(\.obligation), equals: all, "all")
            for place in all.indices {
                let behind = try store.obligations(ObligationFilter(), after: all[place].cursor, limit: 2)
                let expected = Array(all[(place + 1)...].prefix(2))
                try expect(behind.map(\.obligation), equals: expected, "the two behind \(place)")
            }
        },
        Check("what ended is gone, and what begins again is as it began last") { store in
            try store.keep(
                Sample.change("a", 1) {
                    $0.begun = [Sample.task("a", "call"), Sample.task("a", "plan", role: "nurse")]
                })
            try store.keep(
                Sample.change("a", 2) { $0.ended = [Obligation.Key(.task, "call"), Obligation.Key(.task, "never")] })
            try expect(try names(store), equals: ["a/plan"], "what is left")
            let again = [Sample.task("a", "plan", due: 20_020), Sample.task("a", "call", role: "nurse", due: 20_021)]
            try store.keep(
                Sample.change("a", 3) { change in
                    change.ended = [Obligation.Key(.task, "plan")]
                    change.begun = again
                })
            try expect(try store.obligations(ObligationFilter()).map(\.obligation), equals: again, "what began again")
            let moved = Sample.task("a", "call", role: "clinician", due: 20_001)
            try store.keep(Sample.change("a", 4) { $0.begun = [moved] })
            try expect(try names(store), equals: ["a/call", "a/plan"], "when it moved")
            try expect(try names(store, "nurse"), equals: [], "when it is another's")
        },
        Check("of one kind all come in order, with whether they are about safety, whose they are and when") { store in
            let kind = Obligation.Kind(rawValue: "stay")
            let all = [
                Sample.obligation("a", "x", kind: kind, due: day(20_001), isSafety: true, claimedBy: "ana"),
                Sample.obligation("b", "w", kind: kind, role: "nurse", due: day(20_001), snoozed: -1, keepsCase: true),
                Sample.obligation("a", "v", kind: kind),
            ]
            try store.keep(
                Sample.change("a", 1) { $0.begun = [all[2], all[0], Sample.task("a", "call", due: 20_000)] },
                Sample.change("b", 1) { $0.begun = [Sample.task("b", "x", role: "nurse", due: 20_002), all[1]] })
            let found = try store.obligations(ObligationFilter(kind: kind)).map(\.obligation)
            try expect(found, equals: all, "all of the kind")
            let nurse = try store.obligations(ObligationFilter(role: "nurse", kind: kind)).map(\.obligation)
            try expect(nurse, equals: [all[1]], "the nurse's")
            let claimed = try store.obligations(ObligationFilter(claimedBy: "ana")).map(\.obligation)
            try expect(claimed, equals: [all[0]], "those that ana has claimed")
            try expect(try store.obligations(ObligationFilter(claimedBy: "")), equals: [], "those of nobody's name")
            let second = try store.obligations(ObligationFilter(kind: kind), after: all[0].cursor, limit: 1)
            try expect(second.map(\.obligation), equals: [all[1]], "the one behind the first")
        },
        Check("open cases that no obligation keeps are told, in order, and are not once one does") { store in
            let kept = Sample.obligation("b", "plan", role: "nurse", due: day(20_010), keepsCase: true)
            try store.keep(
                Sample.change("d", 1), Sample.change("b", 1) { $0.begun = [kept] },
                Sample.change("a", 1) { $0.begun = [Sample.task("a", "call")] },
                Sample.change("c", 1) { change in
                    change.status = .closed
                    change.outcome = "done"
                })
            func unkept() throws -> [String] { try store.unkept().map(\.id.text) }
            try expect(try unkept(), equals: ["a", "d"], "at first")
            try expect(try store.unkept(after: nil, limit: 1).map(\.id.text), equals: ["a"], "the first")
            try expect(try store.unkept(after: CaseID("a"), limit: 5).map(\.id.text), equals: ["d"], "behind it")
            try store.keep(Sample.change("b", 2) { $0.ended = [kept.key] })
            var other = kept
            other.id = CaseID("a")
            try store.keep(Sample.change("a", 2) { $0.begun = [other] })
            try expect(try unkept(), equals: ["b", "d"], "when another is kept")
        },
        Check("things of two kinds with one subject are two, and of another case others") { store in
            let decision = Obligation.Kind(rawValue: "decision")
            try store.keep(
                Sample.change("a", 1) { change in
                    change.begun = [Sample.task("a", "plan"), Sample.obligation("a", "plan", kind: decision)]
                }, Sample.change("b", 1) { $0.begun = [Sample.task("b", "plan")] })
            try store.keep(Sample.change("a", 2) { $0.ended = [Obligation.Key(.task, "plan")] })
            let left = try store.obligations(ObligationFilter()).map(\.obligation)
            let expected = [Sample.obligation("a", "plan", kind: decision), Sample.task("b", "plan")]
            try expect(left, equals: expected, "what is left")
        },
    ]
}
