import CEL
import Dispatch
import GRDB
import PathwayCompiler
import PathwayEngine
import PathwayModel
import StepwellKit
import StepwellMemoryStore
import StepwellSQLite
import Synchronization
import TestSupport
import Testing

@testable import StepwellRuntime

/// What holds however many threads give a case commands at once.
@Suite("One command never passes for another, at once")
struct OneCommandTests {
    private static let files = [
        "steps.yaml": """
        stepwell: 1
        pathway: steps
        version: "1"
        title: Steps
        events: {again: {}}
        states:
          iop_5: {transitions: [{id: step_down, decide: {}, to: iop_3}]}
          iop_3: {transitions: [{id: step_down, decide: {}, to: iop_1}]}
          iop_1: {}
        """,
        "only.yaml": """
        stepwell: 1
        pathway: only
        version: "1"
        title: Only
        one_open_case: true
        events: {stop: {}, back: {}}
        states:
          first: {transitions: [{event: stop, to: over}]}
          over: {outcome: over, transitions: [{event: back, to: first}, {after: 30 days, to: first}]}
        """,
        "link.yaml": """
        stepwell: 1
        pathway: link
        version: "1"
        title: Link
        events: {go: {}}
        states:
          here: {transitions: [{event: go, to: there, do: [{enroll: only}]}]}
          there: {}
        """,
    ]

    private let folder: TemporaryFolder
    private let path: String
    private static let start = Timestamp(seconds: 1_767_625_200)

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("stepwell.db")
        _ = try SQLiteStore.create(at: path)
    }

    /// A runner with a connection of its own, whose cases begin with a letter.
    private func runner(_ letter: String, _ store: (any CaseStore)? = nil) throws -> CaseRunner {
        var current: [String: CurrentDefinition] = [:]
        for name in Self.files.keys {
            let compilation = PathwayCompiler(rules: [], channels: nil) { Self.files[$0].map { Array($0.utf8) } }
                .compile(name)
            let pathway = try #require(compilation.product, "\(compilation.diagnostics.map(\.message))")
            let files = Self.files.filter { $0.key == name }.mapValues { Array($0.utf8) }
            current[pathway.identifier] = CurrentDefinition(
                stored: StoredDefinition(
                    digest: pathway.digest, pathway: pathway.identifier, version: "1", path: name, files: files),
                pathway: pathway)
        }
        let known = current
        var number = 0
        return CaseRunner(
            store: try store ?? SQLiteStore.open(at: path), plugins: PluginSet([]), current: { known[$0] },
            newID: {
                number += 1
                return CaseID("\(letter)-\(number)")
            })
    }

    private static func command(
        _ input: Input, by name: String = "ana", after seconds: Int64 = 0, request: String? = nil
    ) -> Command {
        Command(
            input, by: Actor(name: name, roles: nil), at: .instant(Timestamp(seconds: start.seconds + seconds)),
            request: request)
    }

    /// What two threads come to that do something at once, each with a runner.
    private static func both(
        _ runners: [CaseRunner], _ body: @Sendable (Int, CaseRunner) throws -> Answer
    ) throws -> [Answer] {
        let answers = Mutex<[Int: Answer]>([:])
        // Each thread has the one that is its own.
        nonisolated(unsafe) let runners = runners
        DispatchQueue.concurrentPerform(iterations: runners.count) { place in
            do {
                let answer = try body(place, runners[place])
                answers.withLock { $0[place] = answer }
            } catch { Issue.record(error) }
        }
        return answers.withLock { answers in runners.indices.compactMap { answers[$0] } }
    }

    private func decideAtOnce(_ runners: [CaseRunner], rounds: Int, expecting: Int?) throws {
        for round in 0..<rounds {
            let enrollment = Self.command(.enroll(.init(with: [])))
            let id = try runners[0].enroll("steps", patient: "P-\(round)", enrollment).id
            let answers = try Self.both(runners) { place, runner in
                let decision = Input.decide(.transition(id: "step_down"), reason: nil)
                var command = Self.command(decision, by: "u\(place)", after: 60)
                command.isMeant = false
                command.expected = expecting
                return try runner.perform(command, on: id)
            }
            #expect(answers.map { $0.refusal?.code ?? "" }.sorted() == ["", Refusal.Code.alreadyDone])
            let loser = answers.first { $0.refusal != nil }
            let winner = answers.firstIndex { $0.refusal == nil }
            #expect(loser?.done?.actor == winner.map { "u\($0)" })
            let cases = try runners[0].store.cases(CaseFilter(patient: "P-\(round)", state: "iop_3"))
            #expect(cases.contains { $0.id == id })
        }
    }

    @Test("two who decide the same at once move the patient once, a thousand times")
    func decisions() throws {
        try decideAtOnce([runner("a"), runner("b")], rounds: 500, expecting: nil)
        try decideAtOnce([runner("c"), runner("d")], rounds: 300, expecting: 1)
        // Threads of one store share transactions.
        let store = try SQLiteStore.open(at: path)
        try decideAtOnce([runner("e", store), runner("f", store)], rounds: 200, expecting: nil)
        #expect(try store.problems() == [])
    }

    @Test("of two who expect the same sequence at once one is told that the case has changed")
    func expectations() throws {
        let runners = [try runner("a"), try runner("b")]
        let id = try runners[0].enroll("link", patient: "P", Self.command(.enroll(.init(with: [])))).id
        for sequence in 1...200 {
            let answers = try Self.both(runners) { _, runner in
                var command = Self.command(.consent([.init(kind: "texting", granted: true)]), after: 60)
                command.expected = sequence
                return try runner.perform(command, on: id)
            }
            #expect(answers.map { $0.refusal?.code ?? "" }.sorted() == ["", Refusal.Code.changedMeanwhile])
        }
        #expect(try runners[0].look(at: id, when: nil).seen.state.sequence == 201)
    }

    @Test("of two who enroll a patient at once one succeeds where a pathway allows one open case")
    func enrollments() throws {
        let runners = [try runner("a"), try runner("b")]
        for round in 0..<200 {
            let answers = try Self.both(runners) { _, runner in
                try runner.enroll("only", patient: "P-\(round)", Self.command(.enroll(.init(with: []))))
            }
            #expect(answers.map { $0.refusal?.code ?? "" }.sorted() == ["", Refusal.Code.caseOpenAlready])
            #expect(try runners[0].store.cases(CaseFilter(patient: "P-\(round)")).count == 1)
        }
    }

    @Test("of two who use one request's id for different things at once one is refused")
    func requests() throws {
        let runners = [try runner("a"), try runner("b")]
        let ids = try ["P-1", "P-2"].map {
            try runners[0].enroll("link", patient: $0, Self.command(.enroll(.init(with: [])))).id
        }
        for round in 0..<200 {
            let answers = try Self.both(runners) { place, runner in
                let consent = Input.consent([.init(kind: "texting", granted: true)])
                let command = Self.command(consent, after: 60, request: "r-\(round)")
                return try runner.perform(command, on: ids[place])
            }
            #expect(answers.map { $0.refusal?.code ?? "" }.sorted() == ["", Refusal.Code.requestReused])
            #expect(answers.map(\.id) == ids)
        }
    }

    @Test("a patient's second open case on such a pathway begins by no link and by no time")
    func linkedAndReopened() throws {
        let runner = try runner("a")
        let first = try runner.enroll("only", patient: "P", Self.command(.enroll(.init(with: [])))).id
        let link = try runner.enroll("link", patient: "P", Self.command(.enroll(.init(with: [])))).id
        #expect(throws: RuntimeError.self) {
            try runner.perform(Self.command(.send(event: "go", with: []), after: 60), on: link)
        }
        #expect(try runner.store.load(link)?.sequence == 1)
        #expect(try runner.perform(Self.command(.send(event: "stop", with: []), after: 60), on: first).refusal == nil)
        #expect(try runner.perform(Self.command(.send(event: "go", with: []), after: 60), on: link).refusal == nil)
        // In thirty days the first would open again; the linked one is open.
        let answer = try runner.advance(first, at: .instant(Timestamp(seconds: Self.start.seconds + 40 * 86_400)))
        #expect(answer.after?.state.status != .open)
        let open = try runner.store.cases(CaseFilter(pathway: "only", status: .open, patient: "P"))
        #expect(open.count == 1 && open.allSatisfy { $0.id != first })
    }

    @Test("an id that was kept without a hash is compared by its case and what the journal or the audit has of it")
    func olderRequests() throws {
        let runner = try runner("a")
        let begin = Self.command(.enroll(.init(with: [])), request: "e")
        let id = try runner.enroll("link", patient: "P-1", begin).id
        let other = try runner.enroll("link", patient: "P-2", Self.command(.enroll(.init(with: [])))).id
        let consent = Input.consent([.init(kind: "texting", granted: true)])
        _ = try runner.perform(Self.command(consent, request: "r"), on: id)
        let nothing = Input.send(event: "nothing", with: [])
        _ = try runner.perform(Self.command(nothing, request: "n"), on: id)
        try DatabaseQueue(path: path).write { try $0.execute(sql: "UPDATE requests SET asked = NULL") }
        func code(_ input: Input, _ request: String, on id: CaseID, by name: String = "ana") throws -> String {
            let answer = try runner.perform(Self.command(input, by: name, request: request), on: id)
            return "\(answer.isRepeated) \(answer.refusal?.code ?? "done")"
        }
        #expect(try code(consent, "r", on: id) == "true done")
        #expect(try code(nothing, "n", on: id) == "true not_accepted")
        let reused = "false request_reused"
        #expect(try code(consent, "r", on: other) == reused)
        #expect(try code(.consent([.init(kind: "texting", granted: false)]), "r", on: id) == reused)
        #expect(try code(consent, "r", on: id, by: "ben") == reused)
        #expect(try code(consent, "n", on: id) == reused)
        #expect(try runner.enroll("link", patient: "P-1", begin).id == id)
        #expect(try runner.enroll("link", patient: "P-2", begin).refusal?.code == Refusal.Code.requestReused)
        #expect(try runner.enroll("only", patient: "P-1", begin).refusal?.code == Refusal.Code.requestReused)
    }

    @Test("many inputs at once are refused one by one where an id is used twice, whatever is kept together")
    func batch() throws {
        let runner = try runner("a")
        let ids = try ["P-1", "P-2"].map {
            try runner.enroll("link", patient: $0, Self.command(.enroll(.init(with: [])))).id
        }
        let consent = Input.consent([.init(kind: "texting", granted: true)])
        let commands = ids + ids
        let answers = try runner.perform(commands.map { (id: $0, command: Self.command(consent, request: "r")) })
        #expect(answers.map { $0.refusal?.code } == [nil, "request_reused", nil, "request_reused"])
        #expect(answers.map(\.isRepeated) == [false, false, true, false])
        #expect(answers.map(\.id) == commands)
    }
}
