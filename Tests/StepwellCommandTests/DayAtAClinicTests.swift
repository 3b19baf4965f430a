import PathwayModel
import TestSupport
import Testing

/// A day of a clinic with sixty open cases, through the command alone, read as those who work with it read it.
@Suite("A day at a clinic")
struct DayAtAClinicTests {
    private let folder: TemporaryFolder
    private let shell: Shell
    private static let today = "2026-06-17"

    init() throws {
        folder = try TemporaryFolder()
        shell = try Shell.clinic(in: folder)
        _ = try shell.run("demo-data --cases 150 --seed 11 --pathway iop_basic --until \(Self.today)")
    }

    private func list(_ words: String = "", at time: String = "08:00") throws -> [JSON] {
        try shell.json("worklist \(words) --at \(Self.today)T\(time):00Z")["tasks"]?.array ?? []
    }

    private func give(
        _ words: String, at time: String, status: Int32 = 0, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let run = try shell.run("\(words) --at \(Self.today)T\(time):00Z")
        #expect(run.status == status, "\(words): \(run.output)\(run.errors)", sourceLocation: sourceLocation)
    }

    private func cases(in state: String) throws -> [String] {
        try shell.json("list --state \(state)")["cases"]?.array?.compactMap { $0["case"]?.string } ?? []
    }

    private func key(_ entry: JSON) -> String {
        let kind = entry["kind"]?.string ?? ""
        return "\(entry["case"]?.string ?? "") \(kind) \(entry[kind]?.string ?? "")"
    }

    @Test("morning list, no-shows, a crisis, a lapse, a hand-over, a decision, a late entry and a mistake put right")
    func day() throws {
        // The morning: everybody who is open is on the list, or a date is ahead.
        let morning = try list()
        let open = try shell.json("list --status open --at \(Self.today)T08:00:00Z")["cases"]?.array ?? []
        #expect(open.count >= 60 && !morning.isEmpty)
        let listed = Set(morning.compactMap { $0["case"]?.string })
        for id in open.compactMap({ $0["case"]?.string }) where !listed.contains(id) {
            let next = try shell.json("show \(id) --at \(Self.today)T08:00:00Z")["next"]?.array ?? []
            #expect(next.contains { $0["date"]?.string ?? "" >= Self.today }, "nothing is ahead of \(id)")
        }
        #expect(try shell.run("lost --at \(Self.today)T08:00:00Z").status == 0)
        // What is about safety stands before all else, and rows are numbered in the list's order.
        let safety = morning.map { $0["safety"]?.bool ?? false }
        #expect(safety == safety.sorted { $0 && !$1 })
        #expect(morning.compactMap { $0["row"]?.int } == morning.compactMap { $0["row"]?.int }.sorted())

        // Group: two stay away.
        let group = try cases(in: "iop")
        let (ana, ben, cleo) = try (#require(group.first), #require(group.dropFirst().first), #require(group.last))
        for id in [ana, ben] { try give("attend \(id) no_show --type group", at: "09:00") }

        // A screen is high: it is the first thing on the list, with what was seen.
        try give("record \(cleo) cssrs.level=high", at: "10:00")
        let first = try #require(try list(at: "10:05").first)
        #expect(first["case"]?.string == cleo && first["safety"] == true, "\(first)")
        #expect(first["why"]?.string?.hasSuffix("level high") == true, "\(first)")
        let task = try #require(first["task"]?.string)
        try give("snooze \(cleo) \(task) --until 2026-06-18 --reason later", at: "10:06", status: 2)
        try give("not-needed \(cleo) \(task) --reason known", at: "10:06", status: 2)

        // Somebody takes it, and does not come to it: after two hours it is everybody's again.
        try give("claim \(cleo) \(task) --as jdoe", at: "10:10")
        #expect(try list(at: "12:09").first?["held_by"]?.string == "jdoe")
        #expect(try list(at: "12:10").first?["held_by"] == .null)
        try give("claim \(cleo) \(task) --as kim", at: "12:15")
        try give("hand-over \(cleo) \(task) --to lee --note called --as kim", at: "13:00")
        let held = try #require(try list(at: "13:05").first)
        #expect(held["held_by"]?.string == "lee" && held["note"]?.string == "called")
        try give("complete \(cleo) \(task) --as lee", at: "13:30")
        #expect(try !list(at: "13:31").contains { key($0) == key(held) })

        // What was found yesterday is entered late, and dated as it was.
        try give("record \(ana) phq9.total=9 cssrs.level=none --occurred 2026-06-16", at: "14:00")
        let results = try shell.json("show \(ana)")["results"]?["phq9"]
        #expect(results?["total"]?.int == 9 && results?["date"]?.string == "2026-06-16")

        // A score goes to the wrong patient, is taken back, and the list is as it was, but for who looks at it.
        let before = Set(try list(at: "14:30").map(key))
        try give("record \(ben) phq9.total=3", at: "14:31")
        let entry = try #require(try shell.json("show \(ben)")["sequence"]?.int)
        try give("withdraw \(ben) \(entry) --reason slip", at: "14:35")
        let after = Set(try list(at: "14:36").map(key)).filter { !$0.hasSuffix(" review_correction") }
        #expect(after == before.filter { !$0.hasSuffix(" review_correction") })

        // A decision that is proposed is taken, or its reason to wait is on record; either way it leaves the list.
        if let owed = try list(at: "15:00").first(where: { $0["kind"]?.string == "decision" }) {
            let (id, name) = (owed["case"]?.string ?? "", owed["decision"]?.string ?? "")
            try give("decide \(id) \(name)", at: "15:00")
            #expect(try !list(at: "15:01").contains { key($0) == key(owed) })
        }

        // The evening: nothing is lost, and all that was written is as it should be.
        #expect(try shell.run("lost --at \(Self.today)T18:00:00Z").status == 0)
        let doctor = try shell.run("doctor")
        #expect(doctor.status == 0, "\(doctor.output)")
    }
}
