import Foundation
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

    package init(_ programs: Programs, in folder: String) {
        self.programs = programs
        self.folder = folder
    }

    /// Short runs, each with a store of its own, until the time is over.
    ///
    /// - Parameter stopsWhenSpoiled: ends with the first run that something is found in.
    package func run(
        seconds: Int, hasGuard: Bool, commits: Int = 400, stopsWhenSpoiled: Bool = true
    ) throws -> Report {
        var report = Report()
        let end = ContinuousClock.now.advanced(by: .seconds(seconds))
        repeat {
            report.runs += 1
            let findings = try play("\(folder)/run", hasGuard, commits, &report)
            if !findings.isEmpty {
                report.spoiled += 1
                report.findings += findings.prefix(3).map { "run \(report.runs): \($0)" }
                if stopsWhenSpoiled { break }
            }
            try FileManager.default.removeItem(atPath: "\(folder)/run")
        } while ContinuousClock.now < end
        return report
    }

    private func play(
        _ clinic: String, _ hasGuard: Bool, _ commits: Int, _ report: inout Report
    ) throws -> [String] {
        try FileManager.default.createDirectory(atPath: clinic, withIntermediateDirectories: false)
        let path = "\(clinic)/stepwell.db"
        try Worker.createStore(at: path)
        let environment = programs.preloaded(clinic, hasGuard ? [:] : ["NO_LOCK": "1"])
        func start(_ arguments: [String]) throws -> Child {
            try Child(
                programs.path("torture"), arguments, environment: environment, output: "\(folder)/complaints")
        }
        _ = FileManager.default.createFile(atPath: "\(path).go", contents: nil)
        let names = ["a", "b", "c"]
        let checkpointers = try (0..<2).map { _ in try start(["checkpointer", path]) }
        let writers = try names.map { try start(["writer", path, $0, "\(commits)"]) }
        var findings: [String] = []
        for child in writers {
            let end = child.wait()
            guard end != .status(0) else { continue }
            findings.append("a writer ended with \(end): \(LineLog.lines("\(folder)/complaints").last ?? "")")
        }
        unlink("\(path).go")
        for child in checkpointers where child.wait() != .status(0) {
            findings.append("a checkpointer failed: \(LineLog.lines("\(folder)/complaints").last ?? "")")
        }
        do {
            let found = try Hammer.findings(path, names)
            report.rows += found.rows
            findings = found.findings + findings
        } catch { findings.insert("\(error)", at: 0) }
        return findings
    }
}
