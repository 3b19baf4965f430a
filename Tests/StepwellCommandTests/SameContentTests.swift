import Foundation
import PathwayModel
import TestSupport
import Testing

/// Words and JSON of a command are made of the same values.
@Suite("Words and JSON")
struct SameContentTests {
    private func clinic() throws -> (Shell, TemporaryFolder) {
        let folder = try TemporaryFolder()
        let shell = Shell(in: folder.root)
        _ = try shell.bash(
            """
            stepwell init --demo && stepwell enroll iop_basic --patient P-1 --at 2026-01-05 && \
            stepwell record P-1 phq9.total=8 cssrs.level=none --at 2026-01-06
            """)
        return (shell, folder)
    }

    @Test("what why --json has of a decision, a state and time, why says too")
    func why() throws {
        let (shell, folder) = try clinic()
        defer { _ = folder }
        let words = try shell.stepwell("why", "P-1").output
        let json = try JSON.parse(try shell.stepwell("why", "P-1", "--json").output)
        var told = 0
        func expect(_ text: String?) {
            guard let text else { return }
            told += 1
            #expect(words.contains(text), "'\(text)' is in the JSON and not in the words:\n\(words)")
        }
        expect(json["case"]?.string)
        expect(json["version"]?.string)
        for place in json["in"]?.array ?? [] { expect(place["title"]?.string ?? place["state"]?.string) }
        for way in json["ways"]?.array ?? [] where way["kind"]?.string == "decision" {
            expect(way["id"]?.string)
            expect(way["because"]?.string)
            for criterion in way["criteria"]?.array ?? [] {
                expect(criterion["label"]?.string ?? criterion["id"]?.string)
                for value in criterion["values"]?.array ?? [] { expect(value["name"]?.string) }
                for remedy in criterion["would_meet"]?.array ?? [] { expect(remedy["text"]?.string) }
            }
        }
        for item in json["next"]?.array ?? [] where item["kind"]?.string != "new_date" {
            expect(item["date"]?.string)
            expect(item["how"]?.string)
        }
        #expect(told > 10)
    }

    @Test("what show --json has, show says too")
    func show() throws {
        let (shell, folder) = try clinic()
        defer { _ = folder }
        let words = try shell.stepwell("show", "P-1").output
        let json = try JSON.parse(try shell.stepwell("show", "P-1", "--json").output)
        for task in try #require(json["tasks"]?.array) {
            let name = try #require(task["id"]?.string)
            #expect(words.contains("task \(name), \(task["due"]?.string.map { "due \($0)" } ?? "no due date")"))
        }
        #expect(words.contains("phq9 total 8, \(json["results"]?["phq9"]?["date"]?.string ?? "?")"))
        #expect(words.contains("status \(json["status"]?.string ?? "?")"))
    }

    @Test("each entry that history --json has is one that history tells, by the same hand")
    func history() throws {
        let (shell, folder) = try clinic()
        defer { _ = folder }
        let words = try shell.stepwell("history", "P-1").output
        let rows = try #require(
            try JSON.parse(try shell.stepwell("history", "P-1", "--json").output)["history"]?.array)
        #expect(rows.count == 2)
        for row in rows {
            let (number, by) = (try #require(row["sequence"]?.int), try #require(row["by"]?.string))
            #expect(words.contains("#\(number), by \(by)"))
        }
    }
}
