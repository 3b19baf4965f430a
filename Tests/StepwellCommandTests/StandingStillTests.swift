import Foundation
import PathwayModel
import TestSupport
import Testing

/// A case that stays longer than is usual, and sessions of which nothing is recorded.
@Suite("Cases that stand still")
struct StandingStillTests {
    private let folder: TemporaryFolder
    private let shell: Shell

    private static let pathway = """
        stepwell: 1
        pathway: program
        version: "1"
        title: Program
        roles: [intake, clinician]
        owner: clinician
        events: {place: {}, alarm: {}, leave: {}, again: {}, rest: {}}
        tasks: {evaluate: {title: Evaluate, role: clinician, due: 0 days, safety: true}}
        reactions: [{event: alarm, do: [{open_task: evaluate}]}]
        transitions: [{event: leave, to: gone}, {event: rest, to: resting}]
        states:
          waiting:
            title: Waiting for a place
            expected: 2 weeks
            owner: intake
            transitions: [{event: place, to: care.first}]
          care:
            expected: 3 weeks
            states:
              first:
                expected: 3 business days
                sessions: [{type: group, per_week: 3, unrecorded_after: 5 days}, {type: single, per_week: 1}]
                transitions: [{event: again, to: waiting}]
          resting: {expected: {none: Until she calls}}
          gone: {outcome: gone}
        """

    init() throws {
        folder = try TemporaryFolder()
        shell = try Shell.clinic(in: folder, ["program": Self.pathway])
        _ = try shell.bash("stepwell enroll program --patient P-1 --at 2026-01-05")
    }

    private func ok(_ words: String) throws -> String {
        let result = try shell.stepwell(words.split(separator: " ").map(String.init))
        #expect(result.status == 0, "\(words): \(result.errors)")
        return result.output + result.errors
    }

    /// What is to be done, each with its role and its day.
    private func work(_ day: String, role: String? = nil) throws -> [String] {
        let words = "worklist --at \(day)" + (role.map { " --role \($0)" } ?? "")
        return try shell.json(words)["tasks"]?.array?.map { row in
            let kind = row["kind"]?.string ?? ""
            return [kind, row[kind]?.string, row["role"]?.string, row["due"]?.string].map { $0 ?? "-" }
                .joined(separator: " ")
        } ?? []
    }

    // MARK: Lists

    @Test("from the day after its usual length a stay is on the worklist of its owner, until the case moves")
    func worklist() throws {
        #expect(try work("2026-01-05") == [] && work("2026-01-19") == [])
        #expect(try work("2026-01-20") == ["stay waiting intake 2026-01-19"])
        #expect(try work("2026-01-20", role: "intake").count == 1 && work("2026-01-20", role: "clinician") == [])
        let text = try ok("worklist --at 2026-01-20")
        #expect(
            text.contains("Stands still: Waiting for a place, usually 2 weeks")
                && text.contains("  1 day late  intake  "))
        let csv = try ok("worklist --csv --at 2026-01-20").split(separator: "\n")
        #expect(csv.count == 2 && csv[1].hasPrefix("2026-01-19,,yes,no,2026-01-05,intake,stay,waiting,"))
        _ = try ok("send P-1 place --at 2026-01-21")
        #expect(try work("2026-01-21") == [])
        // Three business days from a Wednesday, and the stay around it.
        #expect(
            try work("2026-01-26") == []
                && work("2026-01-27") == [
                    "stay care.first clinician 2026-01-26",
                    "sessions care.first group clinician 2026-01-26",
                ])
        #expect(try work("2026-02-12").contains("stay care clinician 2026-02-11"))
        #expect(try work("2026-01-20") == ["stay waiting intake 2026-01-19"], "as it was then")
        _ = try ok("send P-1 leave --at 2026-02-12")
        #expect(try work("2026-02-12") == [])
    }

    @Test("the clock alone brings it there, and no step is taken for it")
    func clock() throws {
        _ = try shell.bash("stepwell enroll program --patient P-2 --at 2026-01-21")
        #expect(try ok("worklist").contains("P-1"))
        #expect(try ok("advance --all --at 2026-01-21") == "0 cases moved; messages: none waiting\n")
        #expect(try shell.json("show P-1")["sequence"]?.int == 1)
    }

    @Test("sessions of which nothing is recorded are on it, until one is attended, missed or excused")
    func sessions() throws {
        _ = try ok("send P-1 place --at 2026-01-05")
        _ = try ok("extend P-1 --until 2026-01-13 --reason Soon --state care.first")
        #expect(try work("2026-01-10") == [])
        #expect(try work("2026-01-11") == ["sessions care.first group clinician 2026-01-10"])
        #expect(try ok("worklist --at 2026-01-11").contains("No group session on record: care.first"))
        for (status, day, next) in [
            ("attended", "06", "11"), ("no_show", "07", "12"), ("excused", "08", "13"),
        ] {
            _ = try ok("attend P-1 \(status) --type group --at 2026-01-\(day)")
            #expect(try work("2026-01-\(next)") == [], "\(status)")
        }
        #expect(try work("2026-01-14").contains("sessions care.first group clinician 2026-01-13"))
        // Another type is another's.
        _ = try ok("attend P-1 attended --type single --at 2026-01-13")
        #expect(try work("2026-01-14").contains("sessions care.first group clinician 2026-01-13"))
    }

    @Test("'list' says since when, at any time")
    func list() throws {
        func since(_ words: String) throws -> [JSON?] {
            try shell.json("list \(words)")["cases"]?.array?.map { $0["stands_still_since"] } ?? []
        }
        #expect(try since("--at 2026-01-19") == [.null] && since("--at 2026-01-20") == ["2026-01-20"])
        #expect(try ok("list --at 2026-02-01").contains("waiting, stands still since 2026-01-20"))
        #expect(try !ok("list --at 2026-01-19").contains("stands still"))
        let csv = try ok("list --csv --at 2026-01-20").split(separator: "\n")
        #expect(
            csv.first?.hasSuffix(",last_input,stands_still_since,broken_promises") == true
                && csv.last?.hasSuffix(",2026-01-20,0") == true
        )
        _ = try ok("send P-1 place --at 2026-01-21")
        #expect(try since("") == [.null] && since("--at 2026-01-20") == ["2026-01-20"])
        // Of several stays the first.
        #expect(try since("--at 2026-03-01") == ["2026-01-27"])
        _ = try ok("send P-1 leave --at 2026-03-01")
        #expect(try since("") == [.null] && !ok("list").contains("stands still"))
    }

    // MARK: One case

    @Test("'why' and 'show' say until when, and from then on since when, and whose it is")
    func said() throws {
        let stay = "Waiting for a place [waiting] (intake): a stay is usually 2 weeks\n"
        #expect(try ok("why P-1 --at 2026-01-19").contains("Stands still after 2026-01-19 in \(stay)"))
        let late = try ok("why P-1 --at 2026-01-20")
        #expect(
            late.contains("Stands still since the end of 2026-01-19 in \(stay)") && !late.contains("Stands still after")
        )
        let foreseen =
            "2026-01-20  the case stands still: Waiting for a place [waiting]  "
            + "(a stay is usually 2 weeks, from 2026-01-05)"
        #expect(try ok("why P-1").contains(foreseen))
        #expect(!late.contains("the case stands still"))
        #expect(try ok("show P-1").contains("\nexpected in waiting until 2026-01-19 (intake)\n"))
        #expect(
            try ok("show P-1 --at 2026-01-20").contains(
                "\nexpected in waiting until 2026-01-19 (intake), stands still\n"))
        _ = try ok("send P-1 place --at 2026-01-05")
        let without = "No group session on record (clinician) since 2026-01-05\n"
        #expect(try ok("why P-1 --at 2026-01-11").contains(without) && !ok("why P-1 --at 2026-01-10").contains(without))
    }

    @Test("their JSON has the stays, the sessions and what is to come")
    func json() throws {
        _ = try ok("send P-1 place --at 2026-01-05")
        for command in ["why", "show"] {
            let view = try shell.json("\(command) P-1 --at 2026-01-12")
            let stays = view["expected"]?.array ?? []
            #expect(stays.first?.members?.map(\.name) == ["state", "until", "owner", "usually", "stands_still"])
            #expect(stays.map { $0["state"]?.string } == ["care", "care.first"])
            #expect(stays.map { $0["until"]?.string } == ["2026-01-26", "2026-01-08"])
            #expect(stays.map { $0["owner"]?.string } == ["clinician", "clinician"])
            #expect(stays.map { $0["usually"]?.string } == ["3 weeks", "3 business days"])
            #expect(stays.map { $0["stands_still"]?.bool } == [false, true])
            let sessions = try #require(view["sessions"]?.array?.first)
            #expect(sessions["state"] == "care.first" && sessions["type"] == "group" && sessions["missing"] == true)
            #expect(
                sessions["since"] == "2026-01-05" && sessions["until"] == "2026-01-10"
                    && sessions["role"] == "clinician")
            let next = try #require(view["next"]?.array?.first)
            #expect(next["kind"] == "stands_still" && next["what"] == "care" && next["date"] == "2026-01-27")
            #expect(next["recipient"] == "clinician" && view["lost"] == false)
        }
    }

    @Test("where a reason says that a stay may last, nothing stands still")
    func unlimited() throws {
        _ = try ok("send P-1 rest --at 2026-01-05")
        #expect(try work("2030-01-01") == ["lost lost - -"] && !ok("why P-1 --at 2030-01-01").contains("Stands still"))
    }

    // MARK: Extending

    private func extend(_ until: String, _ reason: String = "A place is promised", _ rest: String...) throws
        -> Shell.Result
    {
        try shell.stepwell(["extend", "P-1", "--until", until, "--reason", reason] + rest)
    }

    @Test("an extended stay stands still later, with the reason in the history; the next one has its own length")
    func extended() throws {
        let result = try extend("2026-02-02")
        #expect(result.status == 0)
        let said =
            "the stay in Waiting for a place [waiting] may last until 2026-02-02; reason given: A place is promised"
        #expect((result.output + result.errors).contains("  \(said)\n"))
        #expect(try ok("history P-1").contains(said))
        #expect(try work("2026-02-02") == [] && work("2026-02-03") == ["stay waiting intake 2026-02-02"])
        #expect(try ok("why P-1").contains("Stands still after 2026-02-02 in "))
        #expect(try shell.json("list --at 2026-02-03")["cases"]?.array?.first?["stands_still_since"] == "2026-02-03")
        // Once more, from where it stands then.
        #expect(try extend("2026-02-20", "Later", "--at", "2026-02-10").status == 0)
        #expect(try work("2026-02-20") == [] && work("2026-02-21") == ["stay waiting intake 2026-02-20"])
        _ = try ok("send P-1 place --at 2026-02-12")
        _ = try ok("send P-1 again --at 2026-02-12")
        #expect(try work("2026-02-27") == ["stay waiting intake 2026-02-26"])
    }

    @Test("of several stays it is the one that would stand still first, or that is named")
    func which() throws {
        _ = try ok("send P-1 place --at 2026-01-05")
        func until() throws -> [String?] {
            try shell.json("show P-1")["expected"]?.array?.map { $0["until"]?.string } ?? []
        }
        #expect(try extend("2026-01-09").status == 0 && until() == ["2026-01-26", "2026-01-09"])
        #expect(try extend("2026-01-30", "Holidays", "--state", "care").status == 0)
        #expect(try until() == ["2026-01-30", "2026-01-09"])
        #expect(try extend("2026-01-12", "Holidays", "--state", "first").status == 0)
        #expect(try until() == ["2026-01-30", "2026-01-12"])
        let none = try extend("2026-01-12", "Holidays", "--state", "waiting")
        #expect(none.status == 2 && none.errors.contains("error[not_accepted]: the case is in no state 'waiting'"))
        #expect(none.errors.contains("; there are care, care.first\n"), "\(none.errors)")
    }

    @Test(
        "too far, not later, without a reason and without a date it is refused, and nothing is kept",
        arguments: [
            (
                "2026-02-03", "A place", Int32(2),
                "a stay is extended by at most its usual length (2 weeks) at a time: until 2026-02-02"
            ),
            ("2026-01-19", "A place", 2, "error[invalid_value]: 'waiting' is expected until 2026-01-19 already"),
            ("2026-01-25", "  ", 2, "error[reason_required]: say why the stay is extended"),
            ("soon", "A place", 64, "error[bad_date]: --until: 'soon' is no date"),
        ])
    func refused(_ until: String, _ reason: String, _ status: Int32, _ error: String) throws {
        let result = try extend(until, reason)
        #expect(result.status == status && result.errors.contains(error), "\(result.errors)")
        #expect(try shell.json("show P-1")["sequence"]?.int == 1)
        #expect(try work("2026-01-20").count == 1)
    }

    @Test("while a safety task is open it is refused, as in a state without a length and in a closed case")
    func unfit() throws {
        _ = try ok("send P-1 alarm --at 2026-01-05")
        let alarmed = try extend("2026-01-25")
        #expect(alarmed.status == 2 && alarmed.errors.contains("error[safety_open]"))
        #expect(alarmed.errors.contains("while a safety task is open: evaluate"))
        _ = try ok("complete P-1 evaluate")
        #expect(try extend("2026-01-25").status == 0)
        _ = try ok("send P-1 rest")
        let resting = try extend("2026-01-30")
        #expect(resting.status == 2 && resting.errors.contains("error[not_accepted]: no state where the case is says"))
        _ = try ok("send P-1 leave")
        let closed = try extend("2026-01-30")
        #expect(closed.status == 2 && closed.errors.contains("error[case_closed]"))
    }

    @Test("where the settings name users only the owner of the state may, and a dry run changes nothing")
    func owner() throws {
        let users = "ana: {roles: [intake]}, ben: {roles: [clinician]}, \(Shell.desk(for: "ana", "ben"))"
        _ = try shell.bash("echo 'users: {\(users)}' >> stepwell.yaml")
        let other = try extend("2026-01-25", "A place", "--as", "ben")
        #expect(other.status == 77 && other.errors.contains("this needs one of the roles intake"), "\(other.errors)")
        #expect(try extend("2026-01-25", "A place", "--as", "zoe").status == 77)
        #expect(try extend("2026-01-25", "A place", "--as", "ana", "--dry-run").status == 0)
        #expect(try work("2026-01-20").count == 1)
        let answer = try extend("2026-01-25", "A place", "--as", "ana", "--json")
        let fact = try #require(try JSON.parse(answer.output)["facts"]?.array?.first)
        #expect(answer.status == 0 && fact["fact"] == "stay_extended" && fact["state"] == "waiting")
        #expect(fact["until"] == "2026-01-25" && fact["reason"] == "A place")
        #expect(try work("2026-01-20") == [])
    }
}
