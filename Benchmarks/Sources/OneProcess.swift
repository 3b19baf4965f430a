import BenchmarkWorkload
import Foundation

/// The command itself: each event a process that begins, commits and ends.
struct OneProcess {
    private static let events = 20
    let scratch: Scratch
    /// The command's path.
    let program: String

    /// The command beside this program; nil where it is not built.
    init?(scratch: Scratch) {
        self.scratch = scratch
        let own = URL(fileURLWithPath: ProcessInfo.processInfo.arguments[0]).deletingLastPathComponent()
        program = own.appendingPathComponent("stepwell").path
        guard FileManager.default.isExecutableFile(atPath: program) else { return nil }
    }

    var floorEvents: Int { Self.events }

    /// `stepwell send` for a session, in a clinic that has the workload's pathway.
    var sending: Contender {
        Contender(name: "`stepwell send`") {
            let folder = scratch.fresh("clinic")
            try FileManager.default.createDirectory(atPath: "\(folder)/Pathways", withIntermediateDirectories: true)
            _ = try Processes.run(program, ["init", folder])
            try Data(Workload.yaml).write(to: URL(fileURLWithPath: "\(folder)/Pathways/\(Workload.file)"))
            _ = try Processes.run(program, ["enroll", Workload.name, "--patient", "P-1", "--clinic", folder])
            let send = ["send", "P-1", "session_held", "--with", "v=1", "--clinic", folder]
            var sample = Sample(cpu: 0, wall: 0, count: Self.events)
            for _ in 0..<Self.events {
                let finished = try Processes.run(program, send)
                sample.cpu += finished.cpu
                sample.wall += finished.wall
            }
            let shown = try Processes.run(program, ["show", "P-1", "--json", "--clinic", folder]).output
            guard shown.filter({ !$0.isWhitespace }).contains("\"attended\":\(Self.events)") else {
                throw WrongResult(description: "the sessions did not arrive: \(shown)")
            }
            return sample
        }
    }
}
