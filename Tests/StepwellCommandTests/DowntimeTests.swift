import Foundation
import PathwayModel
import TestSupport
import Testing

/// Pages for a day without a computer: all of what is to be done and all patients are there, and nothing of it gets out.
@Suite("Downtime")
struct DowntimeTests {
    private let folder: TemporaryFolder
    private let shell: Shell

    init() throws {
        folder = try TemporaryFolder()
        shell = try Shell.clinic(in: folder)
    }

    @discardableResult
    private func give(
        _ words: String, status: Int32 = 0, sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> String {
        let run = try shell.bash("stepwell \(words)")
        #expect(run.status == status, "\(words): \(run.output)", sourceLocation: sourceLocation)
        return run.output
    }

    private func names(_ path: String = "paper") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.root.appendingPathComponent(path).path).sorted()
    }

    private func text(_ path: String) throws -> String {
        try String(contentsOf: folder.root.appendingPathComponent(path), encoding: .utf8)
    }

    private func mode(_ path: String) throws -> Int? {
        let path = folder.root.appendingPathComponent(path).path
        return try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    private func pages(_ prefix: String) throws -> [String] {
        try names().filter { $0.hasPrefix(prefix) }.map { try text("paper/\($0)") }
    }

    @Test("each thing that is to be done stands on the page of each role that may do it, each open case on a patient's")
    func complete() throws {
        try give("demo-data --cases 25 --seed 3")
        try give("downtime --out paper")
        let tasks = try shell.json("worklist --snoozed")["tasks"]?.array ?? []
        let lists = try pages("worklist-")
        #expect(!tasks.isEmpty && !lists.isEmpty)
        var byRole: [String: Int] = [:]
        for task in tasks {
            let roles = task["role"]?.string?.components(separatedBy: ", ") ?? ["everybody"]
            let name = task[task["kind"]?.string ?? ""]?.string ?? ""
            for role in roles {
                byRole[role, default: 0] += 1
                let shown = role == "everybody" ? role : "<bdi>\(role)</bdi>"
                let list = lists.first { $0.contains("<h1>To be done by \(shown)</h1>") }
                let patient = task["patient"]?.string ?? ""
                let row = list?.components(separatedBy: "<tr").first {
                    $0.contains("<bdi>\(patient)</bdi>") && $0.contains(">\(name)</code>")
                }
                #expect(row != nil, "\(role): \(patient) \(name)")
            }
        }
        let rows = lists.map { $0.components(separatedBy: "class=\"write\"").count / 3 }
        #expect(rows.reduce(0, +) == byRole.values.reduce(0, +), "and nothing else stands there")
        let open = (try shell.json("list")["cases"]?.array ?? []).filter { $0["status"] == "open" }
        let patients = try pages("patient-")
        #expect(!open.isEmpty)
        for one in open {
            let id = one["case"]?.string ?? one["id"]?.string ?? "?"
            #expect(patients.count { $0.contains(">\(id)</code>") } == 1, "\(one)")
        }
        let everything = try text("paper/everything.html")
        #expect(everything.components(separatedBy: "<article").count - 1 == lists.count + patients.count + 2)
    }

    @Test("who is expected stands on the list of each type of session, with how many there were this week")
    func attendance() throws {
        try give("enroll iop_basic --patient P-1 --at 2026-01-05")
        try give("record P-1 phq9.total=18 cssrs.level=none --at 2026-01-05")
        try give("downtime --out paper")
        #expect(try pages("attendance-").isEmpty, "assessment has no sessions")
        try give("decide P-1 admit --at 2026-01-05")
        try give("attend P-1 attended --type group --at 2026-01-06")
        try give("downtime --out paper --date 2026-01-07")
        let list = try #require(try pages("attendance-").first)
        #expect(list.contains("Attendance: <bdi>group</bdi>"))
        #expect(list.contains("<strong><bdi>P-1</bdi></strong>") && list.contains("<bdi>2026-01-06</bdi>: attended"))
        #expect(list.contains("<td>1 of 3</td>") && list.contains("For <bdi>2026-01-07</bdi>"), "\(list)")
        try give("downtime --out paper --date 2026-01-12")
        #expect(try #require(try pages("attendance-").first).contains("<td>0 of 3</td>"), "a new week")
    }

    @Test("a patient's page has what somebody needs who has nothing else")
    func patient() throws {
        try give("patient P-1 --set first_name=Ana --set last_name=Diaz --set phone=+15550100")
        try give("enroll iop_basic --patient P-1 --at 2026-01-05 ")
        try give("record P-1 phq9.total=18 cssrs.level=moderate --at 2026-01-05")
        try give("consent P-1 treatment --at 2026-01-05")
        try give("claim P-1 safety_evaluation --as kim --at 2026-01-05T13:00:00Z")
        try give("downtime --out paper")
        let page = try text("paper/patient-1.html")
        for part in [
            "<bdi>P-1</bdi></strong> <bdi>Ana Diaz</bdi>", "<dt>phone</dt><dd><bdi>+15550100</bdi>",
            "! <strong><bdi>Evaluate suicide risk</bdi></strong>", "<bdi>kim</bdi> until",
            "<code dir=\"ltr\">admit</code>", "<bdi>PHQ-9 total</bdi>", "<bdi>18</bdi>",
            "<bdi>treatment</bdi>: given on <bdi>2026-01-05</bdi>", "Written by hand",
        ] {
            #expect(page.contains(part), "\(part) in \(page)")
        }
        #expect(page.contains("not met: ") || page.contains("not known: "), "what a decision waits for, in words")
    }

    @Test("nothing that somebody entered acts on a page, and no file's name says whose it is")
    func hostile() throws {
        try give("enroll iop_basic --patient P-1 --at 2026-01-05")
        _ = try shell.stepwell(
            "patient", "P-1", "--set", "first_name=<script>alert(1)</script>\u{202E}", "--set",
            "last_name=\"><img src=x onerror=alert(2)>")
        for number in ["../x", "..", "a/../../b", "<b>"] {
            _ = try shell.stepwell("enroll", "iop_basic", "--patient", number, "--at", "2026-01-05")
        }
        try give("downtime --out paper")
        let allowed = /(index|everything|(worklist|attendance|patient)-[0-9]+)\.html/
        for name in try names() {
            #expect(try allowed.wholeMatch(in: name) != nil, "\(name)")
            let page = try text("paper/\(name)")
            for bad in ["<script", "<img", "<link", "http://", "https://"] {
                #expect(!page.contains(bad), "\(bad) in \(name)")
            }
            #expect(!page.contains("<title><bdi>") && page.contains("default-src &#39;none&#39;"))
            #expect(try mode("paper/\(name)") == 0o600)
        }
        #expect(try mode("paper") == 0o700)
        #expect(try text("paper/everything.html").contains("&lt;script&gt;"))
    }

    @Test("only a folder of ours is replaced, and all of it")
    func replaced() throws {
        try give("enroll iop_basic --patient P-1 --at 2026-01-05")
        try shell.write("mine", to: "notes/index.html")
        #expect(try give("downtime --out notes", status: 65).contains("error[exists]"))
        #expect(try names("notes") == ["index.html"] && text("notes/index.html") == "mine")
        try give("downtime --out nowhere/paper", status: 66)
        try give("downtime --out paper")
        try shell.write("left", to: "paper/patient-99.html")
        try give("downtime --out paper")
        #expect(try !names().contains("patient-99.html"))
        _ = try shell.bash("mkdir elsewhere && ln -s elsewhere link")
        try give("downtime --out link", status: 65)
        #expect(try names(".").allSatisfy { !$0.contains(".downtime-") })
    }

    @Test("where the disk is full, what was there stays as it was and nothing else is left")
    func diskFull() throws {
        try give("demo-data --cases 6")
        try give("downtime --out paper")
        let before = try text("paper/everything.html")
        for out in ["paper", "other"] {
            let full = try shell.bash("ulimit -f 6; stepwell downtime --out \(out)")
            #expect(full.status == 69 && full.output.contains("could not be written whole"), "\(full.output)")
        }
        #expect(try text("paper/everything.html") == before)
        #expect(try names(".").allSatisfy { !$0.contains(".downtime-") && $0 != "other" })
    }

    @Test("'run' writes them once a day, keeps some, and what it cannot write is said once and holds up nobody")
    func nightly() throws {
        try shell.write("stepwell: 1\ndowntime: {at: \"00:00\", timezone: UTC, keep: 2}\n", to: "stepwell.yaml")
        try give("enroll iop_basic --patient P-1")
        #expect(try give("doctor", status: 1).contains("there are no pages in"))
        for day in ["2026-01-01", "2026-01-02", "2026-01-03"] {
            try shell.write("x", to: "downtime/2026-01-04/index.html")
            try give("downtime --out downtime/\(day)")
        }
        let run = "timeout --preserve-status 60 stepwell run & run=$!"
        let today = "$(date -u +%F)"
        let wait = "for i in $(seq 200); do [ -e downtime/\(today)/index.html ] && break; sleep 0.1; done"
        let done = try shell.bash("\(run); \(wait); sleep 1; kill $run; wait $run; echo ended $?")
        #expect(done.output.hasSuffix("ended 0\n"), "\(done.output)")
        let kept = try names("downtime")
        #expect(kept.count == 3 && kept.prefix(2) == ["2026-01-03", "2026-01-04"], "\(kept): what is not ours stays")
        try give("doctor")
        _ = try shell.bash("rm -r downtime && touch downtime")
        let failing = try shell.bash(
            "\(run); sleep 2; stepwell record P-1 phq9.total=9; sleep 2; kill $run; wait $run; echo ended $?")
        #expect(failing.output.hasSuffix("ended 0\n"))
        #expect(
            failing.output.components(separatedBy: "pages for a day without a computer").count == 2, "\(failing.output)"
        )
    }

    @Test("what was written on paper is entered later, as of when it happened, by who wrote it")
    func late() throws {
        try shell.write(
            "stepwell: 1\nclock: simulated\nusers: {\(Shell.desk(for: "jdoe")), jdoe: {roles: [clinician, intake]}}\n",
            to: "stepwell.yaml")
        try give("enroll iop_basic --patient P-1 --as jdoe --at 2026-01-05T09:00:00Z")
        for line in [
            "record P-1 phq9.total=18 cssrs.level=none --at 2026-01-06T09:15:00Z",
            "complete P-1 first_contact --at 2026-01-06T09:20:00Z",
            "send P-1 contact --with result=no_answer --at 2026-01-06T09:25:00Z",
            "decide P-1 admit --at 2026-01-06T10:00:00Z",
            "attend P-1 attended --type group --at 2026-01-06T15:00:00Z",
        ] {
            try give("\(line) --as jdoe")
        }
        let last = try #require(try shell.json("history P-1")["history"]?.array?.last)
        #expect(last["by"] == "jdoe" && last["speaker"] == "desk" && last["at"] == "2026-01-06T15:00:00Z", "\(last)")
        let early = "record P-1 gad7.total=9 --as jdoe"
        #expect(try give("\(early) --at 2026-01-06T11:00:00Z", status: 65).contains("--occurred"))
        try give("\(early) --occurred 2026-01-06T11:00:00Z")
        try give("doctor")
    }

    @Test("for a day that comes, what is due by then stands there")
    func ahead() throws {
        try give("enroll iop_basic --patient P-1 --at 2026-01-05")
        let json = try shell.json("downtime --out paper --date 2026-01-20")
        #expect(json["date"] == "2026-01-20" && json["patients"]?.int == 1)
        let page = try text("paper/patient-1.html")
        #expect(page.contains("days late</bdi>"), "\(page)")
        try give("downtime --out paper --date soon", status: 64)
    }
}
