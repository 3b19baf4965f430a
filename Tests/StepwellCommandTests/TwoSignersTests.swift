import PathwayModel
import TestSupport
import Testing

/// A decision that two people sign, and tasks that ask how they came out, as people see them.
@Suite("Two who sign, and how it came out")
struct TwoSignersTests {
    private let folder: TemporaryFolder
    private let shell: Shell

    private static let pathway = """
        stepwell: 1
        pathway: care
        version: "1"
        title: Care
        roles: [nurse, doctor]
        expected: {none: A test}
        owner: doctor
        data: {risk: {type: choice, options: [low, high], by: [doctor]}}
        tasks:
          call: {title: Call the patient, role: nurse, due: 2 days, outcomes: [reached, message_left, refused]}
        states:
          care:
            tasks: [call]
            transitions:
              - {id: leave, decide: {by: [doctor], signers: 2}, when: {all: [{id: low, is: 'risk == "low"'}]}, to: over}
          over: {outcome: over}
        """

    init() throws {
        folder = try TemporaryFolder()
        shell = try Shell.clinic(in: folder, ["care": Self.pathway])
        try speak(as: "ben")
        #expect(try shell.run("enroll care --patient P-1 --at 2026-01-05 --as ana").status == 0)
    }

    /// From now on the account that speaks is this user's.
    private func speak(as user: String) throws {
        func account(_ name: String) -> String { name == user ? Shell.account : "nobody_\(name)" }
        try shell.write(
            """
            stepwell: 1
            clock: simulated
            users:
              ana: {name: Ana Díaz, roles: [nurse], account: \(account("ana"))}
              ben: {name: Ben Cole, roles: [doctor], account: \(account("ben")), delegate: [ana, cleo]}
              cleo: {name: Cleo Roth, roles: [doctor], account: \(account("cleo"))}
              dora: {name: Dora Lee, roles: [doctor, administrator], account: \(account("dora"))}

            """, to: "stepwell.yaml")
    }

    @Test("the first signature is on the list until somebody else takes the decision; who speaks for two is one")
    func two() throws {
        #expect(try shell.run("record P-1 risk=low --as ana").status == 77)
        #expect(try shell.run("record P-1 risk=low").status == 0)
        let signed = try shell.run("decide P-1 leave")
        #expect(signed.status == 0)
        #expect(signed.output.contains("ben signed leave; somebody else (doctor) has to sign too"), "\(signed.output)")
        let rows = try shell.json("worklist")["tasks"]?.array ?? []
        let row = try #require(rows.first { $0["kind"] == "decision" })
        #expect(row["title"]?.string == "Decide on leave (signed by ben, it takes a second person)")
        let why = try shell.run("why P-1").output
        #expect(why.contains("proposed; two of doctor decide\n      signed by ben at 2026-01-05"), "\(why)")
        let again = try shell.run("decide P-1 leave")
        let told = "error[signed_already]: ben has signed 'leave' already; it takes"
        #expect(again.status == 2 && again.errors.contains(told), "\(again)")
        let spoken = try shell.run("decide P-1 leave --as cleo")
        #expect(spoken.errors.contains("ben has signed 'leave' already, and ben spoke for both; it takes a second"))
        try speak(as: "cleo")
        let taken = try shell.run("decide P-1 leave")
        #expect(taken.status == 0 && taken.output.contains("took leave"), "\(taken)")
        #expect((try shell.json("worklist")["tasks"]?.array ?? []).allSatisfy { $0["kind"] != "decision" })
        let decision = try #require(
            try shell.json("history P-1")["history"]?.array?.flatMap { $0["facts"]?.array ?? [] }
                .first { $0["fact"] == "decision_signed" })
        #expect(decision["by"] == "ben" && decision["met"] == true && decision["decision"] == "leave")
        #expect(try shell.run("doctor").output.contains("ok    store"))
    }

    @Test("a task that names outcomes asks for one, and says it afterwards")
    func outcome() throws {
        let asked = try shell.run("complete P-1 call --as ana")
        #expect(
            asked.errors.contains("error[outcome_required]: say how 'call' came out: reached, message_left, refused"))
        let wrong = try shell.run("complete P-1 call --outcome reachd --as ana")
        #expect(wrong.errors.contains("did you mean 'reached'"), "\(wrong.errors)")
        let shown = try shell.json("show P-1")["tasks"]?.array?.first
        #expect(shown?["outcomes"] == JSON(["reached", "message_left", "refused"]))
        #expect(try shell.run("complete P-1 call --outcome message_left --as ana").status == 0)
        #expect(try shell.run("history P-1").output.contains("task call (Call the patient) came out: message_left"))
        let known = try shell.stepwell("eval", "task(\"call\").outcome", "--case", "P-1")
        #expect(known.output.contains("message_left"), "\(known)")
    }

    @Test("stories name who signs and how a task came out")
    func stories() throws {
        try shell.write(
            """
            stepwell: 1
            pathway: care
            scenarios:
              - name: two sign
                steps:
                  - {at: 2026-01-05, enroll: {}}
                  - {record: {risk: low}, by: doctor}
                  - {complete: call, by: nurse, expect: {refused: outcome_required}}
                  - {complete: call, outcome: reached, by: nurse}
                  - {decide: {id: leave}, by: doctor, expect: {refused: not_permitted}}
                  - {decide: {id: leave}, as: ben, by: doctor, expect: {state: care}}
                  - {decide: {id: leave}, as: ben, by: doctor, expect: {refused: signed_already}}
                  - {decide: {id: leave}, as: cleo, by: doctor, expect: {outcome: over}}

            """, to: "Pathways/care.test.yaml")
        let tested = try shell.run("test Pathways/care.test.yaml")
        #expect(tested.status == 0, "\(tested.output)\(tested.errors)")
    }
}
