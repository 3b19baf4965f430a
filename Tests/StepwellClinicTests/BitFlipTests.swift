import CEL
import Foundation
import GRDB
import PathwayModel
import StepwellClinic
import StepwellRuntime
import TestSupport
import Testing

/// What is said is what was kept, or `doctor` says which row is not.
@Suite("A store in which something was changed")
struct BitFlipTests {
    private static let course = """
        stepwell: 1
        pathway: course
        version: "1"
        title: Course
        roles: [nurse]
        owner: nurse
        data: {note: text}
        tasks:
          call: {title: Call, role: nurse, due: 2 days}
          plan: {title: Plan, role: nurse, safety: true}
        messages: {hello: {subject: Hello, body: Good day}}
        initial: early
        states:
          early:
            tasks: [call, plan]
            entry: [{notify: nurse, message: hello, via: file}, {notify: nurse, message: hello}]
            transitions:
              - {after: 14 days, to: late}
              - {id: go, decide: {by: [nurse], within: 7 days}, to: late, do: [{enroll: second}]}
              - {id: end, decide: {}, to: done}
          late: {expected: 4 weeks}
          done: {outcome: completed}
        """
    private static let second = """
        stepwell: 1
        pathway: second
        version: "1"
        title: Second
        states: {on: {expected: 4 weeks, owner: nurse}}
        """

    private static let at = TestClinic.now
    /// When each case that is open has something due.
    private static let later = When.instant(Timestamp(seconds: at.seconds + 30 * 86_400))
    private static let patients = ["P-1", "P-2", "P-3", "P-4"]

    private func clinic() throws -> TestClinic {
        let clinic = try TestClinic()
        let pathways = clinic.folder.root.appendingPathComponent("Pathways")
        for (name, text) in [("course", Self.course), ("second", Self.second)] {
            try text.write(
                to: pathways.appendingPathComponent("\(name).yaml"), atomically: true, encoding: .utf8)
        }
        try giveInputs(to: clinic.clinic)
        try fillOutbox(of: clinic.clinic.store)
        try fillRecords(of: clinic.clinic)
        return clinic
    }

    private func giveInputs(to clinic: Clinic) throws {
        let nurse = try clinic.folder.actor(as: "nurse")
        func command(_ input: Input, _ request: String? = nil, at seconds: Int64 = 0) -> Command {
            var command = Command(input, by: nurse, at: .instant(Timestamp(seconds: Self.at.seconds + seconds)))
            command.request = request
            return command
        }
        for patient in Self.patients {
            _ = try clinic.runner.enroll("course", patient: patient, command(.enroll(.init(with: [])), "e-\(patient)"))
        }
        let ids = try clinic.store.cases(CaseFilter()).sorted { $0.patient < $1.patient }.map(\.id)
        var record = command(.record([.field("note", text: "As expected.")]), at: 7_200)
        record.actor.speaker = "kim"
        record.occurred = .instant(Timestamp(seconds: Self.at.seconds + 3_600, nanoseconds: 5))
        _ = try clinic.runner.perform(record, on: ids[0])
        _ = try clinic.runner.perform(command(.decide(.transition(id: "go"), reason: "Ready."), at: 7_300), on: ids[0])
        _ = try clinic.runner.perform(command(.decide(.transition(id: "end"), reason: nil), at: 7_300), on: ids[1])
        let term = Input.Tending.Term(
            until: Timestamp(seconds: Self.at.seconds + 90_000, nanoseconds: 7),
            safetyUntil: Timestamp(seconds: Self.at.seconds + 9_000, nanoseconds: 7))
        _ = try clinic.runner.perform(command(.tend(.init(.claim(term), of: ["call", "plan"])), at: 7_300), on: ids[2])
        let tomorrow = CalendarDate(daysSinceEpoch: Int32(Self.at.seconds / 86_400) + 1)
        let snooze = Input.Tending.Change.snooze(until: tomorrow, reason: "Later.")
        _ = try clinic.runner.perform(command(.tend(.init(snooze, of: ["call"])), at: 7_300), on: ids[3])
        for request in [nil, "refused"] {
            var complete = command(.complete(task: "none"), request, at: 7_400)
            complete.actor.speaker = request
            let answer = try clinic.runner.perform(complete, on: ids[2])
            #expect(answer.refusal != nil)
        }
    }

    /// Messages that wait, were tried, were sent together, and are on their way.
    private func fillOutbox(of store: any CaseStore) throws {
        let later = Timestamp(seconds: Self.at.seconds + 600, nanoseconds: 7)
        let leased = try store.lease(at: later, until: later, limit: 2, of: nil).map(\.message.effect)
        try store.settle(leased[0], .retry(at: later, reason: "not_now"))
        let more = try store.lease(at: later, until: later, limit: 2, of: nil).map(\.message.effect)
        try store.group(more)
        let patient = try #require(try store.load(more[1].id)).patient
        let disclosure = Disclosure(
            patient: patient, effect: more[1], at: later, recipient: "nurse", channel: "file", purpose: "care",
            what: "attendance", release: "R-1")
        try store.settle(
            Settlement(
                effect: more[1], status: .sent, attempts: 1, channel: "file", reason: "as_asked", at: later,
                disclosure: disclosure))
        try store.closeChannel(ClosedChannel(channel: "webhook", at: later, reason: "gone"))
    }

    private func fillRecords(of clinic: Clinic) throws {
        for patient in Self.patients {
            try clinic.store.save(PatientRecord(id: patient, values: ["first_name": "Ana", "email": "a@example.org"]))
        }
        let day = CalendarDate(daysSinceEpoch: 20_500)
        try clinic.store.save(
            Release(
                id: "R-1", patient: "P-2", discloser: "The clinic", recipient: "payer", purpose: "payment",
                what: "attendance", expires: day, signedBy: "Ana", signed: day, revoked: day))
        let nurse = try clinic.folder.actor(as: "nurse")
        let subject = Access.Subject(patient: "P-1", cases: [CaseID("a")])
        // Two of them: of numbers 1 and 2 no bit makes the other.
        for access in [
            Access(
                at: Self.at, actor: "nurse", speaker: "kim", door: "show", subjects: [subject], emergency: "At night"),
            Access(
                at: Self.at, actor: "nurse", door: "audit_review", subjects: [Access.Subject(patient: "P-2")],
                refusal: StoredRefusal("not_permitted", "For others."),
                review: Access.Review(of: 1, finding: "It was one.")),
        ] { _ = try clinic.store.keep(access) }
        _ = try clinic.join("P-4", to: "P-3", by: nurse, at: Self.at, reason: "Entered twice.", isDryRun: false)
    }

    /// What commands print of a clinic, or why they cannot.
    private func printed(_ clinic: Clinic, _ ids: [CaseID]) -> [String] {
        func said(_ view: () throws -> JSON) -> String {
            do { return String(decoding: try view().bytes, as: UTF8.self) } catch { return "\(error)" }
        }
        var all = [
            said { try clinic.cases(CaseFilter(), at: nil).json },
            said { try clinic.worklist().json },
            said { try clinic.messages(of: nil, status: nil).json },
            said { try clinic.audit(AuditRequest()).json },
            said { try clinic.audit(AuditRequest(patient: "P-1")).json },
            said { try clinic.advanceAll(said: Self.later, isDryRun: true).json },
        ]
        for id in ids.map(\.text) {
            all += [
                said { CaseView(try clinic.foresee(at: id, when: nil)).json },
                said { WhyView(try clinic.foresee(at: id, when: nil)).json },
                said { PatientsWhyView(try clinic.foresee(at: id, when: nil)).json },
                said { try clinic.history(of: id, withRefused: true).json },
                said { try clinic.disclosures(of: id).json },
            ]
        }
        for patient in Self.patients {
            all += [
                said { try clinic.patient(patient).json },
                said { .array(try clinic.store.person(patient).releases().map(\.json)) },
                said { try clinic.cases(CaseFilter(patient: patient), at: nil).json },
            ]
        }
        return all
    }

    @Test("has every flip found that changes what any command prints, and holds up no other case")
    func flips() throws {
        let flipped = try FlippedStore(try clinic())
        let (ids, right) = try flipped.opening(nil) { clinic in
            let ids = try clinic.store.cases(CaseFilter()).map(\.id)
            #expect(try clinic.examine().checks.flatMap(\.problems) == [])
            return (ids, printed(clinic, ids))
        }
        for (table, columns) in flipped.columns {
            let tried = Set(flipped.flips.filter { $0.table == table }.map(\.column))
            #expect(Set(columns).subtracting(tried) == [], "columns of \(table) that no row has a value in")
        }
        var (unseen, columns): (Set<String>, Set<String>) = ([], [])
        for flip in flipped.flips {
            try flipped.opening(flip) { clinic in
                let problems = try clinic.examine().checks.flatMap(\.problems)
                if !problems.contains(where: { $0.contains(flip.table) }) {
                    unseen.insert("\(flip.table).\(flip.column)")
                    #expect(printed(clinic, ids) == right, "\(flip)")
                }
                guard columns.insert("\(flip.table).\(flip.column)").inserted else { return }
                let list = try clinic.cases(CaseFilter(), at: nil)
                #expect(list.cases.count >= ids.count - 1 || flip.table.hasPrefix("definition"), "\(flip)")
                #expect(list.cases.count + list.damaged.count == ids.count, "\(flip)")
                _ = try clinic.worklist()
                let held = try clinic.advanceAll(said: Self.later, isDryRun: true).heldUp
                #expect(held.count <= 1 || flip.table.hasPrefix("definition"), "\(flip)")
            }
        }
        #expect(unseen.isSubset(of: ["cases.snapshot_format", "cases.snapshot"]))
    }
}
