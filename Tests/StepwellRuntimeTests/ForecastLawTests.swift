import CEL
import PathwayCompiler
import PathwayEngine
import PathwayModel
import StepwellMemoryStore
import StepwellRuntime
import StepwellStore
import Testing

/// What would happen if nobody acted is what does happen, and what a dry run shows.
@Suite("Forecasts")
struct ForecastLawTests {
    private static let seeds = LawsTests.seeds.prefix(24)
    private static let start = Timestamp(seconds: 1_767_625_200)  // 2026-01-05T15:00:00Z

    private static func runner(_ yaml: String) throws -> CaseRunner {
        let bytes = Array(yaml.utf8)
        let compilation = PathwayCompiler(rules: [], channels: nil) { $0 == "random.yaml" ? bytes : nil }
            .compile("random.yaml")
        let pathway = try #require(compilation.product, "\(compilation.diagnostics.map(\.message))")
        let stored = StoredDefinition(
            digest: pathway.digest, pathway: "random", version: "1", path: "random.yaml", files: ["random.yaml": bytes])
        let current = CurrentDefinition(stored: stored, pathway: pathway)
        var number = 0
        return CaseRunner(
            store: MemoryStore(), plugins: PluginSet([]), current: { $0 == pathway.identifier ? current : nil },
            newID: {
                number += 1
                return CaseID("case-\(number)")
            })
    }

    private static func command(_ input: Input, _ at: Timestamp) -> StepwellRuntime.Command {
        StepwellRuntime.Command(input, by: .anyone, at: .instant(at))
    }

    /// A case that has been through some inputs, and the instant at which it is looked at.
    private static func walked(_ seed: UInt64) throws -> (runner: CaseRunner, id: CaseID, now: Timestamp)? {
        let runner = try runner(RandomPathway.yaml(seed: seed))
        var inputs = RandomInputs(seed: seed)
        var now = start
        let enrollment = Input.enroll(.init(with: [.init("urgent", "true")]))
        let answer = try runner.enroll("random", patient: "P", command(enrollment, now))
        guard answer.refusal == nil else { return nil }
        for _ in 0..<8 {
            now = Timestamp(seconds: now.seconds + inputs.hours() * 3_600)
            _ = try runner.perform(command(inputs.given(), now), on: answer.id)
        }
        return (runner, answer.id, now)
    }

    private static func forecast(_ walk: (runner: CaseRunner, id: CaseID, now: Timestamp)) throws -> Forecast {
        let (seen, now) = try walk.runner.look(at: walk.id, when: .instant(walk.now))
        return try walk.runner.forecast(walk.id, seen, from: now)
    }

    @Test("until each instant it brings what a dry run until then shows", arguments: seeds)
    func dryRun(_ seed: UInt64) throws {
        guard let walk = try Self.walked(seed) else { return }
        let forecast = try Self.forecast(walk)
        var facts = try walk.runner.advance(walk.id, at: .instant(walk.now), isDryRun: true).after?.facts ?? []
        for brought in forecast.brought {
            let before = Timestamp(seconds: brought.at.seconds - 1)
            let until = try walk.runner.advance(walk.id, at: .instant(before), isDryRun: true).after?.facts ?? []
            #expect(until == facts, "seed \(seed), before \(brought.at)")
            facts += brought.facts
            let with = try walk.runner.advance(walk.id, at: .instant(brought.at), isDryRun: true).after?.facts ?? []
            #expect(with == facts, "seed \(seed), at \(brought.at)")
        }
        let last = try walk.runner.advance(walk.id, at: .instant(forecast.until), isDryRun: true).after?.facts ?? []
        #expect(last == facts, "seed \(seed), at the end")
    }

    @Test("what happens in the end is what was said at first, and the journal has it", arguments: seeds)
    func happens(_ seed: UInt64) throws {
        guard let walk = try Self.walked(seed) else { return }
        _ = try walk.runner.advance(walk.id, at: .instant(walk.now))
        let forecast = try Self.forecast(walk)
        let before = try walk.runner.history(of: walk.id).1.count
        _ = try walk.runner.advance(walk.id, at: .instant(forecast.until))
        let rows = try walk.runner.history(of: walk.id).1.dropFirst(before)
        let brought = forecast.brought.filter { !$0.facts.isEmpty }
        #expect(rows.map(\.row.at) == brought.map(\.at), "seed \(seed)")
        #expect(rows.map(\.facts) == brought.map(\.facts), "seed \(seed)")
    }

    @Test("it ends after its days or at its number of instants, and says which")
    func bounds() throws {
        let yaml = """
            stepwell: 1
            pathway: random
            version: "1"
            title: Often
            instruments: {}
            tasks: {ask: {title: Ask, due: 1 day, remind: 1 hour before}}
            states:
              here: {tasks: [{task: ask, every: 1 day}], transitions: [{after: 100 days, to: there}]}
              there: {outcome: done}
            """
        let runner = try Self.runner(yaml)
        let id = try runner.enroll("random", patient: "P", Self.command(.enroll(.init(with: [])), Self.start)).id
        let forecast = try Self.forecast((runner, id, Self.start))
        #expect(forecast.isCut && forecast.brought.count == Forecast.most)
        #expect(forecast.until == forecast.brought.last?.at)
        let calm = try Self.runner(yaml.replacing("every: 1 day", with: "after: 95 days"))
        _ = try calm.enroll("random", patient: "P", Self.command(.enroll(.init(with: [])), Self.start))
        let none = try Self.forecast((calm, CaseID("case-1"), Self.start))
        #expect(!none.isCut && none.brought.isEmpty)
        #expect(none.until.seconds == Self.start.seconds + Int64(Forecast.days) * 86_400)
    }

    @Test("what nobody knows is told when it would come, with what it waits for")
    func unknown() throws {
        let runner = try Self.runner(
            """
            stepwell: 1
            pathway: random
            version: "1"
            title: Waiting
            instruments: {}
            data: {ready: boolean}
            states:
              here: {transitions: [{after: 10 days, when: ready, to: there}]}
              there: {outcome: done}
            """)
        let id = try runner.enroll("random", patient: "P", Self.command(.enroll(.init(with: [])), Self.start)).id
        let forecast = try Self.forecast((runner, id, Self.start))
        #expect(forecast.brought.count == 1 && forecast.brought[0].facts.isEmpty)
        #expect(forecast.brought[0].waiting.first?.reasons == ["waiting for ready (never recorded)"])
        _ = try runner.perform(Self.command(.record([.field("ready", text: "true")]), Self.start), on: id)
        let known = try Self.forecast((runner, id, Self.start))
        #expect(known.brought.count == 1 && known.brought[0].facts.contains(.closed(outcome: "done")))
        #expect(known.brought[0].at == forecast.brought[0].at)
    }

    @Test("these laws are about something")
    func looked() throws {
        var count = 0
        for seed in Self.seeds { count += try Self.walked(seed).map { try Self.forecast($0).brought.count } ?? 0 }
        #expect(count > 40, "\(count) instants")
    }
}
