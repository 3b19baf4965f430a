import Foundation
import PathwayModel
import TestSupport
import Testing

/// One command never passes for another: by its request's id, by what was seen, by what was just done.
@Suite("One command never passes for another")
struct OneCommandTests {
    private let folder: TemporaryFolder
    private let shell: Shell

    private static let steps = """
        stepwell: 1
        pathway: steps
        version: "1"
        title: Steps
        expected: {none: A test of commands}
        data: {note: text}
        events: {again: {}, back: {}}
        tasks: {call: {title: Call}, plan: {title: Plan}}
        instruments: {phq9: {}}
        reactions: [{event: again, do: [{open_task: call}]}]
        states:
          care:
            sessions: [{type: group, per_week: 3}, {type: single, per_week: 1}]
            tasks: [call]
            transitions: [{id: discharge, decide: {}, to: over}]
            states:
              iop_5: {transitions: [{id: step_down, decide: {}, to: iop_3}]}
              iop_3: {transitions: [{id: step_down, decide: {}, to: iop_1}]}
              iop_1: {transitions: [{id: step_down, decide: {}, to: iop_0}]}
              iop_0: {}
          over: {outcome: done, transitions: [{event: back, to: care}]}
        """

    init() throws {
        folder = try TemporaryFolder()
        shell = Shell(in: folder.root)
        _ = try shell.bash("stepwell init --demo")
        try write(Self.steps, "steps")
        let only = Self.steps.replacing("pathway: steps", with: "pathway: only\none_open_case: true")
        try write(only, "only")
        _ = try shell.bash("stepwell enroll steps --patient P-1 --at 2026-01-05; stepwell enroll steps --patient P-2")
    }

    private func write(_ text: String, _ name: String) throws {
        let file = folder.root.appendingPathComponent("Pathways/\(name).yaml")
        try text.write(to: file, atomically: true, encoding: .utf8)
    }

    private func run(_ words: String) throws -> Shell.Result {
        try shell.stepwell(words.split(separator: " ").map(String.init))
    }

    private func show(_ patient: String) throws -> JSON { try JSON.parse(try run("show \(patient) --json").output) }

    private func state(of patient: String = "P-1") throws -> [String]? {
        try show(patient)["configuration"]?.array?.compactMap(\.string)
    }

    private func expectRefused(
        _ words: String, _ code: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let result = try run(words)
        #expect(result.status == 2, "\(result.output)\(result.errors)", sourceLocation: sourceLocation)
        #expect(result.errors.contains("error[\(code)]"), "\(result.errors)", sourceLocation: sourceLocation)
    }

    // MARK: Requests

    @Test("a request's id that comes again with the same input is answered as before, whatever time it is")
    func sameRequest() throws {
        #expect(try run("record P-1 note=a --request-id r-1 --at 2026-01-06 --as ana").status == 0)
        let again = try run("record P-1 note=a --request-id r-1 --at 2026-01-09 --as ana --json")
        #expect(again.status == 0)
        #expect(try JSON.parse(again.output)["duplicate"]?.bool == true)
        #expect(try show("P-1")["sequence"]?.int == 2)
        // What was refused is refused again, in the same words.
        let refused = try run("send P-1 nothing --request-id r-2")
        #expect(try run("send P-1 nothing --request-id r-2").errors == refused.errors)
    }

    @Test(
        "a request's id that comes with anything else is refused, and tells nothing of what it was used for",
        arguments: [
            "record P-1 note=other --request-id r-1 --as ana", "record P-2 note=secret --request-id r-1 --as ana",
            "record P-1 note=secret --request-id r-1 --as ben",
            "record P-1 note=secret --request-id r-1 --as ana --occurred 2026-01-05",
            "send P-1 again --request-id r-1 --as ana", "decide P-2 step_down --request-id r-1 --as ana",
            "record P-2 note=secret --corrects 1 --reason slip --request-id r-1 --as ana",
            "enroll steps --patient P-3 --request-id r-1 --as ana",
        ])
    func reused(_ command: String) throws {
        #expect(try run("record P-1 note=secret --request-id r-1 --at 2026-01-06 --as ana").status == 0)
        let (one, other) = (try show("P-1"), try show("P-2"))
        try expectRefused(command, "request_reused")
        let told = try run(command + " --json")
        #expect(told.status == 2)
        let answer = try JSON.parse(told.output)
        #expect(answer["refused"]?.string == "request_reused")
        #expect(answer["accepted"]?.bool == false)
        let id = one["case"]?.string ?? ""
        if !command.contains(" P-1 ") {
            #expect(!told.output.contains(id) && !told.errors.contains(id))
            #expect(!told.output.contains("P-1") && !told.errors.contains("P-1"))
        }
        #expect(!told.output.contains("secret") && !told.errors.contains("secret"))
        #expect(try show("P-1") == one)
        #expect(try show("P-2") == other)
        #expect(try run("list --patient P-3 --json").output.contains("\"cases\": []"))
    }

    @Test("an enrollment's id is bound to its patient and its data")
    func enrollment() throws {
        let first = try run("enroll steps --patient P-9 --language es --request-id e-1")
        let id = first.output.trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(try run("enroll steps --patient P-9 --language es --request-id e-1 --json").output.contains(id))
        for other in ["steps --patient P-8 --language es", "only --patient P-9 --language es", "steps --patient P-9"] {
            let result = try run("enroll \(other) --request-id e-1 --json")
            #expect(result.status == 2)
            #expect(!result.output.contains(id) && !result.errors.contains(id))
            let answer = try JSON.parse(result.output)
            #expect(answer["refused"]?.string == "request_reused")
            #expect(answer["case"]?.isNull == true)
        }
        try expectRefused("send P-1 again --request-id e-1", "request_reused")
    }

    // MARK: What was seen

    @Test("an input that expects the case where it stood is refused once it has moved on, and told where it is")
    func expected() throws {
        #expect(try JSON.parse(try run("why P-1 --json").output)["sequence"]?.int == 1)
        for command in [
            "record P-1 note=a", "send P-1 again", "attend P-1 attended --type group", "complete P-1 call",
            "decide P-1 discharge", "consent P-1 treatment", "withdraw P-1 1 --reason x",
            "record P-1 note=b --corrects 1 --reason x",
        ] {
            let result = try run("\(command) --expect 7 --json")
            #expect(result.status == 2)
            let answer = try JSON.parse(result.output)
            #expect(answer["refused"]?.string == "changed_meanwhile", "\(command)")
            #expect(answer["sequence"]?.int == 1, "\(command)")
        }
        #expect(try run("record P-1 note=a --expect 1").status == 0)
        try expectRefused("record P-1 note=b --expect 1", "changed_meanwhile")
        #expect(try run("record P-1 note=b --expect 2").status == 0)
        #expect(try show("P-1")["sequence"]?.int == 3)
        // A repetition is told its answer, though the case has moved since.
        #expect(try run("record P-1 note=c --expect 3 --request-id r").status == 0)
        #expect(try run("record P-1 note=c --expect 3 --request-id r").status == 0)
        #expect(try run("enroll steps --patient P-4 --expect 0").status == 64)
    }

    @Test("a decision that was taken just now is not taken again by the same words, and is where it is meant")
    func decided() throws {
        let at = "--at 2026-01-06T10:00:00Z"
        #expect(try run("decide P-1 step_down --as ana \(at)").status == 0)
        let again = try run("decide P-1 step_down --as ben --at 2026-01-06T10:09:59Z --json")
        #expect(again.status == 2)
        let answer = try JSON.parse(again.output)
        #expect(answer["refused"]?.string == "already_done")
        #expect(answer["done"]?["by"]?.string == "ana")
        #expect(answer["done"]?["at"]?.string == "2026-01-06T10:00:00Z")
        #expect(again.errors.contains("ana"))
        #expect(try state() == ["care.iop_3"])
        // The state's own decision is not there any more, and the one that is may be named.
        try expectRefused("decide P-1 iop_5.step_down", "not_accepted")
        #expect(try run("decide P-1 iop_3.step_down --as ben --at 2026-01-06T10:09:59Z").status == 0)
        #expect(try state() == ["care.iop_1"])
        #expect(try run("decide P-1 step_down --again --as ben --at 2026-01-06T10:09:59Z").status == 0)
        #expect(try state() == ["care.iop_0"])
        _ = try run("decide P-2 step_down \(at)")
        #expect(try run("decide P-2 --to iop_1 \(at)").status == 0)
        #expect(try run("decide P-2 step_down --at 2026-01-06T10:10:01Z").status == 0)
    }

    @Test("what was decided since the caller saw the case is told, however long ago; what was seen may be done again")
    func decidedSinceSeen() throws {
        #expect(try run("decide P-1 step_down --as ana --at 2026-01-06").status == 0)
        try expectRefused("decide P-1 step_down --expect 1 --at 2026-02-06", "already_done")
        try expectRefused("decide P-1 discharge --expect 1 --at 2026-02-06", "changed_meanwhile")
        #expect(try run("decide P-1 step_down --expect 2 --at 2026-01-06").status == 0)
    }

    @Test("a task that somebody just completed is not completed again by the same words")
    func completed() throws {
        #expect(try run("complete P-1 call --as ana --at 2026-01-06").status == 0)
        try expectRefused("complete P-1 call --as ben", "already_done")
        #expect(try run("send P-1 again").status == 0)
        try expectRefused("complete P-1 call --as ben", "already_done")
        #expect(try run("complete P-1 call --as ben --again").status == 0)
    }

    @Test("processes that take one decision at once move the patient once")
    func race() throws {
        for round in 0..<12 {
            let patient = "R-\(round)"
            _ = try run("enroll steps --patient \(patient) --at 2026-01-05")
            let words = round % 2 == 0 ? "" : "--expect 1"
            let told = try shell.bash(
                """
                for who in ana ben cem; do
                  (stepwell decide \(patient) step_down --as $who \(words); echo "status $?") &
                done; wait
                """
            ).output
            #expect(told.components(separatedBy: "status 0").count == 2, "\(told)")
            #expect(told.components(separatedBy: "status 2").count == 3, "\(told)")
            #expect(try state(of: patient) == ["care.iop_3"])
        }
    }

    // MARK: Sessions

    @Test("a second session of a type and day asks whether it is another one; those of known hours are others")
    func sessions() throws {
        #expect(try run("attend P-1 attended --type group --at 2026-01-06").status == 0)
        try expectRefused("attend P-1 attended --type group --at 2026-01-06", "already_recorded")
        try expectRefused("attend P-1 no_show --type group --occurred 2026-01-06 --at 2026-01-07", "already_recorded")
        #expect(try run("attend P-1 attended --type single --at 2026-01-07").status == 0)
        #expect(try run("attend P-1 attended --type group --at 2026-01-07 --again").status == 0)
        #expect(try run("attend P-1 attended --type group --at 2026-01-07 --again").status == 0)
        for hour in ["09", "11", "14"] {
            let words = "attend P-1 attended --type group --occurred 2026-01-08T\(hour):00:00Z --at 2026-01-09"
            #expect(try run(words).status == 0)
            try expectRefused(words, "already_recorded")
        }
        // One that was withdrawn is on record no more.
        #expect(try run("attend P-2 attended --type group --at 2026-01-06").status == 0)
        #expect(try run("withdraw P-2 2 --reason wrong").status == 0)
        #expect(try run("attend P-2 no_show --type group --at 2026-01-06").status == 0)
    }

    // MARK: One open case

    @Test("a pathway that allows one open case refuses a second, at enrollment and when one is opened again")
    func oneOpenCase() throws {
        let first = try run("enroll only --patient P-1").output.trimmingCharacters(in: .whitespacesAndNewlines)
        let second = try run("enroll only --patient P-1 --json")
        #expect(second.status == 2)
        #expect(try JSON.parse(second.output)["refused"]?.string == "case_open_already")
        #expect(second.errors.contains(first))
        #expect(try run("enroll only --patient P-2").status == 0)
        #expect(try run("decide \(first) discharge --at 2026-01-07").status == 0)
        #expect(try run("enroll only --patient P-1").status == 0)
        try expectRefused("send \(first) back", "case_open_already")
        #expect(try show(first)["status"]?.string == "closed")
        let race = try shell.bash(
            "for n in 1 2 3; do (stepwell enroll only --patient P-7 2>/dev/null; echo \"status $?\") & done; wait"
        ).output
        #expect(race.components(separatedBy: "status 0").count == 2, "\(race)")
        #expect(race.components(separatedBy: "status 2").count == 3, "\(race)")
    }

    @Test("on another pathway a second open case is noted")
    func secondOpenCase() throws {
        let first = try show("P-1")["case"]?.string ?? ""
        let second = try run("enroll steps --patient P-1 --json")
        #expect(second.status == 0)
        let notes = try JSON.parse(second.output)["notes"]?.array?.compactMap(\.string) ?? []
        #expect(notes.count == 1 && notes.allSatisfy { $0.contains(first) })
        #expect(second.errors.contains("note: \(notes.first ?? "")"))
        #expect(try run("decide \(first) discharge --at 2026-01-07").status == 0)
        #expect(try run("send \(first) back --json").output.contains("\"notes\""))
    }
}
