import Foundation
import PathwayModel
import TestSupport
import Testing

/// What a clinic reads of its promises.
@Suite("Promises in a clinic")
struct BrokenPromiseTests {
    private let folder: TemporaryFolder
    private let shell: Shell

    private static let pathway = """
        stepwell: 1
        pathway: promising
        version: "1"
        title: Promising
        roles: [clinician, director]
        owner: clinician
        events: {answer: {}, leave: {}}
        data: {level: integer}
        promises:
          - id: answered
            title: An alarm is answered within a day
            whenever: recorded level
            expect: occurrences("answer").size() > 0
            within: 24 hours
            owner: director
            safety: true
        PROMISES
        transitions: [{event: answer}, {event: leave, to: gone}]
        states:
          care: {expected: 3 weeks}
          gone: {outcome: gone}
        """
    private static let second =
        "  - {id: seen, title: Nobody leaves unseen, never: 'active(\"gone\") && !known(level)'}"

    init() throws {
        folder = try TemporaryFolder()
        let one = Self.pathway.replacing("PROMISES\n", with: "")
        let two = Self.pathway.replacing("PROMISES", with: Self.second).replacing("promising", with: "both")
        shell = try Shell.clinic(in: folder, ["promising": one, "both": two])
        _ = try shell.bash("stepwell enroll promising --patient P-1 --at 2026-01-05T10:00:00Z")
    }

    private func ok(_ words: String) throws -> String {
        let result = try shell.stepwell(words.split(separator: " ").map(String.init))
        #expect(result.status == 0, "\(words): \(result.errors)")
        return result.output + result.errors
    }

    private func tasks(_ words: String = "worklist") throws -> [String?] {
        try shell.json(words)["tasks"]?.array?.map { $0["task"]?.string } ?? []
    }

    private static let title = "An alarm is answered within a day"

    @Test("one that runs is said with its last day, and one that is kept, in the answer and in the history")
    func running() throws {
        #expect(try ok("record P-1 level=5").contains("\n  promised until 2026-01-06: \(Self.title)\n"))
        #expect(try ok("why P-1").contains("\nPromised until 2026-01-06: \(Self.title)\n"))
        #expect(try ok("show P-1").contains("\npromise answered, until 2026-01-06\n"))
        let promise = try #require(try shell.json("show P-1")["promises"]?.array?.first)
        #expect(promise.members?.map(\.name) == ["id", "title", "until", "owner", "broken"])
        #expect(promise["id"] == "answered" && promise["until"] == "2026-01-06" && promise["broken"] == false)
        #expect(promise["title"]?.string == Self.title && promise["owner"] == "director")
        #expect(try shell.json("worklist")["broken_promises"]?.int == 0)
        #expect(try ok("send P-1 answer").contains("\n  promise kept: \(Self.title)\n"))
        #expect(try ok("history P-1").contains("    promise kept: \(Self.title)\n"))
        #expect(try ok("advance --all --at 2026-01-07") == "0 cases moved; messages: none waiting\n")
        #expect(try shell.json("show P-1")["promises"]?.array == [])
    }

    @Test("'advance' breaks it at its instant and counts it")
    func advancing() throws {
        _ = try ok("record P-1 level=5")
        #expect(try ok("advance --all --at 2026-01-06T09:59:59Z") == "0 cases moved; messages: none waiting\n")
        let text = try ok("advance --all --at 2026-01-06T10:00:00Z")
        #expect(text.contains("in care: PROMISE BROKEN: \(Self.title); and 1 more\n"), "\(text)")
        #expect(text.hasSuffix("1 case moved; 1 promise broken; messages: none waiting\n"), "\(text)")
        #expect(
            try ok("history P-1").contains("2026-01-06 10:00 UTC  #3, by time\n    PROMISE BROKEN: \(Self.title)\n"))
    }

    @Test("in JSON 'advance' counts those of all cases, and none a second time")
    func counting() throws {
        _ = try ok("record P-1 level=5")
        _ = try shell.bash("stepwell enroll promising --patient P-2; stepwell record P-2 level=6")
        #expect(try shell.json("advance --all --at 2026-01-06T10:00:00Z --dry-run")["broken_promises"]?.int == 2)
        #expect(try shell.json("advance --all --at 2026-01-06T10:00:00Z")["broken_promises"]?.int == 2)
        #expect(try shell.json("advance --all --at 2026-01-06T11:00:00Z")["broken_promises"]?.int == 0)
        #expect(try ok("worklist").hasSuffix("2 promises are broken and not seen to\n"))
    }

    @Test("one that is broken stands on its owner's worklist, and in 'why' and 'show', also after the case has closed")
    func broken() throws {
        _ = try ok("record P-1 level=5")
        _ = try ok("advance --all --at 2026-01-06T10:00:00Z")
        let list = try ok("worklist --role director")
        #expect(list.contains("A promise was broken: \(Self.title)"))
        #expect(list.hasSuffix("1 promise is broken and not seen to\n"))
        let row = try #require(try shell.json("worklist")["tasks"]?.array?.first)
        #expect(row["kind"] == "task" && row["task"] == "promise_broken.answered" && row["safety"] == true)
        #expect(row["due"] == "2026-01-06" && row["role"] == "director")
        #expect(try ok("show P-1").contains("\npromise answered, broken\n"))
        #expect(try !ok("why P-1").contains("Promised until"))
        let promise = try shell.json("why P-1")["promises"]?.array?.first
        #expect(promise?["broken"] == true && promise?["until"] == .null)
        _ = try ok("send P-1 leave")
        #expect(try tasks() == ["promise_broken.answered"])
        #expect(try shell.json("worklist")["broken_promises"]?.int == 1)
        _ = try ok("complete P-1 promise_broken.answered")
        #expect(try tasks() == [] && shell.json("worklist")["broken_promises"]?.int == 0)
        #expect(try shell.json("show P-1")["promises"]?.array == [])
    }

    @Test("where a pathway has one promise, its task is completed by the short name; else by the whole one")
    func shortName() throws {
        _ = try ok("record P-1 level=5")
        _ = try ok("advance --all --at 2026-01-06T10:00:00Z")
        #expect(try ok("complete P-1 promise_broken").contains("(A promise was broken: \(Self.title)) is done"))
        #expect(try tasks() == [])
        _ = try shell.bash("stepwell enroll both --patient P-2 --at 2026-01-07")
        let left = try ok("send P-2 leave")
        #expect(left.contains("  closed: gone\n  PROMISE BROKEN: Nobody leaves unseen\n"), "\(left)")
        #expect(try shell.run("complete P-2 promise_broken").status == 66 || tasks() == ["promise_broken.seen"])
        _ = try ok("complete P-2 promise_broken.seen")
        #expect(try tasks() == [])
    }

    @Test("a breach is foretold while nobody acts, and 'check' names what is promised")
    func foretold() throws {
        _ = try ok("record P-1 level=5")
        #expect(try ok("why P-1").contains("2026-01-06  a promise is broken: \(Self.title)"))
        let next = try #require(try shell.json("show P-1")["next"]?.array?.first)
        #expect(next["kind"] == "promise_broken" && next["what"] == "answered")
        let check = try shell.bash("stepwell check Pathways/both.yaml")
        #expect(
            check.output.hasPrefix(
                "Pathways/both.yaml promises 'answered', 'seen': watched in every case, not proved yet\n"))
        let json = try shell.json("check Pathways/both.yaml")
        #expect(json["promises"]?["Pathways/both.yaml"]?.array?.map(\.string) == ["answered", "seen"])
    }
}
