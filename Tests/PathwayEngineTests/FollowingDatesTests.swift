import CEL
import PathwayEngine
import PathwayModel
import Testing

/// Due dates follow what they are made of, however it is read, and are counted from the day of the opening.
@Suite("Due dates that follow")
struct FollowingDatesTests {
    private static let pathway = """
        stepwell: 1
        pathway: tested
        version: "1"
        title: Tested
        data: {urgent: {type: boolean, default: false}, lmp: date, weight: number}
        guards: {hurry: urgent}
        tasks:
          soon: {title: Soon, due: {at: 'today + days(hurry ? 1 : 9)'}}
          weigh: {title: Weigh, due: {at: 'day(recorded_at(weight)) + days(30)'}}
        states: {care: {tasks: [soon, {task: weigh, when: known(weight)}]}}
        """

    private func due(_ task: String, _ course: Course) throws -> Evaluation {
        try course.ask("task(\"\(task)\").due")
    }

    private func day(_ month: Int, _ day: Int) -> Evaluation {
        .value(.date(CalendarDate(year: 2026, month: month, day: day) ?? CalendarDate(daysSinceEpoch: 0)))
    }

    @Test("`today` stays the day of the opening, however often the date moves, and a named guard is looked through")
    func today() throws {
        var course = try Course(Self.pathway)
        #expect(try due("soon", course) == day(1, 14))
        try course.give(.record("urgent", "true"), after: 2)
        #expect(try due("soon", course) == day(1, 6))
        try course.give(.record("urgent", "false"), after: 2)
        #expect(try due("soon", course) == day(1, 14))
        let opened = course.state?.tasks.first { $0.status == .open }?.opened
        #expect(opened?.at == Course.start)
    }

    @Test("what is opened late for an earlier day keeps that day when its date moves")
    func openedEarlier() throws {
        let pathway = Self.pathway
            .replacing("\ntasks:\n", with: "\nevents: {admit: {}}\ntasks:\n")
            .replacing(
                "states: {care: {",
                with: "initial: intake\nstates: {intake: {transitions: [{event: admit, to: care}]}, care: {")
        var course = try Course(pathway)
        let before = OccurrenceTime.instant(Timestamp(seconds: Course.start.seconds + 86_400))
        try course.give(.send("admit"), after: 4, occurred: before)
        try course.give(.record("urgent", "true"), after: 1)
        #expect(try due("soon", course) == day(1, 7))
        try course.give(.record("urgent", "false"), after: 1)
        #expect(try due("soon", course) == day(1, 15))
    }

    @Test("a date that is counted from when something was recorded moves with the next record")
    func recorded() throws {
        var course = try Course(Self.pathway)
        try course.give(.record("weight", "70"))
        #expect(try due("weigh", course) == day(2, 4))
        try course.give(.record("weight", "71"), after: 3)
        #expect(try due("weigh", course) == day(2, 7))
    }
}
