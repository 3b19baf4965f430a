import CEL
import Foundation
import PathwayModel
import StepwellKit
import StepwellRuntime
import StepwellSQLite
import Testing

@Suite("Outbox")
struct OutboxTests {
    @Test("a message that is sent is a fact of its case, and is not sent again")
    func sent() throws {
        let clinic = try ClinicFixture()
        let id = try clinic.enroll()
        try clinic.send("write", id)
        #expect(try clinic.deliver().sent == 1)
        #expect(try clinic.deliver() == Outbox.Report())
        #expect(clinic.channel.attempts.map(\.message.body) == ["Hello Ana"])
        #expect(try clinic.told(id) == ["sent"])
        #expect(try clinic.runner.isFaithful(id))
    }

    @Test("a text with a hole in it is withheld and somebody is told, unless it says what stands without the value")
    func missingName() throws {
        for (greeting, body) in [("{{patient.first_name}}", nil), ("{{patient.first_name|there}}", "Hello there")] {
            let text = ClinicFixture.pathway.replacing("{{patient.first_name}}", with: greeting)
            let clinic = try ClinicFixture(pathway: text)
            let id = try clinic.enroll("P", [:])
            try clinic.send("write", id)
            try clinic.deliver()
            #expect(clinic.channel.attempts.map(\.message.body) == [body].compactMap { $0 })
            #expect(try clinic.openTasks() == (body == nil ? ["undelivered"] : []))
        }
    }

    @Test("what fails for now is tried again on the schedule under one key, and given up after the last attempt")
    func retries() throws {
        let clinic = try ClinicFixture()
        let id = try clinic.enroll()
        clinic.channel.answer(.retry(reason: "down"), to: "patient")
        try clinic.send("write", id)
        for attempt in 1...8 {
            try clinic.deliver()
            #expect(clinic.channel.attempts.count == attempt)
            try clinic.deliver()
            #expect(clinic.channel.attempts.count == attempt, "not before its time")
            clinic.pass(hours: 30)
        }
        #expect(Set(clinic.channel.attempts.map(\.key)) == ["case-1/2/0"])
        #expect(clinic.channel.attempts.map(\.attempt) == Array(1...8))
        #expect(try clinic.told(id) == ["failed gave_up"])
        #expect(try clinic.openTasks() == ["undelivered"])
        #expect(try clinic.rows().first?.reason == "gave_up")
    }

    @Test("what is rejected is a dead letter at once; retried by hand it goes under the same key")
    func rejected() throws {
        let clinic = try ClinicFixture()
        let id = try clinic.enroll()
        clinic.channel.answer(.rejected(reason: "the mail server answered 550"), to: "patient")
        try clinic.send("write", id)
        #expect(try clinic.deliver().failed == 1)
        #expect(try clinic.rows().first?.reason == "the mail server answered 550")
        #expect(try clinic.told(id) == ["failed rejected"], "what a server said stays out of the facts")
        clinic.channel.answer(nil, to: "patient")
        let effect = try #require(try clinic.rows().first?.message.effect)
        #expect(try clinic.store.revive(effect, at: clinic.now))
        #expect(try clinic.deliver().sent == 1)
        #expect(Set(clinic.channel.attempts.map(\.key)).count == 1)
        #expect(try !clinic.store.revive(effect, at: clinic.now), "what was sent is not sent again")
        #expect(try clinic.told(id) == ["failed rejected", "sent"])
    }

    @Test("one message that goes wrong holds up its own case and recipient, and nobody else")
    func poison() throws {
        let clinic = try ClinicFixture()
        let ids = try (0..<4).map { try clinic.enroll("P\($0)") }
        clinic.channel.answer(.retry(reason: "poison"), to: ids[0].text)
        try clinic.send("write", ids[0])
        try clinic.send("write", ids[0])
        try clinic.send("tell", ids[1])
        for id in ids[1...] { try clinic.send("write", id) }
        let report = try clinic.deliver()
        #expect(report.sent == 4 && report.waiting == 1)
        clinic.channel.answer(nil, to: ids[0].text)
        clinic.pass(hours: 1)
        #expect(try clinic.deliver().sent == 2)
        let ofFirst = clinic.channel.attempts.filter { $0.message.caseID == ids[0].text }.map(\.key)
        #expect(ofFirst == ["case-1/2/0", "case-1/2/0", "case-1/3/0"], "in order")
    }

    @Test("a channel that is down is asked three times, not once for each message")
    func down() throws {
        let clinic = try ClinicFixture()
        for number in 0..<10 {
            let id = try clinic.enroll("P\(number)")
            clinic.channel.answer(.retry(reason: "down"), to: id.text)
            try clinic.send("write", id)
        }
        try clinic.deliver()
        #expect(clinic.channel.attempts.count == 3)
        #expect(try clinic.rows().count { $0.attempts == 0 && $0.reason == "channel_down" } == 7)
    }

    @Test("a channel that its other side closes carries nothing until somebody opens it again")
    func closed() throws {
        let clinic = try ClinicFixture()
        let (first, second) = (try clinic.enroll("A"), try clinic.enroll("B"))
        clinic.channel.answer(.closed(reason: "410"), to: first.text)
        try clinic.send("tell", first)
        try clinic.send("tell", second)
        try clinic.deliver()
        #expect(clinic.channel.attempts.count == 1)
        #expect(try clinic.told(second) == ["withheld channel_closed"])
        try clinic.store.reopen(channel: "fake")
        try clinic.send("tell", second)
        #expect(try clinic.deliver().sent == 1)
    }

    @Test("a death recorded while messages wait stops them all, those in hand and those of the patient's other cases")
    func death() throws {
        let clinic = try ClinicFixture()
        let (first, second) = (try clinic.enroll("P"), try clinic.enroll("P"))
        for _ in 0..<3 {
            try clinic.send("write", first)
            try clinic.send("write", second)
        }
        try clinic.send("died", first)
        try clinic.deliver()
        #expect(clinic.channel.attempts.isEmpty)
        #expect(try clinic.told(first) == Array(repeating: "withheld case_closed", count: 3))
        #expect(try clinic.told(second) == Array(repeating: "withheld deceased", count: 3))
        #expect(try clinic.openTasks().isEmpty, "nobody has to see to them")
    }

    @Test("a death recorded while a batch is on its way stops what has not left")
    func deathMeanwhile() throws {
        let clinic = try ClinicFixture()
        let ids = try (0..<20).map { _ in try clinic.enroll("P") }
        for id in ids { try clinic.send("write", id) }
        let path = clinic.folder.path("stepwell.db")
        let dying = ids[0].text
        clinic.channel.meanwhile { DeathRecord.record(at: path) }
        try clinic.deliver()
        #expect(clinic.channel.attempts.count == 1, "the one that was on its way")
        #expect(try clinic.rows().count { $0.status == .withheld } == 19)
        #expect(try clinic.told(CaseID(dying)) == ["sent"])
    }

    @Test("what waits when a case closes is withheld with it, and by hand it does not come back")
    func closing() throws {
        let clinic = try ClinicFixture()
        let id = try clinic.enroll()
        try clinic.send("write", id)
        try clinic.send("recover", id)
        let effect = try #require(try clinic.rows().first?.message.effect)
        #expect(try clinic.rows().first?.status == .withheld)
        #expect(try clinic.store.revive(effect, at: clinic.now))
        try clinic.deliver()
        #expect(clinic.channel.attempts.isEmpty)
        #expect(try clinic.told(id) == ["withheld case_closed", "withheld case_closed"])
        #expect(try clinic.runner.isFaithful(id))
    }

    @Test("what would become of messages is told without anything being done")
    func plan() throws {
        let clinic = try ClinicFixture()
        let id = try clinic.enroll()
        try clinic.send("write", id)
        #expect(try clinic.outbox.plan().map(\.decision) == [.go(nil)])
        #expect(clinic.channel.attempts.isEmpty)
        #expect(try clinic.rows().map(\.status) == [.waiting])
    }

    @Test("messages that are dropped are withheld for good")
    func drop() throws {
        let clinic = try ClinicFixture()
        let id = try clinic.enroll()
        try clinic.send("write", id)
        try clinic.outbox.drop(try #require(try clinic.rows().first))
        try clinic.deliver()
        #expect(clinic.channel.attempts.isEmpty)
        #expect(try clinic.told(id) == ["withheld dropped"])
    }
}

/// What another process does while a message is on its way.
private enum DeathRecord {
    static func record(at path: String) {
        do {
            let store = try StepwellSQLite.SQLiteStore.open(at: path)
            try store.save(PatientRecord(id: "P", values: ["first_name": "Ana", "deceased": "2026-01-05"]))
        } catch {
            Issue.record("the record cannot be kept: \(error)")
        }
    }
}
