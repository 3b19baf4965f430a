import CEL
import PathwayEngine
import PathwayModel
import Testing

/// A wrong death, admission or discharge is taken back, and the case is where it would be without it.
@Suite("Undoing")
struct UndoingTests {
    private typealias Case = PuttingRightCase

    @Test("the case is where it was, with its stays, its tasks and their old due dates, and what was recorded stays")
    func discharge() throws {
        var chart = try Case()
        try chart.give(.send("admit"), after: 1)
        try chart.give(.attend(.attended, type: "group"), after: 1)
        try chart.give(.record("source", "7"))
        let before = try chart.state
        let wrong = chart.entry + 1
        try chart.give(.send("discharge"))
        #expect(try !chart.isOpen("call") && chart.leaves == ["over"])
        try chart.undo(wrong)
        let after = try chart.state
        #expect(after.configuration == before.configuration && after.stays == before.stays)
        #expect(after.tasks == before.tasks && after.fields == before.fields && after.sessions == before.sessions)
        #expect(after.status == .open)
    }

    @Test("what was recorded since is kept, and what has become due meanwhile happens in order, each at its own date")
    func meanwhile() throws {
        var chart = try Case()
        try chart.give(.send("admit"))
        try chart.give(.send("late"))
        try chart.pass(1)
        let wrong = chart.entry + 1
        try chart.give(.send("died"))
        #expect(try chart.leaves == ["dead"])
        let facts = try chart.give(.undo(entry: wrong, reason: "slip", withLater: false), after: 12)
        #expect(try chart.leaves == ["finished"])
        let (left, began) = try (chart.record(of: "rest").opening?.due, chart.record(of: "again"))
        #expect(left?.description == "2026-01-10")
        #expect(began.status == .open && began.opening?.due?.description == "2026-01-16")
        #expect(began.isOverdue, "it came due two days ago")
        #expect(try chart.state.stays[chart.place(of: "finished").position].entered?.date.description == "2026-01-15")
        #expect(facts.contains { if case .toldAnew = $0 { true } else { false } })
    }

    @Test("a time that was running runs on as if nothing had been: `after`, days and visits")
    func clocks() throws {
        var chart = try Case()
        try chart.give(.send("admit"))
        try chart.give(.send("late"), after: 3)
        try chart.pass(4)
        let wrong = chart.entry + 1
        try chart.give(.send("died"))
        try chart.give(.undo(entry: wrong, reason: "slip", withLater: false), after: 2)
        #expect(try chart.course.ask("days_in(\"after\")") == .value(.int(6)))
        #expect(try chart.course.ask("visits(\"after\")") == .value(.int(1)))
        #expect(try chart.leaves == ["after"])
        try chart.pass(3)
        #expect(try chart.leaves == ["after"])
        try chart.pass(1)
        #expect(try chart.leaves == ["finished"])
    }

    @Test("what histories remember is as before")
    func histories() throws {
        var chart = try Case()
        try chart.give(.send("admit"))
        try chart.give(.send("tick"))
        let before = try chart.state
        let wrong = chart.entry + 1
        try chart.give(.send("discharge"))
        #expect(try chart.state.history != before.history)
        try chart.undo(wrong)
        #expect(try chart.state.history == before.history && chart.leaves == ["care.two"])
    }

    @Test("a record of the wrong stay is kept, and judged again where the case stands")
    func judged() throws {
        var chart = try Case()
        try chart.give(.send("admit"))
        let wrong = chart.entry + 1
        try chart.give(.send("discharge"))
        try chart.give(.record("risk", ["level": "high"]), after: 1)
        #expect(try chart.isOpen("signal") && !chart.isOpen("screen"))
        try chart.undo(wrong)
        #expect(try chart.course.ask("risk.level") == .value(.string("high")))
        #expect(try chart.isOpen("signal") && chart.isOpen("screen"), "no alarm is silenced")
    }

    @Test("a message that waits is withheld, one that has gone is listed")
    func messages() throws {
        for isSent in [false, true] {
            var chart = try Case()
            let wrong = chart.entry + 1
            try chart.give(.send("admit"))
            if isSent { try chart.give(Case.sent(wrong, 0, "welcome")) }
            let facts = try chart.undo(wrong)
            let listed = Consequence.message(
                try chart.message("welcome"), EffectPlace(entry: wrong, place: 0), isSent: true)
            #expect(facts.takenBack.contains(EffectPlace(entry: wrong, place: 0)) == !isSent)
            #expect(facts.reviewed.contains(listed) == isSent)
            #expect(try chart.isOpen(Pathway.reviewTask) == isSent)
            #expect(facts.effects.isEmpty)
        }
    }

    @Test("what was said of what stays is not said again, however the case went on")
    func once() throws {
        var chart = try Case()
        try chart.give(.send("admit"))
        let wrong = chart.entry + 1
        try chart.give(.send("tick"))
        try chart.give(.record("source", "7"))
        try chart.pass(4)
        let said = chart.course.facts.effects
        #expect(said.count == 4, "welcome, dose, a reminder and an escalation")
        #expect(try chart.undo(wrong).effects.isEmpty)
        try chart.pass(10)
        #expect(chart.course.facts.effects == said)
    }

    @Test("a message of one entry does not stand for the same one of another")
    func own() throws {
        var chart = try Case()
        try chart.give(.send("admit"))
        let wrong = chart.entry + 1
        try chart.give(.record("source", "1"))
        try chart.give(.record("source", "2"))
        let facts = try chart.undo(wrong)
        #expect(facts.takenBack == [EffectPlace(entry: wrong, place: 0)])
        #expect(facts.effects.isEmpty)
    }

    @Test("a message that was withheld by an undo stands for none that is said anew")
    func saidAnew() throws {
        var chart = try Case()
        try chart.give(.send("tick"))
        let wrong = chart.entry + 1
        try chart.give(.record("source", "1"))
        #expect(try chart.undo(wrong).takenBack == [EffectPlace(entry: wrong, place: 0)])
        let dose = try chart.message("dose")
        #expect(try chart.give(.record("source", "1")).effects == [dose])
        // It is told anew too, and the message that is on its way goes on.
        let facts = try chart.undo(2)
        #expect(facts.takenBack == [] && facts.effects == [])
    }

    @Test("a message that was withheld with what was withdrawn stays withheld")
    func withdrawn() throws {
        var chart = try Case()
        try chart.give(.send("tick"))
        try chart.give(.record("source", "1"))
        let withdrawn = try chart.give(.withdraw(entry: 3, reason: "slip"))
        #expect(withdrawn.takenBack == [EffectPlace(entry: 3, place: 0)])
        let facts = try chart.undo(2)
        #expect(facts.takenBack == [] && facts.effects == [] && facts.reviewed == [])
    }

    @Test("what an undo says for the first time is said, although the same was withheld before")
    func saidByAnUndo() throws {
        var chart = try Case()
        try chart.give(.send("tick"))
        try chart.give(.record("source", "101"))
        let (welcome, dose) = try (chart.message("welcome"), chart.message("dose"))
        #expect(chart.course.facts.effects == [dose])
        try chart.give(.send("discharge"))
        try chart.undo(4)
        try chart.undo(3)
        #expect(try chart.give(.send("admit")).effects == [welcome])
    }

    @Test("a correction of what was undone does nothing, and nothing else is taken for its doing")
    func idleCorrection() throws {
        var chart = try Case()
        try chart.give(.record("source", "1"))
        try chart.give(.record("source", "2"))
        try chart.give(.correct(entry: 3, [.field("source", text: "8")], reason: "slip"))
        try chart.give(.record("source", "9"))
        #expect(try chart.undo(3).reviewed.contains { $0.isIdle(4) })
        #expect(try [chart.number("source"), chart.number("copy"), chart.number("total")] == [9, 9, 2])
        try chart.give(.withdraw(entry: 5, reason: "slip"))
        #expect(try [chart.number("source"), chart.number("copy"), chart.number("total")] == [1, 1, 1])
    }

    @Test("what was recorded stays where the case would not take it now, and is listed")
    func keptAllTheSame() throws {
        var chart = try Case()
        try chart.give(.send("admit"))
        try chart.give(.send("discharge"))
        try chart.give(.record("danger", "true"))
        try chart.give(.record("source", "7"))
        #expect(try chart.undo(4).reviewed.contains { $0.isIdle(5) })
        #expect(try chart.leaves == ["over"] && chart.number("source") == 7)
    }

    @Test("a review that somebody has done is no reason for another")
    func reviewed() throws {
        var chart = try Case()
        try chart.give(.send("tick"))
        try chart.give(.send("admit"))
        try chart.give(Case.sent(3, 0, "welcome"))
        try chart.undo(3)
        try chart.give(.complete(task: Pathway.reviewTask))
        #expect(try chart.undo(2).reviewed.contains { $0.isIdle(6) } == false)
    }

    @Test("messages that were withheld because the patient had died are listed")
    func withheld() throws {
        var chart = try Case()
        try chart.give(.record("source", "7"))
        let wrong = chart.entry + 1
        try chart.give(.send("died"))
        let report = Case.report(2, 0, "dose", .withheld, DeliveryReport.deceased)
        try chart.give(.delivery(report, calls: false))
        let facts = try chart.undo(wrong)
        #expect(
            facts.reviewed.contains(
                .withheld(subject: "dose", recipient: "patient", EffectPlace(entry: 2, place: 0))))
        #expect(try chart.isOpen(Pathway.reviewTask))
    }

    @Test("it is refused where something came later that stands on it, and each is named; with those it goes")
    func later() throws {
        var chart = try Case()
        let admitted = chart.entry + 1
        try chart.give(.send("admit"))
        try chart.give(.complete(task: "plan"))
        try chart.give(.record("source", "7"))
        try chart.give(.record("ready", "true"))
        try chart.give(.decide(.transition(id: "onward"), reason: nil))
        #expect(chart.refusal(ofUndoing: admitted) == Refusal.Code.laterEntries)
        let text = chart.course.message(ofRefusing: .undo(entry: admitted, reason: "slip", withLater: false))
        for number in [admitted + 1, admitted + 4] { #expect(text?.contains("\(number) (") == true, "\(text ?? "")") }
        for number in [admitted + 2, admitted + 3] { #expect(text?.contains("\(number) (") == false, "\(text ?? "")") }
        let facts = try chart.undo(admitted, withLater: true)
        let undone = Fact.entryUndone(entry: admitted, later: [admitted + 1, admitted + 4], reason: "slip")
        #expect(facts.contains(undone))
        #expect(try chart.leaves == ["intake"] && chart.number("source") == 7)
        #expect(try chart.record(of: "plan").status == .never && chart.isOpen("intake"))
    }

    @Test("records, consents, corrections and time do not stand on it")
    func independent() throws {
        var chart = try Case()
        let wrong = chart.entry + 1
        try chart.give(.send("admit"))
        try chart.give(.record("source", "7"))
        try chart.give(.consent([.init(kind: "sms", granted: true)]))
        try chart.give(.correct(entry: wrong + 1, [.field("source", text: "8")], reason: "slip"))
        try chart.pass(9)
        try chart.give(.withdraw(entry: wrong + 2, reason: "slip"))
        #expect(chart.refusal(ofUndoing: wrong) == nil)
        try chart.undo(wrong)
        #expect(try chart.number("source") == 8 && chart.number("copy") == 8 && chart.state.consents.isEmpty)
    }

    @Test("a case that it enrolled is named, and not begun again")
    func linked() throws {
        var chart = try Case()
        try chart.give(.send("admit"))
        let wrong = chart.entry + 1
        try chart.give(.send("link"))
        #expect(chart.refusal(ofUndoing: wrong) == Refusal.Code.laterEntries)
        let facts = try chart.undo(wrong, withLater: true)
        // The case goes with it, and so nothing of it stands.
        let gone = Fact.otherCase(.takenBack([EffectPlace(entry: wrong, place: 0)]))
        #expect(facts.contains(gone) && facts.reviewed.isEmpty && facts.takenBack.isEmpty)
    }

    @Test("what a record led to goes with it, and the record itself")
    func record() throws {
        var chart = try Case()
        let wrong = chart.entry + 1
        try chart.give(.record("source", "101"))
        #expect(try chart.leaves == ["care.one"])
        try chart.undo(wrong)
        #expect(try chart.leaves == ["intake"] && chart.number("source") == nil && chart.number("copy") == 5)
        #expect(try chart.number("total") == 0)
    }

    @Test("an enrollment that should not have been ends the case, and nothing of it can be undone any more")
    func enrollment() throws {
        var chart = try Case()
        try chart.give(.record("source", "7"))
        #expect(try !chart.undo(1).contains(.ended))
        #expect(
            try chart.state.status == .enteredInError && chart.state.tasks.allSatisfy { $0.status != .open || false })
        let next = try chart.course.machine.nextWakeUp(of: chart.state, after: chart.course.now)
        #expect(next == nil)
        for entry in [1, 2, 9] { #expect(chart.refusal(ofUndoing: entry) == Refusal.Code.notAccepted) }
        #expect(chart.course.refusal(of: .mendClock(reason: "slip")) == Refusal.Code.notAccepted)
        #expect(chart.course.refusal(of: .send("admit")) == Refusal.Code.notAccepted)
        #expect(try chart.leaves == [])
    }

    @Test("an enrollment on which a safety task stands is not taken back")
    func enrollmentInDanger() throws {
        var chart = try Case()
        try chart.give(.record("risk", ["level": "high"]))
        #expect(chart.refusal(ofUndoing: 1) == Refusal.Code.inCrisis)
    }

    @Test("one after another, from the newest or from the oldest, the same stands")
    func twice() throws {
        var (down, up) = (try Case(), try Case())
        for chart in 0...1 {
            var one = try Case()
            try one.give(.send("tick"))
            try one.give(.record("source", "7"))
            try one.give(.send("tick"), after: 1)
            try one.give(.record("source", "9"))
            for entry in chart == 0 ? [4, 2] : [2, 4] { try one.undo(entry) }
            if chart == 0 { down = one } else { up = one }
        }
        #expect(try down.number("total") == 2 && up.number("total") == 2)
        #expect(try down.state.fields == up.state.fields && down.state.tasks == up.state.tasks)
        #expect(down.refusal(ofUndoing: 4) == Refusal.Code.noSuchEntry)
        #expect(down.refusal(ofUndoing: 6) == Refusal.Code.noSuchEntry, "an undo is not undone")
    }

    @Test("what came after an undo can be undone, and what the undo took back stays away")
    func afterAnUndo() throws {
        var chart = try Case()
        try chart.give(.send("admit"))
        try chart.give(.send("discharge"))
        try chart.undo(3)
        try chart.give(.send("late"), after: 1)
        #expect(try chart.leaves == ["after"])
        try chart.undo(chart.entry)
        #expect(try chart.leaves == ["care.one"])
        try chart.undo(2)
        #expect(try chart.leaves == ["intake"])
    }

    @Test("it needs a reason, and an entry of somebody")
    func reason() throws {
        var chart = try Case()
        try chart.give(.send("admit"))
        try chart.pass(2)
        let code = chart.course.refusal(of: .undo(entry: 2, reason: " ", withLater: false))
        #expect(code == Refusal.Code.reasonRequired)
        for entry in [0, 3, 99, -1] { #expect(chart.refusal(ofUndoing: entry) == Refusal.Code.noSuchEntry) }
    }
}

/// Nothing that is taken back silences an alarm.
@Suite("Undoing and safety")
struct UndoingSafelyTests {
    private typealias Case = PuttingRightCase

    @Test("a safety task stays open, with its due date, and is escalated once")
    func staysOpen() throws {
        var chart = try Case()
        let wrong = chart.entry + 1
        try chart.give(.record("risk", ["level": "high"]))
        try chart.pass(4)
        let before = try chart.record(of: "screen")
        #expect(before.isOverdue && before.escalated == 1)
        #expect(try chart.undo(wrong).effects.isEmpty)
        let after = try chart.record(of: "screen")
        #expect(after.status == .open && after.opening?.due == before.opening?.due)
        #expect(after.opened?.date == before.opened?.date)
        try chart.pass(5)
        let escalation = Effect.escalation(try chart.task("screen"), role: "staff")
        #expect(chart.course.facts.effects.filter { $0 == escalation }.count == 1)
    }

    @Test("a crisis is not left by taking back what led into it; nor what lies before it")
    func crisis() throws {
        var chart = try Case()
        try chart.give(.send("admit"))
        try chart.give(.send("crisis"))
        #expect(try chart.leaves == ["hold"])
        #expect(chart.refusal(ofUndoing: 3) == Refusal.Code.inCrisis)
        #expect(chart.refusal(ofUndoing: 2, withLater: true) == Refusal.Code.inCrisis)
        try chart.give(.complete(task: "screen"))
        #expect(chart.refusal(ofUndoing: 3, withLater: true) == nil)
    }

    @Test("a crisis in which the case stands only since an undo is not left by another")
    func crisisAnew() throws {
        var chart = try Case()
        try chart.give(.send("admit"))
        try chart.give(.record("danger", "true"))
        #expect(try chart.leaves == ["care.one"])
        try chart.undo(2)
        #expect(try chart.leaves == ["hold"])
        #expect(chart.refusal(ofUndoing: 3) == Refusal.Code.inCrisis)
        try chart.give(.complete(task: "screen"))
        #expect(chart.refusal(ofUndoing: 3, withLater: true) == nil)
    }

    @Test("a death that is taken back opens again what it had ended")
    func death() throws {
        var chart = try Case()
        try chart.give(.send("admit"))
        try chart.give(.record("risk", ["level": "high"]))
        let before = try chart.state.tasks
        try chart.give(.send("died"))
        #expect(try !chart.isOpen("screen"))
        try chart.undo(chart.entry)
        #expect(try chart.state.tasks == before)
    }

    @Test("undoing what closed a safety task opens it again")
    func closedBy() throws {
        var chart = try Case()
        try chart.give(.record("risk", ["level": "high"]))
        let before = try chart.record(of: "screen").opening
        try chart.give(.record("risk", ["level": "low"]))
        #expect(try !chart.isOpen("screen"))
        try chart.undo(3)
        #expect(try chart.record(of: "screen").opening == before && chart.isOpen("screen"))
    }
}
