import CEL
import PathwayModel
import StepwellKit
import StepwellRuntime
import Testing

@Suite("May it go?")
struct PermissionTests {
    private static func mail(
        carries: Set<Sensitivity> = [], quiet: QuietHours? = nil, perDay: Int? = nil, perWeek: Int? = nil
    ) -> ChannelPolicy {
        ChannelPolicy(
            carries: carries, address: .named("email"), needsConsent: true, quiet: quiet, perDay: perDay,
            perWeek: perWeek)
    }

    private static let agreed = ["first_name": "Ana", "email": "ana@home.example", "consent_fake": "2026-01-02"]

    @Test("nothing goes to a patient who has not agreed, has no address, or said stop")
    func consent() throws {
        var records: [(values: [String: String], told: String)] = [
            (["email": "a@b.example"], "withheld no_consent"), (["consent_fake": "yes"], "withheld no_address"),
        ]
        for stop in ["all", "fake", "sms, fake"] {
            records.append((Self.agreed.merging(["stop": stop]) { $1 }, "withheld stopped"))
        }
        records.append((Self.agreed, "sent"))
        for record in records {
            let clinic = try ClinicFixture(policy: Self.mail())
            let id = try clinic.enroll("P", record.values)
            try clinic.send("write", id)
            try clinic.deliver()
            #expect(try clinic.told(id) == [record.told], "\(record.values)")
            #expect(try clinic.openTasks().contains("undelivered") == (record.told != "sent"))
        }
    }

    @Test("a consent that the case holds counts, and so does its end")
    func consentOfCase() throws {
        let clinic = try ClinicFixture(policy: Self.mail())
        let id = try clinic.enroll("P", ["email": "ana@home.example", "first_name": "Ana"])
        try clinic.consent("fake", true, id)
        try clinic.send("write", id)
        try clinic.deliver()
        try clinic.consent("fake", false, id)
        try clinic.send("write", id)
        try clinic.deliver()
        #expect(try clinic.told(id) == ["sent", "withheld no_consent"])
    }

    @Test("a consent that was revoked in the case counts more than the record, even where none is needed")
    func revoked() throws {
        for policy in [Self.mail(), ChannelPolicy(carries: [], address: .named("email"))] {
            let clinic = try ClinicFixture(policy: policy)
            let id = try clinic.enroll("P", Self.agreed)
            try clinic.send("write", id)
            try clinic.deliver()
            try clinic.consent("fake", false, id)
            try clinic.send("write", id)
            try clinic.deliver()
            #expect(try clinic.told(id) == ["sent", "withheld no_consent"])
        }
    }

    @Test("in quiet hours, in the patient's own zone, a message waits for their end")
    func quiet() throws {
        let policy = Self.mail(quiet: QuietHours(from: 21 * 3_600, until: 8 * 3_600))
        // Ten in the morning in New York is five in the morning in Honolulu.
        let clinic = try ClinicFixture(policy: policy)
        let near = try clinic.enroll("N", Self.agreed)
        let far = try clinic.enroll("F", Self.agreed.merging(["timezone": "Pacific/Honolulu"]) { $1 })
        try clinic.send("write", near)
        try clinic.send("write", far)
        let report = try clinic.deliver()
        #expect(report.sent == 1 && report.waiting == 1)
        let row = try #require(try clinic.rows(far).first)
        #expect(row.reason == "quiet_hours" && row.attempts == 0)
        #expect(row.nextAttempt.seconds == clinic.now.seconds + 3 * 3_600)
        clinic.pass(hours: 3)
        #expect(try clinic.deliver().sent == 1)
    }

    @Test("hours that go over midnight end in the morning, on either side of it")
    func hours() throws {
        let hours = QuietHours(from: 21 * 3_600, until: 8 * 3_600)
        func end(_ hour: Int64) -> Int64? {
            hours.end(at: Timestamp(seconds: hour * 3_600), in: .utc).map { $0.seconds / 3_600 }
        }
        #expect(end(22) == 32 && end(21) == 32)
        #expect(end(3) == 8)
        #expect(end(8) == nil && end(20) == nil)
    }

    @Test("a patient gets so many messages a day and a week, whichever case they come from")
    func caps() throws {
        let clinic = try ClinicFixture(policy: Self.mail(perDay: 1, perWeek: 2))
        let (first, second) = (try clinic.enroll("P", Self.agreed), try clinic.enroll("P", Self.agreed))
        try clinic.send("write", first)
        try clinic.send("write", second)
        let report = try clinic.deliver()
        #expect(report.sent == 1 && report.waiting == 1)
        #expect(try clinic.rows(second).first?.reason == "cap_day")
        clinic.pass(hours: 24)
        #expect(try clinic.deliver().sent == 1)
        try clinic.send("write", first)
        clinic.pass(hours: 24)
        try clinic.deliver()
        #expect(try clinic.rows(first).last?.reason == "cap_week")
        clinic.pass(hours: 48)
        try clinic.deliver()
        #expect(try clinic.told(first) == ["sent", "withheld cap_week"], "what is that old is not said any more")
    }

    @Test("what a channel may not carry does not go, whatever was checked when the pathway was written")
    func sensitivity() throws {
        let clinic = try ClinicFixture(policy: Self.mail())
        let id = try clinic.enroll("P", Self.agreed)
        try clinic.record("dose", "30", id)
        try clinic.send("report", id)
        try clinic.deliver()
        #expect(try clinic.told(id) == ["withheld too_sensitive"])
    }

    @Test("a message that lacks a value it names is not sent half empty")
    func missing() throws {
        let clinic = try ClinicFixture()
        let id = try clinic.enroll()
        try clinic.send("visit_set", id)
        try clinic.deliver()
        #expect(try clinic.told(id) == ["withheld missing_value"])
        #expect(clinic.channel.attempts.isEmpty)
    }

    @Test("a message is in the patient's language, with an appointment that a later one moves")
    func language() throws {
        let clinic = try ClinicFixture()
        let id = try clinic.enroll("P", ["language": "es-MX"])
        try clinic.record("visit", "2026-01-12T15:00:00Z", id)
        try clinic.send("visit_set", id)
        try clinic.send("visit_set", id)
        try clinic.deliver()
        #expect(clinic.channel.attempts.map(\.message.subject) == ["Su visita", "Su visita"])
        let appointments = clinic.channel.attempts.compactMap(\.message.invitation)
        #expect(appointments.count == 2 && appointments[0].uid == appointments[1].uid)
        #expect(appointments[0].sequence < appointments[1].sequence)
    }

    // MARK: 42 CFR part 2

    @Test("substance use data leaves only under a consent that holds, with the notice, and into the ledger")
    func release() throws {
        let clinic = try ClinicFixture()
        let id = try clinic.enroll("P")
        try clinic.record("dose", "30", id)
        try clinic.send("report", id)
        try clinic.deliver()
        let day = CalendarDate(daysSinceEpoch: 20_458)  // 2026-01-05
        func release(_ id: String, to recipient: String, expires: Int32? = 30, revoked: Int32? = nil) -> Release {
            func date(_ days: Int32) -> CalendarDate { CalendarDate(daysSinceEpoch: day.daysSinceEpoch + days) }
            return Release(
                id: id, patient: "P", discloser: "Clinic", recipient: recipient, purpose: "payment", what: "doses",
                expires: expires.map(date), signedBy: "Ana", signed: date(-10), revoked: revoked.map(date))
        }
        for bad in [
            release("other", to: "school"), release("old", to: "payer", expires: -1),
            release("ended", to: "payer", revoked: 0),
        ] {
            try clinic.store.save(bad)
            try clinic.send("report", id)
            try clinic.deliver()
        }
        #expect(try clinic.told(id) == Array(repeating: "withheld no_release", count: 4))
        #expect(try clinic.store.disclosures(of: "P").isEmpty)
        #expect(try clinic.openTasks().contains("undelivered"))

        // One that names something else, and one that names it besides.
        var other = release("narrow", to: "payer")
        other.what = "attendance and level of care"
        try clinic.store.save(other)
        try clinic.send("report", id)
        try clinic.deliver()
        #expect(try clinic.told(id).last == "withheld out_of_scope")
        #expect(clinic.channel.attempts.isEmpty)
        #expect(try clinic.store.disclosures(of: "P").isEmpty)

        try clinic.store.save(release("good", to: "payer"))
        try clinic.send("report", id)
        try clinic.deliver()
        let message = try #require(clinic.channel.attempts.first?.message)
        #expect(message.body.contains("Dose 30") && message.body.contains(Routing.notice))
        #expect(message.html?.contains(Routing.notice) ?? false)
        let ledger = try clinic.store.disclosures(of: "P")
        #expect(ledger.map(\.recipient) == ["payer"] && ledger.map(\.release) == ["good"])
        #expect(ledger.map(\.what) == ["data.dose"] && ledger.map(\.purpose) == ["payment"])
    }

    @Test(
        "a consent covers what it names, in whatever form, and everything where it says so",
        arguments: [
            ("doses", ["dose", "Dose a day"], true), ("the dose a day, and attendance", ["dose", "Dose a day"], true),
            ("AUDIT scores", ["audit", "audit.total"], true), ("attendance", ["dose", "Dose a day"], false),
            ("overdoses", ["dose"], false), ("all my records", ["dose"], true), ("All", ["dose"], true),
            ("all attendance records", ["dose"], false), ("drinks_a_week", ["drinks a week"], true),
            ("", ["dose"], false),
        ])
    func scope(_ what: String, _ names: [String], _ isCovered: Bool) {
        #expect(ReleaseScope(what).covers(anyOf: names) == isCovered)
    }

    @Test("psychotherapy notes go to nobody outside, whatever consent there is")
    func psychotherapy() throws {
        let clinic = try ClinicFixture()
        let id = try clinic.enroll("P")
        try clinic.record("note", "words", id)
        try clinic.send("confide", id)
        try clinic.deliver()
        #expect(try clinic.told(id) == ["withheld psychotherapy"])
    }
}
