import BenchmarkWorkload
import CEL
import PathwayEngine
import PathwayModel

/// Events in memory: no store, no clock, nothing written.
struct InMemory {
    let workload: Workload
    let streams: [CaseStream]
    private let machine: Machine
    private let inputs: [[Input]]

    init(_ workload: Workload, _ streams: [CaseStream]) {
        self.workload = workload
        self.streams = streams
        machine = Machine(workload.pathway)
        var known: [StreamEvent: Input] = [:]
        inputs = streams.map { stream in
            stream.events.map { event in
                if let input = known[event] { return input }
                let input = Workload.input(event)
                known[event] = input
                return input
            }
        }
    }

    var events: Int { streams.reduce(0) { $0 + $1.events.count } }

    /// The case after each event, and nothing else.
    var bare: Contender {
        Contender(name: "Stepwell, facts dropped") {
            var ends: [CaseState?] = []
            let usage = try Usage.of {
                for inputs in inputs {
                    var state = try enrolled()
                    for (number, input) in inputs.enumerated() {
                        let request = Request(input, at: Workload.instant(number))
                        switch machine.step(state, request) {
                        case .stepped(let step): state = step.state
                        case .refused, .needs: throw refused(input)
                        }
                    }
                    ends.append(state)
                }
            }
            try check(ends)
            return Sample(cpu: usage.cpu, wall: usage.wall, count: events)
        }
    }

    /// With everything that an explanation of the step rests on: its facts, and which criteria were met and unmet.
    var recorded: Contender {
        Contender(name: "Stepwell, facts and criteria kept") {
            var ends: [CaseState?] = []
            var facts = 0
            let usage = try Usage.of {
                for inputs in inputs {
                    var state = try enrolled()
                    var record: [(facts: [Fact], criteria: CriteriaSeen?)] = []
                    record.reserveCapacity(inputs.count)
                    for (number, input) in inputs.enumerated() {
                        let request = Request(input, at: Workload.instant(number), countsCriteria: true)
                        guard case .stepped(let step) = machine.step(state, request) else { throw refused(input) }
                        record.append((step.facts, step.criteria))
                        state = step.state
                    }
                    facts += record.reduce(0) { $0 + $1.facts.count }
                    ends.append(state)
                }
            }
            guard facts > events else { throw WrongResult(description: "\(facts) facts of \(events) events") }
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

    private func check(_ ends: [CaseState?]) throws {
        for (number, (stream, end)) in zip(streams, ends).enumerated() {
            let record = end.map { workload.record(of: $0) }
            guard record == stream.record else {
                throw WrongResult(description: "case \(number) ended as \(record ?? "nothing"), not \(stream.record)")
            }
        }
    }
}
