import Foundation
import PathwayModel
import TestSupport
import Testing

/// What one case of a patient's learns of a danger, the others are told.
@Suite("A risk that another case tells of")
struct RiskInOtherCasesTests {
    private let folder: TemporaryFolder
    private let shell: Shell

    private static let care = """
        stepwell: 1
        pathway: care
        version: "1"
        title: Care
        expected: 4 weeks
        owner: nurse
        instruments: {cssrs: {}, phq9: {}}
        events: {calm: {}, alarm: {}, fall: {}}
        tasks: {watch: {title: Watch, safety: true}, talk: {title: Talk}}
        messages: {warn: {safety: true, subject: Risk, body: Somebody is at risk.}}
        reactions:
          - {event: recorded.cssrs, when: 'event.level == "high"', do: [{open_task: watch}]}
          - {event: calm, do: [{open_task: talk}]}
          - {event: fall, do: [{open_task: watch}]}
          - {event: alarm, do: [{notify: staff, message: warn}]}
        states:
          here: {transitions: [{id: refer, decide: {}, to: there, do: [{enroll: referral}]}]}
          there: {}
        """
    private static let referral = """
        stepwell: 1
        pathway: referral
        version: "1"
        title: Referral
        expected: 4 weeks
        owner: nurse
        instruments: {cssrs: {}}
        tasks: {look: {title: Look}}
        data: {noted: text}
        reactions:
          - {event: recorded.cssrs, when: 'event.level == "high" && event.date < today', do: [{open_task: look}]}
        states: {here: {tasks: []}}
        """

    init() throws {
        folder = try TemporaryFolder()
        shell = try Shell.clinic(in: folder, ["care": Self.care, "referral": Self.referral])
    }

    private func enroll(_ pathway: String, _ patient: String = "P-1") throws -> String {
        try shell.run("enroll \(pathway) --patient \(patient) --at 2026-01-05").output.trimmingCharacters(in: .newlines)
    }

    private func tasks(_ id: String) throws -> [String] {
        try shell.json("show \(id)")["tasks"]?.array?.compactMap { $0["id"]?.string } ?? []
    }

    private func told(_ answer: JSON) -> [String] {
        answer["other_cases"]?.array?.filter { $0["change"]?.string == "risk" }.compactMap { $0["case"]?.string } ?? []
    }

    @Test("a safety result opens a safety task in the patient's other open cases, and in no others")
    func result() throws {
        let (care, other, last) = (try enroll("care"), try enroll("referral"), try enroll("care"))
        let stranger = try enroll("referral", "P-2")
        let record = "record \(care) cssrs.level=high --at 2026-01-06"
        #expect(told(try shell.json("\(record) --dry-run")) == [other, last].sorted())
        #expect(try tasks(other).isEmpty)
        #expect(told(try shell.json(record)) == [other, last].sorted())
        #expect(try tasks(care) == ["watch"])
        #expect(try tasks(other) == ["safety_other_case"] && tasks(last) == ["safety_other_case"])
        #expect(try tasks(stranger).isEmpty)
        let history = try shell.run("history \(other)").output
        #expect(history.contains("case \(care) of care tells of a risk"))
        #expect(
            try shell.json("worklist")["tasks"]?.array?.prefix(3).allSatisfy { $0["kind"]?.string == "task" } == true)
        // What is asked for again is told again; what is told is no news for others.
        #expect(told(try shell.json("record \(care) cssrs.level=high --at 2026-01-08")) == [other, last].sorted())
        #expect(try tasks(care) == ["watch"])
        #expect(try shell.run("complete \(other) safety_other_case --at 2026-01-09").status == 0)
        #expect(try shell.run("doctor").status == 0)
    }

    @Test("what the pathway does not mark as safety is told nobody")
    func calm() throws {
        let (care, other) = (try enroll("care"), try enroll("referral"))
        #expect(told(try shell.json("send \(care) calm --at 2026-01-06")).isEmpty)
        #expect(told(try shell.json("record \(care) cssrs.level=none --at 2026-01-06")).isEmpty)
        #expect(told(try shell.json("send \(care) alarm --at 2026-01-06")) == [other])
    }

    @Test("a case that is told anew tells only of what it was not told of before")
    func toldAnew() throws {
        let (care, other) = (try enroll("care"), try enroll("care"))
        _ = try shell.run("decide \(care) refer --at 2026-01-06")
        #expect(told(try shell.json("record \(care) cssrs.level=high --at 2026-01-07")).contains(other))
        let list = try shell.json("list --pathway referral")["cases"]?.array ?? []
        let referral = try #require(list.first?["case"]?.string)
        for id in [other, referral] {
            #expect(try shell.run("complete \(id) safety_other_case --at 2026-01-08").status == 0)
        }
        let answer = try shell.json("undo \(care) 2 --reason slip --with-later --at 2026-01-09")
        #expect(answer["accepted"]?.bool == true && told(answer).isEmpty)
        #expect(try tasks(care) == ["watch"] && tasks(other).isEmpty)
        // A safety task that stays open although what opened it is taken back is no news either.
        #expect(told(try shell.json("send \(other) fall --at 2026-01-10")) == [care])
        let taken = try shell.json("undo \(other) 4 --reason slip --at 2026-01-11")
        #expect(taken["accepted"]?.bool == true && told(taken).isEmpty)
        #expect(try tasks(other) == ["watch"])
    }

    @Test("a linked case begins with the newest result of each instrument it shares, dated as it was, and judges it")
    func inherited() throws {
        let care = try enroll("care")
        _ = try shell.run("record \(care) cssrs.level=low --at 2026-01-05")
        _ = try shell.run("record \(care) cssrs.level=high phq9.total=20 --at 2026-01-07")
        _ = try shell.run("decide \(care) refer --at 2026-01-09")
        let list = try shell.json("list --pathway referral")["cases"]?.array ?? []
        let referral = try #require(list.first?["case"]?.string)
        let result = try shell.json("show \(referral)")["results"]
        #expect(result?["cssrs"]?["level"]?.string == "high" && result?["cssrs"]?["date"]?.string == "2026-01-07")
        #expect(result?["phq9"] == nil)
        #expect(try tasks(referral) == ["look"])
        #expect(try shell.json("show \(referral)")["sequence"]?.int == 1)
        // It is as good as one of its own: it can be withdrawn, and the case can be told anew.
        #expect(try shell.run("record \(referral) noted=x --at 2026-01-10").status == 0)
        #expect(
            try shell.run("record \(referral) cssrs.level=low --corrects 1 --reason slip --at 2026-01-10").status == 0)
        #expect(try shell.json("show \(referral)")["results"]?["cssrs"]?["level"]?.string == "low")
        #expect(try shell.run("doctor").status == 0)
    }
}
