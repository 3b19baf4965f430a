import CEL
import PathwayCompiler
import PathwayModel
import StepwellKit
import StepwellSQLite
import Synchronization
import TestSupport
import Testing
import TortureKit

@testable import StepwellRuntime

/// Those on call are told of what nobody sees to: at once, then the next, then by another channel, and each once.
@Suite("On call")
struct OnCallTests {
    static let text = """
        stepwell: 1
        pathway: watch
        version: "1"
        title: Watch
        roles: [nurse]
        expected: {none: A test}
        calendar: {timezone: America/New_York}
        events: {alarm: {}, well: {}}
        tasks: {risk: {title: See to the risk, role: nurse, due: 0 days, safety: true}}
        reactions: [{event: alarm, do: [{open_task: risk}]}]
        states: {care: {transitions: [{event: well, to: care}]}}
        """

    /// Monday the 5th of January 2026, eight in the morning in New York.
    static let monday = 1_767_618_000 / 60

    static func line(isSimulated: Bool, rounds: Int = 2) -> OnCall {
        func person(_ name: String, _ channels: String...) -> OnCall.Person {
            OnCall.Person(recipient: name, channels: channels)
        }
        return OnCall(
            minutes: 15, rounds: rounds,
            line: [
                .init(who: "ben", people: [person("ben", "pager", "sms")], hours: WeekHours(["mon-fri 08:00-18:00"])),
                .init(
                    who: "crisis", people: [person("ana", "sms"), person("carl", "sms", "pager", "mail")],
                    hours: WeekHours(["daily 12:00-02:00"])),
                .init(
                    who: "head", people: [person("head", "mail", "pager")], hours: WeekHours(["sat 20:00-mon 06:00"])),
            ], zone: nil, isSimulated: isSimulated)
    }

    /// The same line, written again by hand: minutes of the week.
    static var model: OnCallModel {
        func isIn(_ minute: Int, _ span: ClosedRange<Int>) -> Bool { span.contains(minute) }
        return OnCallModel(
            line: [
                .init(who: "ben", people: [("ben", ["pager", "sms"])]) { week in
                    week / 1_440 < 5 && isIn(week % 1_440, 480...1_079)
                },
                .init(who: "crisis", people: [("ana", ["sms"]), ("carl", ["sms", "pager", "mail"])]) { week in
                    week % 1_440 >= 720 || week % 1_440 < 120
                },
                .init(who: "head", people: [("head", ["mail", "pager"])]) { week in
                    week >= 5 * 1_440 + 1_200 || week < 360
                },
            ], patience: 15, rounds: 2, behind: 300, from: monday)
    }

    @Test(
        "who is told, by which channel and when, is what a plain model says, each once, also under kills and two processes",
        arguments: 0..<60)
    func walk(_ seed: Int) throws {
        try OnCallWalk(seed: UInt64(seed), isSimulated: seed.isMultiple(of: 2), dies: seed % 4 > 1).play()
    }

    @Test("a page leaves with the very command, and says no more than its channel may carry")
    func atOnce() throws {
        let walk = try OnCallWalk(seed: 1, isSimulated: false, dies: false)
        let answer = try walk.give(.send(event: "alarm", with: []))
        let told = answer.after?.facts.compactMap { fact -> String? in
            if case .dutyTended(_, .paged(let page, _)) = fact { "\(page.recipient) by \(page.channel)" } else { nil }
        }
        #expect(told == ["ben by pager"])
        try walk.deliver()
        let sent = try #require(walk.channels[0].sent.first).message
        #expect(sent.body.hasPrefix("Case case-1: a safety task, due "), "\(sent.body)")
        for text in [sent.subject, sent.body, sent.html ?? ""] { #expect(!text.contains("risk")) }
    }

    @Test("a page that waits holds up no other, and goes to nobody once somebody has claimed the task")
    func claimed() throws {
        let walk = try OnCallWalk(seed: 1, isSimulated: false, dies: false)
        _ = try walk.give(.send(event: "alarm", with: []))
        walk.channels[0].answer = .retry(reason: "down", after: nil)
        try walk.deliver()
        walk.minute += 15
        try walk.advance()
        try walk.deliver()
        #expect(walk.channels[1].sent.map(\.message.recipient) == ["ben"])
        _ = try walk.give(walk.claim())
        walk.channels[0].answer = .sent
        walk.minute += 40
        try walk.deliver()
        // The last one is of the next round, in which nobody else is on call.
        #expect(try walk.store.outbox(OutboxFilter()).map(\.status) == [.withheld, .sent, .withheld])
        #expect(try walk.openTasks() == ["risk", "undelivered"])
    }

    @Test(
        "what is dated by nobody's hour goes to all in the line, one after the other, and it ends with the last round")
    func nobodysHour() throws {
        let walk = try OnCallWalk(seed: 1, isSimulated: true, dies: false)
        // Tuesday, four in the morning.
        walk.minute += 20 * 60
        _ = try walk.give(.send(event: "alarm", with: []))
        walk.minute += 180
        try walk.advance()
        let turns = try walk.told().filter { $0.channel == $0.first }.map(\.name)
        #expect(turns == ["ben", "ana", "carl", "head", "ben", "ana", "carl", "head"])
        // At noon somebody comes on call who was told already.
        #expect(try walk.store.due(at: Timestamp(seconds: walk.now.seconds + 8 * 3_600), limit: 10).isEmpty)
        #expect(try walk.openTasks() == ["risk", "undelivered"])
    }

    @Test("another line is looked at where tasks wait already, and where there is none nobody is told")
    func otherLine() throws {
        let walk = try OnCallWalk(seed: 1, isSimulated: false, dies: false, onCall: nil)
        _ = try walk.give(.send(event: "alarm", with: []))
        try walk.advance()
        #expect(try walk.told().isEmpty)
        try walk.restart(with: Self.line(isSimulated: false))
        walk.minute += 3
        try walk.advance()
        #expect(try walk.told().map(\.minute) == [Self.monday + 3])
        #expect(try walk.runner.differences(of: walk.id, at: walk.now) == [])
    }

    @Test("an undone alarm stays open, and what was told of it stays told")
    func undone() throws {
        let walk = try OnCallWalk(seed: 1, isSimulated: false, dies: false)
        _ = try walk.give(.send(event: "alarm", with: []))
        let undo = try walk.give(.undo(entry: 2, reason: "the wrong patient", withLater: false))
        #expect(undo.refusal == nil)
        #expect(try walk.openTasks() == ["review_correction", "risk"] || walk.openTasks() == ["risk"])
        #expect(try walk.told().count == 1)
        #expect(try walk.store.outbox(OutboxFilter()).map(\.status) == [.waiting])
        walk.minute += 15
        try walk.advance()
        #expect(try walk.told().map(\.minute) == [Self.monday, Self.monday + 15, Self.monday + 15])
        #expect(try walk.runner.isFaithful(walk.id))
    }
}

@Suite("Hours of the week")
struct WeekHoursTests {
    @Test("an instant is in them by the clock on the clinic's wall")
    func contains() throws {
        let hours = try #require(WeekHours(["mon 08:00-08:01"]))
        let newYork = try #require(ZoneOffsets.named("America/New_York"))
        let monday = Timestamp(seconds: Int64(OnCallTests.monday) * 60)
        #expect(hours.contains(monday, in: newYork) && !hours.contains(monday, in: .utc))
        #expect(hours.contains(Timestamp(seconds: monday.seconds + 59), in: newYork))
        #expect(!hours.contains(Timestamp(seconds: monday.seconds + 60), in: newYork))
        #expect(!hours.contains(Timestamp(seconds: monday.seconds - 1), in: newYork))
        // In summer the same hour is another one of the world's.
        let july = try #require(Timestamp(rfc3339: "2026-07-06T12:00:00Z"))
        #expect(hours.contains(july, in: newYork))
    }

    @Test("they go over midnight and over the weekend, and end with the minute before their end")
    func spans() {
        let day = 1_440
        #expect(WeekHours(["mon-fri 08:00-18:00"])?.spans.count == 5)
        #expect(WeekHours(["daily 18:00-08:00"])?.words.first == "mon 18:00-tue 08:00")
        #expect(WeekHours(["fri 18:00-mon 08:00"])?.spans == [0..<480, 4 * day + 1_080..<7 * day])
        #expect(WeekHours(["fri 18:00 - mon 08:00"])?.words == ["fri 18:00-mon 08:00"])
        #expect(WeekHours(["sat,sun 00:00-24:00"])?.spans == [5 * day..<7 * day])
        #expect(WeekHours(["sun-tue 10:00-11:00"])?.spans.count == 3)
        let work = WeekHours(["mon-fri 08:00-18:00"])
        #expect(
            work.map { WeekHours.gaps(between: [$0]).words } == [
                "mon 18:00-tue 08:00", "tue 18:00-wed 08:00", "wed 18:00-thu 08:00", "thu 18:00-fri 08:00",
                "fri 18:00-mon 08:00",
            ])
        let all = WeekHours(["mon-fri 08:00-18:00", "mon-thu 18:00-08:00", "fri 18:00-mon 08:00"])
        #expect(all.map { WeekHours.gaps(between: [$0]).spans } == [])
        #expect(all?.words == ["the whole week"])
    }

    @Test(
        "what is no hours is none",
        arguments: [
            "", "08:00", "8-18", "mon-fri", "mon-fri 08:00", "noday 08:00-18:00", "mon 25:00-26:00", "mon 08:60-09:00",
            "mon 24:00-08:00", "mon 08:00-18:00 19:00", "-- 08:00-18:00", "mon--fri 08:00-18:00",
        ])
    func none(_ text: String) { #expect(WeekHours([text]) == nil) }
}
