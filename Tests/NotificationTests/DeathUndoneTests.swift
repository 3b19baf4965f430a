import CEL
import PathwayModel
import StepwellRuntime
import StepwellStore
import Testing

/// A death that was recorded by mistake keeps nobody silent once it is taken back, and nothing that it had withheld is lost.
@Suite("A death that is taken back")
struct DeathUndoneTests {
    private let clinic: ClinicFixture
    private let (first, other, third): (CaseID, CaseID, CaseID)

    init() throws {
        clinic = try ClinicFixture(
            pathway: ClinicFixture.pathway.replacing(
                "events: {write: {},", with: "events: {kin: {}, write: {},"
            ).replacing(
                "reactions:\n",
                with: "reactions:\n  - {event: kin, do: [{notify: family, message: hello, via: fake}]}\n"))
        (first, other, third) = (try clinic.enroll(), try clinic.enroll(), try clinic.enroll())
        clinic.pass(hours: 1)
    }

    private func undo(_ entry: Int, _ id: CaseID, isDryRun: Bool = false) throws -> Answer {
        let input = Input.undo(entry: entry, reason: "another patient", withLater: false)
        return try clinic.runner.perform(
            StepwellRuntime.Command(input, by: .anyone, at: .instant(clinic.now), isDryRun: isDryRun), on: id)
    }

    private func reviews() throws -> [CaseID] {
        try clinic.store.obligations(ObligationFilter()).filter { $0.obligation.key.subject == "review_correction" }
            .map(\.obligation.id)
    }

    @Test("the patient's other cases speak again, and in each somebody is to look at what did not go")
    func speaksAgain() throws {
        try clinic.send("died", first)
        for event in ["write", "kin", "tell"] { try clinic.send(event, other) }
        try clinic.deliver()
        #expect(try clinic.told(other) == ["withheld deceased", "withheld deceased", "sent"])
        clinic.pass(hours: 1)
        #expect(try undo(2, first, isDryRun: true).others.map(\.id) == [other])
        #expect(try reviews().isEmpty)
        let answer = try undo(2, first)
        #expect(answer.refusal == nil)
        #expect(answer.others.map(\.id) == [other] && answer.others.map(\.kind) == [.deathUndone])
        #expect(try reviews() == [other])
        let (seen, _) = try clinic.runner.look(at: other, when: nil)
        let standing = try clinic.runner.reviews(of: other, seen).flatMap { fact -> [Consequence] in
            if case .reviewRequested(_, let standing) = fact { standing } else { [] }
        }
        #expect(
            standing == [
                .withheld(subject: "hello", recipient: "patient", EffectPlace(entry: 2, place: 0)),
                .withheld(subject: "hello", recipient: "family", EffectPlace(entry: 3, place: 0)),
            ])
        try clinic.send("write", other)
        try clinic.deliver()
        #expect(try clinic.told(other).last == "sent")
        #expect(try clinic.runner.isFaithful(other) && clinic.runner.isFaithful(first))
    }

    @Test("while another case, or the patient's record, still says so, nothing speaks")
    func stillDeceased() throws {
        try clinic.send("died", first)
        try clinic.send("died", third)
        try clinic.send("write", other)
        try clinic.deliver()
        #expect(try undo(2, first).others.isEmpty)
        #expect(try reviews().isEmpty)
        try clinic.store.save(PatientRecord(id: "P", values: ["first_name": "Ana", "deceased": "2026-01-05"]))
        #expect(try undo(2, third).others.isEmpty)
        try clinic.send("write", other)
        try clinic.deliver()
        #expect(try clinic.told(other) == ["withheld deceased", "withheld deceased"])
    }

    @Test("what a case's own end had withheld is listed with it")
    func own() throws {
        try clinic.send("write", first)
        try clinic.send("died", first)
        #expect(try undo(3, first).others.isEmpty)
        #expect(try reviews() == [first])
        try clinic.send("write", first)
        try clinic.deliver()
        #expect(try clinic.told(first) == ["withheld case_closed", "sent"])
    }
}
