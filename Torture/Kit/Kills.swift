import CEL
import Foundation
import StepwellRuntime
import StepwellSQLite

/// Workers on one store that are killed, at random moments and at named points, until enough of them have died.
package struct Kills {
    package struct Report: Sendable {
        package var kills = 0
        /// Deaths at each named point.
        package var points: [String: Int] = [:]
        package var acknowledged = 0
        package var rows = 0
        package var duplicates = 0
        package var findings: [String] = []
    }

    private let programs: Programs
    private let folder: String
    private var random: SeededGenerator
    private var report = Report()

    package init(_ programs: Programs, in folder: String, seed: UInt64) {
        self.programs = programs
        self.folder = folder
        random = SeededGenerator(seed: seed)
    }

    /// System calls at which the library in front of a worker kills it: around begin (the lock), in commit (write and
    /// sync) and after it (the unlock), and in a checkpoint (truncate).
    private static let calls = ["lock", "+lock", "write", "+write", "sync", "+sync", "unlock", "+unlock", "truncate"]

    package mutating func run(kills: Int, progress: (Report) -> Void = { _ in }) throws -> Report {
        let path = "\(folder)/stepwell.db"
        _ = try SQLiteStore.create(at: path)
        var round = 0
        while report.kills < kills {
            round += 1
            // A day and more between rounds: deadlines come, leases of the dead end.
            try play(round, offset: Int64(round) * 100_000, workers: 4)
            if round % 25 == 0 || report.kills >= kills { try audit() }
            progress(report)
            guard report.findings.isEmpty else { break }
        }
        let store = try SQLiteStore.open(at: path)
        var audit = try Audit(store)
        try audit.drain(at: Chart.start.after(Int64(round + 2) * 100_000), delivered: "\(folder)/delivered")
        try audit.check(acknowledgements: LineLog.added("\(folder)/acks"))
        try audit.check(delivered: LineLog.added("\(folder)/delivered"), kills: report.kills)
        report.findings += audit.findings
        (report.acknowledged, report.rows, report.duplicates) = (audit.acknowledged, audit.rows, audit.duplicates)
        return report
    }

    private mutating func audit() throws {
        var audit = try Audit(try SQLiteStore.open(at: "\(folder)/stepwell.db"))
        try audit.check(acknowledgements: LineLog.added("\(folder)/acks"))
        report.findings += audit.findings
    }

    private mutating func play(_ round: Int, offset: Int64, workers: Int) throws {
        var living: [(child: Child, deadline: ContinuousClock.Instant, point: String?)] = []
        for number in 0..<workers {
            var order = WorkerOrder(
                folder: folder, name: "w\(number)", seed: random.next(), inputs: 1_000)
            order.offset = offset
            // Always the same, since the threads of a name make again what was not answered.
            order.threads = number % 2 == 0 ? 1 : 3
            var settings: [String: String] = [:]
            var point: String?
            switch Int.random(in: 0..<4, using: &random) {
            case 0:
                point = random.pick(Point.all).description
                order.killAt = "\(point ?? ""):\(Int.random(in: 1...5, using: &random))"
            case 1:
                let call = random.pick(Self.calls)
                settings = ["KILL": "\(call):\(Int.random(in: 1...20, using: &random))"]
                point = call
            default: break
            }
            // Starting takes some of it: a few die before they have opened the store.
            let moment = Swift.Duration.milliseconds(Int.random(in: 10...150, using: &random))
            let child = try Child(
                programs.path("torture"), try order.arguments,
                environment: settings.isEmpty ? [:] : programs.preloaded(folder, settings),
                output: "\(folder)/complaints")
            living.append((child, .now.advanced(by: point == nil ? moment : moment + .milliseconds(600)), point))
        }
        while !living.isEmpty {
            usleep(500)
            for place in living.indices.reversed() {
                let (child, deadline, point) = living[place]
                if let end = child.ended() {
                    note(end, point)
                    living.remove(at: place)
                } else if ContinuousClock.now >= deadline {
                    child.kill()
                    note(child.wait(), nil)
                    living.remove(at: place)
                }
            }
        }
    }

    private mutating func note(_ end: Child.End, _ point: String?) {
        switch end {
        case .signal(SIGKILL):
            report.kills += 1
            if let point { report.points[point, default: 0] += 1 }
        case .status(0): break
        default:
            let complaint = LineLog.lines("\(folder)/complaints").last ?? ""
            report.findings.append("a worker ended by itself: \(end) \(complaint)")
        }
    }
}
