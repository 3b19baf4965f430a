import Foundation
import PathwayModel
import TestSupport
import Testing

/// Open cases to which nobody owes anything.
@Suite("Cases that nobody sees to")
struct LostTests {
    private let folder: TemporaryFolder
    private let shell: Shell

    /// A pathway that forgets in each state but `kept` and `timed`.
    private static let pathway = """
        stepwell: 1
        pathway: adrift
        version: "1"
        title: Adrift
        roles: [nurse]
        data: {share: integer, sure: {type: boolean, default: true}}
        events: {bare: {}, listed: {}, long: {}, free: {}, held: {}, asked: {}, timed: {}, gone: {}}
        tasks:
          call: {title: Call, role: nurse, due: 2 days}
          undated: {title: Undated, role: nurse}
          nobodys: {title: Nobody's, due: 1 day}
          neither: {title: Neither}
        transitions:
          - {event: bare, to: bare}
          - {event: listed, to: listed}
          - {event: long, to: long}
          - {event: free, to: free}
          - {event: held, to: held}
          - {event: asked, to: asked}
          - {event: timed, to: timed}
          - {event: gone, to: gone}
        initial: kept
        states:
          kept: {tasks: [{task: call, until: exit}]}
          bare: {transitions: [{when: 10 / share > 1, to: gone}]}
          listed: {tasks: [undated, nobodys, neither]}
          long: {expected: 2 weeks}
          free: {expected: {none: Until she calls}}
          held: {sessions: [{type: group, per_week: 3, unrecorded_after: 3 days}]}
          asked: {transitions: [{id: pick, decide: {within: 2 days}, when: sure, to: kept}]}
          timed: {transitions: [{after: 10 days, to: bare}], tasks: [{task: call, after: 3 days, until: exit}]}
          gone: {outcome: gone}
        """

    init() throws {
        folder = try TemporaryFolder()
        shell = try Shell.clinic(in: folder, ["adrift": Self.pathway])
    }

    /// Enrolls a patient of that name, and moves the case to that state.
    private func enroll(_ state: String, as patient: String? = nil) throws -> String {
        let patient = patient ?? state
        let id = try shell.run("enroll adrift --patient \(patient) --at 2026-01-05").output
        if state != "kept" { #expect(try shell.run("send \(patient) \(state)").status == 0) }
        return id.trimmingCharacters(in: .newlines)
    }

    private func lost(_ words: String = "lost") throws -> [String] {
        try shell.json(words)["cases"]?.array?.compactMap { $0["patient"]?.string } ?? []
    }

    @Test("where there is none, that is said, and the status is 0")
    func none() throws {
        _ = try enroll("kept")
        let result = try shell.run("lost")
        #expect(result.status == 0 && result.output.isEmpty && result.errors == "nobody is lost\n")
        #expect(try shell.json("lost")["cases"]?.array == [])
        #expect(try shell.run("list --lost").errors == "no cases\n")
        #expect(try shell.run("doctor").status == 0)
    }

    @Test("each stands there with why, and what would mend it; the status is 1")
    func table() throws {
        let id = try enroll("bare")
        let kept = try enroll("kept")
        let result = try shell.run("lost")
        #expect(result.status == 1)
        let rows = result.output.split(separator: "\n")
        #expect(rows.count == 2 && rows[0].hasPrefix("CASE") && rows[1].hasPrefix(id))
        #expect(rows[1].hasSuffix("bare   no task is open, no decision is owed, and no stay has an owner"))
        #expect(!result.output.contains(kept))
        let mend = "in a new version give 'bare' 'expected' and 'owner', or a task or decision with a date and a role; "
        #expect(result.errors.hasPrefix("to mend it: \(mend)until then somebody has to move the case by hand"))
        let json = try shell.run("lost --json")
        #expect(json.status == 1)
        let row = try #require(try JSON.parse(json.output)["cases"]?.array?.first)
        #expect(row.members?.map(\.name) == ["case", "patient", "pathway", "version", "states", "why", "mend"])
        #expect(row["case"]?.string == id && row["patient"]?.string == "bare" && row["pathway"]?.string == "adrift")
        #expect(row["states"]?.array?.map(\.string) == ["bare"] && row["mend"]?.string?.hasPrefix(mend) == true)
        let csv = try shell.run("lost --csv").output.split(separator: "\n")
        #expect(csv.first == "case,patient,pathway,version,states,why,mend" && csv.count == 2)
    }

    @Test(
        "why is what stands there and does not count: without a date, without a role, or about the record",
        arguments: [
            (
                "listed",
                "the task 'undated' has no date; the task 'nobodys' has no role; "
                    + "the task 'neither' has no date and no role"
            ),
            ("long", "'long' has a usual length and no owner"),
            ("free", "'free' has no usual length: Until she calls"),
            ("held", "nobody is told of sessions of 'held'"),
            ("asked", "the decision 'pick' has no role"),
            ("bare", "the task 'incident' is about an entry or a message, not the patient"),
        ])
    func reasons(_ state: String, _ why: String) throws {
        _ = try enroll(state)
        if state == "bare" { _ = try shell.run("record bare share=0") }
        let row = try #require(try shell.json("lost")["cases"]?.array?.first)
        #expect(row["why"]?.array?.compactMap(\.string).joined(separator: "; ") == why)
    }

    @Test("a case that is moved by hand, or that closes, is lost no more")
    func found() throws {
        _ = try enroll("bare", as: "P-1")
        _ = try enroll("long", as: "P-2")
        _ = try enroll("free", as: "P-3")
        #expect(try lost() == ["P-1", "P-2", "P-3"])
        _ = try shell.run("send P-1 timed")
        _ = try shell.run("send P-3 gone")
        #expect(try lost() == ["P-2"])
    }

    @Test("what time brings keeps a case until it is over, and then it is lost: at a time to come as well")
    func byTime() throws {
        _ = try enroll("timed")
        for (day, patients) in [("2026-01-06", []), ("2026-01-14", []), ("2026-01-15", ["timed"])] {
            #expect(try lost("lost --at \(day)") == patients, "\(day)")
            #expect(try lost("list --lost --at \(day)") == patients, "\(day)")
        }
        #expect(try shell.run("lost").status == 0, "only looked at")
        _ = try shell.run("advance --all --at 2026-01-20")
        #expect(try lost() == ["timed"])
        #expect(try lost("lost --at 2026-01-10") == [], "as it was then")
    }

    @Test("on the day before time brings something nobody is lost yet")
    func dayBefore() throws {
        _ = try enroll("timed")
        #expect(try shell.json("show timed --at 2026-01-07")["lost"] == false)
        #expect(try lost("lost --at 2026-01-07") == [])
    }

    @Test("'list --lost' has them among those that are asked for")
    func list() throws {
        for state in ["kept", "bare", "long"] { _ = try enroll(state) }
        #expect(try lost("list --lost") == ["bare", "long"])
        #expect(try lost("list --lost --state long") == ["long"])
        #expect(try lost("list --lost --status closed") == [])
        #expect(try lost("list --lost --pathway iop_basic") == [])
        #expect(try lost("list") == ["bare", "kept", "long"])
        let part = try shell.json("list --lost --limit 1")
        let cursor = try #require(part["next"]?.string)
        #expect(try lost("list --lost --limit 1") == ["bare"] && lost("list --lost --after \(cursor)") == ["long"])
    }

    @Test("doctor names each, and is content when there is none")
    func doctor() throws {
        let id = try enroll("bare")
        let doctor = try shell.run("doctor")
        #expect(doctor.status == 1)
        let line = "case \(id): nobody owes it anything in bare, and time brings nothing: 'stepwell lost' says why"
        #expect(doctor.output.contains("BAD   cases\n        \(line)\nok    channels\n"), "\(doctor.output)")
        _ = try shell.run("send bare timed")
        #expect(try shell.run("doctor").status == 0)
    }

    @Test("'why' and 'show' say that nobody owes the case anything")
    func said() throws {
        _ = try enroll("bare")
        _ = try enroll("kept")
        let said = "Nobody owes this case anything, and time brings nothing: 'stepwell lost' says why\n"
        #expect(try shell.run("why bare").output.contains("today\n\(said)"))
        #expect(try !shell.run("why kept").output.contains(said))
        for command in ["why", "show"] {
            #expect(try shell.json("\(command) bare")["lost"] == true)
            #expect(try shell.json("\(command) kept")["lost"] == false)
        }
    }

    @Test("one that cannot be read is named, and hides no other")
    func damaged() throws {
        let id = try enroll("bare", as: "P-1")
        _ = try enroll("long", as: "P-2")
        try change("UPDATE journal SET facts = x'00' WHERE case_id = '\(id)'; UPDATE cases SET snapshot = x'00'")
        let result = try shell.run("lost --json")
        #expect(result.status != 0 && result.errors.contains(id), "\(result.errors)")
        #expect(try JSON.parse(result.output)["cases"]?.array?.map { $0["patient"]?.string } == ["P-2"])
    }

    private func change(_ sql: String) throws {
        try shell.write(
            "import sqlite3; s = sqlite3.connect('stepwell.db'); s.executescript(\"\"\"\(sql)\"\"\")", to: "change.py")
        let changed = try shell.bash("python3 change.py")
        #expect(changed.status == 0, "\(changed.output)")
    }

    // MARK: Of an earlier version

    @Test("in a store of an earlier version nobody is lost whom a task or time keeps, and who is, is found")
    func older() throws {
        _ = try shell.bash(
            "rm stepwell.db*; cp '\(OlderStoreTests.stores.path)/version-2.db' stepwell.db; chmod 600 stepwell.db")
        #expect(try shell.run("lost").status == 0)
        #expect(try shell.run("doctor").status == 0)
        for step in ["P-4 first_contact", "P-4 treatment_plan", "P-2 first_contact", "P-2 safety_evaluation"] {
            #expect(try shell.run("complete \(step) --at 2026-02-06").status == 0, "\(step)")
        }
        #expect(try lost() == ["P-2"], "P-4 is asked for scores, in time")
        #expect(try shell.run("doctor").output.contains("nobody owes it anything in assessment"))
    }

    @Test("what an earlier version did not keep of a case is kept from its next step on")
    func nextStep() throws {
        try shell.write(
            """
            stepwell: 1
            pathway: stays
            version: "1"
            title: Stays
            data: {note: text}
            states: {here: {expected: 2 weeks, owner: nurse}, done: {outcome: done}}

            """, to: "Pathways/stays.yaml")
        _ = try shell.run("enroll stays --patient P-1 --at 2026-01-05")
        func work() throws -> [String?] {
            try shell.json("worklist --at 2026-01-20")["tasks"]?.array?.map { $0["stay"]?.string } ?? []
        }
        #expect(try work() == ["here"])
        // As a version kept it that knew no stays.
        try change("DELETE FROM obligations; UPDATE cases SET snapshot_format = 3")
        #expect(try shell.run("doctor").status == 0)
        #expect(try shell.run("lost").status == 0)
        #expect(try work() == [])
        _ = try shell.run("record P-1 note=seen")
        #expect(try work() == ["here"])
        #expect(try shell.run("doctor").status == 0)
    }
}
