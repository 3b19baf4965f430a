import CEL
import Foundation
import PathwayModel
import StepwellKit
import StepwellRuntime
import Testing

/// What the host does with good plugins, and with those that keep dying.
@Suite("The plugin host")
struct HostTests {
    @Test("one process answers many questions, each with its own answer")
    func pipelines() throws {
        let fixture = try Fixture(
            "def handle(id, params): reply(id, met('%s %d' % (params['facts']['today'], os.getpid())))")
        let host = try fixture.host()
        let answers = host.answers(to: (0..<1_000).map { Fixture.question($0) })
        #expect(answers.allSatisfy { !$0.isFailure })
        #expect(answers[3].verdict.reasons[0].hasPrefix("2026-01-04 "))
        let processes = Set(answers.compactMap { $0.verdict.reasons[0].split(separator: " ").last })
        #expect(processes.count == 1)
    }

    @Test("answers may come in any order")
    func anyOrder() throws {
        let fixture = try Fixture(
            """
            waiting = []
            def handle(id, params):
                waiting.append((id, params["facts"]["today"]))
                if len(waiting) == 5:
                    for i, day in reversed(waiting): reply(i, met(day))
            """)
        let answers = try fixture.host().answers(to: (0..<5).map { Fixture.question($0) })
        #expect(answers.map { $0.verdict.reasons[0] } == (1...5).map { "2026-01-0\($0)" })
    }

    @Test("one that crashes on one question answers the next")
    func restarts() throws {
        let fixture = try Fixture(
            """
            def handle(id, params):
                if params["facts"]["today"] == "2026-01-02": os._exit(9)
                reply(id, met())
            """)
        let host = try fixture.host()
        #expect(!host.answers(to: [Fixture.question(0)])[0].isFailure)
        #expect(host.answers(to: [Fixture.question(1)])[0].isFailure)
        #expect(!host.answers(to: [Fixture.question(2)])[0].isFailure)
    }

    @Test("one question that ends the process in a batch costs no other its answer")
    func poisonInABatch() throws {
        let fixture = try Fixture(Self.poison)
        let answers = try fixture.host().answers(to: (0..<21).map { Fixture.question($0) })
        #expect(answers.indices.filter { answers[$0].isFailure } == [7])
        #expect(answers[7].verdict.reasons == ["it ended with exit status 9"])
    }

    /// Ends the process on 2026-01-08, which is the eighth question.
    private static let poison = """
        def handle(id, params):
            if params["facts"]["today"] == "2026-01-08": os._exit(9)
            reply(id, met())
        """

    @Test("a question that has ended it twice is not asked a third time, in the next program too, unless told so")
    func quarantinedQuestion() throws {
        let fixture = try Fixture(Self.poison)
        let clinic = try Fixture("")
        let (records, record) = try Self.admit(fixture, in: clinic)
        func ask(_ day: Int) throws -> RuleAnswer {
            let newest = try #require(records.record(of: "odd"))
            return try fixture.host(admitted: .init(record: newest, records: records))
                .answers(to: [Fixture.question(day)])[0]
        }
        for _ in 0..<2 { #expect(try ask(7).verdict.reasons == ["it ended with exit status 9"]) }
        for _ in 0..<8 {
            let reasons = try ask(7).verdict.reasons
            #expect(reasons == ["this question ended the plugin's process 2 times and is not asked any more"])
        }
        #expect(fixture.logged.count { $0.contains("exit status 9") } == 2)
        #expect(try !ask(6).isFailure)
        #expect(records.record(of: "odd")?.quarantine == nil)
        try records.forgetQuestions(of: "odd", record)
        #expect(try ask(7).verdict.reasons == ["it ended with exit status 9"])
    }

    @Test("what is kept of a question holds no value of it, and differs from clinic to clinic")
    func keptQuestion() throws {
        let fixture = try Fixture(Self.poison)
        let kept = try (0..<2).map { _ -> String in
            let clinic = try Fixture("")
            let (records, record) = try Self.admit(fixture, in: clinic)
            let host = try fixture.host(admitted: .init(record: record, records: records))
            _ = host.answers(to: [Fixture.question(7)], about: "P-17")
            let file = URL(fileURLWithPath: "\(clinic.folder)/.stepwell/plugins/questions/odd.json")
            return try String(contentsOf: file, encoding: .utf8)
        }
        for text in kept { #expect(!text.contains("2026-01-08") && !text.contains("P-17") && text.contains("times")) }
        let prints = try kept.map { try JSON.parse(Array($0.utf8))["ended"]?.array?.first?["question"]?.string }
        #expect(prints[0] != nil && prints[0] != prints[1])
    }

    @Test("the questions of one patient never keep a plugin from the others; those of five in a row do")
    func onePatient() throws {
        let fixture = try Fixture("def handle(id, params): os._exit(9)")
        let host = try fixture.host()
        for day in 0..<12 {
            let answer = host.answers(to: [Fixture.question(day)], about: "P-1")[0]
            #expect(answer.verdict.reasons == ["it ended with exit status 9"])
        }
        for number in 2...5 { _ = host.answers(to: [Fixture.question(20 + number)], about: "P-\(number)") }
        let answer = host.answers(to: [Fixture.question(30)], about: "P-6")[0]
        #expect(answer.verdict.reasons[0].contains("no longer started after 5 deaths"))
    }

    @Test("one that cannot take several questions at once gets one at a time")
    func oneAtATime() throws {
        let fixture = try Fixture(
            """
            while True:
                lines = os.read(0, 65536).decode().splitlines()
                if len(lines) != 1: os._exit(9)
                message = json.loads(lines[0])
                if message["method"] == "initialize": hello(message["id"])
                else: reply(message["id"], met())
            """)
        let answers = try fixture.host().answers(to: (0..<6).map { Fixture.question($0) })
        #expect(answers.allSatisfy { !$0.isFailure }, "\(answers.map(\.verdict.reasons))")
    }

    @Test("one that ends after each answer, unasked, is started for the next")
    func endsAfterEach() throws {
        let fixture = try Fixture(
            """
            def handle(id, params):
                reply(id, met())
                os._exit(0)
            """)
        let host = try fixture.host()
        for day in 0..<4 { #expect(!host.answers(to: [Fixture.question(day)])[0].isFailure) }
    }

    private static func admit(_ fixture: Fixture, in clinic: Fixture) throws -> (PluginRecords, PluginRecord) {
        let records = PluginRecords(clinic: clinic.folder)
        let record = PluginRecord(.init(version: "1.0.0", digest: try PluginFolder(fixture.folder).digest()))
        try records.save(record, of: "odd")
        return (records, record)
    }

    @Test("after deaths in a row it waits before it starts again, and the question with it")
    func backsOff() throws {
        let fixture = try Fixture("sys.exit(1)")
        let host = try fixture.host()
        let start = ContinuousClock.now
        let reasons = (0..<3).map { _ in host.answers(to: [Fixture.question()])[0].verdict.reasons[0] }
        #expect(reasons.allSatisfy { $0.contains("exit status 1") })
        #expect(ContinuousClock.now - start >= .milliseconds(100))
    }

    @Test("what keeps dying is quarantined, in the next program too, until it is tried again")
    func quarantine() throws {
        let fixture = try Fixture("sys.exit(1)")
        let clinic = try Fixture("")
        let records = PluginRecords(clinic: clinic.folder)
        let record = PluginRecord(.init(version: "1.0.0", digest: try PluginFolder(fixture.folder).digest()))
        try records.save(record, of: "odd")
        func ask() throws -> String {
            let record = try #require(records.record(of: "odd"))
            let host = try fixture.host(admitted: .init(record: record, records: records))
            return host.answers(to: [Fixture.question()])[0].verdict.reasons[0]
        }
        for _ in 0..<5 { #expect(try ask().contains("exit status 1")) }
        #expect(try ask().contains("no longer started after 5 deaths"))
        #expect(records.record(of: "odd")?.quarantine != nil)
        try records.save(record, of: "odd")
        #expect(try ask().contains("exit status 1"))
    }

    @Test("a plugin that is swapped after it was let in does not run")
    func swapped() throws {
        let fixture = try Fixture("")
        let clinic = try Fixture("")
        let records = PluginRecords(clinic: clinic.folder)
        let record = PluginRecord(.init(version: "1.0.0", digest: try PluginFolder(fixture.folder).digest()))
        try records.save(record, of: "odd")
        let admitted = PluginHost.Admitted(record: record, records: records)
        #expect(try !fixture.host(admitted: admitted).answers(to: [Fixture.question()])[0].isFailure)
        try fixture.write("run", "#!/bin/sh\nexit 0\n")
        let answer = try fixture.host(admitted: admitted).answers(to: [Fixture.question()])[0]
        #expect(answer.verdict.reasons[0].contains("not those that were installed"))
    }

    @Test("a file that everybody may write to, a link and a stranger's file are refused")
    func strangers() throws {
        let fixture = try Fixture("")
        try fixture.write("helper.py", "")
        try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: "\(fixture.folder)/helper.py")
        #expect(throws: PluginFailure.self) { try PluginFolder(fixture.folder).digest() }
        let answer = try fixture.host().answers(to: [Fixture.question()])[0]
        #expect(answer.verdict.reasons[0].contains("written to by everybody"))
        try FileManager.default.removeItem(atPath: "\(fixture.folder)/helper.py")
        symlink("/etc/passwd", "\(fixture.folder)/helper.py")
        #expect(try fixture.host().answers(to: [Fixture.question()])[0].verdict.reasons[0].contains("is a link"))
        unlink("\(fixture.folder)/helper.py")
        try fixture.write("helper.py", "")
        if geteuid() == 0 {
            chown("\(fixture.folder)/helper.py", 12_345, 12_345)
            let answer = try fixture.host().answers(to: [Fixture.question()])[0]
            #expect(answer.verdict.reasons[0].contains("belongs to another user"))
        }
    }

    @Test("standard error goes to the log, capped and without signs that act on a terminal")
    func log() throws {
        let fixture = try Fixture(
            """
            def handle(id, params):
                sys.stderr.write("\\x1b[31mred\\n")
                for _ in range(20000): sys.stderr.write("noise noise noise\\n")
                sys.stderr.flush()
                reply(id, met())
            """)
        let host = try fixture.host { $0.rule = 5_000 }
        #expect(!host.answers(to: [Fixture.question()])[0].isFailure)
        #expect(fixture.logged.first == "\\u{1b}[31mred")
        #expect(fixture.logged.reduce(0) { $0 + $1.utf8.count + 1 } < 66_000)
        #expect(fixture.logged.last?.contains("the rest is not kept") == true)
    }

    @Test("a rule gets the facts in its reads, and no others")
    func reads() throws {
        let fixture = try Fixture("def handle(id, params): reply(id, met(' '.join(sorted(params['facts']))))")
        var question = Fixture.question()
        question.facts = RuleFacts(
            now: Timestamp(seconds: 0), today: question.facts.today, data: ["secret": .int(1)],
            course: ["a": CalendarDate(daysSinceEpoch: 0)])
        #expect(try fixture.host().answers(to: [question])[0].verdict.reasons == ["today"])
    }

    @Test("a channel that fails is tried again")
    func channels() throws {
        let manifest = """
            plugin: odd
            version: 1.0.0
            protocol: 1
            executable: run
            channels:
              pager: {sends_to: []}
            """
        let fixture = try Fixture(
            """
            def handle(id, params):
                if params["attempt"] == 1: os._exit(1)
                reply(id, {"outcome": "rejected", "reason": params["key"] + " " + params["message"]["body"]})
            """, manifest: manifest)
        let channel = try #require(try fixture.host().hosted.channels.first)
        let message = OutgoingMessage(recipient: "patient", subject: "s", body: "b", caseID: "c")
        guard case .retry = channel.deliver(message, key: "k", attempt: 1) else {
            Issue.record("a dead channel's message is to be tried again")
            return
        }
        #expect(channel.deliver(message, key: "k", attempt: 2) == .rejected(reason: "k b"))
    }
}
