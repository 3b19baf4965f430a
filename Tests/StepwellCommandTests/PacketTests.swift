import Foundation
import PathwayModel
import TestSupport
import Testing

/// What a payer gets of a case: all that it asks for, nothing that is protected without a consent, and never unrecorded.
@Suite("A packet for a payer")
struct PacketTests {
    private let folder: TemporaryFolder
    private let shell: Shell

    private static func pathway(_ name: String, _ more: String = "") -> String {
        """
        stepwell: 1
        pathway: \(name)
        version: "1"
        title: Day care \(name)
        roles: [nurse, doctor]
        owner: nurse
        levels: [outpatient, day]
        \(more)
        instruments: {mood: {}, drinks: {sensitivity: sud}}
        events: {contact: {log: true, with: {result: {type: choice, options: [reached, no_answer]}}}, end: {}}
        data:
          diagnosis: {type: text, label: Diagnosis, sensitivity: clinical}
          sober_days: {type: integer, label: Days sober, sensitivity: sud}
          said: {type: text, sensitivity: psychotherapy}
        tasks:
          call: {title: Call who stayed away, role: nurse, due: 1 day}
          counsel: {title: Counsel on alcohol, role: nurse, due: 2 days}
          plan: {title: Write the plan, role: doctor, due: 7 days}
        reactions:
          - {event: session.no_show, do: [{open_task: call}]}
          - {event: recorded.drinks, when: drinks.total > 3, do: [{open_task: counsel}]}
        states:
          intake: {expected: 1 week, transitions: [{id: admit, decide: {by: [doctor]}, to: day}]}
          day:
            title: Day program
            level: day
            expected: 8 weeks
            sessions: [{type: group, per_week: 3, minutes: 120}]
            tasks: [plan]
            transitions:
              - id: step_down
                decide: {by: [doctor]}
                when: {all: [{id: better, label: Mood is better, is: mood.total <= 2},
                             {id: sober, label: Drinks less, is: drinks.total <= 1},
                             {id: came, label: Came often enough, is: attendance.attended >= 8}]}
                to: weekly
              - {id: move_up, decide: {by: [doctor]}, when: {all: [{id: worse, label: Is worse, is: mood.total >= 8}]}, to: ward}
          weekly: {level: outpatient, expected: 8 weeks, transitions: [{event: end, to: over}]}
          ward: {expected: 8 weeks, transitions: [{event: end, to: over}]}
          over: {outcome: over}
        """
    }

    private static func instrument(_ name: String, _ title: String) -> String {
        """
        stepwell: 1
        instrument: \(name)
        title: \(title)
        answers: [never, seldom, sometimes, often, always]
        items: [{id: q1}, {id: q2}]
        scores: {total: {type: integer, min: 0, max: 8, value: sum(items), bands: {low: 0..2, middle: 3..5, high: 6..8}}}
        """
    }

    init() throws {
        folder = try TemporaryFolder()
        shell = try Shell.clinic(
            in: folder,
            [
                "care": Self.pathway("care"), "rehab": Self.pathway("rehab", "sensitivity: sud"),
                "instruments/mood": Self.instrument("mood", "Mood scale"),
                "instruments/drinks": Self.instrument("drinks", "Alcohol scale"),
            ])
    }

    private func give(_ words: String, status: Int32 = 0, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let run = try shell.run(words)
        #expect(run.status == status, "\(words): \(run.output)\(run.errors)", sourceLocation: sourceLocation)
    }

    /// A patient who was admitted, came twice, stayed away once and was called.
    private func care(_ pathway: String = "care") throws {
        try give("enroll \(pathway) --patient P-1 --birth-date 1990-02-03 --at 2026-01-05")
        try give("record P-1 mood.q1=4 mood.q2=3 drinks.q1=3 drinks.q2=4 --at 2026-01-06")
        try give("record P-1 diagnosis=F33.1 sober_days=3 said=mother --at 2026-01-06")
        try give("decide P-1 admit --at 2026-01-07")
        for day in ["08", "12"] { try give("attend P-1 attended --type group --at 2026-01-\(day)") }
        try give("attend P-1 no_show --type group --at 2026-01-14")
        try give("send P-1 contact --with result=reached --at 2026-01-15")
        try give("complete P-1 call --at 2026-01-15")
        try give("attend P-1 attended --type group --at 2026-01-16")
        try give("record P-1 mood.q1=2 mood.q2=2 --at 2026-01-16")
    }

    private func consent(
        _ what: String, to recipient: String = "payer", for purpose: String = "payment", until: String = "none"
    ) throws -> String {
        let run = try shell.stepwell(
            "release", "add", "P-1", "--to", recipient, "--from", "Riverbank", "--purpose", purpose, "--what", what,
            "--expires", until, "--signed-by", "Ana", "--signed", "2026-01-05")
        #expect(run.status == 0, "\(run.errors)")
        return run.output.trimmingCharacters(in: .newlines)
    }

    private func file(_ name: String = "packet.html") throws -> String {
        try String(contentsOf: folder.root.appendingPathComponent(name), encoding: .utf8)
    }

    private func ledger() throws -> [JSON] { try shell.json("disclosures P-1")["disclosures"]?.array ?? [] }

    @Test("it has the stays, scores, attendance, plan dates, unmet criteria of the lower level, and what was done")
    func whole() throws {
        try care()
        let answer = try shell.json("packet P-1 --to payer --out packet.html --field diagnosis")
        let packet = answer["packet"]
        #expect(packet?["enrolled"] == "2026-01-05" && packet?["admitted"] == "2026-01-07")
        #expect(packet?["birth_dates"] == ["1990-02-03"] && packet?["fields"]?["diagnosis"] == "F33.1")
        let stays = packet?["levels_of_care"]?.array ?? []
        #expect(stays.map { $0["state"]?.string } == ["intake", "day"])
        #expect(stays.last?["hours_a_week"] == .double(6) && stays.last?["until"] == .null)
        #expect(stays.first?["until"] == "2026-01-07")
        // Told anew by other code, from the journal.
        let fold = PlainFold(try shell.json("history P-1"), outcomes: ["over"])
        let scores = packet?["scores"]?.array?.first
        #expect(scores?["instrument"] == "mood" && packet?["scores"]?.array?.count == 1)
        #expect(
            scores?["results"]?.array?.map { $0["value"] } == fold.results["mood"]?.map { $0.json["total"] })
        #expect(packet?["attendance"]?["attended"]?.int == fold.sessions.count { $0.status == "attended" })
        let weeks = packet?["weeks"]?.array ?? []
        #expect(weeks.map { $0["week_of"]?.string } == ["2026-01-05", "2026-01-12"])
        #expect(
            weeks.last?["planned"]?.int == 3 && weeks.last?["attended"]?.int == 2 && weeks.last?["no_show"]?.int == 1)
        // The lower level alone, and of it what is not met.
        let unmet = packet?["unmet_criteria"]?.array ?? []
        #expect(unmet.map { $0["id"]?.string } == ["step_down"])
        #expect(unmet.first?["criteria"]?.array?.map { $0["id"]?.string } == ["better", "came"])
        let missed = packet?["no_shows"]?.array ?? []
        #expect(missed.count == 1 && missed.first?["next_session"]?["date"] == "2026-01-16")
        #expect(
            missed.first?["done"]?.array?.map { $0["what"]?.string } == [
                "opened: Call who stayed away, due 2026-01-15; done on 2026-01-15", "contact: result reached",
            ])
        let plan = packet?["plan_dates"]?.array ?? []
        #expect(plan.contains { $0["title"] == "Write the plan" && $0["date"] == "2026-01-14" })
        #expect(plan.contains { $0["kind"] == "expected_until" && $0["date"] == "2026-03-04" })
        let html = try file()
        for words in ["F33.1", "Mood is better", "Day program", "2026-01-15", "Came often enough", "middle"] {
            #expect(html.contains(words), "\(words)")
        }
        #expect(html.contains("default-src &#39;none&#39;") && !html.contains("http://") && !html.contains("<script"))
    }

    @Test("without a consent nothing that is protected is in it, and nothing in it says that something is not")
    func silent() throws {
        try care()
        let run = try shell.run(
            "packet P-1 --to payer --out packet.html --field diagnosis --field sober_days --field said")
        #expect(run.status == 0 && run.errors.contains("left out, and not mentioned in it: sober_days, said, drinks"))
        let html = try file()
        for word in ["lcohol", "drinks", "Drinks", "sober", "mother", "part 2", "withheld", "left out", "ounsel"] {
            #expect(!html.contains(word), "\(word)")
        }
        let entry = try #require(try ledger().first)
        #expect(entry["consent"] == .null && entry["channel"] == "packet" && entry["purpose"] == "payment")
        #expect(entry["what"]?.string?.contains("drinks") == false)
    }

    @Test(
        "what a consent names is in it, with the notice and how far the consent goes; what was said in therapy never is"
    )
    func consented() throws {
        try care()
        let id = try consent("Alcohol scale and days sober")
        try give("packet P-1 --to payer --out packet.html --field sober_days --field said")
        let html = try file()
        for words in [
            "42 CFR part 2 prohibits unauthorized use or disclosure of these records.", "Alcohol scale", "Drinks less",
            "Counsel on alcohol", "signed by <bdi>Ana</bdi>", "<bdi>Alcohol scale and days sober</bdi>",
        ] {
            #expect(html.contains(words), "\(words)")
        }
        #expect(!html.contains("mother"))
        #expect(try ledger().first?["consent"]?.string == id)
        #expect(try ledger().first?["what"]?.string?.hasPrefix("data.sober_days, drinks, mood, ") == true)
    }

    @Test("the notice goes with what only the consent lets out, also where nothing but a criterion rests on it")
    func notice() throws {
        try care()
        let id = try consent("all records")
        try give("packet P-1 --to payer --out packet.html --without drinks")
        #expect(try file().contains("Drinks less") && file().contains("42 CFR part 2"))
        #expect(try ledger().first?["consent"]?.string == id)
        // Of another case, in which nothing of it is on record and nothing rests on it.
        let other = try shell.run("enroll iop_basic --patient P-1 --at 2026-01-16").output
        try give("packet \(other.trimmingCharacters(in: .newlines)) --to payer --out other.html")
        #expect(try !file("other.html").contains("42 CFR"))
    }

    @Test("a consent that has ended, was revoked, or is for somebody or something else names nothing")
    func otherConsents() throws {
        try care()
        _ = try consent("all records", to: "court")
        _ = try consent("all records", for: "research")
        _ = try consent("all records", until: "2026-01-10")
        let revoked = try consent("all records")
        try give("release revoke P-1 \(revoked)")
        try give("packet P-1 --to payer --out packet.html")
        #expect(try !file().contains("Alcohol") && ledger().first?["consent"] == .null)
        // A consent for all of treatment, payment and operations is one for payment.
        _ = try consent("all records", for: "treatment, payment and health care operations")
        try give("packet P-1 --to payer --out second.html")
        #expect(try file("second.html").contains("Alcohol"))
    }

    @Test("a recipient that is written nearly as another is asked about, and one of its own is not")
    func recipients() throws {
        try care()
        _ = try consent("all records")
        let slip = try shell.stepwell("packet", "P-1", "--to", "payor", "--out", "packet.html", "--dry-run")
        #expect(slip.errors.contains("note: nothing names 'payor' yet: did you mean 'payer'?"), "\(slip.errors)")
        #expect(try shell.json("packet P-1 --to payor --out packet.html --dry-run")["notes"]?.array?.count == 1)
        for known in ["payer", "county"] {
            let run = try shell.json("packet P-1 --to \(known) --out packet.html --dry-run")
            #expect(run["notes"] == nil, "\(run)")
        }
        // Whoever got one before is known.
        try give("packet P-1 --to county --out packet.html")
        #expect(try shell.json("packet P-1 --to countie --out second.html --dry-run")["notes"]?.array?.count == 1)
    }

    @Test("of a program that is protected as a whole nothing is told without a consent, and with one what it names")
    func protected() throws {
        try care("rehab")
        let refused = try shell.run("packet P-1 --to payer --out packet.html")
        #expect(refused.status == 2 && refused.errors.contains("no_release"))
        #expect(!FileManager.default.fileExists(atPath: folder.root.appendingPathComponent("packet.html").path))
        #expect(try ledger() == [])
        _ = try consent("attendance and level of care")
        let packet = try shell.json("packet P-1 --to payer --out packet.html --field diagnosis")["packet"]
        #expect(packet?["attendance"]?["attended"]?.int == 3 && packet?["levels_of_care"]?.array?.count == 2)
        #expect(packet?["no_shows"]?.array?.count == 1)
        #expect(packet?["scores"] == [] && packet?["fields"] == .object([]))
        #expect(packet?["unmet_criteria"] == .null && packet?["plan_dates"] == .null)
        let html = try file()
        #expect(html.contains("42 CFR part 2") && !html.contains("Mood") && !html.contains("F33.1"))
    }

    @Test("for another purpose than payment all of it needs a consent")
    func purposes() throws {
        try care()
        try give("packet P-1 --to employer --purpose employment --out packet.html", status: 2)
        _ = try consent("attendance", to: "employer", for: "employment")
        try give("packet P-1 --to employer --purpose employment --out packet.html")
        let html = try file()
        #expect(html.contains("Attendance") && !html.contains("Mood") && !html.contains("Levels of care"))
    }

    @Test("it is in the ledger before it is there; where a file stands already, or none can, nothing is kept")
    func kept() throws {
        try care()
        try give("packet P-1 --to payer --out packet.html --dry-run")
        #expect(try shell.bash("ls *.html* 2>/dev/null").output == "" && ledger() == [], "a trial keeps nothing")
        try shell.write("mine", to: "packet.html")
        try give("packet P-1 --to payer --out packet.html", status: 65)
        try give("packet P-1 --to payer --out nowhere/packet.html", status: 69)
        #expect(try file() == "mine" && ledger() == [])
        try give("packet P-1 --to payer --out first.html")
        try give("packet P-1 --to payer --out second.html --without mood")
        #expect(try shell.bash("stat -c %a first.html; ls").output.hasPrefix("600\n"))
        #expect(try shell.bash("ls | grep -c part").output == "0\n", "no part of one is left")
        let keys = try ledger().compactMap { $0["key"]?.string }
        #expect(keys.count == 2 && Set(keys).count == 2 && keys[0].hasSuffix("/-1") && keys[1].hasSuffix("/-2"))
        #expect(try ledger().last?["what"] == "levels of care, attendance, plan dates, unmet criteria, no-shows")
        #expect(
            try !file("second.html").contains("Scores over time") && file("first.html").contains("Scores over time"))
        #expect(try shell.run("doctor").status == 0)
    }

    @Test("what was taken back is not in it, and what was put right is as it is now")
    func putRight() throws {
        try care()
        let missed = try shell.json("history P-1")["history"]?.array?.first { row in
            row["facts"]?.array?.contains { $0["status"] == "no_show" } ?? false
        }
        try give("attend P-1 excused --corrects \(missed?["sequence"]?.int ?? 0) --reason slip --at 2026-01-16")
        try give("decide P-1 step_down --reason moves --at 2026-01-17")
        try give("undo P-1 --reason slip --at 2026-01-17")
        let packet = try shell.json("packet P-1 --to payer --out packet.html")["packet"]
        #expect(packet?["no_shows"] == [] && packet?["attendance"]?["excused"]?.int == 1)
        let stays = packet?["levels_of_care"]?.array ?? []
        #expect(stays.map { $0["state"]?.string } == ["intake", "day"] && stays.last?["until"] == .null, "\(stays)")
    }

    @Test("no value acts on the page, and names are whole in every script")
    func hostile() throws {
        try care()
        let first = "<script>alert(1)</script>\u{1B}[2J\u{202E}\"'&"
        let last = String(repeating: "長い名前", count: 60) + " محمد"
        _ = try shell.stepwell("patient", "P-1", "--set", "first_name=\(first)", "--set", "last_name=\(last)")
        _ = try shell.stepwell("record", "P-1", "diagnosis=<img src=x onerror=alert(1)>")
        let run = try shell.stepwell(
            "packet", "P-1", "--to", "<b>payer</b>\u{1B}", "--out", "packet.html", "--field", "diagnosis")
        #expect(run.status == 0 && !run.output.contains("\u{1B}"))
        let html = try file()
        #expect(!html.contains("<script") && !html.contains("<img") && !html.contains("<b>") && html.contains(last))
        #expect(!html.unicodeScalars.contains { $0 == "\u{1B}" })
        #expect(html.contains("<bdi>&lt;script&gt;"), "what turns text around ends with its own part")
    }

    @Test("names that the pathway does not have are mistakes")
    func names() throws {
        try care()
        try give("packet P-1 --to payer --out packet.html --field diagnoses", status: 64)
        try give("packet P-1 --to payer --out packet.html --without moot", status: 64)
        try give("packet P-9 --to payer --out packet.html", status: 66)
        try give("packet P-1 --out packet.html", status: 64)
    }
}
