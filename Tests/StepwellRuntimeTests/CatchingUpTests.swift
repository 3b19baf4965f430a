import CEL
import PathwayCompiler
import PathwayEngine
import PathwayModel
import StepwellKit
import StepwellSQLite
import Synchronization
import TestSupport
import Testing
import TortureKit

@testable import StepwellRuntime

/// Time that brings much, and cases that begin cases.
@Suite("Catching up")
struct CatchingUpTests {
    private static let minute = """
        stepwell: 1
        pathway: minute
        version: "1"
        title: Minute
        events: {contact: {}}
        tasks: {obs: {title: Observe, due: 1 day}, call: {title: Call}}
        states:
          a:
            tasks: [{task: obs, every: 1 minute}, {task: call, after: 7 hours}]
            transitions: [{event: done.obs}, {after: 2 days, to: b}, {event: contact}]
          b: {}
        """

    private static let start = Timestamp(seconds: 1_767_625_200)

    private static func later(_ seconds: Int64) -> Timestamp { Timestamp(seconds: start.seconds + seconds) }

    private struct Clinic {
        let store: any CaseStore
        let runner: CaseRunner
        let machine: Machine
    }

    /// A clinic with these pathways; the machine is the first one's.
    private static func clinic(_ store: any CaseStore, _ files: [(name: String, yaml: String)]) throws -> Clinic {
        var known: [String: CurrentDefinition] = [:]
        var first: Machine?
        for (name, yaml) in files {
            let bytes = Array(yaml.utf8)
            let file = "\(name).yaml"
            let compilation = PathwayCompiler(rules: [], channels: nil) { $0 == file ? bytes : nil }.compile(file)
            let pathway = try #require(compilation.product, "\(compilation.diagnostics.map(\.message))")
            let stored = StoredDefinition(
                digest: pathway.digest, pathway: name, version: "1", path: file, files: [file: bytes])
            known[name] = CurrentDefinition(stored: stored, pathway: pathway)
            first = first ?? Machine(pathway)
        }
        var number = 0
        let runner = CaseRunner(
            store: store, plugins: PluginSet([]), current: { [known] in known[$0] },
            newID: {
                number += 1
                return CaseID("case-\(number)")
            })
        return Clinic(store: store, runner: runner, machine: try #require(first))
    }

    private static func command(_ input: Input, _ second: Int64) -> Command {
        Command(input, by: .anyone, at: .instant(later(second)))
    }

    @Test("reading and keeping give the facts that one wake-up after another gives, each a row")
    func same() throws {
        let folder = try TemporaryFolder()
        let clinic = try Self.clinic(
            try SQLiteStore.create(at: folder.path("stepwell.db")), [("minute", Self.minute)])
        let id = try clinic.runner.enroll("minute", patient: "P", Self.command(.enroll(.init(with: [])), 0)).id
        let end: Int64 = 86_400

        var state = try clinic.runner.look(at: id, when: nil).seen.state
        var rows: [[Fact]] = []
        while let due = clinic.machine.nextWakeUp(of: state, after: state.lastInput), due <= Self.later(end) {
            guard case .stepped(let step) = clinic.machine.step(state, Request(.wake, at: due)) else {
                Issue.record("time was refused")
                break
            }
            state = step.state
            rows.append(step.facts)
        }
        #expect(rows.count > 1_400)

        let seen = try clinic.runner.look(at: id, when: .instant(Self.later(end))).seen
        #expect(seen.state == state)
        #expect(try clinic.store.journal(of: id, after: 1).isEmpty)
        let dry = try clinic.runner.advance(id, at: .instant(Self.later(end)), isDryRun: true)
        #expect(dry.after?.facts == rows.flatMap { $0 })
        let answer = try clinic.runner.advance(id, at: .instant(Self.later(end)))
        #expect(answer.after?.facts == rows.flatMap { $0 })
        let kept = try clinic.runner.history(of: id).1.dropFirst()
        #expect(kept.map(\.facts) == rows)
        #expect(try clinic.runner.isFaithful(id))
        #expect(try clinic.store.problems() == [])
        // And an input goes on from there.
        _ = try clinic.runner.perform(Self.command(.send(event: "contact", with: []), end + 5_000), on: id)
        #expect(try clinic.store.journal(of: id, after: 1).count == rows.count + 83 + 1)
    }

    /// Gives a case an input in a process of its own: with its own connection to the file, and nothing in hand.
    private static func elsewhere(_ path: String, _ id: CaseID, _ second: Int64) throws(StoreError) {
        do {
            let other = try clinic(try SQLiteStore.open(at: path), [("minute", minute)])
            let sent = try other.runner.perform(command(.send(event: "contact", with: []), second), on: id)
            #expect(sent.refusal == nil)
        } catch { Issue.record("the other process failed: \(error)") }
    }

    @Test(
        "where another process changes the case between two batches, what both kept is there once, in order",
        arguments: [1, 2, 251, 300, 502])
    func conflict(_ commit: Int) throws {
        let folder = try TemporaryFolder()
        let path = folder.path("stepwell.db")
        let begun = try Self.clinic(try SQLiteStore.create(at: path), [("minute", Self.minute)])
        let id = try begun.runner.enroll("minute", patient: "P", Self.command(.enroll(.init(with: [])), 0)).id
        // The other's input comes to the case when 600 minutes are due, so that it keeps a part of them itself.
        let (middle, end): (Int64, Int64) = (36_000, 72_000)
        let commits = Mutex(0)
        let store = HookedStore(try SQLiteStore.open(at: path)) { point throws(StoreError) in
            guard point == Point(.before, .commit) else { return }
            let number = commits.withLock { count in
                count += 1
                return count
            }
            if number == commit { try Self.elsewhere(path, id, middle) }
        }
        let clinic = try Self.clinic(store, [("minute", Self.minute)])
        let answer = try clinic.runner.advance(id, at: .instant(Self.later(end)))
        #expect(commits.withLock { $0 } >= commit)

        // What one process alone keeps, that is given the same.
        let plain = try TemporaryFolder()
        let alone = try Self.clinic(
            try SQLiteStore.create(at: plain.path("stepwell.db")), [("minute", Self.minute)])
        _ = try alone.runner.enroll("minute", patient: "P", Self.command(.enroll(.init(with: [])), 0))
        _ = try alone.runner.perform(Self.command(.send(event: "contact", with: []), middle), on: id)
        let right = try alone.runner.advance(id, at: .instant(Self.later(end)))
        let (kept, wanted) = (try clinic.store.journal(of: id, after: 0), try alone.store.journal(of: id, after: 0))
        #expect(kept.map(\.sequence) == wanted.map(\.sequence))
        #expect(try clinic.runner.isFaithful(id))
        #expect(try clinic.store.problems() == [])
        #expect(try clinic.store.due(at: Self.later(end), limit: 10).isEmpty)
        #expect(kept.map(\.at) == wanted.map(\.at))
        #expect(answer.after?.state == right.after?.state)
        // What this one tells happened in that order, with what the other kept between.
        var told = (answer.after?.facts ?? [])[...]
        for fact in try clinic.runner.history(of: id).1.flatMap(\.facts) where fact == told.first { told.removeFirst() }
        #expect(told.isEmpty)
    }

    private static let head = """
        stepwell: 1
        version: "1"
        title: Ring
        data: {n: {type: integer, default: 0}}
        events: {begin: {}}

        """

    private static func incidents(_ answer: Answer) -> [String] {
        (answer.after?.facts ?? []).compactMap { if case .incident(let code, _) = $0 { code } else { nil } }
    }

    @Test(
        "cases that begin each other without end refuse an input, or keep its facts, and do not hold up time",
        arguments: ["{enroll: ring}", "{enroll: ring}, {enroll: ring}, {enroll: ring}"])
    func ring(_ entry: String) throws {
        let folder = try TemporaryFolder()
        let first = """
            pathway: first
            states:
              a:
                reactions: [{event: recorded.n, do: [{enroll: ring}]}]
                transitions: [{event: begin, do: [{enroll: ring}]}, {after: 3 days, to: b}, {after: 5 days, to: c}]
              b: {entry: [{enroll: ring}]}
              c: {}
            """
        let ring = """
            pathway: ring
            states: {a: {entry: [\(entry)]}}
            """
        let clinic = try Self.clinic(
            try SQLiteStore.create(at: folder.path("stepwell.db")),
            [("first", Self.head + first), ("ring", Self.head + ring)])
        let runner = clinic.runner
        let begin = Self.command(.enroll(.init(with: [])), 0)
        #expect(try runner.enroll("ring", patient: "P", begin).refusal?.code == "step_limit")
        let id = try runner.enroll("first", patient: "P", begin).id
        let sent = try runner.perform(Self.command(.send(event: "begin", with: []), 1), on: id)
        #expect(sent.refusal?.code == "step_limit")
        let recorded = try runner.perform(Self.command(.record([.field("n", text: "7")]), 2), on: id)
        #expect(recorded.refusal == nil)
        #expect(recorded.after?.state.fields[0].current?.value == .int(7))
        #expect(Self.incidents(recorded) == ["step_limit"])
        let later = When.instant(Self.later(9 * 86_400))
        let seen = try runner.look(at: id, when: later).seen
        let advanced = try runner.advance(id, at: later)
        #expect(seen.state == advanced.after?.state)
        #expect(try clinic.store.due(at: Self.later(9 * 86_400), limit: 10).isEmpty)
        #expect(try clinic.store.cases(CaseFilter()).map(\.id) == [id])
    }

    /// A case that begins another each day, which is due before others that are on the same page of what is due.
    private static func chain() throws -> (Clinic, TemporaryFolder) {
        let folder = try TemporaryFolder()
        let chain = """
            pathway: chain
            states: {a: {transitions: [{after: 1 day, to: b}]}, b: {entry: [{enroll: chain}]}}
            """
        let clinic = try Self.clinic(
            try SQLiteStore.create(at: folder.path("stepwell.db")),
            [("chain", Self.head + chain), ("minute", Self.minute)])
        for second in 0..<7 {
            _ = try clinic.runner.enroll("chain", patient: "P", Self.command(.enroll(.init(with: [])), Int64(second)))
        }
        return (clinic, folder)
    }

    @Test(
        "all that is due is done, also cases that begin meanwhile and are due before others", arguments: [1, 3, 1_000])
    func all(_ batch: Int) throws {
        let (clinic, folder) = try Self.chain()
        defer { withExtendedLifetime(folder) {} }
        let now = Self.later(4 * 86_400 + 60)
        var moved = 0
        let isDone = try clinic.runner.advanceAll(at: .instant(now), batch: batch) { _, result in
            if case .success = result { moved += 1 }
        }
        #expect(isDone)
        #expect(moved == 7 * 4)
        #expect(try clinic.store.due(at: now, limit: 10).isEmpty)
        #expect(try clinic.store.cases(CaseFilter()).count == 7 * 5)
    }

    @Test("what is due after the last round stays due, and a trial goes over each case once")
    func rounds() throws {
        let (clinic, folder) = try Self.chain()
        defer { withExtendedLifetime(folder) {} }
        let now = Self.later(4 * 86_400 + 60)
        var tried: [CaseID] = []
        #expect(
            try clinic.runner.advanceAll(at: .instant(now), isDryRun: true, batch: 2) { id, _ in tried.append(id) })
        #expect(tried.count == 7 && Set(tried).count == 7)
        #expect(try !clinic.runner.advanceAll(at: .instant(now), rounds: 2) { _, _ in })
        #expect(try clinic.store.cases(CaseFilter()).count == 7 * 3)
        #expect(try clinic.store.due(at: now, limit: 100).count == 7)
        #expect(try clinic.runner.advanceAll(at: .instant(now)) { _, _ in })
        #expect(try clinic.store.due(at: now, limit: 100).isEmpty)
    }

    @Test("a case that time cannot begin is an incident, and the case goes on")
    func missing() throws {
        let folder = try TemporaryFolder()
        let first = """
            pathway: first
            states:
              a: {transitions: [{after: 3 days, to: b, do: [{enroll: nowhere}]}]}
              b: {}
            """
        let clinic = try Self.clinic(
            try SQLiteStore.create(at: folder.path("stepwell.db")), [("first", Self.head + first)])
        let id = try clinic.runner.enroll("first", patient: "P", Self.command(.enroll(.init(with: [])), 0)).id
        let answer = try clinic.runner.advance(id, at: .instant(Self.later(9 * 86_400)))
        #expect(Self.incidents(answer) == ["linked_enrollment"])
        #expect(try clinic.store.due(at: Self.later(9 * 86_400), limit: 10).isEmpty)
    }
}
