import Foundation
import PathwayModel
import StepwellSQLite
import StepwellStore
import TestSupport
import Testing

/// A clinic that is filled with invented patients.
@Suite("Invented patients")
struct DemoDataTests {
    /// A new clinic with the pathways that come with the program.
    private static func clinic(_ options: String = "--demo") throws -> (folder: TemporaryFolder, shell: Shell) {
        let folder = try TemporaryFolder()
        let shell = Shell(in: folder.root)
        _ = try shell.bash(
            "stepwell init \(options); stepwell add pathway adult_iop; stepwell add pathway hospital_to_iop")
        return (folder, shell)
    }

    /// All that is kept of all cases, row by row.
    private static func journals(in folder: TemporaryFolder) throws -> [CaseID: [JournalRow]] {
        let store = try SQLiteStores().open(at: folder.path("stepwell.db"))
        var journals: [CaseID: [JournalRow]] = [:]
        for summary in try store.cases(CaseFilter(), after: nil, limit: 10_000) {
            journals[summary.id] = try store.journal(of: summary.id, after: 0)
        }
        return journals
    }

    @Test("the same seed makes the same journals in another process, and another seed makes others")
    func seeds() throws {
        let clinics = try (0..<3).map { _ in try Self.clinic() }
        for (clinic, seed) in zip(clinics, [11, 11, 12]) {
            let told = try clinic.shell.run("demo-data --cases 6 --seed \(seed)")
            #expect(told.status == 0, "\(told.errors)")
        }
        let journals = try clinics.map { try Self.journals(in: $0.folder) }
        #expect(journals[0].count >= 6 && journals[0].values.reduce(0) { $0 + $1.count } > 100)
        #expect(journals[0] == journals[1])
        #expect(Set(journals[0].keys).isDisjoint(with: journals[2].keys))
        #expect(Set(journals[0].values.map(\.count)) != Set(journals[2].values.map(\.count)))
    }

    @Test("a clinic with the system's clock is never filled")
    func systemClock() throws {
        let (folder, shell) = try Self.clinic("")
        defer { withExtendedLifetime(folder) {} }
        let told = try shell.run("demo-data --cases 2 --json")
        #expect(told.status == 65 && told.output.contains("\"not_simulated\""), "\(told.output)")
        #expect(try shell.json("list")["cases"]?.array?.isEmpty == true)
    }

    @Test("what comes of it is whole: nobody is lost, nothing is wrong, and each pathway ends for somebody")
    func whole() throws {
        let (folder, shell) = try Self.clinic()
        defer { withExtendedLifetime(folder) {} }
        let view = try shell.json("demo-data --cases 30 --seed 7")
        #expect(view["cases"]?.int ?? 0 >= 30)
        #expect(try shell.json("lost")["cases"]?.array?.isEmpty == true)
        let doctor = try shell.run("doctor")
        #expect(doctor.status == 0, "\(doctor.output)")
        let cases = try #require(try shell.json("list")["cases"]?.array)
        #expect(cases.allSatisfy { $0["patient"]?.string?.hasPrefix("DEMO-") == true })
        let closed = cases.filter { $0["status"]?.string == "closed" }
        #expect(Set(closed.compactMap { $0["pathway"]?.string }) == ["adult_iop", "hospital_to_iop", "iop_basic"])
        #expect(closed.count < cases.count)
        // Time has been let go on for all of them, up to the last morning.
        let worklist = try shell.json("worklist")
        #expect(worklist["tasks"]?.array?.isEmpty == false && worklist["due_since"] == nil)
        #expect(try shell.run("advance --all").output.hasPrefix("0 cases moved"))
        let patient = try shell.json("patient DEMO-001")["values"]
        #expect(patient?["email"]?.string == "demo-001@example.org" && patient?["birth_date"] != nil)
    }

    @Test("most sessions are attended, and about an eighth is missed")
    func attendance() throws {
        let (folder, shell) = try Self.clinic()
        #expect(try shell.run("demo-data --cases 16 --seed 3 --pathway iop_basic").status == 0)
        let inputs = try Self.journals(in: folder).values.joined().map { try JSON.parse($0.input) }
        let sessions = inputs.filter { $0["input"]?.string == "attend" }.compactMap { $0["status"]?.string }
        let missed = Double(sessions.count { $0 == "no_show" }) / Double(sessions.count)
        #expect(sessions.count > 200 && (0.06...0.22).contains(missed), "\(missed) of \(sessions.count)")
        let kinds = Set(inputs.compactMap { $0["input"]?.string })
        #expect(kinds.isSuperset(of: ["enroll", "send", "record", "attend", "complete", "decide", "correct", "time"]))
    }

    @Test("a second time, patients have the numbers after these")
    func again() throws {
        let (folder, shell) = try Self.clinic()
        let first = try shell.json("demo-data --cases 3 --until 2026-05-04")
        #expect(first["until"]?.string == "2026-05-04")
        let before = try Self.journals(in: folder)
        let second = try shell.json("demo-data --cases 3")
        #expect(second["until"]?.string == "2026-05-04" && second["first"]?.string == "DEMO-004")
        let after = try Self.journals(in: folder)
        #expect(after.count >= 6 && before.allSatisfy { after[$0.key] == $0.value })
    }

    @Test("where the settings name users, they act, each in roles of their own")
    func users() throws {
        let (folder, shell) = try Self.clinic()
        let settings = try String(contentsOfFile: folder.path("stepwell.yaml"), encoding: .utf8)
        try shell.write(
            settings
                + "users: {\(Shell.desk(roles: "administrator")), ines: {roles: [intake]}, carl: {roles: [clinician]}}\n",
            to: "stepwell.yaml")
        #expect(try shell.run("demo-data --cases 4 --pathway iop_basic").status == 0)
        let rows = try Self.journals(in: folder).values.joined()
        #expect(Set(rows.compactMap(\.actor)).subtracting(["outbox", "desk"]) == ["ines", "carl"])
        #expect(try rows.allSatisfy { try JSON.parse($0.input)["input"]?.string != "decide" || $0.actor == "carl" })
    }

    @Test("a pathway of the clinic's own is played too")
    func otherPathways() throws {
        let (folder, shell) = try Self.clinic()
        try shell.write(Self.advice, to: "Pathways/advice.yaml")
        let view = try shell.json("demo-data --cases 10 --pathway advice")
        #expect(view["closed"]?["advised"] != nil, "\(view)")
        let inputs = try Self.journals(in: folder).values.joined().map { try JSON.parse($0.input) }
        #expect(inputs.contains { $0["event"]?.string == "interview" })
        let none = try shell.run("demo-data --pathway nowhere")
        #expect(none.status == 66 && none.errors.contains("no_such_pathway"), "\(none.errors)")
    }

    private static let advice = """
        stepwell: 1
        pathway: advice
        version: "1"
        title: Advice
        roles: [counselor]
        owner: counselor
        expected: 4 weeks
        consents: [talks]
        enrollment: {heard_of_us: text}
        data: {weight: {type: number, min: 40, max: 140}, wish: {type: choice, options: [group, alone]}}
        events: {interview: {by: [counselor], with: {minutes: {type: integer, min: 10, max: 90}, on: date, at_home: boolean}}}
        tasks: {letter: {title: Write, role: counselor, due: 3 days}}
        states:
          asked:
            transitions:
              - {event: interview, when: event.minutes >= 10, to: talks}
          talks:
            tasks: [letter]
            transitions:
              - id: end
                decide: {by: [counselor]}
                require: [{id: agreed, is: 'consent("talks")'}]
                when: {all: [{id: weighed, is: weight > 41.0}, {id: wished, is: known(wish)}, {id: written, is: task("letter").done}]}
                to: advised
          advised: {outcome: advised}
        """
}
