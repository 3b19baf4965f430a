import Foundation
import PathwayModel
import StepwellKit
import StepwellRuntime
import Testing

/// The shared part that reminds of a session, as a clinic includes it, through the store and the outbox.
@Suite("Reminders of sessions")
struct SessionReminderTests {
    /// A clinic whose pathway includes the shared file.
    private func clinic() throws -> ClinicFixture {
        let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let path = "shared/session_reminder.yaml"
        let shared = [UInt8](try Data(contentsOf: project.appendingPathComponent("Pathways/\(path)")))
        let pathway = """
            stepwell: 1
            pathway: clinic
            version: "1"
            title: A clinic
            expected: {none: A test of messages}
            calendar: {timezone: America/New_York}
            include: [\(path)]
            events: {died: {}}
            transitions: [{event: died, to: deceased}]
            initial: care
            states: {care: {}, deceased: {outcome: deceased}}
            """
        let quiet = QuietHours(from: 21 * 3_600, until: 8 * 3_600)
        return try ClinicFixture(
            policy: ChannelPolicy(carries: [], quiet: quiet), pathway: pathway, including: [path: shared])
    }

    /// Lets the hours pass, with what is due in each, and sends what may go.
    private func pass(_ hours: Int, _ clinic: ClinicFixture, _ id: CaseID) throws {
        for _ in 0..<hours {
            clinic.pass(hours: 1)
            _ = try clinic.runner.advance(id, at: .instant(clinic.now))
            try clinic.deliver()
        }
    }

    private static let patient = ["first_name": "Ana", "timezone": "America/Chicago"]

    @Test("one the day before, after the quiet hours, in the time of the patient's zone")
    func once() throws {
        let clinic = try clinic()
        let id = try clinic.enroll("P", Self.patient)
        try clinic.record("next_session", "2026-01-08T16:00:00Z", id)
        try pass(24, clinic, id)
        #expect(clinic.channel.attempts.isEmpty)
        // The seventh begins in New York; eight in the morning of it in Chicago is nine hours later.
        try pass(22, clinic, id)
        #expect(clinic.channel.attempts.isEmpty)
        try pass(1, clinic, id)
        let sent = try #require(clinic.channel.attempts.first)
        #expect(sent.message.body.contains("see you on 2026-01-08 10:00."))
        try pass(48, clinic, id)
        #expect(clinic.channel.attempts.count == 1)
    }

    @Test("another time is told anew, and one that is called off is not told")
    func changed() throws {
        let clinic = try clinic()
        let id = try clinic.enroll("P", Self.patient)
        try clinic.record("next_session", "2026-01-06T16:00:00Z", id)
        try clinic.deliver()
        try clinic.record("next_session", "2026-01-06T18:30:00Z", id)
        try clinic.deliver()
        #expect(clinic.channel.attempts.map { $0.message.body.contains("12:30") } == [false, true])
        try clinic.record("next_session", "2026-01-09T16:00:00Z", id)
        try clinic.record("next_session", "2026-01-20T16:00:00Z", id)
        try pass(72, clinic, id)
        #expect(clinic.channel.attempts.count == 2)
    }

    /// A clinic where the reminder of a session on the seventh waits for the morning of the sixth.
    private func waiting() throws -> (ClinicFixture, CaseID) {
        let clinic = try clinic()
        let id = try clinic.enroll("P", Self.patient)
        try clinic.record("next_session", "2026-01-07T16:00:00Z", id)
        try pass(16, clinic, id)
        #expect(try clinic.rows(id).map(\.reason) == ["quiet_hours"])
        return (clinic, id)
    }

    @Test("a session that is moved while its reminder waits is told once, as it is then")
    func movedWhileWaiting() throws {
        let (clinic, id) = try waiting()
        try clinic.record("next_session", "2026-01-07T18:30:00Z", id)
        try pass(24, clinic, id)
        #expect(clinic.channel.attempts.map { $0.message.body.contains("2026-01-07 12:30") } == [true])
        #expect(try clinic.told(id) == ["withheld superseded", "sent"])
        #expect(try clinic.openTasks().isEmpty)
    }

    @Test("a session that is called off, or put off by days, while its reminder waits is not told")
    func calledOffWhileWaiting() throws {
        for change in [
            { (clinic: ClinicFixture, id: CaseID) in
                try clinic.withdraw(entry: 2, id)
            }, { clinic, id in try clinic.record("next_session", "2026-01-20T16:00:00Z", id) },
        ] {
            let (clinic, id) = try waiting()
            try change(clinic, id)
            try pass(48, clinic, id)
            #expect(clinic.channel.attempts.isEmpty)
            #expect(try clinic.told(id) == ["withheld no_longer"])
            #expect(try clinic.openTasks().isEmpty)
        }
    }

    @Test("a reminder that comes through only after the session began is not sent")
    func late() throws {
        let (clinic, id) = try waiting()
        clinic.channel.answer(.retry(reason: "down", after: 86_400), to: "patient")
        // Eight in the morning of the sixth, and once more a day later; two hours after that the session begins.
        try pass(36, clinic, id)
        let attempts = clinic.channel.attempts.count
        #expect(attempts > 0)
        clinic.channel.answer(nil, to: "patient")
        try pass(48, clinic, id)
        #expect(clinic.channel.attempts.count == attempts)
        #expect(try clinic.told(id) == ["withheld no_longer"])
    }

    @Test("a death while it waits for the morning stops it")
    func death() throws {
        let (clinic, id) = try waiting()
        try clinic.send("died", id)
        try pass(24, clinic, id)
        #expect(clinic.channel.attempts.isEmpty)
        let told = try clinic.told(id)
        #expect(told == ["withheld case_closed"])
    }
}
