import BenchmarkWorkload
import CEL
import Foundation
import PathwayModel
import StepwellKit
import StepwellRuntime
import StepwellSQLite

/// A store in a file of its own, and what runs its cases.
struct BenchmarkClinic {
    let store: SQLiteStore
    let runner: CaseRunner
    let cases: [CaseID]

    /// A new store in which every stream has a case that is enrolled and has had no event yet.
    ///
    /// - Parameter inHand: how many cases the runner keeps as it committed them; with 0 it loads each.
    static func enrolled(
        _ workload: Workload, _ count: Int, in path: String, inHand: Int = CaseRunner.usuallyInHand
    ) throws -> BenchmarkClinic {
        let store = try SQLiteStore.create(at: path)
        let stored = StoredDefinition(
            digest: workload.pathway.digest, pathway: workload.pathway.identifier, version: workload.pathway.version,
            path: Workload.file, files: [Workload.file: Workload.yaml])
        let current = CurrentDefinition(stored: stored, pathway: workload.pathway)
        var number = 0
        func next() -> CaseID {
            number += 1
            return BenchmarkClinic.id(number - 1)
        }
        let runner = CaseRunner(
            store: store, plugins: PluginSet([]), current: { _ in current }, newID: next, inHand: inHand)
        let cases = try (0..<count).map { _ in
            try runner.enroll(
                Workload.name, patient: "P", Command(Workload.enrollment, by: .anyone, at: .instant(Workload.start))
            ).id
        }
        return BenchmarkClinic(store: store, runner: runner, cases: cases)
    }

    static func id(_ number: Int) -> CaseID { CaseID(String(format: "case-%06d", number)) }

    /// Opens a store that is there already.
    static func open(_ path: String) throws -> CaseRunner {
        CaseRunner(
            store: try SQLiteStore.open(at: path, patience: 60_000), plugins: PluginSet([]), current: { _ in nil },
            newID: { CaseID("none") })
    }
}

/// Streams as commands in the order in which the floors take them: every case's first event, then every second.
struct Commands {
    let all: [(id: CaseID, command: Command)]

    /// - Parameter chosen: the numbers of the streams to take.
    init(_ streams: [CaseStream], _ chosen: [Int]) {
        var all: [(CaseID, Command)] = []
        let longest = chosen.map { streams[$0].events.count }.max() ?? 0
        for place in 0..<longest {
            for number in chosen where place < streams[number].events.count {
                let input = Workload.input(streams[number].events[place])
                let command = Command(input, by: .anyone, at: .instant(Workload.instant(place)))
                all.append((BenchmarkClinic.id(number), command))
            }
        }
        self.all = all
    }
}

extension CaseRunner {
    /// Carries out commands one at a time; none may be refused.
    func carryOut(_ commands: [(id: CaseID, command: Command)]) throws {
        for (id, command) in commands {
            let answer = try perform(command, on: id)
            if let refusal = answer.refusal { throw WrongResult(description: "refused: \(refusal)") }
        }
    }

    /// Whether every case of a store ended as its stream says, and its journal says the same.
    func check(_ streams: [CaseStream], _ workload: Workload) throws {
        for (number, stream) in streams.enumerated() {
            let id = BenchmarkClinic.id(number)
            let record = workload.record(of: try look(at: id, when: nil).seen.state)
            guard record == stream.record else {
                throw WrongResult(description: "case \(number) ended as \(record), not \(stream.record)")
            }
            guard try isFaithful(id) else { throw WrongResult(description: "the journal of case \(number) differs") }
        }
    }
}
