import CEL
import Foundation
import PathwayEngine
import PathwayModel
import StepwellClinic
import StepwellRuntime
import TestSupport
import Testing

/// What screens show of the whole clinic.
@Suite("Views of a clinic")
struct ListViewTests {
    @Test("a list has cases by patient, whatever their ids are")
    func list() throws {
        let test = try TestClinic()
        let ids = try ["P-3", "P-1", "P-2"].map { try test.enroll($0) }
        let list = try test.clinic.cases(CaseFilter(), at: nil)
        #expect(list.cases.map(\.patient) == ["P-1", "P-2", "P-3"])
        #expect(list.cases.map(\.id.text) == [ids[1], ids[2], ids[0]])
        #expect(list.json["cases"]?.array?.compactMap { $0["case"]?.string } == list.cases.map(\.id.text))
        #expect(try test.clinic.cases(CaseFilter(patient: "P-2"), at: nil).cases.count == 1)
    }

    @Test("a worklist has the tasks of a role, what is late, and the roles that others wait for")
    func worklist() throws {
        let test = try TestClinic()
        _ = try test.enroll()
        let all = try test.clinic.worklist()
        let role = try #require(all.entries.first { $0.task.key.subject == "first_contact" }?.task.role)
        #expect(all.roles.contains(role))
        #expect(try test.clinic.worklist(.asking(role: role)).entries.allSatisfy { $0.task.role == role })
        #expect(all.entries.allSatisfy { !$0.isOverdue && $0.patient == "P-1" })
        let nobody = try test.clinic.worklist(.asking(role: "nobody"))
        #expect(nobody.entries.isEmpty && nobody.roles == all.roles)
        let later = When.date(try #require(CalendarDate("2026-03-01")))
        let late = try test.clinic.worklist(.asking(role: role, at: later))
        #expect(late.entries.contains { $0.isOverdue })
        #expect(late.json["tasks"]?.array?.compactMap { $0["overdue"] } == late.entries.map { .bool($0.isOverdue) })
    }

    @Test("what the engine could not do is on every worklist, or on that of the role which the pathway names")
    func incidents() throws {
        for (head, others) in [("", ["lost", "incident"]), ("incidents: {role: director}", ["lost"])] {
            let test = try TestClinic()
            try """
            stepwell: 1
            pathway: shaky
            version: "1"
            title: Shaky
            roles: [nurse, director]
            \(head)
            expected: {none: A test of incidents}
            data: {share: integer}
            states: {open: {transitions: [{when: 10 / share > 1, to: closed}]}, closed: {outcome: closed}}
            """.write(
                to: test.folder.root.appendingPathComponent("Pathways/shaky.yaml"), atomically: true, encoding: .utf8)
            func command(_ input: Input) throws -> Command {
                Command(input, by: try test.clinic.folder.actor(as: "nurse"), at: .instant(TestClinic.now))
            }
            let id = try test.clinic.runner.enroll("shaky", patient: "P-9", try command(.enroll(.init(with: [])))).id
            _ = try test.clinic.runner.perform(try command(.record([.field("share", text: "0")])), on: id)
            func names(_ role: String?) throws -> [String] {
                try test.clinic.worklist(.asking(role: role)).entries.map(\.name)
            }
            #expect(try names(nil) == ["lost", "incident"])
            #expect(try names("director") == ["lost", "incident"])
            #expect(try names("nurse") == others)
        }
    }

    @Test("safety tasks come first, in a case and among all, and one that is due at an instant says so")
    func safety() throws {
        let test = try TestClinic()
        try """
        stepwell: 1
        pathway: safety
        version: "1"
        title: Safety
        roles: [nurse]
        calendar: {timezone: America/New_York}
        tasks:
          routine: {title: Routine, role: nurse, due: 0 days}
          today: {title: Today, safety: true, due: 0 days}
          at_once: {title: At once, safety: true, due: 30 minutes}
        states: {open: {tasks: [routine, today, at_once]}}
        """.write(
            to: test.folder.root.appendingPathComponent("Pathways/safety.yaml"), atomically: true, encoding: .utf8)
        let command = Command(
            .enroll(.init(with: [])), by: try test.clinic.folder.actor(as: "nurse"), at: .instant(TestClinic.now))
        let id = try test.clinic.runner.enroll("safety", patient: "P-9", command).id.text
        let list = try test.clinic.worklist(.asking(at: .instant(Timestamp(seconds: TestClinic.now.seconds + 1_799))))
        #expect(list.entries.map(\.task.key.subject) == ["at_once", "today", "routine"])
        #expect(list.entries.map(\.isSafety) == [true, true, false])
        #expect(list.entries.allSatisfy { !$0.isOverdue })
        #expect(list.json["tasks"]?.array?.first?["due"]?.string == "2026-01-05T10:30:00-05:00")
        #expect(list.entries.first?.shownDue == "2026-01-05 10:30 EST")
        let late = When.instant(Timestamp(seconds: TestClinic.now.seconds + 1_800))
        #expect(try test.clinic.worklist(.asking(at: late)).entries.map(\.isOverdue) == [true, false, false])
        let seen = try test.clinic.foresee(at: id, when: late)
        #expect(WhyView(seen).tasks.map(\.name) == ["today", "at_once", "routine"])
        let tasks = CaseView(seen).json["tasks"]?.array ?? []
        #expect(tasks.map { $0["due"]?.string } == ["2026-01-05", "2026-01-05T10:30:00-05:00", "2026-01-05"])
        #expect(tasks.map { $0["overdue"]?.bool } == [false, true, false])
        #expect(tasks.map { $0["safety"]?.bool } == [true, true, false])
    }

    @Test("a decision that is owed stands on the worklist of each role that may take it, until it is taken")
    func owed() throws {
        let test = try TestClinic()
        try """
        stepwell: 1
        pathway: owing
        version: "1"
        title: Owing
        roles: [nurse, clinician, director]
        calendar: {timezone: America/New_York}
        data: {fit: boolean}
        tasks: {plan: {title: Plan, role: nurse, due: 3 days}}
        states:
          care:
            tasks: [plan]
            transitions:
              - id: admit
                decide: {by: [nurse, clinician], within: 1 business day, remind: 0 days before, escalate: [{after: 1 day, to: director}]}
                when: fit
                to: treated
                because: Fit for it
          treated: {}
        """.write(
            to: test.folder.root.appendingPathComponent("Pathways/owing.yaml"), atomically: true, encoding: .utf8)
        let command = Command(
            .enroll(.init(with: [])), by: try test.clinic.folder.actor(as: "nurse"), at: .instant(TestClinic.now))
        let id = try test.clinic.runner.enroll("owing", patient: "P-8", command).id.text
        #expect(try test.clinic.worklist(.asking(role: "clinician")).entries.isEmpty)
        try test.give(.record([.field("fit", text: "true")]), to: id)
        let rows = try test.clinic.worklist(.asking(role: "clinician")).entries
        #expect(rows.map(\.name) == ["admit"] && rows.allSatisfy(\.isDecision))
        #expect(
            rows.first?.json(row: 1)["decision"]?.string == "admit"
                && rows.first?.json(row: 1)["due"]?.string == "2026-01-06")
        #expect(rows.first?.task.title == "Decide on admit: Fit for it")
        #expect(try test.clinic.worklist(.asking(role: "nurse")).entries.map(\.name) == ["admit", "plan"])
        let late = try test.clinic.foresee(at: id, when: .date(try #require(CalendarDate("2026-01-07"))))
        let obligations = CaseView(late).json["obligations"]
        #expect(obligations?["admit"]?.string == "2026-01-06" && obligations?["plan"]?.string == "2026-01-08")
        #expect(WhyView(late).ways.first { $0.id == "admit" }?.owed?.isOverdue == true)
        #expect(WhyView(late).forecast.items.contains { $0.kind == .decisionEscalation })
        let due = When.date(try #require(CalendarDate("2026-01-08")))
        _ = try test.clinic.advance(id, said: due, isDryRun: false)
        let messages = try test.clinic.messages(of: id, status: nil).messages.map(\.message)
        let kinds = messages.map { "\($0.kind.rawValue) \($0.recipient) \($0.subject)" }
        #expect(
            kinds == [
                "reminder nurse care#admit", "reminder clinician care#admit", "escalation director care#admit",
            ])
        try test.give(.decide(.transition(id: "admit"), reason: nil), to: id, on: "2026-01-08")
        #expect(try test.clinic.worklist().entries.map(\.name) == ["plan"])
        #expect(try test.clinic.runner.isFaithful(CaseID(id)))
    }

    @Test("messages are listed, shown with what would become of them, dropped and tried again")
    func messages() throws {
        let test = try TestClinic()
        let id = try test.assessed()
        try test.give(.decide(.transition(id: "admit"), reason: nil), to: id)
        let list = try test.clinic.messages(of: id, status: nil)
        let row = try #require(list.messages.first { $0.status == .waiting })
        let key = row.message.effect.description
        #expect(list.json["messages"]?.array?.compactMap { $0["key"]?.string }.contains(key) == true)
        let view = try test.clinic.messageView(key)
        #expect(view.plan?.row.message.effect == row.message.effect)
        #expect(view.json["planned"]?["key"]?.string == key)
        try test.clinic.drop(key, isDryRun: true)
        #expect(try test.clinic.message(key).status == .waiting)
        try test.clinic.drop(key, isDryRun: false)
        #expect(try test.clinic.message(key).status == .withheld)
        #expect(try test.clinic.messageView(key).plan == nil)
        try test.clinic.retry(key, isDryRun: false)
        #expect(try test.clinic.message(key).status == .waiting)
        let failure = #expect(throws: Failure.self) { try test.clinic.message("none") }
        #expect(failure?.code == "no_such_message")
    }

    @Test("advance tells what came due in each case, and of messages that are only tried what would become of them")
    func advance() throws {
        let test = try TestClinic()
        let id = try test.assessed()
        try test.give(.decide(.transition(id: "admit"), reason: nil), to: id)
        let later = When.date(try #require(CalendarDate("2026-02-10")))
        let trial = try test.clinic.advanceAll(said: later, isDryRun: true)
        #expect(trial.answers.map(\.id.text) == [id])
        #expect(!trial.plans.isEmpty)
        #expect(try test.clinic.look(at: id, when: nil).state.sequence == 3)
        let done = try test.clinic.advance("P-1", said: later, isDryRun: false)
        #expect(done.answers.first?.after?.facts.isEmpty == false)
        #expect(done.report.sent + done.report.withheld > 0)
        #expect(done.json["messages"]?["sent"]?.int == done.report.sent)
        #expect(done.heldUp.isEmpty)
    }

    @Test("a patient's record is corrected, and forgotten")
    func patient() throws {
        let test = try TestClinic()
        let clinic = test.clinic
        let values = [Input.NamedText("first_name", "Ana"), Input.NamedText("email", "")]
        #expect(try clinic.correctPatient("P-1", values, isDryRun: true).values == ["first_name": "Ana"])
        #expect(throws: Failure.self) { try clinic.patient("P-1") }
        _ = try clinic.correctPatient("P-1", values, isDryRun: false)
        #expect(try clinic.patient("P-1").json["values"]?["first_name"]?.string == "Ana")
        #expect(try clinic.erasePatient("P-1", isDryRun: false).number == "P-1")
        #expect(throws: Failure.self) { try clinic.patient("P-1") }
    }

    @Test("a consent to disclose is revoked once, on the first day it was")
    func release() throws {
        let test = try TestClinic()
        let signed = try #require(CalendarDate("2026-01-02"))
        try test.clinic.store.save(
            Release(
                id: "r", patient: "P-1", discloser: "clinic", recipient: "payer", purpose: "payment", what: "dates",
                expires: nil, signedBy: "Ana", signed: signed))
        #expect(try test.clinic.revoke("r", of: "P-1", isDryRun: true).revoked != nil)
        #expect(try test.clinic.store.releases(of: "P-1").first?.revoked == nil)
        let revoked = try test.clinic.revoke("r", of: "P-1", isDryRun: false)
        #expect(try test.clinic.store.releases(of: "P-1") == [revoked])
        #expect(throws: Failure.self) { try test.clinic.revoke("other", of: "P-1", isDryRun: false) }
        #expect(try test.clinic.disclosures(of: try test.enroll()).page.rows.isEmpty)
    }

    @Test("doctor finds nothing wrong with a new clinic, and says what is wrong with another")
    func doctor() throws {
        let new = try TestClinic()
        let good = try new.clinic.examine()
        #expect(good.isGood, "\(good.checks)")
        #expect(good.checks.map(\.name) == ["settings", "store", "pathways", "cases", "channels", "plugins"])
        let bad = try TestClinic(
            settings: """
                stepwell: 1
                clock: simulated
                users: {idle: {roles: []}}
                recipients: {payer: {channel: fax}}
                """)
        let view = try bad.clinic.examine()
        #expect(!view.isGood)
        #expect(view.checks.first { $0.name == "settings" }?.problems == ["the user 'idle' has no role"])
        #expect(view.checks.first { $0.name == "channels" }?.problems.count == 1)
        #expect(view.json["ok"] == .bool(false))
    }
}
