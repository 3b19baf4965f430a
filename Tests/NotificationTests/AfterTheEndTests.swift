import CEL
import PathwayModel
import StepwellKit
import StepwellRuntime
import Testing

/// What still goes when somebody has died or a case has closed, and how long a week is.
@Suite("Messages after the end")
struct AfterTheEndTests {
    private static let pathway = ClinicFixture.pathway
        .replacing("events: {write: {},", with: "events: {write: {}, kin: {},")
        .replacing(
            "reactions:\n", with: "reactions:\n  - {event: kin, do: [{notify: family, message: hello, via: fake}]}\n"
        )
        .replacing(
            "recovered: {outcome: recovered}",
            with: "recovered: {outcome: recovered, entry: [{notify: patient, message: hello, via: fake}]}")

    @Test("neither who has died nor the family is written to")
    func deceased() throws {
        let clinic = try ClinicFixture(pathway: Self.pathway)
        let id = try clinic.enroll("P", ["first_name": "Ana", "deceased": "2026-01-02"])
        for event in ["write", "kin", "tell"] {
            try clinic.send(event, id)
            try clinic.deliver()
        }
        #expect(try clinic.told(id) == ["withheld deceased", "withheld deceased", "sent"])
    }

    @Test("what the step itself says that closes a case goes, and what waited before does not")
    func closing() throws {
        let clinic = try ClinicFixture(pathway: Self.pathway)
        let id = try clinic.enroll()
        try clinic.send("write", id)
        try clinic.send("recover", id)
        try clinic.deliver()
        #expect(try clinic.told(id) == ["withheld case_closed", "sent"])
    }

    @Test("a week has seven days")
    func week() throws {
        let clinic = try ClinicFixture(policy: ChannelPolicy(carries: [], perWeek: 1))
        let id = try clinic.enroll()
        try clinic.send("write", id)
        try clinic.deliver()
        clinic.pass(hours: 6 * 24 + 12)
        try clinic.send("write", id)
        try clinic.deliver()
        #expect(try clinic.rows(id).last?.reason == "cap_week")
        clinic.pass(hours: 24)
        try clinic.deliver()
        #expect(try clinic.told(id) == ["sent", "sent"])
    }
}
