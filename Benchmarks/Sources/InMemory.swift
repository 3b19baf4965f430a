import BenchmarkWorkload
import CEL
import PathwayEngine
import PathwayModel

/// Events in memory: no store, no clock, nothing written.
struct InMemory {
    let workload: Workload
    let streams: [CaseStream]
    private let machine: Machine
    /// Read by the pathway beforehand, as the floor's are.
    private let inputs: [[ResolvedInput]]

    init(_ workload: Workload, _ streams: [CaseStream]) {
        self.workload = workload
        self.streams = streams
        let machine = Machine(workload.pathway)
        self.machine = machine
        var known: [StreamEvent: ResolvedInput] = [:]
        inputs = streams.map { stream in
            stream.events.map { event in
                if let input = known[event] { return input }
                let input = machine.resolve(Workload.input(event))
                known[event] = input
                return input
            }
        }
    }

    var events: Int { streams.reduce(0) { $0 + $1.events.count } }

    /// The case after each event, and nothing else.
    var bare: Contender {
        Contender(name: "Stepwell, facts dropped") {
            var ends: [CaseState] = []
            let usage = try Usage.of {
                for inputs in inputs {
                    var live = LiveCase(try enrolled(), of: machine, keeping: .nothing)
                    for number in inputs.indices {
                        _ = try live.take(inputs[number], at: Workload.instant(number))
                    }
                    ends.append(live.state)
                }
            }
            try check(ends)
            return Sample(cpu: usage.cpu, wall: usage.wall, count: events)
        }
    }

    /// With everything that an explanation of a step rests on: its facts, and which criteria were met and unmet.
    var recorded: Contender {
        Contender(name: "Stepwell, facts and criteria kept") {
            var ends: [CaseState] = []
            var facts = 0
            let usage = try Usage.of {
                for inputs in inputs {
                    var live = LiveCase(try enrolled(), of: machine, keeping: .factsAndCriteria)
                    var record: [LiveCase.Taken] = []
                    record.reserveCapacity(inputs.count)
                    for number in inputs.indices {
                        record.append(try live.take(inputs[number], at: Workload.instant(number)))
                    }
                    facts += record.last?.facts.upperBound ?? 0
                    ends.append(live.state)
                }
            }
            guard facts > events else { throw WrongResult(description: "\(facts) facts of \(events) events") }
            try check(ends)
            return Sample(cpu: usage.cpu, wall: usage.wall, count: events)
        }
    }

    /// One event as `stepwell send` has it: names and texts as people write them, and a case that is left as it was.
    var asWritten: Contender {
        Contender(name: "Stepwell, inputs as written, each step a copy") {
            var ends: [CaseState] = []
            let written = streams.map { $0.events.map(Workload.input) }
            let usage = try Usage.of {
                for inputs in written {
                    var state = try enrolled()
                    for (number, input) in inputs.enumerated() {
                        let request = Request(input, at: Workload.instant(number))
                        guard case .stepped(let step) = machine.step(state, request) else { throw refused(input) }
                        state = step.state
                    }
                    ends.append(state)
                }
            }
            try check(ends)
            return Sample(cpu: usage.cpu, wall: usage.wall, count: events)
        }
    }

    private func enrolled() throws -> CaseState {
        guard case .stepped(let step) = machine.step(nil, Request(Workload.enrollment, at: Workload.start)) else {
            throw WrongResult(description: "a case could not be enrolled")
        }
        return step.state
    }

    private func refused(_ input: Input) -> WrongResult { WrongResult(description: "\(input) was refused") }

    private func check(_ ends: [CaseState]) throws {
        for (number, (stream, end)) in zip(streams, ends).enumerated() {
            let record = workload.record(of: end)
            guard record == stream.record else {
                throw WrongResult(description: "case \(number) ended as \(record), not \(stream.record)")
            }
        }
    }
}
