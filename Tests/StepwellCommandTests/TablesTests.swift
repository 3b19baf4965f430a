import Foundation
import PathwayModel
import TestSupport
import Testing

/// Tables as they are read: on a terminal, in a pipe, in a spreadsheet.
@Suite("Tables")
struct TablesTests {
    private let folder: TemporaryFolder
    private let shell: Shell

    private static let pathway = """
        stepwell: 1
        pathway: wide
        version: "2026.1"
        title: Wide
        roles: [clinician, director]
        tasks: {look: {title: "看看病人 and look \(long)", role: clinician, due: 1 day}}
        states:
          care:
            tasks: [look]
            type: parallel
            states:
              first: {states: {one: {}}}
              second: {states: {two: {}}}
              third_of_them: {states: {three: {}}}
        """
    private static let long = "at whatever else there may be to look at in such a case"

    init() throws {
        folder = try TemporaryFolder()
        shell = try Shell.clinic(in: folder, ["wide": Self.pathway])
        // Wide letters, an accent of its own, a Korean syllable of three letters, an emoji of two signs, a flag.
        for patient in ["P-1", "山田", "Jose\u{301}", "\u{1112}\u{1161}\u{11AB}", "👍🏽", "❤️", "🇩🇪", "ＡＢ"] {
            let begun = try shell.stepwell("enroll", "wide", "--patient", patient, "--at", "2026-01-05")
            #expect(begun.status == 0, "\(begun.errors)")
        }
    }

    private func onTerminal(_ words: String, columns: Int) throws -> [String] {
        let line = "COLUMNS=\(columns) script -qec 'stepwell \(words)' /dev/null"
        return try shell.bash(line).output.split { $0.isNewline }.map(String.init)
    }

    /// Columns as the C library counts those of each sign, apart from emoji, which terminals show as one.
    private static func columns(_ text: Substring) -> Int {
        text.reduce(0) { sum, character in
            switch character {
            case "山", "田", "看", "病", "人", "Ａ", "Ｂ", "👍🏽", "❤️", "🇩🇪", "한": sum + 2
            default: sum + 1
            }
        }
    }

    @Test("a terminal shows 200 rows of a worklist and how many more there are, and a pipe all of it")
    func longWorklist() throws {
        let names = (1...201).map { "task_\($0)" }
        let tasks = names.map { "  \($0): {title: Look, role: clinician, due: 3 days}" }.joined(separator: "\n")
        let text = """
            stepwell: 1
            pathway: much
            version: "1"
            title: Much
            roles: [clinician]
            expected: {none: A test}
            tasks:
            \(tasks)
            states: {care: {tasks: [\(names.joined(separator: ", "))]}}
            """
        let folder = try TemporaryFolder()
        let shell = try Shell.clinic(in: folder, ["much": text])
        #expect(try shell.run("enroll much --patient P-9 --at 2026-01-05").status == 0)
        let command = "stepwell worklist --at 2026-01-06"
        func shown(_ more: String = "") throws -> [String] {
            try shell.bash("script -qec '\(command) \(more)' /dev/null | tr -d '\\r'").output.components(
                separatedBy: ": Look")
        }
        let first = try shown()
        #expect(first.count == 201 && first[200].contains("\n1 more row: --limit says how many are shown\n"))
        let all = try shown("--limit 201")
        #expect(all.count == 202 && !all[201].contains("more row"))
        #expect(try shell.bash(command).output.components(separatedBy: ": Look").count == 202)
        #expect(try shell.json("worklist --at 2026-01-06")["tasks"]?.array?.count == 201)
        #expect(try shell.run("worklist --at 2026-01-06 --csv").output.split(separator: "\n").count == 202)
    }

    @Test("every cell of a column begins at the same place, whatever stands before it")
    func aligned() throws {
        let lines = try shell.run("list").output.split(separator: "\n")
        #expect(lines.count == 9)
        let places = lines.map { line in
            line.firstRange(of: line.hasPrefix("CASE") ? "PATHWAY" : "wide ").map {
                Self.columns(line[..<$0.lowerBound])
            }
        }
        #expect(Set(places) == [20], "\(lines)")
    }

    @Test(
        "on a terminal sentences go on in the next line, between words, and nothing else is another",
        arguments: ["why P-1", "history P-1 --refused", "decide P-1 nothing", "why P-1 --json", "list --csv"])
    func sentences(_ words: String) throws {
        _ = try shell.run("record P-1 phq9.total=99 --at 2026-01-06")
        let piped = try shell.bash("stepwell \(words)").output
        let shown = try onTerminal(words, columns: 60)
        let isForPrograms = words.contains("--") && !words.contains("history")
        if !isForPrograms {
            #expect(shown.allSatisfy { Self.columns($0[...]) <= 60 }, "\(shown)")
            #expect(piped.split { $0.isNewline }.contains { Self.columns($0) > 60 })
        }
        let parts = { (text: String) in text.split { $0.isWhitespace } }
        #expect(parts(shown.joined(separator: "\n")) == parts(piped))
        if isForPrograms { #expect(shown == piped.split { $0.isNewline }.map(String.init)) }
    }

    @Test("on a terminal no line is wider than it, long texts are cut, and names, dates and numbers are not")
    func narrow() throws {
        for columns in [66, 80, 100] {
            for words in ["worklist", "list"] {
                let lines = try onTerminal(words, columns: columns)
                #expect(lines.allSatisfy { Self.columns($0[...]) <= columns }, "\(columns): \(lines)")
            }
        }
        let work = try onTerminal("worklist", columns: 80)
        #expect(work.contains { $0.hasPrefix("    due 2026-01-06  clinician  look: ") }, "\(work)")
        let list = try onTerminal("list", columns: 66)
        #expect(list.contains { $0.contains("care.first.one, …") && $0.contains("2026-01-05") }, "\(list)")
        #expect(list.last == "note: there was no room for VERSION: see --wide")
        #expect(try onTerminal("list --wide", columns: 66).contains { $0.contains("care.third_of_them.three") })
    }

    @Test("in a pipe nothing is cut, and with --wide nowhere")
    func whole() throws {
        let piped = try shell.bash("COLUMNS=40 stepwell worklist | cat").output
        #expect(piped.contains(Self.long) && !piped.contains("…"))
        let wide = try onTerminal("worklist --wide", columns: 40)
        #expect(wide.contains { $0.contains(Self.long) && $0.contains("clinician") })
    }

    @Test("a spreadsheet gets one value a cell: several states are several rows, and 'overdue' is no date")
    func csv() throws {
        let list = try shell.run("list --csv --patient P-1").output.split(separator: "\n").map(String.init)
        #expect(
            list.first
                == "case,patient,pathway,version,status,outcome,state,last_input,stands_still_since,broken_promises")
        let last = ",P-1,wide,2026.1,open,,care.third_of_them.three,2026-01-05,,0"
        #expect(list.count == 4 && list.last?.hasSuffix(last) == true, "\(list)")
        let work = try shell.run("worklist --csv --at 2026-01-08").output.split(separator: "\n")
        #expect(
            work.first
                == "due,due_at,overdue,safety,opened,role,kind,task,case,patient,title,row,name,why,states,since,held_by,held_until,put_off_until,paged"
        )
        #expect(work.dropFirst().allSatisfy { $0.hasPrefix("2026-01-06,,yes,no,2026-01-05,clinician,task,look,") })
    }

    @Test("a list that is cut says so in JSON and on standard error, with what goes on behind it")
    func parts() throws {
        let part = try shell.run("worklist --limit 3 --json")
        let cursor = try #require(try JSON.parse(part.output)["next"]?.string)
        #expect(part.errors == "note: the list goes on: --after \(cursor)\n")
        let rest = try shell.run("worklist --csv --after \(cursor)")
        #expect(rest.output.split(separator: "\n").count == 6 && rest.errors.isEmpty)
        let wrong = try shell.run("list --after kd7m-2x9q")
        #expect(wrong.status == 64 && wrong.errors.contains("bad_cursor"))
        #expect(try shell.run("list --limit 0").status == 64)
    }
}
