import CEL
import Foundation
import StepwellRuntime
import StepwellSQLite

/// Writers and checkpointers from several processes at one store: the proof that the guard keeps SQLite's own mistake
/// away, and, with the guard taken out, that this test can see it.
///
/// SQLite before 3.51.3 can spoil a WAL database when one connection checkpoints while another writes.
package struct CheckpointRace {
    package struct Report: Sendable {
        package var runs = 0
        package var rows = 0
        package var spoiled = 0
        package var findings: [String] = []
    }

    /// The version of SQLite that is used.
    package static var sqlite: String {
        typealias Version = @convention(c) () -> UnsafePointer<CChar>
        guard let symbol = dlsym(nil, "sqlite3_libversion") else { return "of an unknown version" }
        return String(cString: unsafeBitCast(symbol, to: Version.self)())
    }

    private let programs: Programs
    private let folder: String
    private var random: SeededGenerator

    package init(_ programs: Programs, in folder: String, seed: UInt64) {
        self.programs = programs
        self.folder = folder
        random = SeededGenerator(seed: seed)
    }

    /// Short runs, each with a store of its own, until the time is over or something is found.
    package mutating func run(seconds: Int, hasGuard: Bool, inputs: Int = 150) throws -> Report {
        var report = Report()
        let end = ContinuousClock.now.advanced(by: .seconds(seconds))
        repeat {
            report.runs += 1
            let findings = try play("\(folder)/run", hasGuard, inputs, &report)
            guard findings.isEmpty else {
                report.spoiled += 1
                report.findings += findings.prefix(3).map { "run \(report.runs): \($0)" }
                break
            }
            try FileManager.default.removeItem(atPath: "\(folder)/run")
        } while ContinuousClock.now < end
        return report
    }

    private mutating func play(
        _ clinic: String, _ hasGuard: Bool, _ inputs: Int, _ report: inout Report
    ) throws -> [String] {
        try FileManager.default.createDirectory(atPath: clinic, withIntermediateDirectories: false)
        try Worker.createStore(at: "\(clinic)/stepwell.db")
        var settings = ["JITTER": "300"]
        if !hasGuard { settings["NO_LOCK"] = "1" }
        var children: [Child] = []
        for number in 0..<4 {
            var order = WorkerOrder(folder: clinic, name: "w\(number)", seed: random.next(), inputs: inputs)
            order.saves = number < 2 ? 60 : 0
            order.delivers = false
            children.append(
                try Child(
                    programs.path("torture"), try order.arguments, environment: programs.preloaded(clinic, settings),
                    output: "\(folder)/complaints"))
        }
        var findings: [String] = []
        for child in children {
            let end = child.wait()
            guard end != .status(0) else { continue }
            findings.append("a worker ended with \(end): \(LineLog.lines("\(folder)/complaints").last ?? "")")
        }
        do {
            var audit = try Audit(try SQLiteStore.open(at: "\(clinic)/stepwell.db"))
            try audit.check(acknowledgements: LineLog.lines("\(clinic)/acks"))
            report.rows += audit.rows
            findings = audit.findings + findings
        } catch { findings.insert("\(error)", at: 0) }
        return findings
    }
}
