import PathwayModel
import StepwellKit
import StepwellRuntime
import Testing

@Suite("What is about somebody's safety")
struct SafetyMessageTests {
    private static let pathway = """
        stepwell: 1
        pathway: clinic
        version: "1"
        title: A clinic
        expected: {none: A test of messages}
        roles: [nurse, director]
        calendar: {timezone: America/New_York}
        events: {alarm: {}, tell: {}, open: {}, leave: {}, die: {}}
        tasks:
          evaluate: {title: Evaluate, role: nurse, safety: true, due: 30 minutes, escalate: [{after: 0 minutes, to: director}]}
          chart: {title: Chart, role: nurse, due: 0 days, remind: 0 days before}
        messages:
          at_risk: {subject: At risk, body: Please look, safety: true}
          hello: {subject: Hello, body: Hello}
        reactions:
          - {event: alarm, do: [{notify: nurse, message: at_risk, via: fake}]}
          - {event: tell, do: [{notify: nurse, message: hello, via: fake}]}
          - {event: open, do: [{open_task: evaluate}, {open_task: chart}]}
        transitions: [{event: leave, to: left}, {event: die, to: dead}]
        states: {care: {}, left: {outcome: left}, dead: {outcome: deceased, ends_safety: true}}
        """

    private static let digest = Routing.Recipient(channel: "fake", address: nil, digest: 8 * 3_600, isOutside: false)

    private static func clinic() throws -> ClinicFixture {
        try ClinicFixture(recipients: ["director": digest], pathway: pathway)
    }

    @Test("a message to staff goes although the case has closed, and others do not")
    func closing() throws {
        for end in ["leave", "die"] {
            let clinic = try Self.clinic()
            let id = try clinic.enroll()
            try clinic.send("tell", id)
            try clinic.send("alarm", id)
            try clinic.send(end, id)
            #expect(try clinic.rows().map(\.status) == [.withheld, .waiting])
            try clinic.deliver()
            #expect(clinic.channel.attempts.map(\.message.name) == ["at_risk"])
            #expect(try clinic.told(id) == ["withheld case_closed", "sent"])
            #expect(try clinic.runner.isFaithful(id))
        }
    }

    @Test("the word that a safety task is late waits for no digest, and goes on while the task is open")
    func escalation() throws {
        let clinic = try Self.clinic()
        let id = try clinic.enroll()
        try clinic.send("open", id)
        clinic.pass(hours: 1)
        _ = try clinic.runner.advance(id, at: .instant(clinic.now))
        try clinic.send("leave", id)
        try clinic.deliver()
        let sent = try #require(clinic.channel.attempts.first { $0.message.recipient == "director" }?.message)
        #expect(sent.subject == "Overdue: Evaluate")
        #expect(sent.body.contains("due 2026-01-05 10:30"), "\(sent.body)")
    }

    @Test("the word of a safety task that ended with the case is withheld")
    func ended() throws {
        let clinic = try Self.clinic()
        let id = try clinic.enroll()
        try clinic.send("open", id)
        clinic.pass(hours: 1)
        _ = try clinic.runner.advance(id, at: .instant(clinic.now))
        try clinic.send("die", id)
        try clinic.deliver()
        #expect(clinic.channel.attempts.allSatisfy { $0.message.recipient != "director" })
    }

    @Test("a reminder that waits for its digest holds up no message to the same role")
    func digest() throws {
        let clinic = try ClinicFixture(recipients: ["nurse": Self.digest], pathway: Self.pathway)
        let id = try clinic.enroll()
        clinic.pass(hours: 24)
        try clinic.send("open", id)
        clinic.pass(hours: 24)
        _ = try clinic.runner.advance(id, at: .instant(clinic.now))
        try clinic.deliver()
        try clinic.send("alarm", id)
        try clinic.deliver()
        #expect(clinic.channel.attempts.contains { $0.message.name == "at_risk" })
    }
}
