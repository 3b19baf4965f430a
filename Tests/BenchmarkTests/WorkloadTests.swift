import BenchmarkWorkload
import CEL
import Foundation
import PathwayEngine
import PathwayModel
import StepwellKit
import StepwellRuntime
import StepwellSQLite
import Testing

/// What the benchmarks measure is right: time is not looked at here.
@Suite("The benchmark's workload")
struct WorkloadTests {
    @Test("has the canonical streams")
    func streams() {
        let streams = CaseStream.generate(2_000)
        #expect(streams.reduce(0) { $0 + $1.events.count } == 95_845)
        #expect(streams.map(\.events.count).max() == 124)
        #expect(streams.map(\.events.count).min() == 9)
        #expect(streams.count { $0.record.hasPrefix("completed|") } == 1_489)
    }

    @Test("every case ends with the record of its stream, and explains itself at its end")
    func memory() throws {
        let workload = try Workload()
        let machine = Machine(workload.pathway)
        for stream in CaseStream.generate(200) {
            var state: CaseState?
            for request in Self.requests(stream) {
                guard case .stepped(let step) = machine.step(state, request) else {
                    Issue.record("refused: \(request.input)")
                    return
                }
                var folded = state
                machine.evolve(&folded, with: step.facts, in: step.header)
                #expect(folded == step.state)
                state = step.state
            }
            let end = try #require(state)
            #expect(workload.record(of: end) == stream.record)
        }
    }

    @Test("a case that is owned goes through a whole stream as copies do, each step's facts folding to it")
    func owned() throws {
        let workload = try Workload()
        let machine = Machine(workload.pathway)
        for stream in CaseStream.generate(200) {
            let requests = Self.requests(stream)
            guard case .stepped(let enrolled) = machine.step(nil, requests[0]) else {
                Issue.record("a case could not be enrolled")
                return
            }
            var live = LiveCase(enrolled.state, of: machine, keeping: .factsAndCriteria)
            var copied = enrolled.state
            var folded: CaseState? = enrolled.state
            for var request in requests.dropFirst() {
                let taken = try live.take(machine.resolve(request.input), at: request.now)
                request.countsCriteria = true
                guard case .stepped(let step) = machine.step(copied, request) else {
                    Issue.record("refused: \(request.input)")
                    return
                }
                copied = step.state
                #expect(Array(live.facts[taken.facts]) == step.facts && taken.criteria == step.criteria)
                machine.evolve(&folded, with: Array(live.facts[taken.facts]), in: taken.header)
            }
            #expect(live.state == copied && folded == copied)
            #expect(workload.record(of: copied) == stream.record)
        }
    }

    @Test("a store keeps every case, one event at a time and many at once", arguments: [1, 100])
    func durable(size: Int) throws {
        let workload = try Workload()
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("stepwell-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try SQLiteStore.create(at: folder.appendingPathComponent("workload.db").path)
        let stored = StoredDefinition(
            digest: workload.pathway.digest, pathway: workload.pathway.identifier, version: workload.pathway.version,
            path: Workload.file, files: [Workload.file: Workload.yaml])
        let current = CurrentDefinition(stored: stored, pathway: workload.pathway)
        var number = 0
        let newID = {
            number += 1
            return CaseID("case-\(number)")
        }
        let runner = CaseRunner(store: store, plugins: PluginSet([]), current: { _ in current }, newID: newID)
        for stream in CaseStream.generate(8) {
            let requests = Self.requests(stream)
            let enrollment = Command(requests[0].input, by: .anyone, at: .instant(requests[0].now))
            let id = try runner.enroll(Workload.name, patient: "P", enrollment).id
            let commands = requests.dropFirst().map { request in
                (id: id, command: Command(request.input, by: .anyone, at: .instant(request.now)))
            }
            for start in stride(from: 0, to: commands.count, by: size) {
                let batch = Array(commands[start..<min(start + size, commands.count)])
                let answers = size == 1 ? [try runner.perform(batch[0].command, on: id)] : try runner.perform(batch)
                #expect(answers.count == batch.count && answers.allSatisfy { $0.refusal == nil })
            }
            #expect(workload.record(of: try runner.look(at: id, when: nil).seen.state) == stream.record)
            #expect(try runner.isFaithful(id))
        }
    }

    @Test("the definition of a thousand states compiles, every guard typed")
    func definition() throws {
        let pathway = try Workload.compile(Array(BigPathway.yaml.utf8), "big.yaml")
        #expect(pathway.states.count == 1_001)
        #expect(pathway.transitions.count == 1_990)
        #expect(pathway.transitions.allSatisfy { $0.when != nil && $0.targets.count == 1 })
    }

    /// A stream's enrollment and events, each at its instant.
    private static func requests(_ stream: CaseStream) -> [Request] {
        [Request(Workload.enrollment, at: Workload.start)]
            + stream.events.enumerated().map { Request(Workload.input($1), at: Workload.instant($0)) }
    }
}
