import ArgumentParser
import BenchmarkWorkload
import CSyncCount
import Foundation

/// Measures the engine, the compiler, the store and the command, each beside the least its work can cost.
@main
struct Benchmarks: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "benchmarks",
        abstract: "Measure what Stepwell costs, beside programs in C that do the same work.",
        discussion: "Every case is checked against the record it must end with before a figure is printed.",
        subcommands: [Measure.self, Submit.self, Fire.self], defaultSubcommand: Measure.self)
}

struct Measure: ParsableCommand {
    enum Row: String, CaseIterable, ExpressibleByArgument {
        case memory, durable, submitters, due, compile, process, worklist, guards
    }

    @Argument(help: "The rows to measure. Without any: all.")
    var rows: [Row] = []

    @Option(help: "How often each contender runs.")
    var rounds = 5

    @Option(help: "Streams in memory; 2,000 are the canonical ones.")
    var cases = 2_000

    @Option(help: "Streams in a store.")
    var durableCases = 64

    @Flag(help: "Also among a million open cases, which takes minutes.")
    var million = false

    @Option(help: "Milliseconds that a sync takes on the slow disks of the row of submitters.")
    var slowSync = [2, 5]

    @Option(help: "Where stores are put; a folder on the disk to be measured.")
    var scratch = ".build"

    @Option(help: "Where the sources of the floors in C are.")
    var floors = "Benchmarks/Floors"

    @Option(help: "A Python with cel-expr-python and common-expression-language, for the row of guards.")
    var python = "python3"

    func run() throws {
        let chosen = Set(rows.isEmpty ? Row.allCases : rows)
        let scratch = try Scratch(below: scratch)
        let workload = try Workload()
        let streams = CaseStream.generate(cases)
        let floors = try Floors(sources: floors, scratch: scratch, streams: CaseStream.text(streams))
        if floors == nil { print("There is no C compiler: nothing is measured beside its floor.") }
        if chosen.contains(.memory) { try memory(workload, streams, floors) }
        let few = Array(streams.prefix(durableCases))
        let durable = Durable(workload: workload, streams: few, scratch: scratch)
        if chosen.contains(.durable) { try self.durable(durable, floors) }
        if chosen.contains(.submitters) { try submitters(durable, floors) }
        if chosen.contains(.due) { try due(scratch, floors) }
        if chosen.contains(.compile) { try compile(floors) }
        if chosen.contains(.process) { try process(scratch, floors) }
        if chosen.contains(.worklist) { try worklist(scratch) }
        if chosen.contains(.guards) { try guards() }
    }

    private func memory(_ workload: Workload, _ streams: [CaseStream], _ floors: Floors?) throws {
        let memory = InMemory(workload, streams)
        let floor = floors?.inMemory(events: memory.events)
        try Comparison(
            title: "An event in memory", unit: "event",
            contenders: [memory.bare, memory.recorded, memory.asWritten] + [floor].joined, floor: floor?.name
        ).run(rounds: rounds)
    }

    private func durable(_ durable: Durable, _ floors: Floors?) throws {
        let count = durable.streams.count
        let floor = floors?.durable(
            cases: count, events: durable.events, batch: 1, name: "C + SQLite, one commit an event")
        try Comparison(
            title: "A durable event", unit: "event", contenders: [durable.single, durable.loading] + [floor].joined,
            floor: floor?.name
        ).run(rounds: rounds)
        for size in [100, 1_000] {
            let name = "C + SQLite, one commit for \(size) events"
            let floor = floors?.durable(cases: count, events: durable.events, batch: size, name: name)
            try Comparison(
                title: "Events committed by \(size)", unit: "event",
                contenders: [durable.batched(size)] + [floor].joined, floor: floor?.name
            ).run(rounds: rounds)
        }
    }

    private func submitters(_ durable: Durable, _ floors: Floors?) throws {
        let one = durable.threads(1)
        let contenders = [one, durable.threads(16), durable.processes(16)]
        try Comparison(
            title: "Several submitters", unit: "event", contenders: contenders, floor: one.name
        ).run(rounds: rounds)
        let floor = floors?.durable(
            cases: durable.streams.count, events: durable.events, batch: 1, name: "C + SQLite, one submitter")
        for milliseconds in slowSync {
            try Comparison(
                title: "Several submitters on a disk that takes \(milliseconds) ms to sync", unit: "event",
                contenders: (contenders + [floor].joined).map { $0.syncing(in: milliseconds) }, floor: one.name
            ).run(rounds: min(rounds, 3))
        }
    }

    private func due(_ scratch: Scratch, _ floors: Floors?) throws {
        for open in [100_000] + (million ? [1_000_000] : []) {
            let floor = floors?.due(among: open)
            try Comparison(
                title: "A thousand due among \(open)", unit: "due case",
                contenders: [DueCases(open: open, scratch: scratch).firing] + [floor].joined, floor: floor?.name
            ).run(rounds: min(rounds, 3))
        }
    }

    private func compile(_ floors: Floors?) throws {
        let floor = floors?.parsing(BigPathway.yaml)
        try Comparison(
            title: "A pathway of 1,000 states", unit: "definition",
            contenders: [Definitions.compiling, try Definitions.opening()] + [floor].joined, floor: floor?.name
        ).run(rounds: rounds)
    }

    private func guards() throws {
        let guards = Guards(python: python, sources: floors)
        let others = ["cel-expr-python", "common-expression-language"].map { guards.package($0) }
        if others.joined.count < others.count {
            print("\nA package of Python's is missing: pip install it, and say --python")
        }
        try Comparison(
            title: "A guard", unit: "evaluation", contenders: [guards.bare, guards.ofACase] + others.joined,
            floor: guards.bare.name
        ).run(rounds: rounds)
    }

    private func worklist(_ scratch: Scratch) throws {
        guard let process = command(scratch) else { return }
        let lists = try Worklists(scratch: scratch, process)
        try Comparison(
            title: "A worklist among 10,000 open cases", unit: "list",
            contenders: [lists.part, lists.partWithDue, lists.whole], floor: lists.part.name
        ).run(rounds: rounds)
    }

    /// Nil, and said so, where it is not built.
    private func command(_ scratch: Scratch) -> OneProcess? {
        let process = OneProcess(scratch: scratch)
        if process == nil { print("\n`stepwell` is not built here: swift build -c release --product stepwell") }
        return process
    }

    private func process(_ scratch: Scratch, _ floors: Floors?) throws {
        guard let process = command(scratch) else { return }
        let floor = floors?.process(events: process.floorEvents)
        try Comparison(
            title: "An event as a whole process", unit: "event", contenders: [process.sending] + [floor].joined,
            floor: floor?.name
        ).run(rounds: rounds)
    }
}

/// One of several submitters: takes its share of the streams to a store, and prints how often it synced.
struct Submit: ParsableCommand {
    static let configuration = CommandConfiguration(shouldDisplay: false)

    @Argument var store: String
    @Option var cases: Int
    @Option var share: Int
    @Option var of: Int

    func run() throws {
        let streams = CaseStream.generate(cases)
        let commands = Commands(streams, Submitters.share(share, of: of, streams))
        try BenchmarkClinic.open(store).carryOut(commands.all)
        print(stepwell_sync_count())
    }
}

extension [Contender?] {
    /// Those that there are.
    fileprivate var joined: [Contender] { compactMap { $0 } }
}
