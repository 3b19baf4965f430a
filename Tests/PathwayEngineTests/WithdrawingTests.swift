import CEL
import PathwayEngine
import PathwayModel
import Testing

/// What was entered in error is taken back, with what its actions made of it, and what stands on it is told.
@Suite("Withdrawing")
struct WithdrawingTests {
    private typealias Case = PuttingRightCase

    @Test("the value before is in force, with what was set and added on it, and nothing is said of it twice")
    func before() throws {
        var chart = try Case()
        try chart.give(.record("source", "1"))
        try chart.give(.record("source", "2"))
        #expect(try [chart.number("source"), chart.number("copy"), chart.number("total")] == [2, 2, 2])
        let facts = try chart.give(.withdraw(entry: 3, reason: "slip"))
        #expect(try [chart.number("source"), chart.number("copy"), chart.number("total")] == [1, 1, 1])
        #expect(facts.effects.isEmpty && facts.takenBack == [EffectPlace(entry: 3, place: 0)])
        try chart.give(.withdraw(entry: 2, reason: "slip"))
        #expect(try [chart.number("source"), chart.number("copy"), chart.number("total")] == [nil, 5, 0])
    }

    @Test("the result before is in force, and is judged as if it had just been entered")
    func result() throws {
        var chart = try Case()
        try chart.give(.record("risk", ["level": "high"]))
        try chart.give(.record("risk", ["level": "low"]))
        #expect(try !chart.isOpen("screen"))
        try chart.give(.withdraw(entry: 3, reason: "slip"))
        #expect(try chart.isOpen("screen") && chart.course.ask("risk.level") == .value(.string("high")))
    }

    @Test("a withdrawn correction leaves what was recorded first, and what its actions made of that")
    func correction() throws {
        var chart = try Case()
        try chart.give(.record("source", "1"))
        try chart.give(.correct(entry: 2, [.field("source", text: "8")], reason: "slip"))
        #expect(try [chart.number("source"), chart.number("copy"), chart.number("total")] == [8, 8, 1])
        try chart.give(.withdraw(entry: 3, reason: "slip"))
        #expect(try [chart.number("source"), chart.number("copy"), chart.number("total")] == [1, 1, 1])
        try chart.give(.withdraw(entry: 2, reason: "slip"))
        #expect(try [chart.number("source"), chart.number("copy"), chart.number("total")] == [nil, 5, 0])
    }

    @Test("a withdrawn correction of a result opens again what the result had opened")
    func correctedResult() throws {
        var chart = try Case()
        try chart.give(.record("risk", ["level": "high"]))
        let low = Input.Recording.instrument("risk", answers: [.init("level", "low")])
        try chart.give(.correct(entry: 2, [low], reason: "slip"))
        #expect(try chart.course.ask("risk.level") == .value(.string("low")))
        try chart.give(.withdraw(entry: 3, reason: "slip"))
        #expect(try chart.course.ask("risk.level") == .value(.string("high")) && chart.isOpen("screen"))
    }

    @Test("a session that was put right counts as it is now, and as it was once that is withdrawn")
    func session() throws {
        var chart = try Case()
        try chart.give(.send("admit"))
        try chart.give(.attend(.attended, type: "group"))
        #expect(try chart.course.ask("attendance.attended") == .value(.int(1)))
        try chart.give(.correct(entry: 3, [.session(.noShow, type: nil)], reason: "slip"))
        #expect(
            try chart.course.ask("[attendance.attended, attendance.no_shows]") == .value(.list([.int(0), .int(1)])))
        try chart.give(.withdraw(entry: 4, reason: "slip"))
        #expect(
            try chart.course.ask("[attendance.attended, attendance.no_shows]") == .value(.list([.int(1), .int(0)])))
        let code = chart.course.refusal(of: .correct(entry: 2, [.session(.noShow, type: nil)], reason: "slip"))
        #expect(code == Refusal.Code.noSuchEntry)
    }

    @Test(
        "what stands on it is listed: state, tasks, transition, decision on it, values set from it, messages that went")
    func standing() throws {
        var chart = try Case()
        try chart.give(.record("source", "101"))
        try chart.give(Case.sent(2))
        try chart.give(.record("ready", "true"))
        try chart.give(.send("look"))
        try chart.give(.decide(.transition(id: "onward"), reason: nil))
        let facts = try chart.give(.withdraw(entry: 2, reason: "slip"))
        let list = facts.reviewed
        #expect(list.contains(.message(try chart.message("dose"), EffectPlace(entry: 2, place: 0), isSent: true)))
        let (intake, call) = try (chart.task("intake"), chart.task("call"))
        #expect(list.contains(.taskClosed(intake)) && list.contains(.taskOpened(call)))
        #expect(list.contains(.value(try chart.field("sum"), entry: 5)))
        let transitions = list.compactMap { if case .transition(_, let entry) = $0 { entry } else { nil } }
        #expect(transitions == [2, 6])
        #expect(try chart.leaves == ["after"], "it is a person's to take that back")
        let review = try chart.record(of: Pathway.reviewTask)
        #expect(review.status == .open && review.opening?.due != nil)
    }

    @Test("a state that it led into is listed while it is active")
    func state() throws {
        var chart = try Case()
        try chart.give(.record("source", "101"))
        let list = try chart.give(.withdraw(entry: 2, reason: "slip")).reviewed
        let (care, one) = try (chart.place(of: "care"), chart.place(of: "care.one"))
        #expect(list.contains(.state(care)) && list.contains(.state(one)))
    }

    @Test("where nothing stands on it, or something newer is in force, nobody has to look")
    func nothing() throws {
        var chart = try Case()
        try chart.give(.record("lmp", "2026-01-01"))
        #expect(try chart.give(.withdraw(entry: 2, reason: "slip")).reviewed.isEmpty)
        #expect(try !chart.isOpen(Pathway.reviewTask))
        try chart.give(.record("source", "7"))
        try chart.give(.record("source", "5"))
        #expect(try chart.give(.withdraw(entry: 4, reason: "slip")).reviewed.isEmpty)
        #expect(try !chart.isOpen(Pathway.reviewTask))
        // What it led to stands, whatever has replaced it since.
        try chart.give(.record("source", "101"))
        try chart.give(.record("source", "5"))
        #expect(try !chart.give(.withdraw(entry: 7, reason: "slip")).reviewed.isEmpty)
    }

    @Test("a correction under a decision that was taken on it opens the review")
    func underDecision() throws {
        var chart = try Case()
        try chart.give(.send("admit"))
        try chart.give(.record("source", "7"))
        try chart.give(.record("ready", "true"))
        try chart.give(.decide(.transition(id: "onward"), reason: nil))
        let facts = try chart.give(.correct(entry: 3, [.field("source", text: "0")], reason: "slip"))
        let entries = facts.reviewed.compactMap { if case .transition(_, let entry) = $0 { entry } else { nil } }
        #expect(entries == [5])
        #expect(try chart.isOpen(Pathway.reviewTask) && chart.leaves == ["after"])
    }

    @Test("a closed case takes a correction: no transition is taken, reactions run")
    func closed() throws {
        var chart = try Case()
        try chart.give(.record("risk", ["level": "low"]))
        try chart.give(.send("admit"))
        try chart.give(.send("discharge"))
        let high = Input.Recording.instrument("risk", answers: [.init("level", "high")])
        let facts = try chart.give(.correct(entry: 2, [high], reason: "slip"))
        #expect(try !chart.isOpen("screen") && chart.isOpen("signal") && chart.leaves == ["over"])
        #expect(!facts.contains { if case .stateEntered = $0 { true } else { false } })
    }

    @Test("a closed case is not opened by a correction, where the same record would open it")
    func staysClosed() throws {
        var chart = try Case()
        try chart.give(.send("admit"))
        try chart.give(.record("danger", "false"))
        try chart.give(.send("discharge"))
        try chart.give(.correct(entry: 3, [.field("danger", text: "true")], reason: "slip"))
        #expect(try chart.leaves == ["over"])
        try chart.give(.record("danger", "true"))
        #expect(try chart.leaves == ["care.one"])
    }

    @Test("withdrawing what closed a safety task opens it again, with its old date, in a closed case too")
    func closedSafety() throws {
        for isClosed in [false, true] {
            var chart = try Case()
            try chart.give(.send("admit"))
            try chart.give(.record("risk", ["level": "high"]))
            let before = try chart.record(of: "screen").opening
            try chart.give(.record("risk", ["level": "low"]), after: 1)
            if isClosed { try chart.give(.send("discharge")) }
            #expect(try !chart.isOpen("screen"))
            try chart.give(.withdraw(entry: 5, reason: "slip"))
            #expect(try chart.isOpen("screen") && chart.record(of: "screen").opening?.due == before?.due)
        }
    }

    @Test("a withdrawn result leaves the safety task that it opened, unless it stands with the right patient")
    func wrongPatient() throws {
        var chart = try Case()
        try chart.give(.record("risk", ["level": "high"]))
        try chart.give(.withdraw(entry: 2, reason: "wrong patient"))
        #expect(try chart.isOpen("screen"))
        var moved = try Case()
        try moved.give(.record("risk", ["level": "high"]))
        try moved.give(.withdraw(entry: 2, reason: "wrong patient", movedTo: "c-2"))
        #expect(try !moved.isOpen("screen"))
    }

    @Test("moving a result ends only what it alone had opened")
    func movedOfTwo() throws {
        var chart = try Case()
        try chart.give(.record("risk", ["level": "high"]))
        try chart.give(.record("risk", ["level": "high"]), after: 1)
        try chart.give(.withdraw(entry: 2, reason: "wrong patient", movedTo: "c-2"))
        #expect(try chart.isOpen("screen"))
        try chart.give(.withdraw(entry: chart.entry - 1, reason: "slip"))
        #expect(try chart.isOpen("screen"))
    }

    @Test("what an undo has led anew stands on what it stands on")
    func afterAnUndo() throws {
        var chart = try Case()
        try chart.give(.send("admit"))
        try chart.give(.record("source", "101"))
        try chart.undo(2)
        #expect(try chart.leaves == ["care.one"], "the record leads there by itself")
        let list = try chart.give(.withdraw(entry: 3, reason: "slip")).reviewed
        #expect(list.contains(.state(try chart.place(of: "care.one"))))
    }

    @Test("a decision against advice is kept with what was not met, and with its values")
    func against() throws {
        var chart = try Case()
        try chart.give(.send("admit"))
        try chart.give(.record("source", "1"))
        let facts = try chart.give(.decide(.transition(id: "onward"), reason: "she asked"))
        let unmet = facts.flatMap { fact -> [UnmetCriterion] in
            if case .decidedAgainst(_, let unmet) = fact { unmet } else { [] }
        }
        #expect(unmet.map(\.id) == ["enough", "is_ready"])
        #expect(unmet.first?.label == "Enough" && unmet.first?.values.first?.text == "1")
        #expect(unmet.first?.waiting == [])
        var met = try Case()
        try met.give(.send("admit"))
        try met.give(.record("source", "2"))
        try met.give(.record("ready", "true"))
        let agreed = try met.give(.decide(.transition(id: "onward"), reason: "she asked"))
        #expect(!agreed.contains { if case .decidedAgainst = $0 { true } else { false } })
    }
}

/// A clock that was ahead for a while.
@Suite("A clock that is put right")
struct MendedClockTests {
    private typealias Case = PuttingRightCase

    @Test("what the wrong clock fired is taken back, and what was entered since is dated back")
    func mended() throws {
        var chart = try Case()
        try chart.give(.send("admit"))
        try chart.give(.send("late"), after: 1)
        let (right, before) = (chart.course.now, try chart.state)
        try chart.pass(400)
        #expect(try chart.leaves == ["finished"])
        try chart.give(.record("source", "7"))
        let first = before.sequence + 1
        chart.course.move(to: Timestamp(seconds: right.seconds + 3_600))
        let facts = try chart.give(.mendClock(reason: "wrong year"))
        #expect(facts.contains(.clockMended(from: first, reason: "wrong year")))
        #expect(try chart.leaves == ["after"] && chart.number("source") == 7)
        #expect(try chart.state.stays == before.stays && chart.record(of: "again").status == .never)
        #expect(try chart.state.lastInput == chart.course.now)
        #expect(try chart.state.fields[chart.field("source").position].current?.moment.at == chart.course.now)
        #expect(try chart.record(of: "rest").opening?.due?.description == "2026-01-11")
        try chart.pass(9)
        #expect(try chart.leaves == ["after"])
        try chart.pass(1)
        #expect(try chart.leaves == ["finished"])
        #expect(chart.course.refusal(of: .mendClock(reason: "again")) == Refusal.Code.noSuchEntry)
    }

    @Test("a case that was begun in the future is dated back whole")
    func whole() throws {
        var chart = try Case()
        try chart.give(.send("admit"), after: 3)
        chart.course.move(to: Timestamp(seconds: Course.start.seconds - 86_400))
        try chart.give(.mendClock(reason: "wrong day"))
        #expect(try chart.leaves == ["care.one"] && chart.state.lastInput == chart.course.now)
        #expect(try chart.record(of: "call").opening?.due?.description == "2026-01-06")
        #expect(try chart.state.stays[chart.place(of: "intake").position].entered?.at == chart.course.now)
    }

    @Test("what is undone later is dated as it was put right")
    func thenUndone() throws {
        var chart = try Case()
        try chart.give(.send("admit"))
        let now = chart.course.now
        try chart.pass(100)
        try chart.give(.send("late"))
        let late = chart.entry
        chart.course.move(to: now)
        try chart.give(.mendClock(reason: "wrong day"))
        #expect(try chart.record(of: "rest").opening?.due?.description == "2026-01-10")
        try chart.give(.undo(entry: late, reason: "slip", withLater: false), after: 1)
        #expect(try chart.leaves == ["care.one"] && chart.record(of: "call").opening?.due?.description == "2026-01-07")
        #expect(try !chart.record(of: "call").isOverdue)
    }

    @Test("a clock that is right has nothing to put right, and it needs a reason")
    func nothing() throws {
        var chart = try Case()
        #expect(chart.course.refusal(of: .mendClock(reason: "x")) == Refusal.Code.noSuchEntry)
        try chart.pass(30)
        chart.course.move(to: Course.start)
        #expect(chart.course.refusal(of: .mendClock(reason: "")) == Refusal.Code.reasonRequired)
    }
}
