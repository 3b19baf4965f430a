import CEL
import PathwayEngine
import PathwayModel
import Testing

/// What comes after an undo looks back at the case as it was told anew, not as it was told first.
@Suite("After a case was told anew")
struct ToldAnewTests {
    private typealias Case = PuttingRightCase

    /// Somebody was in danger; only without the admission did that lead to the crisis.
    private static func hold() throws -> Case {
        var chart = try Case()
        try chart.give(.send("admit"))
        try chart.give(.record("danger", "true"))
        try chart.give(.record("source", "7"))
        try chart.undo(2)
        return chart
    }

    @Test("what a record did only then stands on it")
    func standing() throws {
        var chart = try Self.hold()
        #expect(try chart.leaves == ["hold"])
        let facts = try chart.give(.withdraw(entry: 3, reason: "slip"))
        let (hold, screen, intake) = try (chart.place(of: "hold"), chart.task("screen"), chart.task("intake"))
        #expect(facts.reviewed.contains(.state(hold)) && facts.reviewed.contains(.taskOpened(screen)))
        #expect(facts.reviewed.contains(.taskClosed(intake)))
        let transitions = facts.reviewed.compactMap { if case .transition(_, let entry) = $0 { entry } else { nil } }
        #expect(transitions == [3])
    }

    @Test("what it did the first time only does not")
    func notStanding() throws {
        var chart = try Case()
        try chart.give(.record("source", "101"))
        let wrong = chart.entry + 1
        try chart.give(.record("source", "102"))
        try chart.undo(2)
        #expect(try chart.leaves == ["care.one"], "the second leads there now")
        try chart.undo(wrong)
        #expect(try chart.leaves == ["intake"])
        try chart.give(.record("source", "5"))
        let list = try chart.give(.withdraw(entry: chart.entry, reason: "slip")).reviewed
        #expect(list.allSatisfy { if case .transition = $0 { false } else { true } })
    }

    @Test("its messages of then are withheld with it, under the identity that they have")
    func messages() throws {
        var chart = try Self.hold()
        let told = chart.course.facts.effects
        #expect(told == [try chart.message("welcome"), try chart.message("dose"), try chart.message("condolence")])
        #expect(try chart.give(.withdraw(entry: 3, reason: "slip")).takenBack == [EffectPlace(entry: 5, place: 0)])
        var sent = try Self.hold()
        try sent.give(Case.sent(5, 0, "condolence"))
        let list = try sent.give(.withdraw(entry: 3, reason: "slip")).reviewed
        let message = try sent.message("condolence")
        #expect(list.contains(.message(message, EffectPlace(entry: 5, place: 0), isSent: true)))
    }

    @Test("a message that stands for one of another entry is that entry's no more")
    func otherEntry() throws {
        var chart = try Case()
        try chart.give(.record("source", "1"))
        try chart.give(.send("tell"))
        try chart.undo(3)
        // The first message was of entry 2, and stays so; the second is withheld.
        #expect(try chart.give(.withdraw(entry: 2, reason: "slip")).takenBack == [EffectPlace(entry: 2, place: 0)])
    }

    @Test("told once more, what came out stays as it is, and nothing is said twice")
    func onceMore() throws {
        var chart = try Self.hold()
        try chart.give(.send("tick"))
        let facts = try chart.undo(4)
        #expect(facts.effects.isEmpty && facts.takenBack == [EffectPlace(entry: 4, place: 0)])
        #expect(try chart.leaves == ["hold"])
        #expect(try chart.number("total") == 1)
        let told = facts.compactMap { fact -> ToldAnew? in if case .toldAnew(let anew) = fact { anew } else { nil } }
        #expect(told.first?.start == 2 && told.first?.steps == [.asBefore(entry: 3), .asBefore(entry: 6)])
        // What the first undo told is still told.
        #expect(try chart.give(.withdraw(entry: 3, reason: "slip")).takenBack == [EffectPlace(entry: 5, place: 0)])
    }

    @Test("what was withheld before is not withheld once more")
    func withheldBefore() throws {
        var chart = try Case()
        try chart.give(.record("source", "1"))
        try chart.give(.send("admit"))
        try chart.give(.send("discharge"))
        #expect(try chart.give(.withdraw(entry: 2, reason: "slip")).takenBack == [EffectPlace(entry: 2, place: 0)])
        #expect(try chart.undo(4).takenBack.isEmpty)
    }

    // MARK: Reviews

    @Test("a review goes with the decision that it named, and stays with the rest")
    func reviewOfDecision() throws {
        for isMore in [false, true] {
            var chart = try Case()
            try chart.give(.send("admit"))
            try chart.give(.record("source", "7"))
            try chart.give(.record("ready", "true"))
            if isMore { try chart.give(.send("look")) }
            let decision = chart.entry + 1
            try chart.give(.decide(.transition(id: "onward"), reason: nil))
            try chart.give(.correct(entry: 3, [.field("source", text: "0")], reason: "slip"))
            #expect(try chart.isOpen(Pathway.reviewTask))
            let facts = try chart.undo(decision)
            let sum = Consequence.value(try chart.field("sum"), entry: 5)
            #expect(facts.reviewed.contains(sum) == isMore)
            #expect(!facts.reviewed.contains { if case .transition = $0 { true } else { false } })
            #expect(try chart.isOpen(Pathway.reviewTask) == isMore && chart.state.reviews.count == (isMore ? 1 : 0))
            guard isMore else { continue }
            try chart.give(.complete(task: Pathway.reviewTask))
            #expect(try chart.state.reviews.isEmpty)
        }
    }

    @Test("a message that is withheld now is not there to be looked at")
    func reviewOfMessage() throws {
        var chart = try Case()
        try chart.give(.record("source", "1"))
        try chart.give(.record("source", "7"))
        try chart.give(.send("look"))
        let message = Consequence.message(try chart.message("dose"), EffectPlace(entry: 3, place: 0), isSent: false)
        let corrected = try chart.give(.correct(entry: 3, [.field("source", text: "0")], reason: "slip"))
        #expect(corrected.reviewed.contains(message))
        let facts = try chart.undo(3)
        #expect(facts.takenBack.contains(EffectPlace(entry: 3, place: 0)) && !facts.reviewed.contains(message))
        #expect(facts.reviewed.contains(.value(try chart.field("sum"), entry: 4)))
    }

    @Test("of an enrollment that is taken back, what has gone stays to be looked at")
    func reviewOfEnrollment() throws {
        var chart = try Case()
        try chart.give(.record("source", "7"))
        try chart.give(Case.sent(2))
        try chart.give(.withdraw(entry: 2, reason: "slip"))
        let message = Consequence.message(try chart.message("dose"), EffectPlace(entry: 2, place: 0), isSent: true)
        let facts = try chart.undo(1, withLater: true)
        #expect(facts.reviewed.contains(message))
        #expect(try chart.isOpen(Pathway.reviewTask) && !chart.state.reviews.isEmpty)
        try chart.give(.complete(task: Pathway.reviewTask))
        #expect(try !chart.isOpen(Pathway.reviewTask))
    }

    // MARK: Time

    @Test("nobody is reminded of what lies behind; what is late is escalated")
    func reminders() throws {
        var chart = try Case()
        try chart.give(.send("admit"))
        try chart.give(.send("discharge"))
        try chart.pass(4)
        let effects = try chart.undo(3).effects
        let call = try chart.task("call")
        #expect(effects == [.escalation(call, role: "staff")])
        #expect(try chart.record(of: "call").reminded == 1)
        // What is to be said today is said.
        var today = try Case()
        try today.give(.send("admit"))
        try today.give(.send("discharge"))
        try today.pass(1)
        #expect(try today.undo(3).effects == [.reminder(call, role: "staff")])
    }

    @Test("tasks that are due at another time are named, with the time")
    func moved() throws {
        var chart = try Case()
        let right = chart.course.now
        try chart.give(.send("admit"), after: 40)
        let late = try chart.record(of: "call").opening?.due
        chart.course.move(to: Timestamp(seconds: right.seconds + 3_600))
        let facts = try chart.give(.mendClock(reason: "wrong month"))
        let call = try chart.record(of: "call").opening?.due
        let moved = facts.flatMap { fact -> [MovedDue] in
            if case .toldAnew(let anew) = fact { anew.moved } else { [] }
        }
        let due = MovedDue(task: try chart.task("call"), due: call, dueAt: nil)
        #expect(late != call && moved.contains(due))
        #expect(moved.count == 2, "the plan too")
    }

    // MARK: Safety

    @Test("a task that stays open is not ended by leaving the state that had opened it, in another stay")
    func nextStay() throws {
        let pathway = """
            stepwell: 1
            pathway: tested
            version: "1"
            title: Tested
            instruments: {}
            data: {danger: boolean}
            events: {admit: {}, discharge: {}}
            tasks: {watch: {title: Watch, safety: true, due: 1 day}}
            states:
              before: {transitions: [{event: admit, to: care}]}
              care:
                tasks: [{task: watch, when: danger, until: exit}]
                transitions: [{event: discharge, to: before}]
            """
        var course = try Course(pathway)
        func isOpen() throws -> Bool { try #require(course.state).tasks[0].status == .open }
        try course.give(.send("admit"))
        try course.give(.record("danger", "true"))
        #expect(try isOpen())
        try course.give(.undo(entry: 2, reason: "slip", withLater: false))
        #expect(try isOpen())
        try course.give(.record("danger", "false"))
        try course.give(.send("admit"))
        try course.give(.send("discharge"))
        #expect(try isOpen())
    }

    @Test("what stays open about somebody's safety is named, whatever was taken back")
    func alarms() throws {
        for isUndone in [false, true] {
            var chart = try Case()
            try chart.give(.record("risk", ["level": "high"]))
            let (before, screen) = try (chart.record(of: "screen"), chart.task("screen"))
            let facts =
                try isUndone ? chart.undo(2) : chart.give(.withdraw(entry: 2, reason: "slip"))
            #expect(facts.contains(.alarmsStay(entry: 2, [screen])))
            #expect(try chart.record(of: "screen") == before)
            #expect(!facts.contains { if case .taskOpened = $0 { true } else { false } })
        }
    }
}
