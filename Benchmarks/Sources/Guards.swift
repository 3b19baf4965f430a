import BenchmarkWorkload
import CEL
import Foundation
import PathwayCompiler
import PathwayEngine
import PathwayModel

/// One guard, compiled before: `phq9.total >= 15 && attendance.rate >= 0.75`.
struct Guards {
    /// A Python that has the packages it is compared with, and the folder of their script.
    let python: String
    let sources: String

    static let source = "phq9.total >= 15 && attendance.rate >= 0.75"
    private static let count = 1_000_000

    /// Values by their numbers, as an engine has them.
    private struct Values: CEL.Host {
        let total: Outcome
        let rate: Outcome

        func variable(_ id: Int) -> Outcome { id == 0 ? total : rate }

        func call(_ id: Int, _ arguments: [Value]) -> Outcome { rate }
    }

    /// The guard by itself.
    var bare: Contender {
        Contender(name: "Stepwell, the guard") {
            var environment = Environment(profile: .strict)
            environment.variables = [
                "phq9.total": Variable(id: 0, type: .int), "attendance.rate": Variable(id: 1, type: .double),
            ]
            let program = try Program.compile(Self.source, in: environment).get()
            let values = Values(total: .value(.int(18)), rate: .value(.double(0.9)))
            var held = 0
            let usage = Usage.of {
                for _ in 0..<Self.count where program.evaluate(values) == .value(.bool(true)) { held += 1 }
            }
            guard held == Self.count else { throw WrongResult(description: "the guard held \(held) times") }
            return Sample(cpu: usage.cpu, wall: usage.wall, count: Self.count)
        }
    }

    /// The guard as the engine asks it of a case with results and sessions.
    var ofACase: Contender {
        Contender(name: "Stepwell, the guard of a case with 20 sessions") {
            let (machine, program, state) = try Self.aCase()
            let count = Self.count / 10
            var held = 0
            let usage = Usage.of {
                for _ in 0..<count
                where machine.evaluate(program, state, at: Workload.start) == .value(.bool(true)) { held += 1 }
            }
            guard held == count else { throw WrongResult(description: "the guard held \(held) times") }
            return Sample(cpu: usage.cpu, wall: usage.wall, count: count)
        }
    }

    /// A package of Python's; nil where it is not there.
    func package(_ name: String) -> Contender? {
        guard (try? run(name, count: 1)) != nil else { return nil }
        return Contender(name: name) {
            let count = Self.count / 10
            let (cpu, wall) = try run(name, count: count)
            return Sample(cpu: cpu, wall: wall, count: count)
        }
    }

    private func run(_ package: String, count: Int) throws -> (cpu: Double, wall: Double) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [python, "\(sources)/guards.py", package, String(count)]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let seconds = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isWhitespace).compactMap(
            Double.init)
        guard process.terminationStatus == 0, seconds.count == 2 else {
            throw WrongResult(description: "\(package) could not be measured")
        }
        return (seconds[0], seconds[1])
    }

    private static func aCase() throws -> (Machine, Program, CaseState) {
        let files = [
            "guards.yaml": """
            stepwell: 1
            pathway: guards
            version: "1"
            title: A guard
            instruments: {phq9: {}}
            guards: {met: '\(source)'}
            states: {care: {sessions: [{type: group, per_week: 5}]}}
            """,
            "instruments/phq9.yaml": """
            instrument: phq9
            title: PHQ-9
            scores: {total: {type: integer, min: 0, max: 27}}
            """,
        ]
        let compilation = PathwayCompiler(rules: [], channels: nil) { files[$0].map { Array($0.utf8) } }
            .compile("guards.yaml")
        guard let pathway = compilation.product, let met = pathway.guards.first else {
            throw WrongResult(description: "the pathway does not compile")
        }
        let machine = Machine(pathway)
        var state: CaseState?
        let inputs: [Input] =
            [Workload.enrollment, .record([.instrument("phq9", answers: [Input.NamedText("total", "18")])])]
            + Array(repeating: .attend(.attended, type: "group"), count: 18)
            + Array(repeating: .attend(.noShow, type: "group"), count: 2)
        for input in inputs {
            guard case .stepped(let step) = machine.step(state, Request(input, at: Workload.start)) else {
                throw WrongResult(description: "\(input) was not taken")
            }
            state = step.state
        }
        guard let state else { throw WrongResult(description: "there is no case") }
        return (machine, met.program, state)
    }
}
