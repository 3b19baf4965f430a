import PathwayModel
import TestSupport
import Testing

/// The list that people begin the day with, and what they agree on about it.
@Suite("The day's work")
struct WorkOfTheDayTests {
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
        instruments: {mood: {}}
        events: {alarm: {}, go: {}, end: {}, ready: {}}
        data: {ready: boolean}
        tasks:
          call: {title: Call the patient, role: nurse, due: 1 day}
          plan: {title: Write the plan, role: nurse, due: 9 days}
          evaluate: {title: Evaluate the risk, role: doctor, due: 0 days, safety: true}
          look: {title: Look at the answers, role: nurse, due: 1 day, safety: true}
        reactions:
          - {event: alarm, do: [{open_task: evaluate}]}
          - {event: recorded.mood, when: mood.q9 > 0, do: [{open_task: look}]}
        states:
          first:
            title: First weeks
            expected: 1 week
            tasks: [call, plan]
            transitions:
              - {id: on, decide: {by: [doctor], within: 2 days}, when: ready, to: second}
          second: {transitions: [{event: end, to: over}]}
          over: {outcome: over}
        """

    private static let mood = """
        stepwell: 1
        instrument: mood
        title: Mood
        answers: [never, sometimes, often]
        items: [{id: q9}, {id: q1}]
        scores: {total: {type: integer, min: 0, max: 4, value: sum(items)}}
        """

    init() throws {
        folder = try TemporaryFolder()
        shell = try Shell.clinic(in: folder, ["care": Self.pathway, "instruments/mood": Self.mood])
        _ = try shell.run("patient P-2 --set first_name=Ana --set last_name=Díaz")
        for patient in ["P-1", "P-2", "P-3"] {
            #expect(try shell.run("enroll care --patient \(patient) --at 2026-01-05").status == 0)
        }
    }

    private func list(_ words: String = "") throws -> [JSON] {
        try shell.json("worklist \(words)")["tasks"]?.array ?? []
    }

    private func names(_ words: String = "") throws -> [String] {
        try list(words).map { entry in
            let name = ["task", "decision", "stay", "lost"].compactMap { entry[$0]?.string }.first ?? ""
            return "\(entry["patient"]?.string ?? "") \(name)"
        }
    }

    private func give(_ words: String, status: Int32 = 0, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let run = try shell.run(words)
        #expect(run.status == status, "\(words): \(run.output)\(run.errors)", sourceLocation: sourceLocation)
    }

    @Test("what is about safety is first, then what is latest for the time that it had, then the date")
    func order() throws {
        try give("send P-3 alarm --at 2026-01-06")
        #expect(
            try names("--at 2026-01-09") == [
                "P-3 evaluate", "P-1 call", "P-2 call", "P-3 call", "P-1 plan", "P-2 plan", "P-3 plan",
            ])
        // Three days late of one come before five days late of nine.
        try give("complete P-1 call --at 2026-01-16")
        _ = try shell.run("enroll care --patient P-4 --at 2026-01-16")
        #expect(
            try names("--at 2026-01-19").filter { ["P-1 plan", "P-4 call"].contains($0) } == ["P-4 call", "P-1 plan"])
    }

    @Test(
        "what one cause asks for a patient stands together: all that is about safety, and a stay with what would end it"
    )
    func together() throws {
        try give("send P-2 alarm --at 2026-01-06")
        try give("record P-2 mood.q9=2 mood.q1=0 --at 2026-01-06")
        try give("record P-1 ready=true --at 2026-01-12")
        let entries = try list("--at 2026-01-14")
        let rows = Dictionary(grouping: entries, by: { $0["row"]?.int ?? 0 }).mapValues {
            $0.map { $0["kind"]?.string }
        }
        #expect(rows[1] == ["task", "task"], "\(rows)")
        #expect(rows.values.contains { Set($0) == ["decision", "stay"] }, "\(rows)")
        let text = try shell.run("worklist --at 2026-01-14").output
        #expect(text.hasPrefix("! P-2  Ana Díaz  in First weeks [first] since 2026-01-05  case "), "\(text)")
        #expect(text.contains("    8 days late  doctor  evaluate: Evaluate the risk\n        alarm on 2026-01-06\n"))
        #expect(text.contains("        a new Mood on 2026-01-06: q9 2\n"), "\(text)")
    }

    @Test("'why' is what happened, and where the case is says since when")
    func why() throws {
        try give("record P-1 mood.q9=1 mood.q1=0 --at 2026-01-07")
        let entry = try #require(try list("--at 2026-01-07").first)
        #expect(entry["why"]?.string == "a new Mood on 2026-01-07: q9 1")
        #expect(entry["states"] == ["first"] && entry["since"]?.string == "2026-01-05")
        #expect(entry["late"] == .null && entry["held_by"] == .null)
    }

    @Test("what is claimed stays on everybody's list with a name, and is free again when the claim lapses")
    func claims() throws {
        try give("send P-1 alarm --at 2026-01-06T10:00:00Z")
        try give("claim P-1 evaluate --as ana --at 2026-01-06T10:00:00Z")
        func holder(_ at: String) throws -> String? { try list("--at \(at)").first?["held_by"]?.string }
        #expect(try holder("2026-01-06T11:59:59Z") == "ana")
        #expect(try holder("2026-01-06T12:00:00Z") == nil)
        try give("claim P-1 evaluate --as ben --at 2026-01-06T11:00:00Z", status: 2)
        let why = try shell.run("why P-1 --at 2026-01-06T11:00:00Z").output
        #expect(why.contains("; ana sees to it until 2026-01-06 12:00 UTC [evaluate]\n"), "\(why)")
        #expect(try shell.run("why P-1 --at 2026-01-06T12:00:00Z").output.contains("sees to it") == false)
        try give("hand-over P-1 evaluate --to ben --note unanswered --as ana --at 2026-01-06T11:00:00Z")
        let text = try shell.run("worklist --at 2026-01-06T11:30:00Z").output
        #expect(text.contains("  ben until 2026-01-06 13:00 UTC  evaluate: Evaluate the risk\n"), "\(text)")
        #expect(text.contains("; note: unanswered\n"), "\(text)")
        #expect(try names("--mine --as ben --at 2026-01-06T11:30:00Z").first == "P-1 evaluate")
        #expect(try !names("--mine --as ana --at 2026-01-06T11:30:00Z").contains("P-1 evaluate"))
        try give("unclaim P-1 --as ben --at 2026-01-06T12:00:00Z")
        #expect(try holder("2026-01-06T12:00:00Z") == nil)
        let history = try shell.run("history P-1").output
        #expect(
            history.contains("ben sees to evaluate (Evaluate the risk) until 2026-01-06 13:00 UTC; note: unanswered"))
        #expect(history.contains("nobody sees to evaluate (Evaluate the risk) any more"))
        try give("doctor")
    }

    @Test("the settings say when a claim lapses")
    func terms() throws {
        let settings = "stepwell: 1\nclock: simulated\nclaims: {hours: 5, safety_hours: 1}\n"
        try shell.write(settings, to: "stepwell.yaml")
        try give("send P-1 alarm --at 2026-01-06T10:00:00Z")
        try give("claim P-1 evaluate call --as ana --at 2026-01-06T10:00:00Z")
        let held = try list("--mine --as ana --at 2026-01-06T10:30:00Z").compactMap { $0["held_until"]?.string }
        #expect(held == ["2026-01-06T11:00:00Z", "2026-01-06T15:00:00Z"])
    }

    @Test("what is put off is away until its day, counted, and shown where it is asked for; nothing is lost by it")
    func snoozed() throws {
        try give("snooze P-1 call --until 2026-01-08 --reason later --at 2026-01-06")
        #expect(try !names("--at 2026-01-07").contains("P-1 call"))
        #expect(try shell.json("worklist --at 2026-01-07")["put_off"]?.int == 1)
        #expect(try shell.run("worklist --at 2026-01-07").output.isEmpty == false)
        #expect(
            try shell.run("worklist --at 2026-01-07").errors.contains("1 put off until later: --snoozed shows them"))
        #expect(try names("--snoozed --at 2026-01-07").contains("P-1 call"))
        #expect(try names("--at 2026-01-08").contains("P-1 call"))
        try give("lost --at 2026-01-07")
        try give("snooze P-1 call --until 2026-01-20 --reason later --at 2026-01-08", status: 2)
        try give("doctor")
    }

    @Test("what need not be done is gone, with the reason in the record, and stands again when that is undone")
    func notNeeded() throws {
        try give("not-needed P-1 call --reason spoken --at 2026-01-06")
        #expect(try !names().contains("P-1 call"))
        #expect(try shell.run("history P-1").output.contains("need not be done; reason given: spoken"))
        try give("undo P-1 2 --reason slip --at 2026-01-06")
        #expect(try names().contains("P-1 call"))
    }

    @Test("a list is of a role, of what is due by a day, of a state; what is about safety is due at all times")
    func filters() throws {
        try give("send P-3 alarm --at 2026-01-06")
        try give("record P-1 ready=true --at 2026-01-06")
        try give("decide P-1 on --at 2026-01-06")
        #expect(try names("--role doctor") == ["P-3 evaluate"])
        #expect(try names("--due 2026-01-06") == ["P-3 evaluate", "P-1 call", "P-2 call", "P-3 call"])
        #expect(try Set(names("--state first").map { $0.prefix(3) }) == ["P-2", "P-3"])
        #expect(try Set(names("--state second").map { $0.prefix(3) }) == ["P-1"])
    }

    @Test("a list is of a person, who stands in for others, and of a team")
    func whose() throws {
        let users =
            "ana: {roles: [nurse], team: west}, ben: {roles: [doctor], team: west}, cleo: {roles: [nurse], team: east}"
        try give("send P-3 alarm --at 2026-01-06")
        try give("claim P-1 call --as cleo --at 2026-01-06")
        try shell.write(
            "stepwell: 1\nclock: simulated\nusers: {\(Shell.desk(for: "ana", "ben", "cleo", "doctor")), \(users)}\n",
            to: "stepwell.yaml")
        #expect(try names("--mine") == ["P-3 evaluate"], "the desk stands in for the doctor")
        #expect(try names("--mine --as cleo").first == "P-1 call")
        #expect(try !names("--mine --as ana").contains("P-1 call"))
        #expect(try names("--team west").first == "P-3 evaluate" && !names("--team west").contains("P-1 call"))
        #expect(try names("--team east").contains("P-1 call") && !names("--team east").contains("P-3 evaluate"))
        try give("assign P-3 evaluate --to cleo --at 2026-01-06", status: 77)
        try give("assign P-3 evaluate --to ben --at 2026-01-06")
        let none = try shell.run("worklist --team north")
        #expect(none.status == 64 && none.errors.contains("teams are east, west"), "\(none.errors)")
    }

    @Test("a case to which nobody owes anything stands on everybody's list")
    func lost() throws {
        try shell.write(
            """
            stepwell: 1
            pathway: bare
            version: "1"
            title: Bare
            events: {end: {}}
            states: {here: {transitions: [{event: end, to: over}]}, over: {outcome: over}}
            """, to: "Pathways/bare.yaml")
        try give("enroll bare --patient P-9 --at 2026-01-05")
        #expect(try names("--role nurse --at 2026-01-05").first == "P-9 lost")
    }

    @Test("with --wide it is a table with a line for each thing that is to be done")
    func wide() throws {
        let lines = try shell.run("worklist --wide --at 2026-01-08").output.split(separator: "\n")
        let head = try #require(lines.first)
        #expect(
            head.split(separator: " ", omittingEmptySubsequences: true)
                == "LATE DUE WHOSE TASK CASE PATIENT NAME WHAT WHY NOW WHERE SINCE".split(separator: " "))
        #expect(
            lines.count == 7 && lines.contains { $0.contains("Ana Díaz") && $0.hasPrefix("2 days late  2026-01-06") })
    }

    @Test("a state that no pathway has is refused, with what was meant; one that has nothing is an empty list")
    func unknownState() throws {
        let wrong = try shell.run("worklist --state frist")
        #expect(wrong.status == 66 && wrong.errors.contains("did you mean 'first'?"), "\(wrong)")
        #expect(try shell.run("worklist --state second").status == 0)
        #expect(try list("--state first").count > 0)
    }

    @Test("'why' says of a decision who sees to it, and of what is put off until when")
    func agreedOn() throws {
        #expect(try shell.run("record P-1 ready=true").status == 0)
        #expect(try shell.run("claim P-1 on --as dora").status == 0)
        #expect(try shell.run("snooze P-1 plan --until 2026-01-07 --reason waits").status == 0)
        let why = try shell.run("why P-1").output
        #expect(why.contains("dora sees to it until 2026-01-08"), "\(why)")
        #expect(why.contains("Write the plan (nurse): due 2026-01-14; put off until 2026-01-07"), "\(why)")
        let way = try #require(try shell.json("why P-1")["ways"]?.array?.first { $0["id"] == "on" })
        #expect(way["held_by"] == "dora" && way["put_off_until"] == .null)
        let later = try shell.run("why P-1 --at 2026-01-07").output
        #expect(!later.contains("put off"), "\(later)")
    }
}
