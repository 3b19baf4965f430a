import Foundation
import PathwayModel
import TestSupport
import Testing

/// A patient who was enrolled under two numbers.
@Suite("Two numbers of one patient")
struct SamePatientTests {
    private let folder: TemporaryFolder
    private let shell: Shell

    private static let care = """
        stepwell: 1
        pathway: care
        version: "1"
        title: Care
        owner: nurse
        instruments: {cssrs: {}}
        events: {hello: {}, gone: {}}
        tasks: {watch: {title: Watch, safety: true}}
        messages: {hello: {subject: Hello, body: Dear patient}}
        reactions:
          - {event: recorded.cssrs, when: 'event.level == "high"', do: [{open_task: watch}]}
          - {event: hello, do: [{notify: patient, message: hello}]}
        states:
          here: {expected: 4 weeks, transitions: [{event: gone, to: away}]}
          away: {outcome: left}
        """

    init() throws {
        folder = try TemporaryFolder()
        shell = Shell(in: folder.root)
        _ = try shell.bash("stepwell init --demo")
        for name in ["care", "only"] {
            let text = Self.care.replacing("pathway: care", with: "pathway: \(name)")
                .replacing("title: Care", with: name == "only" ? "title: Only\none_open_case: true" : "title: Care")
            let file = folder.root.appendingPathComponent("Pathways/\(name).yaml")
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
    }

    private func enroll(_ patient: String, _ pathway: String = "care") throws -> String {
        try shell.run("enroll \(pathway) --patient \(patient) --at 2026-01-05").output.trimmingCharacters(in: .newlines)
    }

    private func tasks(_ id: String) throws -> [String] {
        try shell.json("show \(id)")["tasks"]?.array?.compactMap { $0["id"]?.string } ?? []
    }

    private func cases(of patient: String) throws -> [String] {
        try shell.json("list --patient \(patient)")["cases"]?.array?.compactMap { $0["case"]?.string }.sorted() ?? []
    }

    @Test("what is open about safety under the one is told to the open cases under the other, once and from both sides")
    func risk() throws {
        let (one, two, closed) = (try enroll("P-1"), try enroll("p1"), try enroll("p1"))
        _ = try shell.run("send \(closed) gone --at 2026-01-05")
        let stranger = try enroll("P-2")
        _ = try shell.run("record \(one) cssrs.level=high --at 2026-01-06")
        #expect(try tasks(two).isEmpty)
        let dry = try shell.json("patient p1 --same-as P-1 --reason twice --dry-run")
        #expect(dry["other_cases"]?.array?.compactMap { $0["case"]?.string } == [two])
        #expect(try tasks(two).isEmpty && cases(of: "P-1") == [one])
        let answer = try shell.json("patient p1 --same-as P-1 --reason twice")
        #expect(answer["patient"]?.string == "P-1" && answer["also"]?.array?.first?["number"]?.string == "p1")
        #expect(answer["other_cases"]?.array?.compactMap { $0["case"]?.string } == [two])
        #expect(try tasks(two) == ["safety_other_case"] && tasks(one) == ["watch"])
        #expect(try tasks(closed).isEmpty && tasks(stranger).isEmpty)
        #expect(try shell.run("history \(two)").output.contains("case \(one) of care tells of a risk"))
        // From now on each tells the other.
        _ = try shell.run("complete \(two) safety_other_case --at 2026-01-07")
        let told = try shell.json("record \(two) cssrs.level=high --at 2026-01-08")["other_cases"]?.array ?? []
        #expect(told.compactMap { $0["case"]?.string } == [one])
        #expect(try shell.run("doctor").status == 0)
    }

    @Test("a patient's cases and record are found under every number, and taken apart again")
    func found() throws {
        let (one, two) = (try enroll("P-1"), try enroll("p1"))
        _ = try shell.run("patient p1 --set first_name=Ana")
        _ = try shell.run("patient p1 --same-as P-1 --reason twice")
        for number in ["P-1", "p1"] {
            #expect(try cases(of: number) == [one, two].sorted())
            #expect(try shell.json("patient \(number)")["values"]?["first_name"]?.string == "Ana")
            #expect(try shell.run("show \(number)").errors.contains("ambiguous_case"))
        }
        _ = try shell.run("patient p1 --set first_name=Anna")
        #expect(try shell.json("patient P-1")["values"]?["first_name"]?.string == "Anna")
        #expect(try shell.run("patient p1 --not-same").status == 0)
        #expect(try cases(of: "P-1") == [one] && cases(of: "p1") == [two])
        #expect(try shell.json("patient P-1")["values"]?["first_name"]?.string == "Anna")
        #expect(try shell.run("patient p1 --not-same").status == 2)
    }

    @Test("what is forgotten is forgotten under every number")
    func erased() throws {
        _ = try (enroll("P-1"), enroll("p1"))
        _ = try shell.run("patient p1 --set first_name=Ana")
        _ = try shell.run("patient P-1 --set first_name=Ana")
        _ = try shell.run("patient p1 --same-as P-1 --reason twice")
        #expect(try shell.run("patient P-1 --erase").status == 0)
        _ = try shell.run("patient p1 --not-same")
        for number in ["P-1", "p1"] { #expect(try shell.json("patient \(number)")["values"] == .object([])) }
    }

    @Test("who died under one number is written to under none")
    func died() throws {
        let one = try enroll("P-1")
        _ = try enroll("p1")
        _ = try shell.run("patient p1 --set deceased=2026-01-05")
        _ = try shell.run("patient p1 --same-as P-1 --reason twice")
        _ = try shell.run("send \(one) hello --at 2026-01-06")
        _ = try shell.run("advance --all --at 2026-01-06")
        let list = try shell.run("outbox list --json").output
        #expect(list.contains("\"deceased\"") && list.contains("\"withheld\""))
        _ = try shell.run("patient p1 --not-same")
        _ = try shell.run("send \(one) hello --at 2026-01-07")
        _ = try shell.run("advance --all --at 2026-01-07")
        #expect(try shell.run("outbox list --json").output.contains("\"sent\""))
    }

    @Test("a pathway that allows one open case allows it one person, and several that are open are noted")
    func onlyOne() throws {
        let (one, two) = (try enroll("P-1", "only"), try enroll("p1", "only"))
        let joined = try shell.run("patient p1 --same-as P-1 --reason twice")
        #expect(joined.errors.contains("several open cases on only: \([one, two].sorted().joined(separator: ", "))"))
        _ = try shell.run("send \(one) gone --at 2026-01-06")
        #expect(try shell.run("enroll only --patient P-1 --at 2026-01-07").errors.contains("case_open_already"))
        _ = try shell.run("send \(two) gone --at 2026-01-06")
        #expect(try shell.run("enroll only --patient p1 --at 2026-01-07").status == 0)
    }

    @Test("chains and circles come to one patient, and mistakes are told")
    func mistakes() throws {
        for number in ["A", "B", "C"] { _ = try enroll(number) }
        #expect(try shell.run("patient A --same-as B --reason one").status == 0)
        #expect(try shell.run("patient A --same-as C --reason two").status == 0, "B goes with A")
        #expect(try cases(of: "B").count == 3)
        for words in ["patient C --same-as A --reason x", "patient A --same-as A --reason x"] {
            let refused = try shell.run(words)
            #expect(refused.status == 2 && refused.errors.contains("same_patient"))
        }
        #expect(try shell.run("patient A --same-as Z --reason x").errors.contains("no_such_patient"))
        #expect(try shell.run("patient A --same-as B").status == 64)
        #expect(try shell.run("patient A --same-as B --erase --reason x").status == 64)
        // What stands for others is parted by them.
        #expect(try shell.run("patient C --not-same").errors.contains("which can be parted from it"))
        #expect(try shell.run("patient B --not-same").status == 0)
        #expect(try cases(of: "A").count == 2 && cases(of: "C").count == 1)
    }
}
