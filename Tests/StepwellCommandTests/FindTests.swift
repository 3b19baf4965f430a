import PathwayModel
import TestSupport
import Testing

/// What a front desk types to find a patient.
@Suite("Finding a patient")
struct FindTests {
    private let folder: TemporaryFolder
    private let shell: Shell

    init() throws {
        folder = try TemporaryFolder()
        shell = try Shell.clinic(in: folder)
        let people: [(String, String, String, String?)] = [
            ("P-17", "Ana María", "Ortiz-Nuñez", "1990-02-03"), ("P-170", "Sean", "O'Neill", "1990-11-30"),
            ("A-2", "王", "小明", "1971-01-05"), ("A-3", "محمد", "علي", nil), ("B 4", "Ana", "Smith", nil),
        ]
        for (number, first, last, born) in people {
            let record = ["--set", "first_name=\(first)", "--set", "last_name=\(last)"]
            #expect(try shell.stepwell(["patient", number] + record).status == 0)
            if let born { #expect(try shell.stepwell("patient", number, "--set", "birth_date=\(born)").status == 0) }
        }
        #expect(try shell.run("enroll iop_basic --patient P-17 --at 2026-01-05").status == 0)
        #expect(try shell.run("enroll iop_basic --patient C-5 --birth-date 1990-02-20 --at 2026-01-05").status == 0)
    }

    private func found(_ words: String...) throws -> [String] {
        let json = try JSON.parse(try shell.stepwell(["find"] + words + ["--json"]).output)
        return json["patients"]?.array?.compactMap { $0["patient"]?.string } ?? []
    }

    @Test("a name is found by the beginnings of its words in any order, whatever their case and accents")
    func names() throws {
        #expect(try found("ortiz") == ["P-17"])
        #expect(try found("NUNEZ", "maria") == ["P-17"])
        #expect(try found("ana mar") == ["P-17"], "words in one")
        #expect(try found("ana") == ["B 4", "P-17"])
        #expect(try found("oneill") == ["P-170"] && found("O’Neill") == ["P-170"] && found("neill") == ["P-170"])
        #expect(try found("rtiz") == [], "no middle of a name")
        #expect(try found("ortiz", "smith") == [], "each word has to fit")
    }

    @Test("names are found in other scripts, and a part of one that has no spaces")
    func scripts() throws {
        #expect(try found("小明") == ["A-2"] && found("明") == ["A-2"])
        #expect(try found("محمد") == ["A-3"] && found("علي", "محمد") == ["A-3"])
        #expect(try found("ａｎａ") == ["B 4", "P-17"], "in full width")
    }

    @Test("a date of birth is found, or its beginning, in the record and in cases")
    func dates() throws {
        #expect(try found("1990-02-03") == ["P-17"])
        #expect(try found("1990-02") == ["C-5", "P-17"])
        #expect(try found("1990") == ["C-5", "P-17", "P-170"])
        #expect(try found("1990", "sean") == ["P-170"])
        #expect(try found("1990-02-2") == [], "half of a day is none")
    }

    @Test("a number is found by a part of it, with its signs or without")
    func numbers() throws {
        #expect(try found("P-17") == ["P-17", "P-170"] && found("p17") == ["P-17", "P-170"])
        #expect(try found("170") == ["P-170"] && found("b4") == ["B 4"])
    }

    @Test("it shows who it is and where, in words, as JSON and as a table for spreadsheets")
    func shown() throws {
        _ = try shell.run("patient C-5 --same-as P-17 --reason twice")
        let json = try shell.json("find ortiz")["patients"]?.array?.first
        #expect(json?["name"] == "Ana María Ortiz-Nuñez" && json?["also"] == ["C-5"])
        #expect(json?["birth_dates"] == ["1990-02-03", "1990-02-20"], "what does not agree is shown")
        #expect(json?["cases"]?.array?.count == 2)
        #expect(try found("C-5") == ["P-17"], "by either number")
        let table = try shell.run("find ortiz").output.split(separator: "\n").map(String.init)
        #expect(table.count == 2 && table[0].hasPrefix("PATIENT  NAME"), "\(table)")
        #expect(table[1].contains("1990-02-03, 1990-02-20  C-5") && table[1].contains(" iop_basic in assessment"))
        let csv = try shell.run("find ortiz --csv").output.split(separator: "\n")
        #expect(csv.count == 3 && csv[0] == "patient,also,name,birth_date,case,pathway,states")
    }

    @Test("where time leads a case on that nobody has advanced, it is shown where it stands now")
    func now() throws {
        _ = try shell.run("record P-17 phq9.total=16 cssrs.level=none --at 2026-01-06")
        _ = try shell.run("decide P-17 admit --at 2026-01-06")
        _ = try shell.run("enroll iop_basic --patient A-2 --at 2026-03-02")
        #expect(try shell.run("find ortiz").output.contains(" iop_basic in iop"))
    }

    @Test("nobody is no mistake, and signs alone are one")
    func nobody() throws {
        let none = try shell.run("find zzz")
        #expect(none.status == 0 && none.output.isEmpty && none.errors == "no patient found\n")
        let signs = try shell.stepwell("find", "?!")
        #expect(signs.status == 64 && signs.errors.contains("nothing_to_find"))
        #expect(try shell.run("find").status == 64)
    }

    @Test("a list goes on behind a number, each patient once")
    func pages() throws {
        var (all, after): ([String], String?) = ([], nil)
        repeat {
            let words = ["find", "a", "--json", "--limit", "1"]
            let page = try JSON.parse(
                try shell.stepwell(words + (after.map { ["--after", $0] } ?? [])).output)
            all += page["patients"]?.array?.compactMap { $0["patient"]?.string } ?? []
            after = page["next"]?.string
        } while after != nil
        #expect(all == (try found("a")) && all.count >= 4, "\(all)")
        #expect(try shell.stepwell("find", "a", "--after", "none").status == 64)
    }

    @Test("what a name holds acts on no terminal and forges no line")
    func hostile() throws {
        _ = try shell.stepwell("patient", "P-17", "--set", "first_name=\u{1B}[31mAna\nP-99  Forged")
        let text = try shell.run("find ortiz").output
        #expect(text.split(separator: "\n").count == 2 && !text.contains("\u{1B}"), "\(text)")
        _ = try shell.stepwell("patient", "P-17", "--set", "first_name==HYPERLINK(1)")
        #expect(try shell.run("find ortiz --csv").output.contains("'=HYPERLINK(1) Ortiz-Nuñez"))
    }

    @Test("what is erased is found by number alone")
    func erased() throws {
        _ = try shell.run("patient P-17 --erase")
        #expect(try found("ortiz") == [] && found("P-17") == ["P-17", "P-170"])
    }
}
