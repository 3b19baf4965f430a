import Foundation
import PathwayModel
import TestSupport
import Testing

/// Who is away keeps nothing from being done.
@Suite("Absence")
struct AbsenceTests {
    private let folder: TemporaryFolder
    private let shell: Shell

    private static let pathway = """
        stepwell: 1
        pathway: care
        version: "1"
        title: Care
        roles: [nurse, doctor]
        expected: {none: A test}
        owner: nurse
        calendar: {timezone: America/New_York}
        events: {alarm: {}, end: {}}
        data: {ready: boolean}
        tasks:
          call: {title: Call the patient, role: nurse, due: 5 days}
          evaluate: {title: Evaluate the risk, role: doctor, due: 0 days, safety: true}
        reactions:
          - {event: alarm, do: [{open_task: evaluate}]}
        states:
          first:
            title: First weeks
            expected: 4 weeks
            tasks: [call]
            transitions:
              - {id: on, decide: {by: [doctor], within: 9 days}, when: ready, to: second}
          second: {transitions: [{event: end, to: over}]}
          over: {outcome: over}
        """

    private static let users =
        "ana: {roles: [nurse, doctor]}, ben: {roles: [doctor]}, cleo: {roles: [nurse]}, "
        + "dora: {roles: [desk], delegate: [nurse]}, boss: {roles: [administrator]}"

    init() throws {
        folder = try TemporaryFolder()
        shell = try Shell.clinic(in: folder, ["care": Self.pathway])
        let desk = Shell.desk(for: "ana", "ben", "cleo", "dora", "boss")
        try shell.write(
            "stepwell: 1\nclock: simulated\nrights: {audit: anyone}\n"
                + "users: {\(desk), \(Self.users)}\n", to: "stepwell.yaml")
        for patient in ["P-1", "P-2"] {
            try give("enroll care --patient \(patient) --as ana --at 2026-01-05")
        }
    }

    @discardableResult
    private func give(
        _ words: String, status: Int32 = 0, sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Shell.Result {
        let run = try shell.run(words)
        #expect(run.status == status, "\(words): \(run.output)\(run.errors)", sourceLocation: sourceLocation)
        return run
    }

    /// Who holds what of a patient's, by its name.
    private func holders(_ patient: String, at: String) throws -> [String: String] {
        let tasks = try shell.json("worklist --at \(at)")["tasks"]?.array ?? []
        var holders: [String: String] = [:]
        for task in tasks where task["patient"]?.string == patient {
            let name = ["task", "decision", "stay"].compactMap { task[$0]?.string }.first ?? ""
            holders[name] = task["held_by"]?.string ?? "-"
        }
        return holders
    }

    private func history(_ patient: String) throws -> String { try shell.run("history \(patient)").output }

    /// Everything that may be owed to P-1, held by ana.
    private func anaHoldsAll() throws {
        try give("send P-1 alarm --as cleo --at 2026-01-06T14:00:00Z")
        try give("record P-1 ready=true --as cleo --at 2026-01-06T14:01:00Z")
        try give("claim P-1 call evaluate on --as ana --at 2026-01-06T14:02:00Z")
        #expect(
            try holders("P-1", at: "2026-01-06T14:03:00Z") == ["call": "ana", "evaluate": "ana", "on": "ana"])
    }

    @Test("what somebody holds passes at once to who stands in for them, as far as it is theirs to do")
    func substitute() throws {
        try anaHoldsAll()
        let said = try give(
            "absent ana --from 2026-01-06 --until 2026-01-09 --substitute cleo --reason ill --as ana --at 2026-01-06T14:30:00Z"
        )
        #expect(
            said.output.hasPrefix("ana is away from 2026-01-06 until the end of 2026-01-09; cleo stands in for them\n"))
        #expect(said.output.contains("P-1"), "\(said.output)")
        #expect(
            try holders("P-1", at: "2026-01-06T14:31:00Z") == ["call": "cleo", "evaluate": "-", "on": "-"],
            "a nurse gets no doctor's work, and what is about safety is nobody's again")
        let history = try history("P-1")
        let why = "ana is away until the end of 2026-01-09"
        #expect(history.contains("cleo sees to call (Call the patient) until"), "\(history)")
        #expect(history.contains("; note: \(why)"), "\(history)")
        #expect(history.contains("nobody sees to evaluate (Evaluate the risk) any more: \(why)"), "\(history)")
        #expect(history.contains("ana (by desk)"), "who said so: \(history)")
        #expect(!history.contains("ill"), "why somebody is away is in no patient's record")
        try give("complete P-1 call --as cleo --at 2026-01-06T15:00:00Z")
        try give("complete P-1 evaluate --as cleo --at 2026-01-06T15:00:00Z", status: 77)
        try give("doctor")
    }

    @Test("who only stands in for a role gets its work too, and a note that was left goes along")
    func delegate() throws {
        try give("claim P-1 call --as cleo --at 2026-01-06T14:00:00Z")
        try give("hand-over P-1 call --to ana --note unanswered --as cleo --at 2026-01-06T14:01:00Z")
        try give(
            "absent ana --from 2026-01-06 --until 2026-01-06 --substitute dora --as boss --at 2026-01-06T15:00:00Z")
        let text = try shell.run("worklist --at 2026-01-06T15:00:00Z").output
        #expect(
            text.contains("note: ana is away until the end of 2026-01-06; their note: unanswered"), "\(text)")
        #expect(try holders("P-1", at: "2026-01-06T15:00:00Z")["call"] == "dora")
    }

    @Test("without a substitute all of it returns to the roles")
    func returned() throws {
        try anaHoldsAll()
        try give("absent ana --from 2026-01-01 --until 2026-01-09 --as ana --at 2026-01-06T14:30:00Z")
        #expect(try holders("P-1", at: "2026-01-06T14:31:00Z") == ["call": "-", "evaluate": "-", "on": "-"])
    }

    @Test("what begins later passes with the first 'advance --all' of the day, once, on the day where the case is")
    func later() throws {
        try anaHoldsAll()
        try give("claim P-2 call --as ana --at 2026-01-06T14:30:00Z")
        try give(
            "absent ana --from 2026-01-07 --until 2026-01-09 --substitute cleo --as ana --at 2026-01-06T15:00:00Z")
        #expect(try holders("P-1", at: "2026-01-06T15:00:00Z")["call"] == "ana")
        // In New York it is still the sixth.
        try give("advance --all --at 2026-01-07T03:00:00Z")
        #expect(try holders("P-1", at: "2026-01-07T03:00:00Z")["call"] == "ana")
        let waiting = try shell.run("worklist --at 2026-01-07T06:00:00Z").output
        #expect(waiting.contains("ana (away until the end of 2026-01-09) until"), "\(waiting)")
        #expect(
            try shell.run("why P-1 --at 2026-01-07T06:00:00Z").output.contains(
                "; ana (away until the end of 2026-01-09) sees to it until"))
        try give("advance --all --dry-run --at 2026-01-07T06:00:00Z")
        #expect(try holders("P-1", at: "2026-01-07T06:00:00Z")["call"] == "ana")
        let moved = try give("advance --all --at 2026-01-07T06:00:00Z").output
        #expect(moved.contains("2 cases moved"), "\(moved)")
        #expect(try holders("P-1", at: "2026-01-07T06:00:00Z")["call"] == "cleo")
        #expect(try holders("P-2", at: "2026-01-07T06:00:00Z")["call"] == "cleo")
        let before = try history("P-1")
        #expect(try give("advance --all --at 2026-01-07T06:00:00Z").output.contains("0 cases moved"))
        #expect(try history("P-1") == before)
        try give("doctor")
    }

    @Test("nothing is given to somebody who is away, and they take nothing, until they are back")
    func nothingNew() throws {
        try give(
            "absent ana --from 2026-01-06 --until 2026-01-09 --substitute cleo --as ana --at 2026-01-05T18:00:00Z")
        try give("claim P-1 call --as ana --at 2026-01-05T19:00:00Z")
        try give("unclaim P-1 --as ana --at 2026-01-05T19:01:00Z")
        let own = try give("claim P-1 call --as ana --at 2026-01-06T15:00:00Z", status: 2)
        #expect(
            own.errors.contains(
                "error[away]: ana is away until the end of 2026-01-09; 'stepwell absent ana --back' says"),
            "\(own.errors)")
        let given = try give("assign P-1 call --to ana --as cleo --at 2026-01-06T15:00:00Z", status: 2)
        #expect(given.errors.contains("ana is away until the end of 2026-01-09; cleo stands in for them"))
        try give("claim P-1 call --as cleo --at 2026-01-06T15:00:00Z")
        try give("hand-over P-1 call --to ana --as cleo --at 2026-01-06T15:00:00Z", status: 2)
        let kept = try shell.json("history P-1 --refused")["refused"]?.array ?? []
        #expect(kept.filter { $0["code"] == "away" }.count == 3, "\(kept)")
        try give("absent ana --back --as ana --at 2026-01-06T16:00:00Z")
        try give("assign P-1 call --to ana --as cleo --at 2026-01-06T17:00:00Z")
        #expect(try holders("P-1", at: "2026-01-06T17:00:00Z")["call"] == "ana")
    }

    @Test("anybody says it of themselves, and the administrator of others; the list says who said it")
    func rights() throws {
        let days = "--from 2026-01-06 --until 2026-01-09"
        let refused = try give("absent ana \(days) --as cleo", status: 77)
        #expect(refused.errors.contains("'absence' is for who is away and one of the roles administrator"))
        try give("absent ana \(days) --as boss")
        try give("absent ana --back --as cleo", status: 77)
        let list = try shell.json("absent --at 2026-01-06")["absences"]?.array ?? []
        #expect(list.count == 1 && list[0]["person"] == "ana" && list[0]["said"]?["by"] == "boss", "\(list)")
        #expect(list[0]["said"]?["speaker"] == "desk" && list[0]["until"] == "2026-01-09")
        try give("absent ana --back --as ana")
        #expect(try shell.run("absent").errors == "nobody is away\n")
    }

    @Test("what makes no sense is refused: a stranger, the same days twice, somebody who is away too, days backwards")
    func senseless() throws {
        let days = "--from 2026-01-06 --until 2026-01-09"
        try give("absent anna \(days) --as boss", status: 65)
        try give("absent ana \(days) --substitute anna --as boss", status: 65)
        try give("absent ana \(days) --substitute ana --as boss", status: 64)
        try give("absent ana --from 2026-01-09 --until 2026-01-06 --as boss", status: 64)
        try give("absent ana --from 2026-01-09 --as boss", status: 64)
        try give("absent ana --back --as boss", status: 2)
        try give("absent cleo \(days) --as boss")
        let away = try give("absent ana --from 2026-01-09 --until 2026-01-12 --substitute cleo --as boss", status: 2)
        #expect(away.errors.contains("cleo is away from 2026-01-06 until the end of 2026-01-09"))
        try give("absent cleo --from 2026-01-09 --until 2026-01-12 --as boss", status: 2)
        try give("absent cleo --from 2026-01-10 --until 2026-01-12 --as boss")
        try give("absent ana \(days) --dry-run --as boss")
        #expect(try shell.json("absent")["absences"]?.array?.count == 2)
    }

    @Test("who stands in and is away by then gets nothing: it returns to the role")
    func bothAway() throws {
        try give("claim P-1 call --as ana --at 2026-01-06T14:00:00Z")
        try give("absent ana --from 2026-01-07 --until 2026-01-09 --substitute cleo --as ana --at 2026-01-06T15:00:00Z")
        try give("absent cleo --from 2026-01-07 --until 2026-01-07 --as cleo --at 2026-01-06T15:00:00Z")
        try give("advance --all --at 2026-01-07T15:00:00Z")
        #expect(try holders("P-1", at: "2026-01-07T15:00:00Z")["call"] == "-")
    }

    @Test("two processes at once pass it on once")
    func twoProcesses() throws {
        for number in 10..<22 {
            try give("enroll care --patient P-\(number) --as ana --at 2026-01-06")
            try give("claim P-\(number) call --as ana --at 2026-01-06T17:00:00Z")
        }
        try give("absent ana --from 2026-01-07 --until 2026-01-09 --substitute cleo --as ana --at 2026-01-06T18:00:00Z")
        let pass = "stepwell advance --all --at 2026-01-07T15:00:00Z >/dev/null"
        let both = try shell.bash("\(pass) & a=$!; \(pass) & b=$!; \(pass) & c=$!; wait $a && wait $b && wait $c")
        #expect(both.status == 0, "\(both.output)")
        for number in 10..<22 {
            let entries = try shell.json("history P-\(number)")["history"]?.array ?? []
            #expect(entries.count == 3, "enrolled, claimed, passed on: \(entries.count)")
            #expect(try shell.json("history P-\(number) --refused")["refused"]?.array == [])
        }
        try give("doctor")
    }

    @Test("undone entries before it leave it as it was: what is told again goes to the same people")
    func toldAgain() throws {
        try give("send P-1 alarm --as cleo --at 2026-01-06T13:00:00Z")
        try give("record P-1 ready=true --as cleo --at 2026-01-06T13:30:00Z")
        try give("claim P-1 call evaluate --as ana --at 2026-01-06T14:02:00Z")
        try give("absent ana --from 2026-01-06 --until 2026-01-09 --substitute cleo --as ana --at 2026-01-06T14:30:00Z")
        try give("undo P-1 3 --reason slip --as cleo --at 2026-01-06T14:40:00Z")
        #expect(try holders("P-1", at: "2026-01-06T14:41:00Z") == ["call": "cleo", "evaluate": "-"])
        try give("doctor")
    }
}
