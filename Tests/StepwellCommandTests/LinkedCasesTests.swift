import Foundation
import PathwayModel
import TestSupport
import Testing

/// Cases that a case has begun go with it, where what began them is taken back.
@Suite("Taking back what began other cases")
struct LinkedCasesTests {
    private let folder: TemporaryFolder
    private let shell: Shell

    private static let first = """
        stepwell: 1
        pathway: first
        version: "1"
        title: First
        expected: 4 weeks
        owner: nurse
        one_open_case: true
        data: {note: text}
        states:
          here: {transitions: [{id: go, decide: {}, to: there, do: [{enroll: second}]}]}
          there: {transitions: [{id: further, decide: {}, to: far, do: [{enroll: third}]}]}
          far: {}
        """
    private static let second = """
        stepwell: 1
        pathway: second
        version: "1"
        title: Second
        expected: 4 weeks
        owner: nurse
        one_open_case: true
        events: {fall: {}}
        tasks: {plan: {title: Plan}, watch: {title: Watch, safety: true}}
        reactions: [{event: fall, do: [{open_task: watch}]}]
        states: {on: {entry: [{enroll: third}], tasks: [plan]}}
        """
    private static let third = """
        stepwell: 1
        pathway: third
        version: "1"
        title: Third
        expected: 4 weeks
        owner: nurse
        states: {on: {}}
        """

    init() throws {
        folder = try TemporaryFolder()
        shell = try Shell.clinic(in: folder, ["first": Self.first, "second": Self.second, "third": Self.third])
        _ = try shell.bash("stepwell enroll first --patient P-1 --at 2026-01-05")
    }

    private func run(_ words: String) throws -> Shell.Result {
        try shell.stepwell(words.split(separator: " ").map(String.init))
    }

    private func json(_ words: String) throws -> JSON { try JSON.parse(try run("\(words) --json").output) }

    /// The cases of the patient on a pathway, those that are open first.
    private func cases(_ pathway: String, status: String? = nil) throws -> [String] {
        let only = status.map { " --status \($0)" } ?? ""
        return try json("list --pathway \(pathway)\(only)")["cases"]?.array?.compactMap { $0["case"]?.string } ?? []
    }

    private func only(_ pathway: String) throws -> String {
        let all = try cases(pathway)
        #expect(all.count == 1)
        return try #require(all.first)
    }

    @Test("a case that an entry began is taken back with it, and what that one began before it")
    func withLater() throws {
        let first = try only("first")
        _ = try run("decide \(first) go --at 2026-01-06")
        let (second, third) = (try only("second"), try only("third"))
        let refused = try run("undo \(first) 2 --reason slip")
        #expect(refused.status == 2)
        #expect(refused.errors.contains("error[later_entries]") && refused.errors.contains("'second'"))
        #expect(try cases("second", status: "open") == [second])

        let tried = try json("undo \(first) 2 --reason slip --with-later --dry-run")
        #expect(try cases("second", status: "open") == [second])
        let answer = try json("undo \(first) 2 --reason slip --with-later")
        #expect(answer["accepted"]?.bool == true)
        #expect(answer["configuration"]?.array?.compactMap(\.string) == ["here"])
        let others = answer["other_cases"]?.array ?? []
        #expect(others == tried["other_cases"]?.array)
        #expect(others.compactMap { $0["case"]?.string } == [third, second])
        #expect(others.compactMap { $0["change"]?.string } == ["taken_back", "taken_back"])
        #expect(try cases("second", status: "open").isEmpty && cases("third", status: "open").isEmpty)
        // It can be begun again, and is another case then.
        _ = try run("decide \(first) go --at 2026-01-07")
        #expect(try cases("second", status: "open").filter { $0 != second }.count == 1)
        // What was taken back before is not again.
        let again = try json("undo \(first) 4 --reason slip --with-later")
        #expect(again["other_cases"]?.array?.count == 2)
        #expect(again["other_cases"]?.array?.contains { $0["case"]?.string == second } == false)
    }

    @Test("a case that was entered in error says so everywhere, and is on no list")
    func enteredInError() throws {
        let first = try only("first")
        _ = try run("decide \(first) go --at 2026-01-06")
        let second = try only("second")
        #expect(try run("worklist").output.contains(second))
        _ = try run("undo \(first) 2 --reason slip --with-later")
        #expect(try run("worklist").output.contains(second) == false)
        #expect(try run("list").output.contains("entered in error"))
        #expect(try run("show \(second)").output.contains("status entered in error"))
        let view = try json("show \(second)")
        #expect(view["status"]?.string == "closed" && view["outcome"]?.string == "entered_in_error")
        #expect(view["configuration"]?.array?.isEmpty == true && view["tasks"]?.array?.isEmpty == true)
        #expect(view["next"]?.array?.isEmpty == true)
        #expect(try run("why \(second)").output.contains("The case was entered in error"))
        let history = try run("history \(second)")
        #expect(history.status == 0 && history.output.contains("undid #1; reason given: slip"))
        #expect(try run("record \(second) plan=x").status == 2)
        #expect(try run("doctor").status == 0)
        // The patient may have an open one on that pathway, which allows one.
        #expect(try run("enroll second --patient P-1 --at 2026-01-07").status == 0)
    }

    @Test("where a linked case has a safety task open, nothing is taken back, and the case is named")
    func inCrisis() throws {
        let first = try only("first")
        _ = try run("decide \(first) go --at 2026-01-06")
        let second = try only("second")
        _ = try run("send \(second) fall --at 2026-01-07")
        let refused = try run("undo \(first) 2 --reason slip --with-later --at 2026-01-08")
        #expect(refused.status == 2)
        #expect(refused.errors.contains("error[in_crisis]") && refused.errors.contains(second))
        #expect(try json("show \(first)")["configuration"]?.array?.compactMap(\.string) == ["there"])
        #expect(try cases("second", status: "open") == [second] && cases("third", status: "open").count == 1)
    }

    @Test("with an earlier entry all that it and the later ones began is taken back, the newest first")
    func newestFirst() throws {
        let first = try only("first")
        _ = try run("decide \(first) go --at 2026-01-06")
        let earlier = try cases("third")
        _ = try run("decide \(first) further --at 2026-01-08")
        let later = try cases("third").filter { !earlier.contains($0) }
        let second = try only("second")
        let answer = try json("undo \(first) 2 --reason slip --with-later")
        #expect(answer["other_cases"]?.array?.compactMap { $0["case"]?.string } == later + earlier + [second])
    }
}
