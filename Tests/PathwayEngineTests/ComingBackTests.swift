import CEL
import PathwayEngine
import PathwayModel
import Testing

/// What goes on and what begins anew where a case comes back to a state.
@Suite("Coming back to a state")
struct ComingBackTests {
    private static let pathway = """
        stepwell: 1
        pathway: tested
        version: "1"
        title: Tested
        expected: {none: A test of coming back}
        data: {calls: {type: integer, default: 0}}
        events: {leave: {}, back: {}, resume: {}, end: {}, again: {}}
        tasks:
          call: {title: Call, due: 1 day, after_close: true}
        transitions: [{event: end, to: over}]
        initial: care
        states:
          care:
            initial: inside
            states:
              inside:
                tasks: [{task: call, until: exit}]
                transitions: [{after: 2 days, do: [{add: {calls: 1}}]}]
              same: {type: history, clock: keep, transitions: [{to: inside}]}
            transitions: [{event: leave, to: away}]
          away:
            transitions: [{event: back, to: care}, {event: resume, to: same}]
          over: {outcome: over, transitions: [{event: again, to: care}]}
        """

    @Test("what comes once a stay comes again in the next")
    func anew() throws {
        var course = try Course(Self.pathway)
        try course.give(.wake, after: 3)
        #expect(try course.ask("calls") == .value(.int(1)))
        try course.give(.send("leave"))
        try course.give(.send("back"))
        try course.give(.wake, after: 3)
        #expect(try course.ask("calls") == .value(.int(2)))
        #expect(try course.ask("visits(\"inside\")") == .value(.int(2)))
    }

    @Test("with `clock: keep` the stay goes on: its days, its visits, what has come, and its tasks")
    func goesOn() throws {
        var course = try Course(Self.pathway)
        try course.give(.wake, after: 3)
        try course.give(.send("leave"))
        #expect(try course.ask("task(\"call\").open") == .value(.bool(false)))
        try course.give(.send("resume"), after: 4)
        #expect(try course.ask("visits(\"inside\")") == .value(.int(1)))
        #expect(try course.ask("days_in(\"inside\")") == .value(.int(7)))
        #expect(try course.ask("task(\"call\").open") == .value(.bool(true)))
        try course.give(.wake, after: 3)
        #expect(try course.ask("calls") == .value(.int(1)))
    }

    @Test("the days in a state that was left are those until then")
    func left() throws {
        var course = try Course(Self.pathway)
        try course.give(.send("leave"), after: 2)
        try course.give(.wake, after: 5)
        #expect(try course.ask("days_in(\"inside\")") == .value(.int(2)))
    }

    @Test("a transition out of the state that closed a case opens it again")
    func opened() throws {
        var course = try Course(Self.pathway)
        try course.give(.send("end"))
        #expect(course.state?.status == .closed(outcome: "over"))
        try course.give(.send("again"))
        #expect(course.state?.status == .open)
        #expect(course.isActive("care.inside"))
    }

    @Test("a task was last done on the latest date, in whatever order that was entered")
    func lastDone() throws {
        var course = try Course(Self.pathway)
        try course.give(.complete(task: "call"), after: 5)
        let early = OccurrenceTime.date(CalendarDate(daysSinceEpoch: 20_458 + 2))  // 2026-01-07
        try course.give(.send("leave"), occurred: early)
        try course.give(.send("back"), occurred: early)
        let last = Evaluation.value(.date(CalendarDate(daysSinceEpoch: 20_458 + 5)))
        #expect(try course.ask("task(\"call\").open") == .value(.bool(true)))
        #expect(try course.ask("task(\"call\").done_on") == last)
        try course.give(.complete(task: "call"), occurred: .date(CalendarDate(daysSinceEpoch: 20_458 + 3)))
        #expect(try course.ask("task(\"call\").done_on") == last)
    }
}
