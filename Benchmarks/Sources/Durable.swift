import BenchmarkWorkload
import Foundation
import PathwayModel
import StepwellKit
import StepwellRuntime
import StepwellSQLite

/// Events that survive the loss of power: the runner, the store, and a sync of the disk.
struct Durable {
    let workload: Workload
    let streams: [CaseStream]
    let scratch: Scratch

    var events: Int { streams.reduce(0) { $0 + $1.events.count } }

    /// Every event is committed by itself, and goes on from the case as the last one left it.
    var single: Contender { single("Stepwell, one commit an event", inHand: CaseRunner.usuallyInHand) }

    /// The same, but every event loads its case, as the first of a process does.
    var loading: Contender { single("Stepwell, one commit an event, each loaded", inHand: 0) }

    private func single(_ name: String, inHand: Int) -> Contender {
        Contender(name: name) {
            let clinic = try BenchmarkClinic.enrolled(
                workload, streams.count, in: scratch.fresh("durable.db"), inHand: inHand)
            let commands = Commands(streams, Array(streams.indices))
            let before = clinic.store.rowsWritten
            let usage = try Usage.of { try clinic.runner.carryOut(commands.all) }
            try clinic.runner.check(streams, workload)
            return Sample(usage, count: events, rows: clinic.store.rowsWritten - before)
        }
    }

    /// So many events are made safe with one commit.
    func batched(_ size: Int) -> Contender {
        Contender(name: "Stepwell, one commit for \(size) events") {
            let clinic = try enrolled()
            let commands = Commands(streams, Array(streams.indices)).all
            let before = clinic.store.rowsWritten
            let usage = try Usage.of {
                for start in stride(from: 0, to: commands.count, by: size) {
                    let batch = commands[start..<min(start + size, commands.count)]
                    for answer in try clinic.runner.perform(Array(batch)) {
                        if let refusal = answer.refusal { throw WrongResult(description: "refused: \(refusal)") }
                    }
                }
            }
            try clinic.runner.check(streams, workload)
            return Sample(usage, count: events, rows: clinic.store.rowsWritten - before)
        }
    }

    /// So many submitters in threads of this process, each with its own cases.
    func threads(_ count: Int) -> Contender {
        Contender(name: "Stepwell, \(count) submitters in one process") {
            let path = scratch.fresh("threads.db")
            let clinic = try enrolled(in: path)
            let shares = shares(of: count).map { Commands(streams, $0) }
            let before = clinic.store.rowsWritten
            let usage = try Usage.of { try Submitters.run(shares, on: clinic.store) }
            try clinic.runner.check(streams, workload)
            return Sample(usage, count: events, rows: clinic.store.rowsWritten - before)
        }
    }

    /// So many submitters in processes of their own.
    func processes(_ count: Int) -> Contender {
        Contender(name: "Stepwell, \(count) submitters in \(count) processes") {
            let path = scratch.fresh("processes.db")
            let clinic = try enrolled(in: path)
            let started = Usage.now
            var children: [(pid: pid_t, output: String)] = []
            for number in 0..<count {
                let output = scratch.fresh("submitter")
                let arguments = [
                    "submit", path, "--cases", String(streams.count), "--share", String(number), "--of", String(count),
                ]
                let own = ProcessInfo.processInfo.arguments[0]
                children.append((try Processes.start(own, arguments, output: output), output))
            }
            var sample = Sample(cpu: 0, wall: 0, count: events, syncs: 0)
            for child in children {
                sample.cpu += try Processes.wait(for: child.pid, "a submitter", child.output).cpuSeconds
                let output = String(
                    decoding: FileManager.default.contents(atPath: child.output) ?? Data(), as: UTF8.self)
                sample.syncs = (sample.syncs ?? 0) + (Int(output.filter(\.isNumber)) ?? 0)
            }
            sample.wall = (Usage.now - started).wall
            try clinic.runner.check(streams, workload)
            return sample
        }
    }

    private func enrolled(in path: String? = nil) throws -> BenchmarkClinic {
        try BenchmarkClinic.enrolled(workload, streams.count, in: path ?? scratch.fresh("durable.db"))
    }

    /// The streams dealt out.
    private func shares(of count: Int) -> [[Int]] {
        (0..<count).map { Submitters.share($0, of: count, streams) }
    }
}

enum Submitters {
    /// The numbers of the streams that a submitter takes. The longest are dealt first, to the last and back again, so
    /// that all have about as much to do and end at about the same time.
    static func share(_ number: Int, of count: Int, _ streams: [CaseStream]) -> [Int] {
        let longestFirst = streams.indices.sorted {
            (streams[$1].events.count, $0) < (streams[$0].events.count, $1)
        }
        return longestFirst.enumerated().filter { place, _ in
            let turn = place % (2 * count)
            return min(turn, 2 * count - 1 - turn) == number
        }.map(\.element)
    }

    /// Runs each share in a thread of its own, over one store.
    static func run(_ shares: [Commands], on store: SQLiteStore) throws {
        let failures = Failures()
        let group = DispatchGroup()
        for share in shares {
            group.enter()
            let thread = Thread {
                defer { group.leave() }
                let runner = CaseRunner(
                    store: store, plugins: PluginSet([]), current: { _ in nil }, newID: { CaseID("none") })
                do { try runner.carryOut(share.all) } catch { failures.add("\(error)") }
            }
            thread.start()
        }
        group.wait()
        if let first = failures.all.first { throw WrongResult(description: first) }
    }

    /// What went wrong in threads.
    private final class Failures: @unchecked Sendable {
        private let lock = NSLock()
        private var messages: [String] = []

        func add(_ message: String) { lock.withLock { messages.append(message) } }
        var all: [String] { lock.withLock { messages } }
    }
}
