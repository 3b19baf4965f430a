import CEL
import PathwayModel
import StepwellKit
import StepwellRuntime
import Testing

@Suite("Reminders and escalations")
struct GroupTests {
    private static func clinic(digest: Int? = nil) throws -> (ClinicFixture, [CaseID]) {
        let text = ClinicFixture.pathway.replacing(
            "states: {care: {}, tasks", with: "initial: tasks\nstates: {care: {}, tasks")
        let recipient = Routing.Recipient(channel: "fake", address: nil, digest: digest, isOutside: false)
        let clinic = try ClinicFixture(
            recipients: ["nurse": recipient, "director": recipient], pathway: text)
        let ids = try (0..<3).map { try clinic.enroll("P\($0)") }
        return (clinic, ids)
    }

    private static func advance(_ clinic: ClinicFixture, _ ids: [CaseID]) throws {
        for id in ids { _ = try clinic.runner.advance(id, at: .instant(clinic.now)) }
    }

    @Test("what is overdue goes to a role as one message, and each case is told")
    func grouped() throws {
        let (clinic, ids) = try Self.clinic()
        clinic.pass(hours: 72)
        try Self.advance(clinic, ids)
        #expect(try clinic.deliver().sent == 6)
        let sent = clinic.channel.attempts.filter { $0.message.recipient == "director" }
        #expect(sent.count == 1)
        #expect(sent.first?.message.subject == "Tasks: 6 overdue")
        #expect(sent.first?.message.body.split(separator: "\n").count == 6)
        for id in ids { #expect(try clinic.told(id) == ["sent", "sent"]) }
    }

    @Test("what went together goes together again, under the same key")
    func again() throws {
        let (clinic, ids) = try Self.clinic()
        clinic.pass(hours: 72)
        try Self.advance(clinic, ids)
        clinic.channel.answer(.retry(reason: "down"), to: "director")
        try clinic.deliver()
        clinic.channel.answer(nil, to: "director")
        clinic.pass(hours: 1)
        try clinic.deliver()
        #expect(clinic.channel.attempts.count == 2)
        #expect(Set(clinic.channel.attempts.map(\.key)).count == 1)
        #expect(Set(clinic.channel.attempts.map(\.message.body)).count == 1)
    }

    @Test("a role with a digest gets it at its time of day")
    func digest() throws {
        let (clinic, ids) = try Self.clinic(digest: 8 * 3_600)
        clinic.pass(hours: 72)
        try Self.advance(clinic, ids)
        let due = try clinic.rows().map(\.message.at.seconds).min() ?? 0
        clinic.now = Timestamp(seconds: due)
        #expect(try clinic.deliver().sent == 0)
        // Midnight in New York, and eight hours.
        clinic.now = Timestamp(seconds: due + 8 * 3_600)
        #expect(try clinic.deliver().sent == 6)
        #expect(clinic.channel.attempts.count == 1)
    }
}
