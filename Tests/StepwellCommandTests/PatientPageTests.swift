import Foundation
import PathwayModel
import TestSupport
import Testing

/// A patient on one page: all cases, what is to be done once, scores as they count now.
@Suite("A patient's page")
struct PatientPageTests {
    private let folder: TemporaryFolder
    private let shell: Shell

    private static func pathway(_ name: String) -> String {
        """
        stepwell: 1
        pathway: \(name)
        version: "1"
        title: Care in \(name)
        roles: [nurse, doctor]
        expected: 2 weeks
        owner: nurse
        instruments: {mood: {}}
        events: {end: {}, greet: {}}
        data: {ready: boolean}
        tasks:
          call: {title: Call the patient, role: nurse, due: 3 days}
          look: {title: Look at the answers, role: nurse, due: 1 day, safety: true}
        messages: {hello: {subject: Hello, body: "Good day."}}
        reactions:
          - {event: recorded.mood, when: mood.worst == 4, do: [{open_task: look}]}
          - {event: greet, do: [{notify: patient, message: hello}]}
        states:
          first:
            title: First weeks
            sessions: [{type: group, per_week: 3}]
            tasks: [call]
            transitions:
              - {id: on, decide: {by: [doctor]}, when: {all: [{id: agreed, label: The patient agrees, is: ready}]}, to: second}
          second: {transitions: [{event: end, to: over}]}
          over: {outcome: over}
        """
    }

    private static let mood = """
        stepwell: 1
        instrument: mood
        title: Mood scale
        answers: [never, seldom, sometimes, often, always]
        items: [{id: q1}, {id: q2}]
        scores:
          total: {type: integer, min: 0, max: 8, value: sum(items), bands: {low: 0..2, middle: 3..5, high: 6..8}}
          worst: {type: integer, min: 0, max: 4, value: "q1 > q2 ? q1 : q2"}
        """

    init() throws {
        folder = try TemporaryFolder()
        shell = try Shell.clinic(
            in: folder,
            ["east": Self.pathway("east"), "west": Self.pathway("west"), "instruments/mood": Self.mood])
    }

    private func give(_ words: String, status: Int32 = 0, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let run = try shell.run(words)
        #expect(run.status == status, "\(words): \(run.output)\(run.errors)", sourceLocation: sourceLocation)
    }

    private func enroll(_ pathway: String, _ patient: String, at day: String = "2026-01-05") throws -> String {
        let run = try shell.run("enroll \(pathway) --patient \(patient) --birth-date 1990-02-03 --at \(day)")
        return run.output.trimmingCharacters(in: .newlines)
    }

    @Test("all numbers and cases stand on it, and what two cases ask for stands once")
    func one() throws {
        let (one, two) = (try enroll("east", "P-1"), try enroll("west", "p1"))
        try give("patient P-1 --set first_name=Ana --set last_name=Díaz")
        try give("patient p1 --same-as P-1 --reason twice")
        try give("record \(two) ready=true --at 2026-01-06")
        try give("record \(one) mood.q1=4 mood.q2=1 --at 2026-01-06")
        for number in ["P-1", "p1"] {
            let page = try shell.json("patient \(number) --at 2026-01-10")
            #expect(page["patient"] == "P-1" && page["name"] == "Ana Díaz" && page["birth_dates"] == ["1990-02-03"])
            #expect(page["also"]?.array?.first?["number"] == "p1")
            let cases = page["cases"]?.array ?? []
            #expect(Set(cases.compactMap { $0["case"]?.string }) == [one, two])
            let decisions = Dictionary(
                uniqueKeysWithValues: cases.map { ($0["case"]?.string ?? "", $0["decisions"]?.array?.first) })
            #expect(decisions[one]??["unmet"] == ["agreed"] && decisions[two]??["proposed"] == .bool(true))
            let owed = page["obligations"]?.array ?? []
            let calls = owed.filter { $0["task"] == "call" }
            #expect(calls.count == 1 && Set(calls[0]["cases"]?.array?.compactMap(\.string) ?? []) == [one, two])
            #expect(owed.first?["task"] == "look" && owed.first?["safety"] == .bool(true))
            #expect(owed.contains { $0["task"] == "safety_other_case" && $0["cases"] == [.string(two)] }, "\(owed)")
        }
        // Its worklist has the same, and that of all has both.
        let all = try shell.json("worklist --at 2026-01-10")["tasks"]?.array ?? []
        #expect(all.count { $0["task"] == "call" } == 2)
    }

    @Test(
        "scores are those that count now: late ones where they belong, corrected ones as they are, withdrawn ones gone")
    func scores() throws {
        let one = try enroll("east", "P-1")
        try give("record \(one) mood.q1=4 mood.q2=3 --at 2026-01-06")
        let wrong = try shell.json("record \(one) mood.q1=1 mood.q2=1 --at 2026-01-20")["sequence"]?.int ?? 0
        try give("record \(one) mood.q1=2 mood.q2=3 --occurred 2026-01-13 --at 2026-01-21")
        try give("record \(one) mood.q1=2 mood.q2=2 --corrects \(wrong) --reason slip --at 2026-01-22")
        let other = try shell.json("record \(one) mood.q1=3 mood.q2=3 --at 2026-01-23")["sequence"]?.int ?? 0
        try give("withdraw \(one) \(other) --reason wrong --at 2026-01-23")
        let scores = try shell.json("patient P-1")["scores"]?.array ?? []
        #expect(scores.map { $0["score"]?.string } == ["total", "worst"])
        let results = scores.first?["results"]?.array ?? []
        #expect(results.map { $0["date"]?.string } == ["2026-01-06", "2026-01-13", "2026-01-20"])
        #expect(results.map { $0["value"]?.int } == [7, 5, 4])
        #expect(results.map { $0["band"]?.string } == ["high", "middle", "middle"])
        #expect(results.map { $0["safety"]?.bool } == [true, false, false])
        let lines = try shell.run("patient P-1").output.split(separator: "\n").map(String.init)
        let start = try #require(lines.firstIndex { $0.hasPrefix("  Mood scale total") })
        #expect(
            lines[start..<(start + 4)].joined(separator: "\n")
                == """
                  Mood scale total  now 4, middle; 7 at first, -3
                !   2026-01-06  7       [##########:#########:###...] high
                    2026-01-13  5  -2   [##########:######...|......] middle
                    2026-01-20  4  -1   [##########:###......|......] middle
                """.replacing("                ", with: ""), "\(lines[start..<(start + 4)])")
    }

    @Test("a score is marked where its own answers called somebody, and not where another's of the same entry did")
    func marks() throws {
        try give("enroll iop_basic --patient P-1 --at 2026-01-05")
        try give("record P-1 phq9.total=18 phq9.item9=1 gad7.total=14 --at 2026-01-06")
        try give("record P-1 phq9.total=17 phq9.item9=1 gad7.total=13 --at 2026-01-07")
        let scores = try shell.json("patient P-1")["scores"]?.array ?? []
        let marks = scores.map { series in series["results"]?.array?.map { $0["safety"]?.bool } }
        #expect(scores.map { $0["instrument"]?.string } == ["gad7", "phq9"])
        #expect(marks == [[false, false], [true, true]], "\(marks)")
    }

    @Test("of a clinic's many patients the page has what the journals say, folded by other code")
    func demo() throws {
        _ = try shell.run("demo-data --cases 40 --seed 5 --pathway iop_basic --until 2026-06-17")
        var compared = 0
        let all = try shell.json("list")["cases"]?.array ?? []
        for (patient, cases) in Dictionary(grouping: all, by: { $0["patient"]?.string ?? "" }).sorted(by: {
            $0.key < $1.key
        }) {
            let page = try shell.json("patient \(patient)")
            let numbers = [patient] + (page["also"]?.array ?? []).compactMap { $0["number"]?.string }
            guard page["patient"]?.string == patient, numbers.count == 1 else { continue }
            var told: [String] = []
            var attended = 0
            for one in cases.compactMap({ $0["case"]?.string }) {
                let fold = PlainFold(
                    try shell.json("history \(one)"), outcomes: ["closed.completed", "closed.lost"])
                for (instrument, results) in fold.results {
                    for result in results {
                        for score in result.json.members ?? [] {
                            told.append("\(instrument) \(score.name) \(result.date) \(score.value.text)")
                        }
                    }
                }
                attended += fold.sessions.count { $0.status == "attended" }
            }
            let shown = (page["scores"]?.array ?? []).flatMap { series in
                (series["results"]?.array ?? []).map { result in
                    let name = "\(series["instrument"]?.string ?? "") \(series["score"]?.string ?? "")"
                    return "\(name) \(result["date"]?.string ?? "") \(result["value"]?.text ?? "")"
                }
            }
            #expect(shown.sorted() == told.sorted(), "\(patient)")
            #expect(page["attendance"]?["attended"]?.int == attended, "\(patient)")
            compared += told.count
            let text = try shell.run("patient \(patient) --wide").output
            #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(text)")
        }
        #expect(compared > 200)
    }

    @Test("sessions, messages, consents and what may be disclosed stand on it")
    func rest() throws {
        try give("patient P-1 --set email=ana@example.org --set stop=file")
        _ = try enroll("east", "P-1")
        for day in 6...18 { try give("attend P-1 attended --type group --at 2026-01-\(day < 10 ? "0" : "")\(day)") }
        try give("attend P-1 no_show --type group --at 2026-01-19")
        try give("consent P-1 treatment --at 2026-01-19")
        try give("consent P-1 sms --revoke --at 2026-01-19")
        try give("send P-1 greet --at 2026-01-19")
        try give("advance --all --at 2026-01-19")
        let add = try shell.bash(
            "stepwell release add P-1 --to payer --from Clinic --purpose payment --what attendance --expires none "
                + "--signed-by Ana --signed 2026-01-05")
        #expect(add.status == 0)
        let page = try shell.json("patient P-1")
        #expect(page["attendance"]?["attended"]?.int == 13 && page["attendance"]?["no_show"]?.int == 1)
        #expect(page["messages"]?.array?.first?["reason"] == "stopped")
        #expect(page["consents"]?.array?.map { $0["granted"]?.bool } == [false, true])
        #expect(page["releases"]?.array?.first?["to"] == "payer")
        let text = try shell.run("patient P-1").output
        for words in [
            "  13 attended, 1 missed, 0 excused, came to 93%\n  and 4 before: --wide shows all\n",
            "  2026-01-19  missed    group\n", "hello to patient: withheld (stopped)\n", "  sms: revoked on 2026-01-19",
            "  to tell payer of attendance, for payment: signed 2026-01-05, without an end",
        ] {
            #expect(text.contains(words), "\(words)\n\(text)")
        }
        #expect(try shell.run("patient P-1 --wide").output.contains("  2026-01-06  attended  group\n"))
    }

    @Test("no name and no value acts on the terminal, forges a line or leaves the 80 columns")
    func hostile() throws {
        let name = "Ana\u{1B}[2J\n  forged line\u{202E}"
        #expect(try shell.stepwell("patient", "P-1", "--set", "first_name=\(name)").status == 0)
        #expect(try shell.stepwell("patient", "P-1", "--set", "last_name=王小明 محمد").status == 0)
        let long = Array(repeating: "llanfair", count: 40).joined(separator: " ")
        #expect(try shell.stepwell("patient", "P-1", "--set", "name=\(long)").status == 0)
        _ = try enroll("east", "P-1")
        let text = try shell.run("patient P-1").output
        #expect(text.hasPrefix("patient P-1: Ana\\u{1B}[2J\\n  forged line\\u{202E} 王小明 محمد, born"), "\(text)")
        #expect(!text.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" })
        #expect(!text.contains("\n  forged"))
        // The Chinese signs take two columns each.
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(text)")
    }

    @Test("of nobody nothing is shown, of the past what was then, and options of the page go with no change")
    func asked() throws {
        try give("patient P-9", status: 66)
        let one = try enroll("east", "P-1")
        try give("record \(one) mood.q1=4 mood.q2=3 --at 2026-01-06")
        #expect(try shell.json("patient P-1 --at 2026-01-05")["scores"] == [])
        #expect(try shell.json("patient P-1 --at 2026-01-04")["cases"] == [])
        try give("patient P-1 --set first_name=Ana --at 2026-01-05", status: 64)
        try give("patient P-1 --erase --wide", status: 64)
        try give("patient P-1 --erase")
        let page = try shell.json("patient P-1")
        #expect(page["values"] == .object([]) && page["cases"]?.array?.count == 1, "the case stays")
    }

    @Test("who may not see cases, or the record, sees no page and finds nobody")
    func rights() throws {
        _ = try enroll("east", "P-1")
        for right in ["read", "patient"] {
            try shell.write(
                "stepwell: 1\nclock: simulated\nusers: {\(Shell.desk(for: "nobody"))}\nrights: {\(right): boss}\n",
                to: "stepwell.yaml")
            try give("patient P-1", status: 77)
            try give("find P-1", status: 77)
        }
    }
}
